import { describe, expect, test } from '@jest/globals';

import { Database } from '../../index.js';
import { userFields } from '../support/user-fields.js';

const USER = { email: 'string|required|email', name: 'string|required', age: 'number|optional' };

let count = 0;

async function connect(options = {}) {
  const connectionString = `memory://seed-database-${++count}/prefix`;
  const db = new Database({ connectionString, logLevel: 'silent', ...options });
  await db.connect();
  return db;
}

describe('a database', () => {
  test('makes resources, finds and lists them', async () => {
    const db = await connect();
    expect(db.isConnected()).toBe(true);
    const resource = await db.createResource({
      name: 'users',
      attributes: USER,
      behavior: 'body-overflow',
      timestamps: true,
      partitions: { byAge: { fields: { age: 'number' } } },
    });
    await resource.insert({ email: 'john@example.com', name: 'John', age: 30 });
    expect(await db.getResource('users')).toBe(resource);
    expect(db.resources.users).toBe(resource);
    expect((await db.listResources()).map(String)).toEqual(['users']);
    await db.disconnect();
    expect(db.isConnected()).toBe(false);
  });

  test('tells of resources that are made', async () => {
    const db = await connect();
    const names = [];
    db.on('resource:created', ({ resource }) => names.push(resource.name));
    db.on('error', (error) => names.push(error));
    await db.createResource({ name: 'users', attributes: USER });
    expect(names).toEqual(['users']);
  });

  test('all-database-hooks: runs its hooks', async () => {
    const steps = [];
    const hook = (name) => async () => void steps.push(name);
    const db = await connect({
      hooks: {
        beforeConnect: hook('beforeConnect'),
        afterConnect: hook('afterConnect'),
        beforeDisconnect: hook('beforeDisconnect'),
        afterDisconnect: hook('afterDisconnect'),
        beforeCreateResource: async ({ config }) => void steps.push(config.name),
        afterCreateResource: async ({ resource }) => void steps.push(resource.name),
      },
    });
    await db.createResource({ name: 'users', attributes: USER });
    await db.disconnect();
    expect(steps).toEqual([
      'beforeConnect',
      'afterConnect',
      'users',
      'users',
      'beforeDisconnect',
      'afterDisconnect',
    ]);
  });

  test('gives its client', async () => {
    const db = await connect();
    expect([db.bucket, db.keyPrefix]).toEqual([`seed-database-${count}`, 'prefix']);
    await db.client.putObject({ Key: 'custom/key', Body: 'data' });
    const { Body } = await db.client.getObject('custom/key');
    expect(await Body.transformToString()).toBe('data');
  });
});

describe('the full setup', () => {
  test('keeps secrets and fills defaults in', async () => {
    const db = await connect({
      executorPool: { concurrency: 20 },
      passphrase: 'a long passphrase',
    });
    const users = await db.createResource({
      name: 'users',
      attributes: {
        email: 'string|required|email',
        name: 'string|required',
        password: 'secret|required',
        status: 'string|default:active',
      },
      behavior: 'body-overflow',
      timestamps: true,
      partitions: { byStatus: { fields: { status: 'string' } } },
    });
    const alice = { email: 'alice@example.com', name: 'Alice', password: 'secret123' };
    const user = await users.insert(alice);
    expect(userFields(await users.get(user.id))).toMatchObject({ ...alice, status: 'active' });
    const active = { partition: 'byStatus', partitionValues: { status: 'active' } };
    expect(await users.listIds(active)).toEqual([user.id]);
    const { Metadata } = await db.client.getObject(`resource=users/data/id=${user.id}`);
    expect(JSON.stringify(Metadata)).not.toContain('secret123');
  });
});
