/**
 * updateConditional on S3: of clients and processes that contend for a record, one wins, and a lost
 * answer is no lost update.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { COUNTER, COUNTERS, countUp } from './support/counter.js';
import { newSeed } from './support/generator.js';
import { S3_KINDS } from './support/s3-kinds.js';
import { S3Service } from './support/s3-service.js';

const PROGRAM = fileURLToPath(new URL('./support/counter-process.js', import.meta.url));
const BUCKET = 'conditional';
const runProgram = promisify(execFile);

jest.setTimeout(60_000);

async function open(connectionString, options = {}) {
  const db = new Database({ connectionString, logLevel: 'silent', ...options });
  await db.connect();
  return db;
}

/** @param {string} behavior */
function usersOf(behavior) {
  return {
    name: 'users',
    behavior,
    attributes: { name: 'string|required', age: 'number|optional' },
    partitions: { byName: { fields: { name: 'string' } } },
    asyncPartitions: false,
  };
}

const MODIFIED = /^ETag mismatch - object was modified by another process/;

/** Two processes' databases on one place, and the resource of each. */
async function openTwo(place, config) {
  const databases = [await open(place), await open(place)];
  const resources = [];
  for (const db of databases) resources.push(await db.createResource(config));
  const close = () => Promise.all(databases.map((db) => db.disconnect()));
  return { resources, close };
}

const BEHAVIORS = ['user-managed', 'body-only'];

for (const { name, missing, start } of S3_KINDS) {
  const run = missing ? describe.skip : describe;
  run(name, () => {
    /** @type {import('./support/s3-kinds.js').S3Kind} */
    let service;
    const place = (prefix) => service.connectionString(BUCKET, prefix);

    beforeAll(async () => {
      service = await start();
      await service.createBucket(BUCKET);
    }, 30_000);

    afterAll(() => service.stop());

    test.each(BEHAVIORS)('of two clients the first wins, %s', async (behavior) => {
      const { resources, close } = await openTwo(place(`/two-${behavior}`), usersOf(behavior));
      const [mine, theirs] = resources;
      const { _etag: ifMatch } = await mine.insert({ id: 'a', name: 'A' });
      expect((await theirs.get('a'))._etag).toBe(ifMatch);
      const first = await theirs.updateConditional('a', { age: 1, name: 'B' }, { ifMatch });
      expect(first).toMatchObject({ success: true, data: { age: 1, name: 'B' } });
      const late = await mine.updateConditional('a', { age: 2 }, { ifMatch });
      expect(late).toEqual({ success: false, error: expect.stringMatching(MODIFIED) });
      expect(await mine.get('a')).toMatchObject({ age: 1, _etag: first.etag });
      const next = await mine.updateConditional('a', { age: 3 }, { ifMatch: first.etag });
      expect(next.success).toBe(true);
      const walk = (value) =>
        theirs.listIds({ partition: 'byName', partitionValues: { name: value } });
      expect([await walk('A'), await walk('B')]).toEqual([[], ['a']]);
      await close();
    });

    test.each(BEHAVIORS)('a plain update in between is seen, %s', async (behavior) => {
      const { resources, close } = await openTwo(place(`/seen-${behavior}`), usersOf(behavior));
      const [mine, theirs] = resources;
      const { _etag: ifMatch } = await mine.insert({ id: 'a', name: 'A' });
      const { etag } = await mine.updateConditional('a', { age: 1 }, { ifMatch });
      await theirs.update('a', { age: 2 });
      const late = await mine.updateConditional('a', { age: 3 }, { ifMatch: etag });
      expect(late.success).toBe(false);
      expect((await theirs.get('a')).age).toBe(2);
      await close();
    });

    test.each(BEHAVIORS)('what is missing or deleted is told, %s', async (behavior) => {
      const { resources, close } = await openTwo(place(`/gone-${behavior}`), usersOf(behavior));
      const [mine, theirs] = resources;
      const { _etag: ifMatch } = await mine.insert({ id: 'a', name: 'A' });
      await theirs.delete('a');
      const missing = { success: false, error: "Resource with id 'a' does not exist" };
      expect(await mine.updateConditional('a', { age: 1 }, { ifMatch })).toEqual(missing);
      expect(await mine.exists('a')).toBe(false);
      await close();
    });

    test.each(BEHAVIORS)(
      'of many at once one or some win, and one of these stays, %s',
      async (behavior) => {
        const { resources, close } = await openTwo(place(`/race-${behavior}`), usersOf(behavior));
        const { _etag: ifMatch } = await resources[0].insert({ id: 'a', name: 'A' });
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, age) =>
            resources[age % 2].updateConditional('a', { age }, { ifMatch }),
          ),
        );
        const winners = outcomes.filter(({ success }) => success).map(({ data }) => data.age);
        expect(winners).toContain((await resources[1].get('a')).age);
        const errors = outcomes.filter(({ success }) => !success).map(({ error }) => error);
        for (const error of errors) expect(error).toMatch(MODIFIED);
        // moto compares and writes in two steps; an ETag does not tell records without a body apart.
        if (name === 'ours' && behavior === 'body-only') expect(winners).toHaveLength(1);
        await close();
      },
    );
  });
}

