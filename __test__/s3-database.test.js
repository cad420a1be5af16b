/**
 * Databases on S3: the life of resources, what is on the wire, and the way through the client.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, S3Client } from '../index.js';
import { newSeed } from './support/generator.js';
import { ATTRIBUTES, EVENTS, PARTITIONS, perform, randomCalls } from './support/operations.js';
import { S3Service } from './support/s3-service.js';

const seed = newSeed();
const INDEX = fileURLToPath(new URL('../index.js', import.meta.url));

jest.setTimeout(60_000);

/** @type {S3Service} */
let service;
let databases = 0;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('databases');
});

afterAll(() => service.stop());

beforeEach(() => service.reset());

const place = (prefix = `db-${++databases}`) => service.connectionString('databases', `/${prefix}`);

async function open(connectionString = place(), options = {}) {
  const db = new Database({ connectionString, logLevel: 'silent', ...options });
  await db.connect();
  return db;
}

const USERS = {
  name: 'users',
  attributes: { name: 'string|required', age: 'number|optional', town: 'string|optional' },
  partitions: { byTown: { fields: { town: 'string' } } },
  asyncPartitions: false,
};

test('records live as everywhere', async () => {
  const db = await open();
  const users = await db.createResource(USERS);
  await users.insert({ id: 'a', name: 'Zoë', age: 7, town: 'Köln' });
  expect(await users.get('a')).toMatchObject({ name: 'Zoë', age: 7, town: 'Köln' });
  await expect(users.insert({ id: 'a', name: 'b' })).rejects.toMatchObject({ statusCode: 412 });
  await users.update('a', { town: 'Rome' });
  const walk = (town) => users.listIds({ partition: 'byTown', partitionValues: { town } });
  expect([await walk('Köln'), await walk('Rome')]).toEqual([[], ['a']]);
  await users.insertMany([{ name: 'x' }, { name: 'y' }]);
  expect([await users.count(), (await users.list()).length]).toEqual([3, 3]);
  await users.delete('a');
  expect(await users.exists('a')).toBe(false);
  await expect(users.get('a')).rejects.toMatchObject({
    name: 'NoSuchKey',
    statusCode: 404,
    id: 'a',
  });
  await db.disconnect();
});

test('content, secrets and passwords', async () => {
  const db = await open(undefined, { security: { passphrase: 'p', bcrypt: { rounds: 4 } } });
  const vault = await db.createResource({
    name: 'vault',
    attributes: { secret: 'secret|required', password: 'password|optional' },
  });
  await vault.insert({ id: 'v', secret: 'quiet', password: 'pass word' });
  expect((await vault.get('v')).secret).toBe('quiet');
  const reader = await open(db.connectionString, { security: { passphrase: 'p' } });
  expect((await reader.resource('vault').get('v')).secret).toBe('quiet');
  await vault.setContent({ id: 'v', buffer: Buffer.from('bytes'), contentType: 'text/x' });
  const { buffer, contentType } = await vault.content('v');
  expect([buffer.toString(), contentType]).toEqual(['bytes', 'text/x']);
  await reader.disconnect();
  await db.disconnect();
});

test('operations cost as many requests as they must', async () => {
  const db = await open();
  const users = await db.createResource(USERS);
  const cost = async (operation) => {
    await service.reset();
    await operation();
    return service.log();
  };
  const insert = () => users.insert({ id: 'a', name: 'n', town: 't' });
  expect(await cost(insert)).toEqual(['PutObject 200', 'PutObject 200']);
  expect(await cost(() => users.get('a'))).toEqual(['GetObject 200']);
  expect(await cost(() => users.exists('a'))).toEqual(['HeadObject 200']);
  const update = () => users.update('a', { age: 1 });
  expect(await cost(update)).toEqual(['GetObject 200', 'PutObject 200']);
  expect(await cost(() => users.listIds())).toEqual(['ListObjectsV2 200']);
  expect(await cost(() => users.list())).toEqual(['ListObjectsV2 200', 'GetObject 200']);
  const remove = () => users.delete('a');
  expect(await cost(remove)).toEqual(['GetObject 200', 'DeleteObject 204', 'DeleteObject 204']);
  await db.disconnect();
});

describe('s3db.json', () => {
  test('metadata-lock: is changed under the lock, which is given back', async () => {
    const db = await open();
    await db.createResource(USERS);
    await service.reset();
    await db.createResource({ name: 'more', attributes: { a: 'string' } });
    const lock = 'plugin=s3db-core/locks/namespace=metadata/s3db-metadata.json';
    const requests = await service.requests();
    expect(requests.map(({ operation, key }) => [operation, key?.endsWith(lock)])).toEqual([
      ['PutObject', true],
      ['GetObject', false],
      ['PutObject', false],
      ['DeleteObject', true],
    ]);
    expect(await db.client.exists(lock)).toBe(false);
    await db.disconnect();
  });

  test('s3-lock-patience: waits for a holder, and takes over when its time is over', async () => {
    const db = await open();
    const lock = 'plugin=s3db-core/locks/namespace=metadata/s3db-metadata.json';
    const expiresAt = Date.now() + 700;
    const body = JSON.stringify({ lockId: 'x', holderId: 'other', expiresAt });
    await db.client.putObject({ key: lock, body });
    await db.createResource(USERS);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
    expect(await db.client.exists(lock)).toBe(false);
    await db.disconnect();
  });

  test.each([
    ['to take', 'PutObject', 'rejects'],
    ['to give back', 'DeleteObject', 'resolves'],
  ])('whose request %s it was not answered does not wait for itself', async (_, operation, end) => {
    const db = await open(undefined, { executorPool: { retryDelay: 1 } });
    const lock = 'plugin=s3db-core/locks/';
    const kind = end === 'rejects' ? 'dropAfterCommit' : '503';
    await service.addFault({ operation, key: lock, kind });
    const created = db.createResource(USERS);
    await (end === 'rejects' ? expect(created).rejects.toThrow() : created);
    await service.reset();
    const start = Date.now();
    await db.createResource({ name: 'more', attributes: { a: 'string' } });
    expect(Date.now() - start).toBeLessThan(5000);
    const reader = await open(db.connectionString);
    expect(reader.resourceExists('more')).toBe(true);
    await reader.disconnect();
    await db.disconnect();
  });

  test('s3-unread-metadata: a failing read leads to no write', async () => {
    const db = await open();
    await db.createResource(USERS);
    await db.disconnect();
    await service.reset();
    await service.addFault({ operation: 'GetObject', key: 's3db.json', kind: '503' });
    await expect(open(db.connectionString)).rejects.toMatchObject({ statusCode: 503 });
    const operations = (await service.requests()).map(({ operation }) => operation);
    expect(new Set(operations)).toEqual(new Set(['GetObject']));
    await service.reset();
    const again = await open(db.connectionString);
    expect(again.resourceExists('users')).toBe(true);
    await again.disconnect();
  });
});

