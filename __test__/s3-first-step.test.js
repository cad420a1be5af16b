/**
 * Operations on S3 of which the first step is made by their caller: those that are alone and find a
 * connection.
 */
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { S3Service } from './support/s3-service.js';

jest.setTimeout(60_000);

/** @type {S3Service} */
let service;
let places = 0;
let db;
let people;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('alone');
});

afterAll(() => service.stop());

beforeEach(async () => {
  const connectionString = service.connectionString('alone', `/place-${++places}`);
  db = new Database({ connectionString, logLevel: 'silent', executorPool: { concurrency: 4 } });
  await db.connect();
  people = await db.createResource({ name: 'people', attributes: { name: 'string' } });
  await people.insert({ id: 'a', name: 'A' });
  await service.reset();
});

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test('the pool lets it go on after a pause', async () => {
  await db.client.pausePool();
  const read = people.get('a');
  await pause(20);
  expect(db.client.getQueueStats()).toMatchObject({ queueSize: 1, activeCount: 0 });
  db.client.resumePool();
  expect(await read).toMatchObject({ id: 'a', name: 'A' });
});

test('one that is refused on the spot says why', async () => {
  db.client.stopPool();
  await expect(people.get('a')).rejects.toThrow(/stopped/i);
});

test('one whose connection is lost is repeated', async () => {
  await service.addFault({ kind: 'reset', times: 1 });
  expect(await people.get('a')).toMatchObject({ id: 'a', name: 'A' });
});

test('others may join it while it is under way', async () => {
  await service.addFault({ kind: 'latency', ms: 20 });
  const ids = Array.from({ length: 20 }, (_, n) => `r${n}`);
  const written = await Promise.all(ids.map((id) => people.insert({ id, name: id })));
  expect(written.map(({ id }) => id)).toEqual(ids);
  const read = await Promise.all(ids.map((id) => people.get(id)));
  expect(read.map(({ name }) => name)).toEqual(ids);
});

test('a large record goes another way, and comes back the same', async () => {
  const notes = await db.createResource({
    name: 'notes',
    behavior: 'body-overflow',
    attributes: { text: 'string' },
  });
  const text = 'x'.repeat(200_000);
  await notes.insert({ id: 'n', text });
  expect(await notes.get('n')).toMatchObject({ id: 'n', text });
  expect(await notes.update('n', { text: `${text}y` })).toMatchObject({ text: `${text}y` });
});