describe('nothing is lost', () => {
  /** @type {S3Service} */
  let service;

  beforeAll(async () => {
    service = await S3Service.start();
    await service.createBucket(BUCKET);
  });

  afterAll(() => service.stop());

  beforeEach(() => service.reset());

  async function newCounter(prefix) {
    const place = service.connectionString(BUCKET, prefix);
    const db = await open(place, { executorPool: { retries: 9, retryDelay: 2 } });
    const counters = await db.createResource(COUNTERS);
    await counters.insert({ id: COUNTER, count: 0 });
    return { place, db, counters };
  }

  test('of what two clients count', async () => {
    const { place, db, counters } = await newCounter('/clients');
    const other = await open(place);
    const others = other.resource('counters');
    const refused = await Promise.all([
      countUp(counters, 30, 'me'),
      countUp(others, 30, 'them'),
      countUp(others, 30, 'them, too'),
    ]);
    expect((await counters.get(COUNTER)).count).toBe(90);
    expect(refused.some(({ lost }) => lost > 0)).toBe(true);
    expect(refused.every(({ doubtful }) => doubtful === 0)).toBe(true);
    await other.disconnect();
    await db.disconnect();
  });

  test('of what two processes count', async () => {
    const { place, db, counters } = await newCounter('/processes');
    const args = [PROGRAM, place, '40'];
    const reports = await Promise.all(
      [args, args].map((each) => runProgram(process.execPath, each)),
    );
    for (const { stderr } of reports) expect(stderr).toBe('');
    expect((await counters.get(COUNTER)).count).toBe(80);
    await db.disconnect();
  });

  test('while answers are lost, and nothing is counted twice without a word', async () => {
    const { db, counters } = await newCounter('/lost');
    const seed = newSeed();
    const probability = 0.15;
    await service.addFault({ operation: 'PutObject', kind: 'dropAfterCommit', probability, seed });
    await service.addFault({ operation: 'PutObject', kind: 'reset', probability, seed: seed + 1 });
    const counting = [25, 25].map((times) => countUp(counters, times));
    const doubtful = (await Promise.all(counting)).reduce((sum, each) => sum + each.doubtful, 0);
    await service.reset();
    const { count } = await counters.get(COUNTER);
    expect({ count, seed, isEnough: count >= 50, isTooMuch: count > 50 + doubtful }).toEqual({
      count,
      seed,
      isEnough: true,
      isTooMuch: false,
    });
    await db.disconnect();
  });

  test('where every answer is lost, the error says that it may have been done', async () => {
    const { db, counters } = await newCounter('/never');
    const { _etag: ifMatch } = await counters.get(COUNTER);
    await service.addFault({ operation: 'PutObject', kind: 'dropAfterCommit' });
    const update = counters.updateConditional(COUNTER, { count: 1 }, { ifMatch });
    await expect(update).rejects.toMatchObject({
      code: 'NetworkingError',
      retriable: true,
      message: expect.stringContaining('may have been done'),
    });
    await service.reset();
    expect((await counters.get(COUNTER)).count).toBe(1);
    const late = await counters.updateConditional(COUNTER, { count: 2 }, { ifMatch });
    expect(late.success).toBe(false);
    await db.disconnect();
  });

  test.each(BEHAVIORS)('an update whose answer is lost succeeds, %s', async (behavior) => {
    const db = await open(service.connectionString(BUCKET, `/${behavior}`));
    const users = await db.createResource(usersOf(behavior));
    const { _etag: ifMatch } = await users.insert({ id: 'a', name: 'A' });
    await service.addFault({ operation: 'PutObject', kind: 'dropAfterCommit', times: 1 });
    const { success, etag } = await users.updateConditional('a', { age: 1 }, { ifMatch });
    expect(success).toBe(true);
    expect(await users.get('a')).toMatchObject({ age: 1, _etag: etag });
    const next = await users.updateConditional('a', { age: 2 }, { ifMatch: etag });
    expect(next).toMatchObject({ success: true, data: { age: 2 } });
    await db.disconnect();
  });
});
