import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

/** Both forms of the call. */
const FORMS = {
  'upsert({ id, ... })': (resource, id, data) => resource.upsert({ id, ...data }),
  'upsert(id, data)': (resource, id, data) => resource.upsert(id, data),
};

describe.each(Object.entries(FORMS))('%s', (_form, upsert) => {
  test('inserts, and gives what insert gives', async () => {
    const resource = await freshResource();
    const other = await freshResource();
    const upserted = await upsert(resource, '1', { name: 'n' });
    const inserted = await other.insert({ id: '1', name: 'n' });
    expect(Object.keys(upserted)).toEqual(Object.keys(inserted));
    expect(userFields(upserted)).toEqual({ id: '1', name: 'n' });
  });

  test('upsert-with-id: updates, and gives what update gives', async () => {
    const resource = await freshResource();
    await resource.insert({ id: '1', name: 'n', age: 1, region: 'EU' });
    expect(await upsert(resource, '1', { name: 'm', age: 2 })).toStrictEqual({
      name: 'm',
      age: 2,
      region: 'EU',
      id: '1',
    });
  });

  test('needs a complete record, also where there is one', async () => {
    const resource = await freshResource();
    await resource.insert({ id: '1', name: 'n' });
    await expect(upsert(resource, '1', { age: 2 })).rejects.toMatchObject({
      name: 'InvalidResourceItem',
      message: "The 'name' field is required.",
    });
    expect((await resource.get('1')).age).toBeUndefined();
  });

  test('tells of an insert or an update', async () => {
    const resource = await freshResource();
    const told = [];
    for (const event of ['inserted', 'updated', 'fetched', 'deleted']) {
      resource.on(event, () => told.push(event));
    }
    await upsert(resource, '1', { name: 'n' });
    await upsert(resource, '1', { name: 'm' });
    await new Promise(setImmediate);
    expect(told).toEqual(['inserted', 'fetched', 'updated']);
  });

  test('runs the hooks of insert, then those of update', async () => {
    const resource = await freshResource();
    const ran = [];
    for (const name of [
      'beforeInsert',
      'afterInsert',
      'beforeGet',
      'beforeUpdate',
      'afterUpdate',
    ]) {
      resource.addHook(name, () => void ran.push(name));
    }
    await upsert(resource, '1', { name: 'n' });
    await upsert(resource, '1', { name: 'm' });
    expect(ran).toEqual([
      'beforeInsert',
      'afterInsert',
      'beforeInsert',
      'beforeGet',
      'beforeUpdate',
      'afterUpdate',
    ]);
  });

  test.each([[''], [Number.NaN]])('refuses the id %p', async (id) => {
    const resource = await freshResource();
    await expect(upsert(resource, id, { name: 'n' })).rejects.toMatchObject({
      name: 'ValidationError',
      statusCode: 400,
      field: 'id',
    });
    expect(await resource.count()).toBe(0);
  });
});

test('upsert passes no middleware of insert or update', async () => {
  const resource = await freshResource();
  const passed = [];
  for (const method of ['insert', 'update']) {
    resource.useMiddleware(method, (call, next) => (passed.push(call.method), next()));
  }
  await resource.upsert({ id: '1', name: 'n' });
  await resource.upsert({ id: '1', name: 'm' });
  expect(passed).toEqual([]);
});

test.each([[{}], [{ id: null }], [{ id: undefined, name: 'n' }]])(
  'upsert(%p) asks for an id',
  async (record) => {
    const resource = await freshResource();
    await expect(resource.upsert(record)).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Resource id is required for upsert',
    });
  },
);

test('upsert without arguments is a TypeError', async () => {
  const resource = await freshResource();
  await expect(resource.upsert()).rejects.toThrow(TypeError);
});
