/**
 * Four processes that write to one folder at the same time.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { Database, FileSystemClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { startContender } from './support/contender.js';
import { CONTESTED, COUNT, numbers } from './support/file-contender.js';

const PROCESSES = [0, 1, 2, 3];

jest.setTimeout(60_000);

/** @type {string} */
let folder;
/** @type {any[]} */
let reports;
/** @type {Database} */
let db;
/** @type {any} */
let contested;

beforeAll(async () => {
  folder = newFolder();
  await prepare();
  const contenders = await Promise.all(
    PROCESSES.map((number) => startContender(`file://${folder}`, number)),
  );
  reports = await Promise.all(contenders.map(({ go }) => go()));
  db = await open();
  contested = db.resource(CONTESTED.name);
});

afterAll(async () => {
  await db.disconnect();
  FileSystemClient.clearAllStorage();
  removeFolder(folder);
});

async function open() {
  const opened = new Database({ connectionString: `file://${folder}`, logLevel: 'silent' });
  await opened.connect();
  return opened;
}

async function prepare() {
  const first = await open();
  const resource = await first.createResource(CONTESTED);
  await resource.insert({ id: 'hot', owner: 9, region: 'old', note: 'old' });
  await resource.insertMany(
    numbers.map((n) => ({ id: `doomed-${n}`, owner: 9, region: `r${n % 3}` })),
  );
  await first.disconnect();
  FileSystemClient.clearAllStorage();
}

test('nothing failed but what had to', () => {
  expect(reports.map(({ failures }) => failures)).toEqual(PROCESSES.map(() => []));
  const lost = reports.flatMap(({ codes }) => codes);
  expect(lost).toEqual(Array(3 * COUNT).fill('PreconditionFailed 412'));
});

test('of four inserts of one id one wins, and its record stays', async () => {
  for (const n of numbers) {
    const id = `shared-${n}`;
    const winners = PROCESSES.filter((number) => reports[number].won.includes(id));
    expect(winners).toHaveLength(1);
    expect(await contested.get(id)).toMatchObject({ owner: winners[0], region: `r${winners[0]}` });
  }
});

test('every insert, update, replacement and deletion of own records is there', async () => {
  for (const owner of PROCESSES) {
    for (const n of numbers) {
      const id = `own-${owner}-${n}`;
      const region = n % 4 === 1 ? 'replaced' : `r${n % 3}`;
      expect(await contested.exists(id)).toBe(n % 4 !== 0);
      if (n % 4 !== 0) expect(await contested.get(id)).toMatchObject({ owner, region });
    }
  }
});

test('a record that all update is as one of them wrote it', async () => {
  const { owner, region, note } = await contested.get('hot');
  expect(PROCESSES).toContain(owner);
  expect({ region, note }).toEqual({
    region: `r${owner}`,
    note: expect.stringMatching(new RegExp(`^note \\d+ of ${owner}$`)),
  });
});

test('records that all delete are gone, and somebody was told so', async () => {
  const deleted = new Set(reports.flatMap((report) => report.deleted));
  expect([...deleted].sort()).toEqual(numbers.map((n) => `doomed-${n}`).sort());
  for (const id of deleted) expect(await contested.exists(id)).toBe(false);
});

describe('s3db.json', () => {
  const names = PROCESSES.flatMap((p) => [0, 1, 2].map((n) => `resource-${p}-${n}`));

  test('has every resource, and each its record', async () => {
    const { resources } = JSON.parse(readFileSync(join(folder, 's3db.json'), 'utf8'));
    expect(Object.keys(resources).sort()).toEqual([CONTESTED.name, ...names].sort());
    for (const name of names) {
      expect((await db.resource(name).get('only')).n).toBe(Number(name.at(-1)));
    }
  });
});

test('listings agree, but for references of the record that all moved', async () => {
  const { missing, dangling, failed } = await contested.repairPartitions();
  expect(failed).toEqual([]);
  for (const key of [...missing, ...dangling]) expect(key).toMatch(/\/id=hot$/);

  const records = await contested.list();
  expect(records).toHaveLength(await contested.count());
  expect(records.map(({ id }) => id).sort()).toEqual((await contested.listIds()).sort());
  const regions = [...new Set(records.map(({ region }) => region))];
  for (const region of regions) {
    const walk = { partition: 'byRegion', partitionValues: { region } };
    const ids = records.filter((record) => record.region === region).map(({ id }) => id);
    expect((await contested.listIds(walk)).sort()).toEqual(ids.sort());
  }
  expect(await contested.listIds({ partition: 'byRegion' })).toHaveLength(records.length);
});
