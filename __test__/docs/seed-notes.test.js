import { describe, expect, test } from '@jest/globals';

import { Database, mapAwsError, tryFn } from '../../index.js';
import { userFields } from '../support/user-fields.js';

let count = 0;

async function connect(options = {}) {
  const connectionString = `memory://seed-notes-${++count}/databases/myapp`;
  const database = new Database({ connectionString, logLevel: 'silent', ...options });
  await database.connect();
  return database;
}

describe('the pattern of a resource', () => {
  const VECTOR = Array.from({ length: 8 }, (_, index) => index / 8);

  test('has secrets, vectors and addresses', async () => {
    const database = await connect();
    const users = await database.createResource({
      name: 'users',
      attributes: {
        email: 'string|required|email',
        password: 'secret|required',
        vector: `embedding:${VECTOR.length}`,
        ip: 'ip4',
        region: 'string|optional',
      },
      behavior: 'body-overflow',
      timestamps: true,
      asyncPartitions: true,
      partitions: { byRegion: { fields: { region: 'string' } } },
    });
    const record = { email: 'a@example.com', password: 'p', ip: '10.0.0.1', region: 'EU' };
    const { id } = await users.insert({ ...record, vector: VECTOR });
    const read = await users.get(id);
    expect(read).toMatchObject(record);
    expect(read.vector).toHaveLength(VECTOR.length);
    const region = { partition: 'byRegion', partitionValues: { region: 'EU' } };
    expect(await users.listPartition(region)).toHaveLength(1);
    const request = { id, partitionName: 'byRegion', partitionValues: { region: 'EU' } };
    expect(await users.getFromPartition(request)).toMatchObject(record);
  });

  test('takes nested objects as they are written', async () => {
    const database = await connect();
    const users = await database.createResource({
      name: 'users',
      attributes: { tags: 'array|items:string', profile: { bio: 'string', avatar: 'url' } },
    });
    const record = { tags: ['a', 'b'], profile: { bio: 'Bio', avatar: 'https://example.com/a' } };
    const { id } = await users.insert(record);
    expect(userFields(await users.get(id))).toEqual({ ...record, id });
  });

  test('carries the configuration of an API, which is not asked by its methods', async () => {
    const database = await connect();
    const guard = {
      list: async (c, ctx) => {
        if (!ctx.user) throw new Error('Auth required');
        return ctx.user.role === 'admin';
      },
    };
    const users = await database.createResource({
      name: 'users',
      attributes: { email: 'string|required|email' },
      api: { description: 'User management endpoints', protected: ['ip'], guard },
    });
    await users.insert({ email: 'a@example.com' });
    expect(await users.list()).toHaveLength(1);
  });
});

describe('ways to write', () => {
  test('merge, patch, replace', async () => {
    const database = await connect();
    const resource = await database.createResource({
      name: 'logins',
      attributes: { status: 'string', loginCount: 'number', note: 'string|optional' },
      behavior: 'enforce-limits',
    });
    const { id } = await resource.insert({ status: 'new', loginCount: 1, note: 'n' });
    await resource.update(id, { status: 'active' });
    await resource.patch(id, { loginCount: 5 });
    const merged = { id, status: 'active', loginCount: 5, note: 'n' };
    expect(userFields(await resource.get(id))).toEqual(merged);
    await resource.replace(id, { status: 'gone', loginCount: 0 });
    expect(userFields(await resource.get(id))).toEqual({ id, status: 'gone', loginCount: 0 });
  });

  test('a dotted path keeps what stands beside it', async () => {
    const database = await connect();
    const resource = await database.createResource({
      name: 'users',
      attributes: { profile: { bio: 'string', city: 'string' } },
    });
    const { id } = await resource.insert({ profile: { bio: 'Old', city: 'Rome' } });
    await resource.update(id, { 'profile.bio': 'New' });
    expect((await resource.get(id)).profile).toEqual({ bio: 'New', city: 'Rome' });
  });

  test('failures are values', async () => {
    const database = await connect();
    const attributes = { name: 'string|required' };
    const resource = await database.createResource({ name: 'users', attributes });
    const [isFine, none, record] = await tryFn(async () => resource.insert({ name: 'a' }));
    expect([isFine, none, record.name]).toEqual([true, null, 'a']);
    const [ok, error] = await tryFn(async () => resource.get('missing'));
    expect(ok).toBe(false);
    expect(mapAwsError(error, { bucket: 'b', key: 'k' })).toMatchObject({ statusCode: 404 });
  });
});

test('plugins may wrap a method', async () => {
  const database = await connect();
  const attributes = { name: 'string' };
  const resource = await database.createResource({ name: 'users', attributes });
  const audit = [];
  const insert = resource.insert.bind(resource);
  resource.insert = async (data, options) => {
    const record = await insert(data, options);
    audit.push(record.id);
    return record;
  };
  const { id } = await resource.insert({ name: 'a' });
  expect(audit).toEqual([id]);
});
