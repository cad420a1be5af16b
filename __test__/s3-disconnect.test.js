/** What `disconnect()` waits for while requests take their time. */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { S3Service } from './support/s3-service.js';

jest.setTimeout(30_000);

/** Milliseconds that a request takes. */
const LATENCY = 4000;

/** Milliseconds for which a write that was broken off is waited for. */
const PATIENCE = 1000;

/** @type {S3Service} */
let service;
let count = 0;

beforeAll(async () => {
  service = await S3Service.start();
});

afterAll(() => service.stop());

beforeEach(() => service.reset());

/** A database with a record, and what slows its requests down. */
async function slow() {
  const bucket = `leave-${++count}`;
  await service.createBucket(bucket);
  const connectionString = service.connectionString(bucket, '/app');
  const db = new Database({ connectionString, logLevel: 'silent' });
  await db.connect();
  const users = await db.createResource({
    name: 'users',
    attributes: { name: 'string', region: 'string|optional' },
    partitions: { byRegion: { fields: { region: 'string' } } },
  });
  await users.insert({ id: 'a', name: 'n', region: 'EU' });
  await service.addFault({ kind: 'latency', ms: LATENCY });
  return { db, users };
}

/** @returns {Promise<number>} milliseconds */
async function timeOf(call) {
  const start = performance.now();
  await call();
  return performance.now() - start;
}

const outcomeOf = (call) => call.catch((error) => error);

const READS = {
  get: (users, limit) => users.get('a', limit),
  exists: (users, limit) => users.exists('a', limit),
  getMany: (users, limit) => users.getMany(['a'], limit),
  getAll: (users, limit) => users.getAll(limit),
  list: (users, limit) => users.list(limit),
  listIds: (users, limit) => users.listIds(limit),
  count: (users, limit) => users.count(limit),
  query: (users, limit) => users.query({ region: 'EU' }, limit),
  page: (users, limit) => users.page(limit),
  content: (users, limit) => users.content('a', limit),
};

const WRITES = {
  insert: (users, limit) => users.insert({ id: 'b', name: 'n' }, limit),
  insertMany: (users, limit) => users.insertMany([{ id: 'b', name: 'n' }], limit),
  update: (users, limit) => users.update('a', { name: 'm' }, limit),
  patch: (users, limit) => users.patch('a', { name: 'm' }, limit),
  replace: (users, limit) => users.replace('a', { name: 'm' }, limit),
  upsert: (users, limit) => users.upsert({ id: 'a', name: 'm' }, limit),
  delete: (users, limit) => users.delete('a', limit),
  deleteMany: (users, limit) => users.deleteMany(['a'], limit),
  setContent: (users, limit) => users.setContent({ id: 'a', buffer: 'b' }, limit),
  updateConditional: (users, limit) => users.updateConditional('a', {}, { ifMatch: 'x', ...limit }),
};

describe('limits: reads that were broken off are not waited for', () => {
  test.each(Object.entries(READS))('%s', async (_name, read) => {
    const { db, users } = await slow();
    const error = await outcomeOf(read(users, { timeout: 50 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', outcome: 'none' });
    expect(await timeOf(() => db.disconnect())).toBeLessThan(PATIENCE);
  });

  test('also where they are broken off while others wait', async () => {
    const { db, users } = await slow();
    const controller = new AbortController();
    const read = outcomeOf(users.get('a', { signal: controller.signal }));
    setTimeout(() => controller.abort(), 50);
    expect(await timeOf(() => db.disconnect())).toBeLessThan(PATIENCE);
    expect(await read).toMatchObject({ code: 'ABORT_ERR' });
  });

  test('and their requests are not made again', async () => {
    const { db, users } = await slow();
    await service.reset();
    await service.addFault({ operation: 'GetObject', kind: '503' });
    await outcomeOf(users.get('a', { timeout: 300 }));
    await db.disconnect();
    const { length } = await service.requests();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await service.requests()).toHaveLength(length);
  });
});

describe('writes that were broken off are waited for, but not for long', () => {
  test.each(Object.entries(WRITES))('%s', async (_name, write) => {
    const { db, users } = await slow();
    const error = await outcomeOf(write(users, { timeout: 50 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', outcome: 'unknown' });
    const time = await timeOf(() => db.disconnect());
    expect(time).toBeLessThan(PATIENCE + 1000);
  });

  test('and are done, if they had been sent', async () => {
    const { db, users } = await slow();
    await service.reset();
    await service.addFault({ operation: 'PutObject', kind: 'latency', ms: 300 });
    const error = await outcomeOf(users.insert({ id: 'b', name: 'n' }, { timeout: 50 }));
    expect(error.message).toContain('whether it has an effect is unknown');
    await db.disconnect();
    await service.reset();
    await db.connect();
    expect(await db.resource('users').exists('b')).toBe(true);
    await db.disconnect();
  });

  test('begin no other request', async () => {
    const { db, users } = await slow();
    await service.reset();
    await service.addFault({ operation: 'GetObject', kind: 'latency', ms: 300 });
    await outcomeOf(users.update('a', { name: 'm' }, { timeout: 50 }));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await service.log()).not.toContain('PutObject 200');
    await db.disconnect();
  });
});

test('calls without a limit are waited for', async () => {
  const { db, users } = await slow();
  await service.reset();
  await service.addFault({ kind: 'latency', ms: 400 });
  const [insert, read] = [users.insert({ id: 'b', name: 'n' }), users.get('a')];
  await outcomeOf(users.get('a', { timeout: 50 }));
  await db.disconnect();
  expect(await insert).toMatchObject({ id: 'b' });
  expect(await read).toMatchObject({ id: 'a' });
});
