/**
 * Rows of docs/compatibility.md that no other test shows, by name.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';

import { Database, MemoryClient, Resource } from '../index.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const {
  engines,
  exports: subpaths,
  version,
} = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));

test('own-version', async () => {
  const db = await freshDatabase();
  expect(db.s3dbVersion).toBe('21.6.2');
  expect(db.savedMetadata.s3dbVersion).toBe('21.6.2');
  expect(db.getVersion()).toBe(version);
});

describe('stored values and values read back', () => {
  test('underscore-fields', async () => {
    const resource = await freshResource();
    await resource.insert({ id: 'a', name: 'n', _own: 'x', $own: 'y', kept: 'z' });
    const { Metadata } = await resource.client.headObject(resource.getResourceKey('a'));
    expect(Metadata).toEqual({ 0: 'n', kept: 'z', _v: 'v1' });
  });

  test('geo-point-text', async () => {
    const resource = await freshResource({ attributes: { place: 'geo:point|optional' } });
    const key = resource.getResourceKey('a');
    await resource.client.putObject({ key, metadata: { 0: 'near Rome', _v: 'v1' }, body: '' });
    expect((await resource.get('a')).place).toBe('near Rome');
  });

  test('versions-only-when-they-differ', async () => {
    const resource = await freshResource();
    await resource.insert({ id: 'a', name: 'n' });
    const own = Object.keys(await resource.get('a'));
    expect(own).toContain('_v');
    expect(own.filter((name) => /^_(originalVersion|versionMapped)$/.test(name))).toEqual([]);
  });

  test.each([[{ name: 'n', Foo: 'x', foo: 'y' }], [{ name: 'n', 0: 'x' }]])(
    'colliding-names: %j',
    async (fields) => {
      const resource = await freshResource();
      await expect(resource.insert({ id: 'a', ...fields })).rejects.toMatchObject({
        name: 'ValidationError',
      });
      expect(await resource.count()).toBe(0);
    },
  );
});

describe('secrets', () => {
  test.each(['secret', 'password'])('no-partition-on-secrets: %s', async (type) => {
    const config = {
      attributes: { key: type },
      partitions: { byKey: { fields: { key: 'string' } } },
    };
    await expect(freshResource(config)).rejects.toMatchObject({ name: 'PartitionError' });
  });

  test('replace-shows-plain-text', async () => {
    const attributes = { key: 'secret|optional' };
    const resource = await freshResource({ attributes });
    await resource.insert({ id: 'a', key: 'old' });
    expect(await resource.replace('a', { key: 'plain' })).toEqual({ id: 'a', key: 'plain' });
  });
});

describe('records and ids', () => {
  test('one-exceeds-limit', async () => {
    const resource = await freshResource({ behavior: 'user-managed', asyncEvents: false });
    await resource.insert({ id: 'a', name: 'n' });
    const told = [];
    resource.on('exceedsLimit', ({ operation }) => told.push(operation));
    await resource.update('a', { name: 'n'.repeat(2500) });
    expect(told).toEqual(['update']);
  });

  test('asynchronous-ids', async () => {
    const resource = await freshResource({ idGenerator: async ({ name }) => `id-${name}` });
    expect((await resource.insert({ name: 'x' })).id).toBe('id-x');
  });

  test('bulk-one-by-one', async () => {
    const resource = await freshResource({ asyncEvents: false });
    const told = [];
    resource.on('inserted', ({ id }) => told.push(id));
    const ids = Array.from({ length: 30 }, (_, number) => `${number}`);
    await resource.insertMany(ids.map((id) => ({ id, name: 'n' })));
    expect(told).toEqual(ids);
  });
});

describe('databases', () => {
  test('plugins', () => {
    const make = (plugins) => new Database({ connectionString: 'memory://difference', plugins });
    expect(() => make([{}])).toThrow(
      expect.objectContaining({ code: 'NOT_SUPPORTED', statusCode: 501 }),
    );
    expect(make([])).toBeInstanceOf(Database);
  });

  test('missing-methods', async () => {
    const resource = await freshResource();
    const names = ['getSequenceValue', 'resetSequence', 'listSequences', 'reserveIdBatch'];
    expect([...names, 'getBatchStatus', 'releaseBatch'].filter((name) => name in resource)).toEqual(
      [],
    );
  });

  test('broken-definitions', async () => {
    const db = await freshDatabase();
    await db.createResource({ name: 'good', attributes: { name: 'string' } });
    await db.createResource({ name: 'bad', attributes: { name: 'string' } });
    const key = 's3db.json';
    const file = JSON.parse(await (await db.client.getObject(key)).Body.transformToString());
    const partitions = { byOther: { fields: { other: 'string' } } };
    Object.assign(file.resources.bad, { partitions });
    Object.assign(file.resources.bad.versions.v1, { partitions });
    await db.client.putObject({ key, body: JSON.stringify(file), contentType: 'application/json' });
    const again = new Database({ client: db.client, logLevel: 'silent' });
    const broken = [];
    again.on('db:resource-broken', ({ resourceName }) => broken.push(resourceName));
    await again.connect();
    await new Promise(setImmediate);
    expect(Object.keys(again.resources)).toEqual(['good']);
    expect(broken).toEqual(['bad']);
    const after = JSON.parse(await (await db.client.getObject(key)).Body.transformToString());
    expect(Object.keys(after.resources).sort()).toEqual(['bad', 'good']);
  });

  test('resources-survive-connect', async () => {
    const db = await freshDatabase();
    const resource = await db.createResource({ name: 'users', attributes: { name: 'string' } });
    await db.connect();
    expect(db.resources.users).toBe(resource);
  });

  test('create-before-connect', async () => {
    const client = new MemoryClient({ bucket: 'create-before-connect' });
    const db = new Database({ client, logLevel: 'silent' });
    const resource = await db.createResource({ name: 'users', attributes: { name: 'string' } });
    expect(await resource.insert({ id: 'a', name: 'n' })).toMatchObject({ id: 'a' });
  });

  test('resource-by-name', async () => {
    const db = await freshDatabase();
    const resource = await db.createResource({ name: 'users', attributes: { name: 'string' } });
    expect(db.resource('users')).toBe(resource);
    expect(() => db.resource('nope')).toThrow(
      expect.objectContaining({ name: 'ResourceNotFound' }),
    );
  });

  test('resource-names', async () => {
    const db = await freshDatabase();
    await db.createResource({ name: 'users', attributes: { name: 'string' } });
    expect((await db.listResources()).map(String)).toEqual(['users']);
  });

  test('bucket-alone', () => {
    const db = new Database({ bucket: 'b', logLevel: 'silent' });
    expect(db.connectionString).toMatch(/^s3:\/\/b\b/);
  });

  test('process-handlers', async () => {
    const events = [
      'SIGINT',
      'SIGTERM',
      'uncaughtException',
      'unhandledRejection',
      'exit',
      'beforeExit',
    ];
    const counts = () => events.map((event) => process.listenerCount(event));
    const before = counts();
    const db = await freshDatabase({ exitOnSignal: true, autoCleanup: true });
    expect(counts()).toEqual(before);
    await db.disconnect();
  });
});

describe('methods-on-the-prototype', () => {
  test('a resource has no methods of its own', async () => {
    const resource = await freshResource();
    const own = Object.keys(resource).filter((name) => typeof resource[name] === 'function');
    expect(own).toEqual(['idGenerator']);
    expect({ ...resource }.insert).toBeUndefined();
    const { get } = resource;
    await expect(async () => get('a')).rejects.toThrow(TypeError);
    expect(delete resource.insert).toBe(true);
    expect(resource.insert).toBe(Resource.prototype.insert);
  });

  test('a wrapped method is its own, but is not enumerated', async () => {
    const resource = await freshResource();
    resource.useMiddleware('insert', (_call, next) => next());
    expect(Object.hasOwn(resource, 'insert')).toBe(true);
    expect(Object.keys(resource)).not.toContain('insert');
    const { insert } = resource;
    expect(await insert({ id: 'a', name: 'n' })).toMatchObject({ id: 'a' });
  });

  test('a method that is replaced on the prototype is called by every resource', async () => {
    const resource = await freshResource();
    const original = Resource.prototype.insert;
    Resource.prototype.insert = async () => 'replaced';
    const result = await resource.insert({ name: 'n' });
    Resource.prototype.insert = original;
    expect(result).toBe('replaced');
  });
});

test('thread-pool', async () => {
  const threading = { enabled: true, poolSize: 2 };
  const db = new Database({ connectionString: 'memory://threads', logLevel: 'silent', threading });
  await db.connect();
  expect([db.threading, db.threadPool]).toEqual([threading, null]);
  const users = await db.createResource({ name: 'users', attributes: { pin: 'secret' } });
  await users.insert({ id: 'a', pin: '1234' });
  expect((await users.get('a')).pin).toBe('1234');
  await db.disconnect();
});

describe('the package', () => {
  test('node-versions', () => expect(engines.node).toMatch(/20\.19/));

  test('subpaths', () => {
    expect(Object.keys(subpaths).sort()).toEqual(['.', './package.json']);
  });
});
