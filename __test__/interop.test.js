import { beforeAll, describe, expect, jest, test } from '@jest/globals';

import { installReference } from '../bench/reference-install.js';
import { Database, MemoryClient } from '../index.js';
import { newSeed } from './support/generator.js';
import {
  BEHAVIORS,
  RECORDS,
  byId,
  configOf,
  randomRecords,
  readsOf,
  userFields,
} from './support/interop.js';
import { runReference } from './support/reference-process.js';

const seed = newSeed();

jest.setTimeout(60_000);

function optionsOf(bucket) {
  return {
    connectionString: `memory://${bucket}/app`,
    security: { passphrase: 'between us', bcrypt: { rounds: 12 } },
  };
}

async function open(bucket, snapshot) {
  MemoryClient.clearBucketStorage(bucket);
  const db = new Database({ ...optionsOf(bucket), logLevel: 'silent' });
  await db.ensureClientInitialized();
  if (snapshot) db.client.restore(snapshot);
  await db.connect();
  return db;
}

beforeAll(() => installReference(), 300_000);

describe.each(BEHAVIORS)(`%s (SEED=${seed})`, (behavior) => {
  const records = randomRecords(seed);
  const config = configOf(behavior);
  const { name } = config;
  const reads = readsOf(name, records);

  test('what we wrote is read by the reference', async () => {
    const db = await open('ours');
    const resource = await db.createResource(config);
    for (const record of records) await resource.insert(record);
    await resource.update('id-0', { text: 'updated', nested: { a: 'moved' } });
    await resource.delete('id-1');
    const job = { options: optionsOf('ours'), snapshot: db.client.snapshot(), calls: reads };
    const { results } = runReference(job);
    const [all, flagged, nested, count] = results;
    expect(byId(all)).toEqual(byId(await resource.getMany(records.map(({ id }) => id))));
    expect(all).toHaveLength(RECORDS - 1);
    expect(byId(flagged)).toEqual(byId(await resource.list(reads[1][2])));
    expect(byId(nested)).toEqual(byId(await resource.list(reads[2][2])));
    expect(count).toBe(RECORDS - 1);
  });

  test('what the reference wrote is read by us', async () => {
    const accepted = records.map(({ when: _when, ...record }) => record);
    const calls = [
      ...accepted.map((record) => [name, 'insert', record]),
      [name, 'update', 'id-0', { text: 'updated', nested: { a: 'moved' } }],
      [name, 'delete', 'id-1'],
      ...reads,
    ];
    const { results, snapshot } = runReference({
      options: optionsOf('theirs'),
      resources: [config],
      calls,
    });
    const [all, flagged, nested, count] = results.slice(-reads.length);
    expect(all).toHaveLength(RECORDS - 1);
    const resource = (await open('theirs', snapshot)).resource(name);
    expect(byId(await resource.getMany(records.map(({ id }) => id)))).toEqual(byId(all));
    expect(byId(await resource.list(reads[1][2]))).toEqual(byId(flagged));
    expect(byId(await resource.list(reads[2][2]))).toEqual(byId(nested));
    expect(await resource.count()).toBe(count);
  });
});

describe('secrets and passwords', () => {
  const config = {
    name: 'users',
    attributes: { mail: 'email', token: 'secret', pin: 'password' },
    security: { passphrase: 'between us', bcrypt: { rounds: 12 } },
  };
  const user = { id: 'u', mail: 'u@example.org', token: 'tök"en', pin: 'correct horse' };

  test('of ours are read by the reference', async () => {
    const db = await open('secrets');
    const resource = await db.createResource(config);
    const { pin } = await resource.insert(user);
    const calls = [['users', 'get', 'u']];
    const job = { options: optionsOf('secrets'), snapshot: db.client.snapshot(), calls };
    const [record] = runReference(job).results;
    expect(userFields(record)).toEqual({ ...user, pin });
    expect(JSON.stringify(db.client.snapshot())).not.toContain(user.pin);
  });

  test('of the reference are read by us, and kept by an update', async () => {
    const job = { options: optionsOf('theirs'), resources: [config] };
    const { results, snapshot } = runReference({ ...job, calls: [['users', 'insert', user]] });
    const resource = (await open('theirs', snapshot)).resource('users');
    const record = await resource.get('u');
    expect(userFields(record)).toEqual({ ...user, pin: record.pin });
    const key = 'app/resource=users/data/id=u';
    const { metadata } = snapshot.objects[key];
    await resource.update('u', { mail: 'v@example.org' });
    const stored = resource.client.snapshot().objects[key].metadata;
    expect(stored).toMatchObject({ 1: metadata[1], 2: metadata[2] });
    expect(results[0].error).toBeUndefined();
  });
});

describe('s3db.json', () => {
  const configs = BEHAVIORS.map(configOf);

  test('of ours tells the reference the same resources, and it keeps their versions', async () => {
    const db = await open('ours');
    for (const config of configs) await db.createResource(config);
    const snapshot = db.client.snapshot();
    const job = { options: optionsOf('ours'), snapshot, resources: configs };
    expect(definitions(runReference(job).snapshot)).toEqual(definitions(snapshot));
  });

  test('of the reference tells us the same resources, and we keep their versions', async () => {
    const { snapshot } = runReference({ options: optionsOf('theirs'), resources: configs });
    const db = await open('theirs', snapshot);
    for (const config of configs) await db.createResource(config);
    expect(definitions(db.client.snapshot())).toEqual(definitions(snapshot));
  });

  function definitions({ objects }) {
    const { resources } = JSON.parse(Buffer.from(objects['app/s3db.json'].body, 'base64'));
    return Object.fromEntries(
      Object.entries(resources).map(([name, { currentVersion, versions, schemaRegistry }]) => {
        const { hash, attributes, behavior, partitions } = versions[currentVersion];
        return [name, { currentVersion, hash, attributes, behavior, partitions, schemaRegistry }];
      }),
    );
  }
});
