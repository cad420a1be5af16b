import { inspect } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import { Resource } from '../index.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';

const READ_ONLY = [
  ...['name', 'version', 'map', 'idSize', 'idGeneratorType', 'security', 'strictValidation'],
  ...['versioningEnabled', 'asyncEvents', 'eventsDisabled', 'observers', 'logLevel', 'attributes'],
];

describe('what logs show of a resource', () => {
  const security = { passphrase: 'hidden phrase', pepper: 'hidden pepper' };

  test.each([2, 10, null])('shown-resources: no passphrase, at depth %s', async (depth) => {
    const db = await freshDatabase({ security });
    const attributes = { name: 'string', key: 'secret|optional' };
    const users = await db.createResource({ name: 'users', attributes });
    users.on('inserted', () => {});
    const text = inspect(users, { depth });
    expect(text).toMatch(/^Resource \{\s+name: 'users',\s+version: 'v1',/);
    expect(text).toContain("key: 'secret|optional'");
    expect(text).toContain('inserted');
    expect(text).not.toContain('hidden');
  });

  test('is its class where it is deep in something else', async () => {
    class Users extends Resource {}
    const { client } = await freshDatabase();
    const users = new Users({ name: 'users', client, attributes: { name: 'string' } });
    expect(inspect({ a: { b: { users } } }, { depth: 1 })).not.toContain('name');
    expect(inspect({ a: { users } }, { depth: 1 })).toBe('{ a: { users: [Users] } }');
  });
});

describe('what may be assigned', () => {
  test('the behavior of what is written from then on', async () => {
    const resource = await freshResource();
    await resource.insert({ id: 'a', name: 'n' });
    resource.behavior = 'body-only';
    await resource.insert({ id: 'b', name: 'n' });
    const lengths = (await resource.list()).map(({ _contentLength }) => _contentLength > 0);
    expect([resource.behavior, ...lengths]).toEqual(['body-only', false, true]);
    expect(resource.getDefinitionHash()).toBe((await resource.get('b'))._definitionHash);
  });

  test('a behavior that is no text is refused, one that is unknown at first use', async () => {
    const resource = await freshResource();
    expect(() => {
      resource.behavior = 5;
    }).toThrow("Resource 'behavior' must be a string");
    expect(resource.behavior).toBe('user-managed');
    resource.behavior = 'nope';
    await expect(resource.insert({ name: 'n' })).rejects.toThrow('Unknown behavior: nope');
  });

  test('the guard', async () => {
    const resource = await freshResource();
    const allowed = async (roles) => resource.executeGuard('get', { user: { roles } });
    resource.guard = ['admin'];
    expect(resource.guard).toEqual({ '*': ['admin'] });
    expect([await allowed(['admin']), await allowed(['other'])]).toEqual([true, false]);
    resource.guard = null;
    expect(await allowed([])).toBe(true);
  });

  test('settings: the object stays the same, whatever is declared', async () => {
    const resource = await freshResource();
    const { config } = resource;
    config.paranoid = false;
    await resource.insert({ id: 'a', name: 'n' });
    expect(await resource.deleteAll()).toMatchObject({ deletedCount: 1 });
    resource.updateAttributes({ name: 'string', more: 'string|optional' });
    expect(resource.config).toBe(config);
  });

  test('read-only-properties: attributes and partitions in place, with the next declaration', async () => {
    const resource = await freshResource({ attributes: { name: 'string' } });
    resource.attributes.age = 'number';
    resource.config.partitions.byName = { fields: { name: 'string' } };
    const n = { partition: 'byName', partitionValues: { name: 'n' } };
    await resource.insert({ id: 'a', name: 'n', age: '5' });
    expect((await resource.get('a')).age).toBe('5');
    await expect(resource.listIds(n)).rejects.toThrow("Partition 'byName' not found");
    resource.updateAttributes({ ...resource.attributes });
    await resource.insert({ id: 'b', name: 'n', age: '5' });
    expect([(await resource.get('b')).age, await resource.listIds(n)]).toEqual([5, ['b']]);
  });

  test.each(READ_ONLY)('read-only-properties: not %s', async (name) => {
    const resource = await freshResource();
    const before = resource[name];
    expect(() => {
      resource[name] = 'other';
    }).toThrow(TypeError);
    expect(resource[name]).toBe(before);
  });
});
