import { afterEach, describe, expect, test } from '@jest/globals';

import { Resource } from '../index.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';

const ADMIN = { user: { roles: ['admin'] } };
const refuse = () => {
  throw new Error('refused');
};

describe('guards: a guard', () => {
  test.each([
    [null, true],
    [undefined, true],
    [true, true],
    [false, false],
    [{}, true],
    [{ list: false }, true],
    [{ get: true, '*': false }, true],
    [{ get: false, '*': true }, false],
    [{ get: false }, false],
    [{ '*': false }, false],
    [{ '*': true }, true],
    [{ get: null, '*': false }, false],
    [{ get: 'admin' }, false],
    [{ get: 1 }, false],
    [{ get: 0, '*': true }, false],
    [{ get: [] }, false],
    [{ get: ['user', 'admin'] }, true],
    [{ get: ['user'] }, false],
    [{ get: () => true }, true],
    [{ get: async () => true }, true],
    [{ get: () => 1 }, false],
    [{ get: () => undefined }, false],
    [{ get: refuse }, false],
    [{ get: async () => refuse() }, false],
    [['admin'], true],
    [['user'], false],
  ])('%j answers %s', async (guard, expected) => {
    const resource = await freshResource({ guard });
    expect(await resource.executeGuard('get', ADMIN)).toBe(expected);
    const { client } = resource;
    const own = new Resource({ name: 'own', client, attributes: { name: 'string' }, guard });
    expect(await own.executeGuard('get', ADMIN)).toBe(expected);
  });

  test('is no matter of names that every object has', async () => {
    const resource = await freshResource({ guard: { '*': false } });
    expect(await resource.executeGuard('constructor', ADMIN)).toBe(false);
    expect(await resource.executeGuard('toString', ADMIN)).toBe(false);
  });

  test('that is a function gets the context and the record', async () => {
    const get = ({ user }, record) => record.owner === user.name;
    const resource = await freshResource({ guard: { get } });
    const context = { user: { name: 'ana' } };
    expect(await resource.executeGuard('get', context, { owner: 'ana' })).toBe(true);
    expect(await resource.executeGuard('get', context, { owner: 'bob' })).toBe(false);
  });

  test('is kept when the resource is declared again, unless there is another', async () => {
    const db = await freshDatabase();
    const config = { name: 'u', attributes: { name: 'string' } };
    const resource = await db.createResource({ ...config, guard: { get: false } });
    await db.createResource(config);
    expect(resource.guard).toEqual({ get: false });
    await db.createResource({ ...config, guard: ['admin'] });
    expect(resource.guard).toEqual({ '*': ['admin'] });
  });

  test('is asked by nobody but who asks it', async () => {
    const resource = await freshResource({ guard: { '*': false } });
    await resource.insert({ id: '1', name: 'a' });
    expect(await resource.get('1')).toMatchObject({ name: 'a' });
  });
});

describe('roles and scopes', () => {
  const { CLIENT_ID } = process.env;
  afterEach(() => {
    if (CLIENT_ID === undefined) delete process.env.CLIENT_ID;
    else process.env.CLIENT_ID = CLIENT_ID;
  });

  test.each([
    [{ scope: 'read admin' }, true],
    [{ scope: 'administrator' }, false],
    [{ scope: ['admin'] }, false],
    [{ roles: ['admin'] }, true],
    [{ roles: 'admin' }, false],
    [{ realm_access: { roles: ['admin'] } }, true],
    [{ azp: 'web', resource_access: { web: { roles: ['admin'] } } }, true],
    [{ azp: 'web', resource_access: { other: { roles: ['admin'] } } }, false],
    [{ resource_access: { default: { roles: ['admin'] } } }, true],
    [{}, false],
    [null, false],
    [undefined, false],
  ])('%j: %s', async (user, expected) => {
    delete process.env.CLIENT_ID;
    const resource = await freshResource({ guard: ['admin'] });
    expect(resource._checkRolesScopes(['admin', 'root'], user)).toBe(expected);
    expect(await resource.executeGuard('get', { user })).toBe(expected);
  });

  test('of the client that the environment names', async () => {
    process.env.CLIENT_ID = 'shop';
    const resource = await freshResource();
    const user = { resource_access: { shop: { roles: ['admin'] } } };
    expect(resource._checkRolesScopes(['admin'], user)).toBe(true);
  });

  test('of nobody are none', async () => {
    const resource = await freshResource({ guard: ['admin'] });
    expect(await resource.executeGuard('get')).toBe(false);
  });
});
