/**
 * Three processes that write to one database on S3 at the same time.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { startContender } from './support/contender.js';
import { CONTESTED, COUNT, numbers } from './support/file-contender.js';
import { S3Service } from './support/s3-service.js';

const PROCESSES = [0, 1, 2];

jest.setTimeout(120_000);

/** @type {S3Service} */
let service;
/** @type {any[]} */
let reports;
/** @type {Database} */
let db;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('contested');
  await prepare();
  const place = service.connectionString('contested', '/app');
  const contenders = await Promise.all(PROCESSES.map((number) => startContender(place, number)));
  reports = await Promise.all(contenders.map(({ go }) => go()));
  db = await open();
});

afterAll(async () => {
  await db.disconnect();
  await service.stop();
});

async function open() {
  const connectionString = service.connectionString('contested', '/app');
  const opened = new Database({ connectionString, logLevel: 'silent' });
  await opened.connect();
  return opened;
}

async function prepare() {
  const first = await open();
  const resource = await first.createResource(CONTESTED);
  await resource.insert({ id: 'hot', owner: 9, region: 'old', note: 'old' });
  const doomed = numbers.map((n) => ({ id: `doomed-${n}`, owner: 9, region: `r${n % 3}` }));
  await resource.insertMany(doomed);
  await first.disconnect();
}

test('nothing failed but what had to', () => {
  expect(reports.map(({ failures }) => failures)).toEqual(PROCESSES.map(() => []));
  const lost = reports.flatMap(({ codes }) => codes);
  expect(lost).toEqual(Array(2 * COUNT).fill('PreconditionFailed 412'));
});

test('of the inserts of one id one wins, and its record stays', async () => {
  const contested = db.resource(CONTESTED.name);
  for (const n of numbers) {
    const id = `shared-${n}`;
    const winners = PROCESSES.filter((number) => reports[number].won.includes(id));
    expect(winners).toHaveLength(1);
    expect(await contested.get(id)).toMatchObject({ owner: winners[0], region: `r${winners[0]}` });
  }
});

test('s3db.json has every resource, and each its record', async () => {
  const names = PROCESSES.flatMap((p) => [0, 1, 2].map((n) => `resource-${p}-${n}`));
  expect(Object.keys(db.resources).sort()).toEqual([CONTESTED.name, ...names].sort());
  for (const name of names) {
    expect((await db.resource(name).get('only')).n).toBe(Number(name.at(-1)));
  }
});

test('references agree with records, but for the record that all moved', async () => {
  const { missing, dangling, failed } = await db.resource(CONTESTED.name).repairPartitions();
  expect(failed).toEqual([]);
  for (const key of [...missing, ...dangling]) expect(key).toMatch(/\/id=hot$/);
});
