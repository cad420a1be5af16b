import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { Database, MemoryClient } from '../index.js';

const PARTITIONS = {
  byRegion: { fields: { region: 'string' } },
  byDay: { fields: { day: 'date' } },
};
const ATTRIBUTES = { region: 'string|optional', day: 'string|optional', n: 'number|optional' };

let db;
let client;
let resource;

beforeEach(async () => {
  MemoryClient.clearBucketStorage('repair');
  db = new Database({ connectionString: 'memory://repair/app', logLevel: 'silent' });
  await db.connect();
  ({ client } = db);
  resource = await db.createResource({
    name: 'r',
    attributes: ATTRIBUTES,
    partitions: PARTITIONS,
    asyncPartitions: false,
  });
});

afterEach(() => db.disconnect());

const references = () => client.getAllKeys({ prefix: 'resource=r/partition=' });

async function write(id) {
  await resource.insert({ id, region: 'EU', day: 'March 7, 2024', n: 1 });
}

describe('repairPartitions', () => {
  test('finds nothing where all is well', async () => {
    await write('a');
    expect(await resource.repairPartitions()).toStrictEqual({
      dryRun: false,
      records: 1,
      references: 2,
      missing: [],
      dangling: [],
      failed: [],
    });
  });

  test('writes what is missing and deletes what dangles', async () => {
    await write('a');
    await write('b');
    const whole = await references();
    const [missing] = whole.filter((key) => key.includes('byDay'));
    await client.deleteObject(missing);
    const stale = 'resource=r/partition=byRegion/region=US/id=a';
    const orphan = 'resource=r/partition=byRegion/region=EU/id=gone';
    for (const key of [stale, orphan]) await client.putObject({ key, metadata: { _v: 'v1' } });

    const found = await resource.repairPartitions({ dryRun: true });
    expect(found).toMatchObject({ dryRun: true, missing: [missing], dangling: [orphan, stale] });
    expect(await references()).not.toEqual(whole);

    const repaired = await resource.repairPartitions();
    expect(repaired).toMatchObject({
      dryRun: false,
      missing: [missing],
      dangling: [orphan, stale],
    });
    expect(await references()).toEqual(whole);
    expect(await resource.repairPartitions()).toMatchObject({ missing: [], dangling: [] });
  });

  test('keeps references whose dates only JavaScript can read', async () => {
    await write('a');
    expect(await references()).toContain('resource=r/partition=byDay/day=2024-03-07/id=a');
    await resource.repairPartitions();
    expect(await references()).toContain('resource=r/partition=byDay/day=2024-03-07/id=a');
  });

  test('indexes records that were there before their partition', async () => {
    const plain = await db.createResource({ name: 'p', attributes: ATTRIBUTES });
    const ids = Array.from({ length: 2500 }, (_, n) => `id-${String(n).padStart(5, '0')}`);
    await plain.insertMany(ids.map((id) => ({ id, region: 'EU' })));
    const indexed = await db.createResource({
      name: 'p',
      attributes: ATTRIBUTES,
      partitions: { byRegion: PARTITIONS.byRegion },
    });
    const report = await indexed.repairPartitions();
    expect(report).toMatchObject({ records: 2500, references: 2500, dangling: [], failed: [] });
    expect(report.missing).toHaveLength(2500);
    const listed = await indexed.listIds({
      partition: 'byRegion',
      partitionValues: { region: 'EU' },
      limit: 5000,
    });
    expect(listed).toEqual(ids);
  });

  test('leaves the references of a record that cannot be read, and says so', async () => {
    await write('a');
    const key = 'resource=r/data/id=a';
    const before = await references();
    await client.putObject({
      key,
      metadata: { _v: 'v1', _overflow: 'true' },
      body: '{broken',
      contentType: 'application/json',
    });
    const { failed, missing, dangling } = await resource.repairPartitions();
    expect([missing, dangling]).toEqual([[], []]);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({ code: 'CORRUPT_OBJECT', key: `app/${key}` });
    expect(await references()).toEqual(before);
  });

  test('without partitions there is nothing to do', async () => {
    const plain = await db.createResource({ name: 'plain', attributes: ATTRIBUTES });
    await plain.insert({ id: 'a' });
    expect(await plain.repairPartitions()).toMatchObject({ records: 0, references: 0 });
  });

  test('goes through a client of the user, and lets nobody be wrong who writes meanwhile', async () => {
    resource._core.forceSlow();
    await write('a');
    await client.deleteObject('resource=r/partition=byRegion/region=EU/id=a');
    let isMoved = false;
    const putObject = client.putObject.bind(client);
    client.putObject = async (params) => {
      const answer = await putObject(params);
      if (!isMoved && params.key.includes('byRegion')) {
        isMoved = true;
        await resource.update('a', { region: 'US' });
      }
      return answer;
    };
    await resource.repairPartitions();
    expect(isMoved).toBe(true);
    expect((await references()).filter((key) => key.includes('byRegion'))).toEqual([
      'resource=r/partition=byRegion/region=US/id=a',
    ]);
  });
});
