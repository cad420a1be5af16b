import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { installReference } from '../bench/reference-install.js';
import { Database, FileSystemClient, MemoryClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { freshDatabase } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';
import { runReference } from './support/reference-process.js';

jest.setTimeout(120_000);

const folder = newFolder();

afterAll(() => removeFolder(folder));

let count = 0;

const FIRST = { name: 'string', old: 'string|optional', n: 'number|optional' };
const SECOND = { n: 'number|optional', added: 'string|optional', name: 'string' };

const PLACES = [
  ['memory', () => new MemoryClient({ bucket: `versions-${++count}` })],
  ['memory, the slow way', () => new MemoryClient({ bucket: `versions-${++count}` })],
  ['files', () => new FileSystemClient({ basePath: join(folder, `${++count}`) })],
  ['a client of the user', () => new MapClient()],
];

async function open(client, options = { versioningEnabled: true }) {
  const db = new Database({ client, logLevel: 'silent', ...options });
  await db.connect();
  return db;
}

async function things(db, attributes, config) {
  const options = { name: 'things', attributes, asyncEvents: false, ...config };
  const resource = await db.createResource(options);
  if (db.isSlow) resource._core.forceSlow();
  return resource;
}

const keysOf = async ({ client, ...resource }, folderName) => {
  await resource.flushPartitions?.();
  return client.getAllKeys({ prefix: `resource=things/${folderName}` });
};

const byVersion = (version, id) => `resource=things/partition=byVersion/_v=${version}/id=${id}`;
const history = (version, id) => `resource=things/historical/v=${version}/id=${id}`;

describe.each(PLACES)('versions on %s', (place, makeClient) => {
  test('records of an older definition are read by their own keys', async () => {
    const db = Object.assign(await open(makeClient()), { isSlow: place.endsWith('slow way') });
    await (await things(db, FIRST)).insert({ id: 'a', name: 'A', old: 'o', n: 7 });
    const users = await things(db, SECOND);
    expect(users.version).toBe('v2');
    expect(await users.get('a')).toMatchObject({
      name: 'A',
      n: 7,
      _v: 'v2',
      _originalVersion: '1',
      _versionMapped: true,
    });
    expect(await users.get('a')).not.toHaveProperty('added');
    await users.insert({ id: 'b', name: 'B', added: 'x' });
    const fresh = await users.get('b');
    expect(fresh).toMatchObject({ name: 'B', added: 'x', _v: 'v2' });
    expect(fresh).not.toHaveProperty('_originalVersion');
  });

  test.each([
    ['update', (users) => users.update('a', { n: 8 })],
    ['patch', (users) => users.patch('a', { n: 8 })],
    ['replace', (users) => users.replace('a', { name: 'A', n: 8 })],
    ['upsert', (users) => users.upsert({ id: 'a', name: 'A', n: 8 })],
    [
      'updateConditional',
      async (users) =>
        users.updateConditional('a', { n: 8 }, { ifMatch: (await users.get('a'))._etag }),
    ],
  ])('history: %s keeps the old version and moves the reference', async (method, write) => {
    const db = Object.assign(await open(makeClient()), { isSlow: place.endsWith('slow way') });
    const first = await things(db, FIRST);
    await first.insert({ id: 'a', name: 'A', old: 'o', n: 7 });
    const before = await db.client.headObject('resource=things/data/id=a');
    const users = await things(db, SECOND);
    await write(users);
    await users.flushPartitions();
    expect(await keysOf(users, 'historical/')).toEqual([history('v1', 'a')]);
    expect(await keysOf(users, 'partition=')).toEqual([byVersion('v2', 'a')]);
    const copy = await db.client.headObject(history('v1', 'a'));
    expect(copy.Metadata).toEqual(before.Metadata);
    expect(await users.get('a')).toMatchObject({ n: 8, _v: 'v2' });
    await write(users);
    expect(await keysOf(users, 'historical/')).toEqual([history('v1', 'a')]);
  });

  test('every version has a copy of its own', async () => {
    const db = Object.assign(await open(makeClient()), { isSlow: place.endsWith('slow way') });
    await (await things(db, FIRST)).insert({ id: 'a', name: 'A' });
    await (await things(db, SECOND)).update('a', { n: 2 });
    const users = await things(db, { ...SECOND, third: 'string|optional' });
    await users.update('a', { n: 3 });
    expect(await keysOf(users, 'historical/')).toEqual([history('v1', 'a'), history('v2', 'a')]);
    const copy = await db.client.headObject(history('v2', 'a'));
    expect(copy.Metadata._v).toBe('v2');
  });

  test('version-numbers: lists of versions take numbers, and 0 for the first', async () => {
    const db = Object.assign(await open(makeClient()), { isSlow: place.endsWith('slow way') });
    await (await things(db, FIRST)).insert({ id: 'a', name: 'A' });
    const users = await things(db, SECOND);
    await users.insert({ id: 'b', name: 'B' });
    const idsOf = async (_v) =>
      (await users.list({ partition: 'byVersion', partitionValues: { _v } })).map(({ id }) => id);
    expect(await idsOf('0')).toEqual(['a']);
    expect(await idsOf(0)).toEqual(['a']);
    expect(await idsOf('1')).toEqual(['a']);
    expect(await idsOf('v2')).toEqual(['b']);
    expect(await idsOf('3')).toEqual([]);
  });
});

describe('versions', () => {
  test('without versioningEnabled nothing is kept', async () => {
    const db = await open(new MemoryClient({ bucket: 'versions-off' }), {});
    await (await things(db, FIRST)).insert({ id: 'a', name: 'A' });
    const users = await things(db, SECOND);
    await users.update('a', { n: 1 });
    expect(await keysOf(users, '')).toEqual(['resource=things/data/id=a']);
  });

  test('a single resource may have them', async () => {
    const db = await open(new MemoryClient({ bucket: 'versions-single' }), {});
    const users = await things(db, FIRST, { versioningEnabled: true });
    expect(users.versioningEnabled).toBe(true);
    expect(users.partitions).toEqual({ byVersion: { fields: { _v: 'string' } } });
    await users.insert({ id: 'a', name: 'A' });
    await (await things(db, SECOND, { versioningEnabled: true })).update('a', { n: 1 });
    expect(await keysOf(users, 'historical/')).toEqual([history('v1', 'a')]);
    const other = await db.createResource({ name: 'other', attributes: { a: 'string' } });
    expect(other.versioningEnabled).toBe(false);
  });

  test('a new one is told of once', async () => {
    const db = await open(new MemoryClient({ bucket: 'versions-event' }));
    const users = await things(db, FIRST);
    const heard = [];
    users.on('versionUpdated', (payload) => heard.push(payload));
    await things(db, FIRST);
    expect(heard).toEqual([]);
    await things(db, SECOND);
    expect(heard).toEqual([{ oldVersion: 'v1', newVersion: 'v2' }]);
  });

  test('a copy that fails is told of, and the update goes on', async () => {
    const db = await open(new MapClient());
    await (await things(db, FIRST)).insert({ id: 'a', name: 'A' });
    const users = await things(db, SECOND);
    const heard = [];
    users.on('historyError', (payload) => heard.push(payload));
    const error = new Error('no copies');
    jest.spyOn(db.client, 'copyObject').mockRejectedValue(error);
    expect(await users.update('a', { n: 5 })).toMatchObject({ n: 5 });
    expect(heard).toEqual([{ operation: 'update', id: 'a', error, message: 'no copies' }]);
  });

  test('a refused update leaves no copy', async () => {
    const db = await open(new MemoryClient({ bucket: 'versions-refused' }));
    await (await things(db, FIRST)).insert({ id: 'a', name: 'A' });
    const users = await things(db, SECOND);
    await expect(users.update('a', { n: 'x' })).rejects.toThrow('number');
    expect(await keysOf(users, 'historical/')).toEqual([]);
  });

  test('a foreign version cannot lead the copy elsewhere', async () => {
    const db = await open(new MemoryClient({ bucket: 'versions-foreign' }));
    const users = await things(db, FIRST);
    const metadata = { 0: 'A', _v: '../../other' };
    await db.client.putObject({ key: 'resource=things/data/id=a', metadata, body: '' });
    const heard = [];
    users.on('historyError', ({ message }) => heard.push(message));
    await users.update('a', { n: 5 });
    expect(heard).toEqual([expect.stringContaining('unsafe character')]);
    expect(await keysOf(users, 'historical/')).toEqual([]);
  });

  test('have one schema: keys are told apart by the registry', async () => {
    const users = await things(await freshDatabase(), FIRST);
    expect(await users.getSchemaForVersion('v9')).toEqual(users.schema);
  });
});

describe('createHistoricalVersion', () => {
  test('writes the fields as a record, with its version and a time', async () => {
    const db = await freshDatabase();
    const users = await things(db, FIRST);
    const data = { id: 'a', name: 'A', n: 7, _v: '1', _etag: 'x' };
    expect(await users.createHistoricalVersion('a', data)).toBeUndefined();
    const { Metadata } = await db.client.headObject('resource=things/historical/id=a');
    expect(Metadata).toEqual({
      0: 'A',
      2: '7',
      _v: '1',
      _historicaltimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    await users.createHistoricalVersion('a', { name: 'B' });
    const again = await db.client.headObject('resource=things/historical/id=a');
    expect(again.Metadata).toMatchObject({ 0: 'B', _v: 'v1' });
    expect(await users.count()).toBe(0);
  });

  test.each([[''], ['a/b'], [null]])('refuses the id %j', async (id) => {
    const users = await things(await freshDatabase(), FIRST);
    const refused = users.createHistoricalVersion(id, { name: 'A' });
    await expect(refused).rejects.toMatchObject({ name: 'ValidationError', field: 'id' });
  });
});

describe('the reference', () => {
  beforeAll(() => installReference(), 300_000);

  test('reads what was written under several versions, conditional updates included', async () => {
    const options = { connectionString: 'memory://versions-shared/app' };
    const db = new Database({ ...options, versioningEnabled: true, logLevel: 'silent' });
    await db.connect();
    const first = await things(db, FIRST);
    await first.insert({ id: 'a', name: 'A', old: 'o', n: 7 });
    const users = await things(db, SECOND);
    const { _etag: ifMatch } = await users.insert({ id: 'b', name: 'B', added: 'x' });
    await users.updateConditional('b', { n: 9 }, { ifMatch });
    await users.update('a', { added: 'later' });
    const { results } = runReference({
      options: { ...options, versioningEnabled: true },
      snapshot: db.client.snapshot(),
      resources: [{ name: 'things', attributes: SECOND }],
      calls: [
        ['things', 'get', 'a'],
        ['things', 'get', 'b'],
        ['things', 'list', { partition: 'byVersion', partitionValues: { _v: 'v2' } }],
        ['things', 'update', 'b', { n: 10 }],
      ],
    });
    expect(results[0]).toMatchObject({ name: 'A', n: 7, added: 'later' });
    expect(results[1]).toMatchObject({ name: 'B', n: 9, added: 'x' });
    expect(results[1]).not.toHaveProperty('_cas');
    expect(results[2].map(({ id }) => id)).toEqual(['a', 'b']);
    expect(results[3]).toMatchObject({ name: 'B', n: 10, added: 'x' });
  });
});
