import { join } from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { Database, FileSystemClient, MemoryClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { MapClient } from './support/map-client.js';

const folder = newFolder();

afterAll(() => removeFolder(folder));

let count = 0;

async function usersOn(client, config) {
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  const resource = await db.createResource({
    name: 'users',
    attributes: { name: 'string', region: 'string|optional', day: 'string|optional' },
    partitions: { byRegion: { fields: { region: 'string' } } },
    asyncEvents: false,
    ...config,
  });
  return { db, client, resource };
}

/** A client whose references can be made to fail. */
class FragileClient extends MapClient {
  isBroken = false;

  async putObject(options) {
    if (this.isBroken && options.key.includes('/partition=')) throw new Error('no room');
    return super.putObject(options);
  }

  async deleteObjects(keys) {
    if (this.isBroken) throw new Error('no deletes');
    return super.deleteObjects(keys);
  }

  async deleteObject(key) {
    if (this.isBroken && key.includes('/partition=')) throw new Error('no deletes');
    return super.deleteObject(key);
  }
}

async function broken(config) {
  const client = new FragileClient();
  const made = await usersOn(client, config);
  await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
  const heard = [];
  for (const event of ['partitionIndexError', 'partitionIndexWarning', 'deleted']) {
    made.resource.on(event, (payload) => heard.push([event, payload]));
  }
  client.isBroken = true;
  return { ...made, heard };
}

const references = ({ client }) => client.getAllKeys({ prefix: 'resource=users/partition=' });
const EU = 'resource=users/partition=byRegion/region=EU/id=a';
const US = 'resource=users/partition=byRegion/region=US/id=a';

/** Calls that move the record `a` from one region to another. */
const MOVES = [
  ['update', (users, region) => users.update('a', { region })],
  ['patch', (users, region) => users.patch('a', { region })],
  ['replace', (users, region) => users.replace('a', { name: 'A', region })],
  [
    'updateConditional',
    async (users, region) => {
      const { _etag: ifMatch } = await users.get('a');
      return users.updateConditional('a', { region }, { ifMatch });
    },
  ],
];

const behaviorOf = (method) => (method === 'patch' ? 'enforce-limits' : 'user-managed');

describe.each([['on a client of the user', () => new MapClient()]])(
  'asyncPartitions %s',
  (place, makeClient) => {
    test.each(MOVES)('%s does not wait for references', async (method, move) => {
      const made = await usersOn(makeClient(), { behavior: behaviorOf(method) });
      await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
      expect(await references(made)).toEqual([EU]);
      await move(made.resource, 'US');
      expect(made.resource._core.deferred.isEmpty).toBe(false);
      await made.resource.flushPartitions();
      expect(await references(made)).toEqual([US]);
      expect(made.resource._core.deferred.isEmpty).toBe(true);
    });

    test('moves one after another end where the record is', async () => {
      const made = await usersOn(makeClient());
      await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
      for (const region of ['US', 'SA', 'EU', 'US']) await made.resource.update('a', { region });
      await made.resource.flushPartitions();
      expect(await references(made)).toEqual([US]);
    });

    test('a delete takes references along that are on their way', async () => {
      const made = await usersOn(makeClient());
      await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
      await made.resource.update('a', { region: 'US' });
      await made.resource.delete('a');
      await made.resource.flushPartitions();
      expect(await references(made)).toEqual([]);
    });

    test('deleteAll leaves none behind', async () => {
      const made = await usersOn(makeClient(), { paranoid: false });
      await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
      await made.resource.update('a', { region: 'US' });
      await made.resource.deleteAll();
      await made.resource.flushPartitions();
      expect(await references(made)).toEqual([]);
    });

    test('dates that only JavaScript reads move, too', async () => {
      const partitions = { byDay: { fields: { day: 'date' } } };
      const made = await usersOn(makeClient(), { partitions });
      await made.resource.insert({ id: 'a', name: 'A', day: 'March 7, 2024 UTC' });
      await made.resource.update('a', { day: 'March 8, 2024 UTC' });
      await made.resource.replace('a', { name: 'A', day: 'March 9, 2024 UTC' });
      await made.resource.flushPartitions();
      const [key, ...rest] = await references(made);
      expect(key).toBe('resource=users/partition=byDay/day=2024-03-09/id=a');
      expect(rest).toEqual([]);
    });

    test('disconnect waits', async () => {
      const made = await usersOn(makeClient());
      await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
      await made.resource.update('a', { region: 'US' });
      await made.db.disconnect();
      expect(await references(made)).toEqual([US]);
    });
  },
);

describe.each([
  ['in memory', () => new MemoryClient({ bucket: `modes-${++count}` })],
  ['on files', () => new FileSystemClient({ basePath: join(folder, `${++count}`) })],
])('%s', (place, makeClient) => {
  test.each([['directly'], ['through a client that is heard']])(
    'references are moved within the call in every mode, %s',
    async (way) => {
      const made = await usersOn(makeClient());
      await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
      if (way !== 'directly') made.client.on('cl:response', () => undefined);
      await made.resource.update('a', { region: 'US' });
      expect(await references(made)).toEqual([US]);
    },
  );
});

describe.each([
  ['asyncPartitions: false', { asyncPartitions: false }],
  ['strictPartitions', { strictPartitions: true }],
])('%s', (name, config) => {
  test.each(MOVES)('references-are-awaited: %s waits for references', async (method, move) => {
    const made = await usersOn(new MapClient(), { ...config, behavior: behaviorOf(method) });
    await made.resource.insert({ id: 'a', name: 'A', region: 'EU' });
    await move(made.resource, 'US');
    expect(await references(made)).toEqual([US]);
  });
});

describe('failed-references: references that fail', () => {
  const FAILED = expect.objectContaining({ message: expect.stringContaining('no room') });

  test.each(MOVES)('%s with asyncPartitions: an event', async (method, move) => {
    const { resource, heard } = await broken({ behavior: behaviorOf(method) });
    await move(resource, 'US');
    await resource.flushPartitions();
    const payload = { operation: method, id: 'a', error: FAILED, message: expect.any(String) };
    expect(heard).toEqual([['partitionIndexError', payload]]);
    expect((await resource.get('a')).region).toBe('US');
  });

  test.each(MOVES)('%s with asyncPartitions: false', async (method, move) => {
    const behavior = behaviorOf(method);
    const { resource, heard } = await broken({ asyncPartitions: false, behavior });
    const moved = move(resource, 'US');
    if (['patch', 'replace'].includes(method)) {
      await expect(moved).rejects.toMatchObject({ name: 'PartitionError', id: 'a' });
      expect(heard).toEqual([]);
    } else {
      await moved;
      expect(heard).toEqual([
        ['partitionIndexError', expect.objectContaining({ operation: method, error: FAILED })],
      ]);
    }
    expect((await resource.get('a')).region).toBe('US');
  });

  test.each(MOVES)('%s with strictPartitions rejects', async (method, move) => {
    const { resource, heard } = await broken({
      strictPartitions: true,
      behavior: behaviorOf(method),
    });
    await expect(move(resource, 'US')).rejects.toMatchObject({
      name: 'PartitionError',
      message: expect.stringMatching(/^Record 'a' is written, but not all of its .*no room/),
      operation: method,
      id: 'a',
      original: FAILED,
      failures: [FAILED],
    });
    expect(heard).toEqual([]);
    expect((await resource.get('a')).region).toBe('US');
  });

  test.each([[{}], [{ asyncPartitions: false }]])('insert warns once: %j', async (config) => {
    const { resource, heard } = await broken(config);
    await resource.insert({ id: 'b', name: 'B', region: 'EU' });
    const payload = { operation: 'create', id: 'b', failures: [FAILED] };
    expect(heard).toEqual([['partitionIndexWarning', payload]]);
  });

  test('insert rejects with strictPartitions, and names the id', async () => {
    const { resource, heard } = await broken({ strictPartitions: true });
    const inserted = resource.insert({ id: 'b', name: 'B', region: 'EU' });
    await expect(inserted).rejects.toMatchObject({ operation: 'insert', id: 'b' });
    expect(heard).toEqual([]);
    expect(await resource.exists('b')).toBe(true);
  });

  test.each([[{}], [{ asyncPartitions: false }], [{ strictPartitions: true }]])(
    'delete tells of the record, then rejects: %j',
    async (config) => {
      const { resource, heard } = await broken(config);
      await expect(resource.delete('a')).rejects.toMatchObject({
        name: 'PartitionError',
        message: expect.stringMatching(/^Record 'a' is deleted, but not all of its .*no deletes/),
        operation: 'delete',
        id: 'a',
      });
      expect(heard.map(([event]) => event)).toEqual(['deleted']);
      expect(await resource.exists('a')).toBe(false);
    },
  );

  test('what is left is repaired', async () => {
    const { resource, client } = await broken();
    await resource.update('a', { region: 'US' });
    await resource.flushPartitions();
    client.isBroken = false;
    await resource.repairPartitions();
    expect(await references({ client })).toEqual([US]);
  });
});
