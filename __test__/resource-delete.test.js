import { describe, expect, test } from '@jest/globals';

import { freshDatabase, freshResource } from './support/fresh-database.js';

const BY_REGION = { partitions: { byRegion: { fields: { region: 'string' } } } };

const keysOf = (resource) => resource.client.getAllKeys({ prefix: `resource=${resource.name}/` });

describe('delete', () => {
  test('removes the record with its references', async () => {
    const resource = await freshResource(BY_REGION);
    await resource.insert({ id: '1', name: 'a', region: 'x' });
    expect(await keysOf(resource)).toEqual([
      'resource=users/data/id=1',
      'resource=users/partition=byRegion/region=x/id=1',
    ]);
    expect(await resource.delete('1')).toEqual({ DeleteMarker: false, VersionId: null });
    expect(await keysOf(resource)).toEqual([]);
  });

  test('of a missing record runs hooks, is told of, and is an error', async () => {
    const resource = await freshResource({ asyncEvents: false });
    const seen = [];
    for (const name of ['beforeDelete', 'afterDelete']) {
      resource.addHook(name, (record) => void seen.push([name, record]));
    }
    resource.on('deleted', (record) => seen.push(['deleted', record]));
    await expect(resource.delete('x')).rejects.toMatchObject({
      name: 'NoSuchKey',
      statusCode: 404,
    });
    expect(seen).toEqual([
      ['beforeDelete', { id: 'x' }],
      ['afterDelete', { id: 'x' }],
      ['deleted', { id: 'x', $before: { id: 'x' }, $after: null }],
    ]);
  });
});

describe('deleteMany', () => {
  test('counts what was deleted and what was not', async () => {
    const resource = await freshResource();
    await resource.insertMany([
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ]);
    expect(await resource.deleteMany(['1', 'x', '2'])).toEqual({ deleted: 2, errors: 1 });
    expect(await resource.deleteMany([])).toEqual({ deleted: 0, errors: 0 });
    expect(await resource.count()).toBe(0);
  });
});

describe.each(['deleteAll', 'deleteAllData'])('%s', (method) => {
  test('is refused while the resource is paranoid', async () => {
    const resource = await freshResource();
    await resource.insert({ id: '1', name: 'a' });
    await expect(resource[method]()).rejects.toMatchObject({
      name: 'ResourceError',
      statusCode: 400,
      message: `${method}() is a dangerous operation and requires paranoid: false option.`,
    });
    expect(await resource.count()).toBe(1);
  });

  test('delete-all-boundary, delete-all-references: removes references, and nothing of a resource whose name begins alike', async () => {
    const db = await freshDatabase();
    const define = (name) =>
      db.createResource({
        name,
        attributes: { name: 'string', region: 'string' },
        paranoid: false,
        ...BY_REGION,
      });
    const [user, users] = [await define('user'), await define('users')];
    for (const resource of [user, users]) {
      await resource.insert({ id: '1', name: 'a', region: 'x' });
    }
    const { deletedCount } = await user[method]();
    expect(deletedCount).toBeGreaterThan(0);
    expect(await keysOf(user)).toEqual([]);
    expect(await keysOf(users)).toHaveLength(2);
  });
});

test('deleteAll gives the number of records and the version', async () => {
  const resource = await freshResource({ paranoid: false });
  await resource.insertMany([
    { id: '1', name: 'a' },
    { id: '2', name: 'b' },
  ]);
  expect(await resource.deleteAll()).toEqual({ deletedCount: 2, version: 'v1' });
});
