import { describe, expect, test } from '@jest/globals';

import { freshDatabase } from './support/fresh-database.js';

const LAZY = { name: 'users', attributes: { name: 'string' }, lazySchema: true };

describe('lazySchema', () => {
  test.each([
    ['insert', (users) => users.insert({ name: 'A' })],
    ['validate', (users) => users.validate({ name: 'A' })],
    ['prewarmSchema', (users) => users.prewarmSchema()],
  ])('leaves the schema for the first %s', async (method, use) => {
    const users = await (await freshDatabase()).createResource(LAZY);
    expect([users.schema, users.isSchemaCompiled()]).toEqual([null, false]);
    await use(users);
    expect(users.isSchemaCompiled()).toBe(true);
    expect(users.schema.map).toEqual({ name: '0' });
  });

  test('shows definitions at once, and mistakes in them at the first use', async () => {
    const db = await freshDatabase();
    const users = await db.createResource(LAZY);
    expect(users.export()).toMatchObject({ map: undefined, attributes: { name: 'string' } });
    const attributes = { name: 'no-such-type' };
    const wrong = await db.createResource({ ...LAZY, name: 'wrong', attributes });
    await expect(wrong.insert({ name: 'A' })).rejects.toThrow('no-such-type');
    const eager = db.createResource({ name: 'eager', attributes });
    await expect(eager).rejects.toThrow('no-such-type');
  });

  test('stays lazy when the resource is declared again', async () => {
    const db = await freshDatabase();
    const users = await db.createResource(LAZY);
    await db.createResource({ ...LAZY, attributes: { name: 'string', age: 'number|optional' } });
    expect(users.isSchemaCompiled()).toBe(false);
    await users.insert({ id: '1', name: 'A', age: 3 });
    expect(await users.get('1')).toMatchObject({ name: 'A', age: 3 });
  });
});

describe('$schema', () => {
  test('is the first declaration, and cannot be changed', async () => {
    const db = await freshDatabase();
    const api = { path: '/users' };
    const users = await db.createResource({
      name: 'users',
      attributes: { name: 'string' },
      description: 'people',
      api,
    });
    expect(users.$schema).toMatchObject({ description: 'people', api, behavior: 'user-managed' });
    expect(Object.isFrozen(users.$schema)).toBe(true);
    const first = users.$schema;
    await db.createResource({ name: 'users', attributes: { name: 'string', age: 'number' } });
    expect(users.$schema).toBe(first);
  });

  test('is there for resources that are restored, and are compiled at first use', async () => {
    const db = await freshDatabase();
    await db.createResource({
      name: 'users',
      attributes: { name: 'string' },
      behavior: 'body-only',
    });
    const other = await freshDatabase({ connectionString: db.connectionString });
    expect(other.resource('users')._core.plan.validator.isCompiled).toBe(false);
    expect(other.resource('users').$schema).toMatchObject({
      name: 'users',
      behavior: 'body-only',
      attributes: { name: 'string' },
    });
  });
});
