import { afterAll, describe, expect, jest, test } from '@jest/globals';

import { Database, FileSystemClient, MemoryClient } from '../index.js';
import { freshResource } from './support/fresh-database.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { MapClient } from './support/map-client.js';

const folder = newFolder();

afterAll(() => removeFolder(folder));

const CLIENTS = {
  memory: () => new MemoryClient({ bucket: 'conditional' }),
  'memory, the slow way': () => new MemoryClient({ bucket: 'conditional-slow' }),
  file: () => new FileSystemClient({ basePath: folder, bucket: 'conditional' }),
  'a client of the user': () => new MapClient(),
};

async function usersOn(client, kind = '') {
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  const users = await db.createResource({
    name: 'users',
    attributes: { name: 'string|required', age: 'number|optional', secret: 'secret|optional' },
    partitions: { byName: { fields: { name: 'string' } } },
    security: { passphrase: 'a passphrase' },
    asyncEvents: false,
  });
  if (kind.endsWith('slow way')) users._core.forceSlow();
  return users;
}

const MODIFIED = /^ETag mismatch - object was modified by another process \(Precondition failed: /;

describe.each(Object.entries(CLIENTS))('updateConditional on %s', (kind, makeClient) => {
  test('conditional-updates: updates the record that was read, and no other', async () => {
    const users = await usersOn(makeClient(), kind);
    const { _etag } = await users.insert({ id: 'a', name: 'A' });
    const first = await users.updateConditional('a', { age: 1 }, { ifMatch: _etag });
    expect(first).toEqual({
      success: true,
      data: { name: 'A', age: 1, id: 'a' },
      etag: expect.stringMatching(/^"[^"]+"$/),
    });
    const late = await users.updateConditional('a', { age: 2 }, { ifMatch: _etag });
    expect(late).toEqual({ success: false, error: expect.stringMatching(MODIFIED) });
    expect(await users.get('a')).toMatchObject({ age: 1, _etag: first.etag });
  });

  test('goes on from its own result, and sees plain updates in between', async () => {
    const users = await usersOn(makeClient(), kind);
    const { _etag } = await users.insert({ id: 'b', name: 'A' });
    const { etag } = await users.updateConditional('b', { age: 1 }, { ifMatch: _etag });
    const next = await users.updateConditional('b', { age: 2 }, { ifMatch: etag });
    expect(next).toMatchObject({ success: true, data: { age: 2 } });
    await users.update('b', { age: 3 });
    const late = await users.updateConditional('b', { age: 4 }, { ifMatch: next.etag });
    expect(late.success).toBe(false);
    expect((await users.get('b')).age).toBe(3);
    const again = await users.get('b');
    const last = await users.updateConditional('b', { age: 5 }, { ifMatch: again._etag });
    expect(last.success).toBe(true);
  });

  test('moves references and keeps the text of secrets', async () => {
    const users = await usersOn(makeClient(), kind);
    const { _etag } = await users.insert({ id: 'c', name: 'A', secret: 'plain' });
    const cipherOf = async () =>
      (await users.client.headObject('resource=users/data/id=c')).Metadata[2];
    const cipher = await cipherOf();
    await users.updateConditional('c', { name: 'B' }, { ifMatch: _etag });
    await users.flushPartitions();
    expect(await cipherOf()).toBe(cipher);
    const keys = await users.client.getAllKeys({ prefix: 'resource=users/partition=' });
    expect(keys.filter((key) => key.endsWith('id=c'))).toEqual([
      'resource=users/partition=byName/name=B/id=c',
    ]);
  });
});

test.each(['memory', 'file'])('of many at the same time on %s, one wins', async (kind) => {
  const users = await usersOn(CLIENTS[kind]());
  const { _etag } = await users.insert({ id: 'race', name: 'A' });
  const ages = Array.from({ length: 20 }, (_, age) => age);
  const results = await Promise.all(
    ages.map((age) => users.updateConditional('race', { age }, { ifMatch: _etag })),
  );
  expect(results.filter(({ success }) => success)).toHaveLength(1);
});

describe('updateConditional', () => {
  test('answers what is wrong with the record', async () => {
    const users = await freshResource();
    const { _etag } = await users.insert({ id: 'a', name: 'A' });
    expect(await users.updateConditional('zz', { age: 1 }, { ifMatch: _etag })).toEqual({
      success: false,
      error: "Resource with id 'zz' does not exist",
    });
    const invalid = await users.updateConditional('a', { age: 'x' }, { ifMatch: _etag });
    const failure = expect.objectContaining({ type: 'number', field: 'age', actual: 'x' });
    expect(invalid).toEqual({
      success: false,
      error: expect.stringMatching(/^Validation failed: \[\{"type":"number"/),
      validationErrors: [failure],
    });
  });

  test('shows no secrets in what it answers', async () => {
    const users = await usersOn(new MemoryClient({ bucket: 'conditional-secrets' }));
    const { _etag } = await users.insert({ id: 'a', name: 'A' });
    const changes = { age: 'x', secret: 5 };
    const { error } = await users.updateConditional('a', changes, { ifMatch: _etag });
    expect(error).not.toContain('"actual":5');
  });

  test.each([
    ['', { ifMatch: 'x' }, { message: 'Resource id cannot be empty', statusCode: 400 }],
    ['a', {}, { statusCode: 428, field: 'ifMatch' }],
    ['a', { ifMatch: '' }, { statusCode: 428, field: 'ifMatch' }],
    ['a', undefined, { statusCode: 428, field: 'ifMatch' }],
    ['a/b', { ifMatch: 'x' }, { statusCode: 400, field: 'id' }],
  ])('throws for mistakes of the caller: %j, %j', async (id, options, facts) => {
    const users = await freshResource();
    await expect(users.updateConditional(id, { age: 1 }, options)).rejects.toMatchObject({
      name: 'ValidationError',
      ...facts,
    });
  });

  test('throws a TypeError where options or attributes are none', async () => {
    const users = await freshResource();
    const { _etag: ifMatch } = await users.insert({ id: 'a', name: 'A' });
    await expect(users.updateConditional('a', {}, null)).rejects.toThrow(TypeError);
    await expect(users.updateConditional('a', undefined, { ifMatch })).rejects.toThrow(TypeError);
  });

  test('hands on what hooks and limits throw', async () => {
    const users = await freshResource({ behavior: 'enforce-limits' });
    const { _etag: ifMatch } = await users.insert({ id: 'a', name: 'A' });
    const long = users.updateConditional('a', { name: 'x'.repeat(3000) }, { ifMatch });
    await expect(long).rejects.toMatchObject({ name: 'MetadataLimitError' });
    users.addHook('beforeUpdate', () => {
      throw new RangeError('hook');
    });
    await expect(users.updateConditional('a', { age: 1 }, { ifMatch })).rejects.toThrow('hook');
  });

  test('has the hooks and events of update', async () => {
    const users = await freshResource({ asyncEvents: false });
    const { _etag: ifMatch } = await users.insert({ id: 'a', name: 'A' });
    const heard = [];
    for (const event of ['fetched', 'updated']) users.on(event, () => heard.push(event));
    for (const hook of ['beforeGet', 'afterGet', 'beforeUpdate', 'afterUpdate']) {
      users.addHook(hook, () => void heard.push(hook));
    }
    await users.updateConditional('a', { age: 1 }, { ifMatch });
    expect(heard).toEqual([
      'beforeGet',
      'afterGet',
      'fetched',
      'beforeUpdate',
      'afterUpdate',
      'updated',
    ]);
  });

  test('can be wrapped', async () => {
    const users = await freshResource();
    const middleware = jest.fn((context, next) => next());
    users.useMiddleware('updateConditional', middleware);
    const { _etag: ifMatch } = await users.insert({ id: 'a', name: 'A' });
    await users.updateConditional('a', { age: 1 }, { ifMatch });
    expect(middleware).toHaveBeenCalledTimes(1);
  });

  test('leaves records alone that nobody updates so', async () => {
    const users = await freshResource();
    await users.insert({ id: 'a', name: 'A' });
    await users.update('a', { age: 1 });
    const { Metadata } = await users.client.headObject('resource=users/data/id=a');
    expect(Metadata).toEqual({ 0: 'A', 1: '1', _v: 'v1' });
  });
});
