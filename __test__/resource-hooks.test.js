import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

const withHooks = (hooks) => freshResource({ hooks });

function refuse() {
  throw new RangeError('refused');
}

test.each([
  ['afterInsert', 'insert', { id: '2', name: 'b' }],
  ['afterUpdate', 'update', '1', { name: 'b' }],
  ['afterPatch', 'patch', '1', { name: 'b' }],
  ['afterReplace', 'replace', '1', { name: 'b' }],
  ['afterGet', 'get', '1'],
  ['afterGetMany', 'getMany', ['1']],
  ['afterList', 'list'],
  ['afterQuery', 'query', { name: 'a' }],
])('hooks-without-result: null of %s changes nothing', async (hook, method, ...args) => {
  const [plain, hooked] = [await freshResource(), await withHooks({ [hook]: [() => null] })];
  for (const resource of [plain, hooked]) await resource.insert({ id: '1', name: 'a' });
  const expected = await plain[method](...args);
  expect(userFields(await hooked[method](...args))).toEqual(userFields(expected));
});

test.each([
  ['update', ['1', { name: 'b', age: 2 }]],
  ['patch', ['1', { name: 'b', age: 2 }]],
  ['upsert', [{ id: '1', name: 'b', age: 2 }]],
])('%s: what beforeUpdate leaves out stays as it was', async (method, args) => {
  const resource = await withHooks({ beforeUpdate: [({ name: _name, ...rest }) => rest] });
  await resource.insert({ id: '1', name: 'a', age: 1 });
  expect(await resource[method](...args)).toMatchObject({ name: 'a', age: 2 });
  expect(await resource.get('1')).toMatchObject({ name: 'a', age: 2 });
});

describe('hooks of insert', () => {
  test('run in order, each on what the one before it gave', async () => {
    const seen = [];
    const resource = await withHooks({
      beforeInsert: [
        (data) => {
          seen.push(data);
          return { ...data, age: 7 };
        },
        async (data) => {
          seen.push(data.age);
        },
      ],
      afterInsert: [({ age, ...record }) => ({ ...record, aged: age })],
    });
    const inserted = await resource.insert({ id: '1', name: 'a' });
    expect(seen).toEqual([{ id: '1', name: 'a' }, 7]);
    expect(userFields(inserted)).toEqual({ id: '1', name: 'a', aged: 7 });
    expect(userFields(await resource.get('1'))).toEqual({ id: '1', name: 'a', age: 7 });
  });

  test('may change the id', async () => {
    const resource = await withHooks({ beforeInsert: [(data) => ({ ...data, id: 'other' })] });
    expect((await resource.insert({ id: '1', name: 'a' })).id).toBe('other');
    expect(await resource.listIds()).toEqual(['other']);
  });

  test.each([
    ['says nothing of it', ({ id: _id, ...data }) => data],
    ['empties it', (data) => ({ ...data, id: '' })],
    ['takes it away', (data) => ({ ...data, id: null })],
  ])('leave a given id as it is where one %s', async (_what, hook) => {
    const resource = await withHooks({ beforeInsert: [hook] });
    expect((await resource.insert({ id: '1', name: 'a' })).id).toBe('1');
    await resource.insertMany([{ id: '2', name: 'a' }]);
    await resource.upsert({ id: '1', name: 'b' });
    expect(await resource.listIds()).toEqual(['1', '2']);
    expect((await resource.get('1')).name).toBe('b');
  });

  test('are called on the resource', async () => {
    let self;
    const resource = await withHooks({
      beforeInsert: [
        function remember() {
          self = this;
        },
      ],
    });
    await resource.insert({ name: 'a' });
    expect(self).toBe(resource);
  });

  test('cannot go around validation', async () => {
    const resource = await withHooks({ beforeInsert: [(data) => ({ ...data, name: 5 })] });
    await expect(resource.insert({ name: 'a' })).rejects.toThrow(
      "The 'name' field must be a string.",
    );
    expect(await resource.count()).toBe(0);
  });

  test.each([
    ['beforeInsert', 0],
    ['afterInsert', 1],
  ])('that throw in %s leave %i records', async (hook, left) => {
    const resource = await withHooks({ [hook]: [refuse] });
    await expect(resource.insert({ name: 'a' })).rejects.toEqual(new RangeError('refused'));
    expect(await resource.count()).toBe(left);
  });
});

describe('hooks of update', () => {
  test('see the merged record', async () => {
    const seen = [];
    const resource = await withHooks({
      beforeUpdate: [(data) => seen.push(userFields(data)) && { ...data, age: 9 }],
      afterUpdate: [(record) => seen.push(userFields(record)) && record],
    });
    await resource.insert({ id: '1', name: 'a' });
    const updated = await resource.update('1', { region: 'x' });
    expect(seen).toEqual([
      { id: '1', name: 'a', region: 'x' },
      { id: '1', name: 'a', region: 'x', age: 9 },
    ]);
    expect(updated).toEqual({ id: '1', name: 'a', region: 'x', age: 9 });
  });
});

describe('hooks of get', () => {
  test('run for every record that is read, by whatever method', async () => {
    const asked = [];
    const resource = await withHooks({
      beforeGet: [({ id }) => void asked.push(id)],
      afterGet: [(record) => ({ ...record, extra: true })],
    });
    await resource.insert({ id: '1', name: 'a' });
    const expected = { id: '1', name: 'a', extra: true };
    expect(userFields(await resource.get('1'))).toEqual(expected);
    expect(userFields(await resource.list())).toEqual([expected]);
    expect(userFields(await resource.getMany(['1']))).toEqual([expected]);
    expect(asked).toEqual(['1', '1', '1']);
  });
});

describe('hooks of delete', () => {
  test('see the record before, and are told after', async () => {
    const seen = [];
    const resource = await withHooks({
      beforeDelete: [(record) => void seen.push(userFields(record))],
      afterDelete: [() => void seen.push('deleted')],
    });
    await resource.insert({ id: '1', name: 'a' });
    await resource.delete('1');
    expect(seen).toEqual([{ id: '1', name: 'a' }, 'deleted']);
  });

  test('may keep the record', async () => {
    const resource = await withHooks({ beforeDelete: [refuse] });
    await resource.insert({ id: '1', name: 'a' });
    await expect(resource.delete('1')).rejects.toEqual(new RangeError('refused'));
    expect(await resource.exists('1')).toBe(true);
  });
});
