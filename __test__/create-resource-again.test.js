import { describe, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { freshDatabase } from './support/fresh-database.js';

const CONFIG = {
  name: 'users',
  attributes: { name: 'string', region: 'string|optional' },
  behavior: 'body-overflow',
  partitions: { byRegion: { fields: { region: 'string' } } },
};

async function twice(changes, first = CONFIG) {
  const db = await freshDatabase();
  const users = await db.createResource(first);
  const updated = [];
  db.on('db:resource-updated', (name) => updated.push(name));
  const again = await db.createResource({ ...first, ...changes });
  return { db, users, again, updated };
}

describe('createResource with the name of a resource', () => {
  test('gives the same resource, and the database tells', async () => {
    const { users, again, updated } = await twice({});
    expect(again).toBe(users);
    expect(updated).toEqual(['users']);
    expect(users.version).toBe('v1');
  });

  test('asks for nothing where nothing has changed', async () => {
    const db = await freshDatabase();
    await db.createResource(CONFIG);
    const write = jest.spyOn(db.client, 'putObject');
    await db.createResource(CONFIG);
    expect(write).not.toHaveBeenCalled();
  });

  test('puts behavior and partitions back that are left out', async () => {
    const { users } = await twice({ behavior: undefined, partitions: undefined });
    expect([users.behavior, users.partitions]).toEqual(['user-managed', {}]);
    expect(users.version).toBe('v2');
  });

  test('keeps automatic partitions of timestamps', async () => {
    const timed = { ...CONFIG, timestamps: true };
    const { users } = await twice({ partitions: undefined }, timed);
    expect(Object.keys(users.partitions)).toEqual(['byCreatedDate', 'byUpdatedDate']);
  });

  test('adds hooks to those that are there, and middlewares around them', async () => {
    const seen = [];
    const hook = (name) => (data) => {
      seen.push(name);
      return data;
    };
    const db = await freshDatabase();
    const users = await db.createResource({ ...CONFIG, hooks: { beforeInsert: [hook('first')] } });
    await db.createResource({
      ...CONFIG,
      hooks: { beforeInsert: [hook('second')] },
      middlewares: {
        insert(call, next) {
          seen.push('around');
          return next();
        },
      },
    });
    await users.insert({ name: 'A' });
    expect(seen).toEqual(['around', 'first', 'second']);
  });

  test('writes each reference once, however often it is called', async () => {
    const { db, users } = await twice({});
    await db.createResource(CONFIG);
    users.updateAttributes(CONFIG.attributes);
    const write = jest.spyOn(db.client, 'putObject');
    await users.insert({ id: 'a', name: 'A', region: 'EU' });
    await users.update('a', { name: 'B' });
    await users.flushPartitions();
    const references = write.mock.calls.filter(([{ key }]) => key.includes('/partition='));
    expect(references).toHaveLength(1);
  });

  test('leaves records without references of a new partition, until they are repaired', async () => {
    const db = await freshDatabase();
    const users = await db.createResource({ ...CONFIG, partitions: {} });
    await users.insert({ id: 'a', name: 'A', region: 'EU' });
    await db.createResource(CONFIG);
    const selection = { partition: 'byRegion', partitionValues: { region: 'EU' } };
    expect(await users.listIds(selection)).toEqual([]);
    await users.insert({ id: 'b', name: 'B', region: 'EU' });
    expect(await users.listIds(selection)).toEqual(['b']);
    await users.repairPartitions();
    expect(await users.listIds(selection)).toEqual(['a', 'b']);
  });

  test('does not take ids, sizes and listeners again', async () => {
    const listener = jest.fn();
    const changes = { idSize: 5, idGenerator: () => 'x', events: { inserted: listener } };
    const { users } = await twice({ ...changes, asyncEvents: false });
    users.setAsyncMode(false);
    const { id } = await users.insert({ name: 'A' });
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(listener).not.toHaveBeenCalled();
  });

  test('may silence it', async () => {
    const { users } = await twice({ disableEvents: true });
    expect(users.eventsDisabled).toBe(true);
  });

  test('failed-redeclaration: refuses a wrong definition and leaves the old one', async () => {
    const db = await freshDatabase();
    const users = await db.createResource(CONFIG);
    const wrong = db.createResource({ ...CONFIG, attributes: { name: 5 } });
    await expect(wrong).rejects.toThrow('name');
    expect(users.attributes).toEqual(CONFIG.attributes);
    await users.insert({ id: 'a', name: 'A' });
  });
});

describe('options that reach the resource', () => {
  test.each([
    ['asyncPartitions', false],
    ['strictPartitions', true],
    ['autoEncrypt', false],
    ['autoDecrypt', false],
    ['paranoid', false],
    ['allNestedObjectsOptional', false],
    ['cache', true],
    ['createdBy', 'AuditPlugin'],
  ])('config.%s: %p', async (option, value) => {
    const db = await freshDatabase();
    const users = await db.createResource({ ...CONFIG, [option]: value });
    expect(users.config[option]).toBe(value);
  });

  test.each([
    ['description', 'people'],
    ['api', { path: '/users' }],
  ])('$schema.%s', async (option, value) => {
    const db = await freshDatabase();
    const users = await db.createResource({ ...CONFIG, [option]: value });
    expect(users.$schema[option]).toEqual(value);
  });

  test('autoEncrypt: false stores secrets as they are', async () => {
    const db = await freshDatabase({ passphrase: 'ours' });
    const attributes = { pin: 'secret' };
    const users = await db.createResource({ name: 'pins', attributes, autoEncrypt: false });
    await users.insert({ id: 'a', pin: 'plain' });
    const { Metadata } = await db.client.headObject('resource=pins/data/id=a');
    expect(Metadata[0]).toBe('plain');
  });

  test('map replaces the generated keys', async () => {
    const db = await freshDatabase();
    const users = await db.createResource({ ...CONFIG, map: { name: 'a1', region: 'b2' } });
    await users.insert({ id: 'a', name: 'A', region: 'EU' });
    const { Metadata } = await db.client.headObject('resource=users/data/id=a');
    expect(Metadata).toMatchObject({ a1: 'A', b2: 'EU' });
    expect(users.map).toEqual({ name: 'a1', region: 'b2' });
  });

  test('the database observes', async () => {
    const db = await freshDatabase();
    const users = await db.createResource(CONFIG);
    expect(users.observers).toEqual([db]);
    const heard = [];
    db.on('error', (name, error, item) => heard.push([name, error.name, item]));
    await users.insertMany([{ name: 5 }]);
    await new Promise(setImmediate);
    expect(heard).toEqual([['users', 'InvalidResourceItem', { name: 5 }]]);
  });

  test('timestamps leave the attributes of the caller alone', async () => {
    const db = await freshDatabase();
    const attributes = Object.freeze({ name: 'string' });
    const users = await db.createResource({ name: 'users', attributes, timestamps: true });
    expect(attributes).toEqual({ name: 'string' });
    expect(Object.keys(users.attributes)).toEqual(['name', 'createdAt', 'updatedAt']);
  });

  test('security of the resource is merged over that of the database', async () => {
    const security = { passphrase: 'ours', bcrypt: { rounds: 10 } };
    const db = new Database({
      connectionString: 'memory://merged-security/app',
      security,
      logLevel: 'silent',
    });
    await db.connect();
    const users = await db.createResource({ ...CONFIG, security: { bcrypt: { rounds: 11 } } });
    expect(users.security).toMatchObject({ passphrase: 'ours', bcrypt: { rounds: 11 } });
  });
});