describe(`through the client and past it (SEED=${seed})`, () => {
  /** Of inserts of one id at a time, any may be the first. */
  const isOrdered = ([method]) => method !== 'insertMany';

  test.each(['user-managed', 'body-overflow', 'truncate-data'])('%s', async (behavior) => {
    const calls = randomCalls(seed, 80).filter(isOrdered);
    const outcomes = [];
    for (const way of ['past', 'through']) {
      await service.createBucket(behavior);
      const db = await open(service.connectionString(behavior));
      const config = { name: 'things', attributes: ATTRIBUTES, partitions: PARTITIONS };
      const things = await db.createResource({ ...config, behavior, asyncPartitions: false });
      if (way === 'through') db.client.on('cl:request', () => {});
      outcomes.push(await perform(things, calls, EVENTS));
      await db.client.deleteAll();
      await db.disconnect();
    }
    const [past, through] = outcomes;
    past.forEach((seen, number) => expect(through[number]).toEqual(seen));
  });
});

test('an error names its record, past the client and through it', async () => {
  const db = await open();
  const users = await db.createResource(USERS);
  await users.insert({ id: 'a', name: 'n' });
  await service.addFault({ operation: 'GetObject', kind: '503' });
  const failed = { name: 'UnknownError', code: 'SlowDown', id: 'a' };
  await expect(users.update('a', { name: 'm' })).rejects.toMatchObject(failed);
  db.client.on('cl:request', () => {});
  await expect(users.update('a', { name: 'm' })).rejects.toMatchObject(failed);
  await db.disconnect();
});

describe('options of the database', () => {
  test('bound and describe the requests', async () => {
    const db = await open(undefined, {
      parallelism: '4',
      httpClientOptions: { maxSockets: 7, keepAliveMsecs: 500 },
    });
    expect(db.parallelism).toBe(4);
    expect(db.executorPool).toMatchObject({ enabled: true, concurrency: 4, retries: 3 });
    expect(db.config.taskExecutor).toBe(db.executorPool);
    expect(db.client.httpClientOptions).toEqual({
      keepAlive: true,
      keepAliveMsecs: 500,
      maxSockets: 7,
      maxFreeSockets: 10,
      timeout: 60_000,
    });
    expect(db.client.getQueueStats()).toMatchObject({ concurrency: 4, activeCount: 0 });
    await db.disconnect();
  });

  test('no more requests are under way than asked for', async () => {
    const db = await open(undefined, { executorPool: { concurrency: 2 } });
    const users = await db.createResource(USERS);
    await service.addFault({ operation: 'GetObject', kind: 'latency', ms: 20 });
    const reads = Array.from({ length: 10 }, (_, n) => users.get(`none-${n}`).catch(() => n));
    const start = Date.now();
    expect(db.client.requests.active).toBeLessThanOrEqual(2);
    await Promise.all(reads);
    expect(Date.now() - start).toBeGreaterThanOrEqual(95);
    await db.disconnect();
  });

  test('parts make a connection string', async () => {
    const { bucket, keyPrefix, client } = await open(null, {
      endpoint: `http://${service.host}`,
      bucket: 'databases',
      accessKeyId: 'test',
      secretAccessKey: 'testtest',
      region: 'us-east-1',
    });
    expect([bucket, keyPrefix]).toEqual(['databases', '']);
    expect(client).toBeInstanceOf(S3Client);
  });
});

describe('nothing is left behind', () => {
  const program = `
    const { Database } = await import(${JSON.stringify(INDEX)});
    const db = new Database({ connectionString: process.env.PLACE, logLevel: 'silent' });
    await db.connect();
    const r = await db.createResource({ name: 'r', attributes: { n: 'number' } });
    await r.insert({ id: 'a', n: 1 });
    if ((await r.get('a')).n !== 1) process.exit(3);
    await db.disconnect();
  `;

  test('a process ends by itself', () => {
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', program],
      { env: { ...process.env, PLACE: place() }, timeout: 20_000, encoding: 'utf8' },
    );
    expect([status, signal, stderr]).toEqual([0, null, '']);
  });

  test('so do workers, one after another', async () => {
    for (let round = 0; round < 3; round++) {
      const worker = new Worker(program, { eval: true, env: { ...process.env, PLACE: place() } });
      const code = await new Promise((resolve, reject) => {
        worker.once('exit', resolve);
        worker.once('error', reject);
      });
      expect(code).toBe(0);
    }
  });
});
