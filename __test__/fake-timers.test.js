/**
 * Tests of users that stop the clock: calls settle all the same, and stamps tell the time of the test.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, FileSystemClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { freshResource } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';

const NOON = new Date('2020-02-02T12:00:00.000Z');

const CONFIG = {
  name: 'people',
  attributes: {
    name: 'string',
    region: 'string',
    token: 'secret|optional',
    pass: 'password|optional',
  },
  timestamps: true,
  partitions: { byRegion: { fields: { region: 'string' } } },
};

const SECURITY = { passphrase: 'of the stopped clock', bcrypt: { rounds: 4 } };

afterEach(() => jest.useRealTimers());

async function live(db) {
  await db.connect();
  const people = await db.createResource(CONFIG);
  await people.insert({ id: 'a', name: 'A', region: 'n', token: 't', pass: 'p' });
  await people.insertMany(['b', 'c'].map((id) => ({ id, name: id, region: 's' })));
  await people.update('a', { region: 's' });
  await people.flushPartitions();
  const listed = await people.list({ partition: 'byRegion', partitionValues: { region: 's' } });
  const a = await people.get('a', { timeout: 1000 });
  await people.deleteMany(['b', 'c']);
  const count = await people.count();
  await db.disconnect();
  return { listed: listed.length, token: a.token, createdAt: a.createdAt, count };
}

const LIFE = { listed: 3, token: 't', createdAt: NOON.toISOString(), count: 1 };

describe('with all timers stopped, a whole life', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOON }));

  const options = { security: SECURITY, logLevel: 'silent' };

  test('in memory', async () => {
    const db = new Database({ ...options, connectionString: 'memory://stopped' });
    expect(await live(db)).toEqual(LIFE);
  });

  test('in files', async () => {
    const folder = newFolder();
    const db = new Database({ ...options, connectionString: `file://${folder}` });
    expect(await live(db)).toEqual(LIFE);
    FileSystemClient.clearAllStorage();
    removeFolder(folder);
  });

  test('on a client of the user', async () => {
    const db = new Database({ ...options, client: new MapClient() });
    expect(await live(db)).toEqual(LIFE);
  });
});

/** Milliseconds for tens of thousands of records, where others have the processors. */
const LONG = 30_000;

describe('while the clock runs and nothing comes of timers', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['performance'] }));

  const records = Array.from({ length: 20_000 }, (_, n) => ({ id: String(n), name: `name ${n}` }));

  test(
    'long work gives others their turn',
    async () => {
      const people = await freshResource();
      expect(await people.insertMany(records)).toHaveLength(records.length);
      const ids = records.map(({ id }) => id);
      expect(await people.getMany(ids)).toHaveLength(records.length);
      expect(await people.deleteMany(ids)).toEqual({ deleted: records.length, errors: 0 });
    },
    LONG,
  );

  test(
    'so does long work with a limit',
    async () => {
      const people = await freshResource();
      const { signal } = new AbortController();
      expect(await people.insertMany(records, { signal })).toHaveLength(records.length);
      expect(
        await people.deleteMany(
          records.map(({ id }) => id),
          { signal },
        ),
      ).toMatchObject({
        deleted: records.length,
      });
    },
    LONG,
  );
});

test('events wait until the timers run', async () => {
  jest.useFakeTimers();
  const people = await freshResource();
  const heard = jest.fn();
  people.on('inserted', heard);
  await people.insert({ id: 'a', name: 'A' });
  expect(heard).not.toHaveBeenCalled();
  jest.runAllTimers();
  expect(heard).toHaveBeenCalledWith(expect.objectContaining({ id: 'a' }));
});
