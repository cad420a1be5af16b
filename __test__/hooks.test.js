import { describe, expect, jest, test } from '@jest/globals';

import { HOOK_NAMES } from '../lib/hooks.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';
import { CALLS, OLD } from './support/hook-calls.js';
import { userFields } from './support/user-fields.js';

const METHODS_OF_MANY = ['deleteMany', 'getMany', 'list', 'query'];
const OPERATIONS = CALLS.flatMap(([method, args, hooks]) =>
  hooks.map(([name]) => [name, method, args]),
);

/** Hooks of the call itself, and those of the records that a call of many reads or deletes. */
const isOfItem = ([name, method]) =>
  METHODS_OF_MANY.includes(method) && /^(before|after)(Get|Delete)$/.test(name);
const OF_ITEMS = OPERATIONS.filter(isOfItem);
const OWN = OPERATIONS.filter(
  ([name, method]) =>
    name.slice(name.startsWith('after') ? 5 : 6).toLowerCase() === method.toLowerCase(),
);

/** The event that tells of a call after its hooks. */
const TOLD_BY = {
  insert: 'inserted',
  update: 'updated',
  delete: 'deleted',
  deleteMany: 'deleted-many',
  getMany: 'fetched-many',
  count: 'count',
};

/** After hooks of which the answer is the result of the call. */
const REPLACING = [
  'afterInsert',
  'afterUpdate',
  'afterPatch',
  'afterReplace',
  'afterGet',
  'afterGetMany',
  'afterList',
  'afterQuery',
];

/** Results of all kinds without the fields that the package adds. */
const visibleOf = (result) =>
  typeof result === 'object' && result !== null ? userFields(result) : result;

async function resourceWith(hooks, forced) {
  const resource = await freshResource();
  await resource.insert(OLD);
  if (forced) resource._core.forceSlow();
  for (const [name, hook] of Object.entries(hooks)) resource.addHook(name, hook);
  return resource;
}

const shown = (data) => JSON.parse(JSON.stringify(userFields(data)));

describe.each([
  ['as is', false],
  ['the slow way', true],
])('hooks, %s', (_way, forced) => {
  test.each(CALLS)('of %s get what belongs to it, in order', async (method, args, expected) => {
    const seen = [];
    const note = (name) => (data) => void seen.push([name, shown(data)]);
    const hooks = Object.fromEntries(HOOK_NAMES.map((name) => [name, note(name)]));
    const resource = await resourceWith(hooks, forced);
    const result = await resource[method](...args);
    expect(seen).toEqual(expected);
    const plain = await resourceWith({}, forced);
    expect(JSON.stringify(visibleOf(result))).toBe(
      JSON.stringify(visibleOf(await plain[method](...args))),
    );
  });

  test.each(OWN.filter(([name]) => name.startsWith('after')))(
    'hooks-without-result, delete-many-hooks: %s answers for %s, or does not',
    async (name, method, args) => {
      const answer = [{ id: '1', name: 'mine' }];
      const resource = await resourceWith({ [name]: () => answer }, forced);
      const result = await resource[method](...args);
      expect(result === answer).toBe(REPLACING.includes(name));
    },
  );

  test.each(OWN)('what %s throws rejects %s, which is not told of', async (name, method, args) => {
    const refusal = new RangeError('refused');
    const resource = await resourceWith({ [name]: () => Promise.reject(refusal) }, forced);
    const listener = jest.fn();
    resource.setAsyncMode(false);
    resource.on(TOLD_BY[method] ?? 'told by none', listener);
    await expect(resource[method](...args)).rejects.toBe(refusal);
    expect(listener).not.toHaveBeenCalled();
  });

  test.each(OF_ITEMS)('what %s throws in %s leaves an item out', async (name, method, args) => {
    const refusal = new RangeError('refused');
    const resource = await resourceWith({ [name]: () => Promise.reject(refusal) }, forced);
    const errors = [];
    resource.setAsyncMode(false);
    resource.on('error', (...details) => errors.push(details));
    const expected = method === 'deleteMany' ? { deleted: 0, errors: 1 } : [];
    expect(await resource[method](...args)).toEqual(expected);
    expect(errors).toEqual([[refusal, '1']]);
  });
});

describe('changes in place', () => {
  test('of what a hook gets count', async () => {
    const resource = await resourceWith({
      beforeQuery: ({ filter }) => void (filter.name = 'b'),
      beforeGetMany: ({ ids }) => void ids.push('2'),
      beforePatch: ({ fields }) => void (fields.age = 5),
      beforeReplace: ({ fullData }) => void (fullData.name = 'c'),
    });
    await resource.insert({ id: '2', name: 'b' });
    expect(userFields(await resource.query({ name: 'a' }))).toEqual([{ id: '2', name: 'b' }]);
    expect(await resource.getMany(['1'])).toHaveLength(2);
    expect(await resource.patch('1', { age: 3 })).toMatchObject({ age: 5 });
    expect(await resource.replace('1', { name: 'd' })).toEqual({ id: '1', name: 'c' });
  });

  test('of its members do not', async () => {
    const resource = await resourceWith({
      beforeQuery: (call) => void (call.filter = { name: 'b' }),
      beforeGetMany: (call) => void (call.ids = []),
      beforePatch: (call) => void (call.fields = { age: 5 }),
      beforeReplace: (call) => void (call.fullData = { name: 'c' }),
      beforeGet: (call) => void (call.id = '2'),
    });
    expect(await resource.query({ name: 'a' })).toHaveLength(1);
    expect(await resource.getMany(['1'])).toHaveLength(1);
    expect(await resource.patch('1', { age: 3 })).toMatchObject({ age: 3 });
    expect(await resource.replace('1', { name: 'd' })).toEqual({ id: '1', name: 'd' });
  });
});

describe('hooks of list in a query', () => {
  test('see its records in batches, before they are filtered', async () => {
    const seen = [];
    const resource = await freshResource({
      hooks: {
        beforeList: [({ limit, offset }) => void seen.push([limit, offset])],
        afterList: [(records) => records.filter(({ age }) => age !== 7)],
      },
    });
    const numbers = Array.from({ length: 60 }, (_, age) => ({
      id: `r${age + 10}`,
      name: 'a',
      age,
    }));
    await resource.insertMany(numbers);
    expect(await resource.query({ name: 'a' })).toHaveLength(59);
    expect(await resource.query({ age: 7 })).toEqual([]);
    const batches = [
      [50, 0],
      [50, 50],
    ];
    expect(seen).toEqual([...batches, ...batches]);
  });

  test('query-events: do not change that it tells of one list', async () => {
    const heard = [];
    const resource = await freshResource({ asyncEvents: false });
    await resource.insert(OLD);
    for (const event of ['list', 'listed-ids']) {
      resource.on(event, (payload) => heard.push([event, payload]));
    }
    await resource.query({ name: 'a' });
    expect(heard).toEqual([['list', { count: 1, errors: 0 }]]);
  });
});

describe('the lists of hooks', () => {
  const named = function named(data) {
    return data;
  };

  test('hold bound copies that know their original', async () => {
    const resource = await freshResource({ hooks: { beforeInsert: [named] } });
    const [bound] = resource.hooks.beforeInsert;
    expect(bound.name).toBe('bound named');
    expect(bound.__s3db_original).toBe(named);
    expect(resource._bindHook(bound).__s3db_original).toBe(named);
    expect(
      resource._bindHook(function self() {
        return this;
      })(),
    ).toBe(resource);
  });

  test('are live', async () => {
    const resource = await freshResource();
    resource.hooks.beforeInsert.push((data) => ({ ...data, age: 4 }));
    expect((await resource.insert({ name: 'a' })).age).toBe(4);
    resource.hooks.beforeInsert.pop();
    expect((await resource.insert({ name: 'a' })).age).toBeUndefined();
  });

  test('take no unknown names and nothing but functions', async () => {
    const resource = await freshResource();
    expect(resource.addHook('nope', named)).toBeUndefined();
    expect(resource.addHook('beforeInsert', 5)).toBeUndefined();
    expect(Object.keys(resource.hooks)).toEqual(HOOK_NAMES);
    expect(resource.hooks.beforeInsert).toEqual([]);
    expect(await resource.executeHooks('nope', 7)).toBe(7);
    resource.addHook('beforeCount', (value) => value + 1);
    resource.addHook('beforeCount', async (value) => value * 2);
    expect(await resource.executeHooks('beforeCount', 7)).toBe(16);
  });

  test('grow when the resource is declared again', async () => {
    const db = await freshDatabase();
    const config = { name: 'u', attributes: { name: 'string' }, hooks: { afterInsert: [named] } };
    const resource = await db.createResource(config);
    await db.createResource(config);
    expect(resource.hooks.afterInsert.map((hook) => hook.__s3db_original)).toEqual([named, named]);
  });

  test('partition-hooks: mark partitions once, and nothing runs for that', async () => {
    const partitions = { byName: { fields: { name: 'string' } } };
    const hooks = { afterInsert: [named] };
    const resource = await freshResource({ partitions, hooks });
    resource.updateAttributes(resource.attributes);
    resource.setupPartitionHooks();
    expect(resource.hooks.afterInsert.map(({ name }) => name)).toEqual(['', 'bound named']);
    expect(resource.hooks.afterDelete.map(({ name }) => name)).toEqual(['']);
    expect(resource._core.hooks.has('afterDelete')).toBe(false);
    expect(resource._core.hooks.has('afterInsert')).toBe(true);
    resource.hooks.afterDelete.length = 0;
    await resource.insert({ id: '1', name: 'a' });
    await resource.delete('1');
    expect(await resource.listIds({ partition: 'byName', partitionValues: { name: 'a' } })).toEqual(
      [],
    );
    expect(resource.hooks.afterInsert[0]('as it is')).toBe('as it is');
  });

  test('are told of in s3db.json, without their functions', async () => {
    const db = await freshDatabase();
    await db.createResource({
      name: 'u',
      attributes: { name: 'string' },
      partitions: { byName: { fields: { name: 'string' } } },
      hooks: { beforeInsert: [named, () => 1] },
    });
    const { currentVersion, versions } = db.savedMetadata.resources.u;
    const mark = { count: 1, handlers: [{ name: null, length: 1, type: 'function' }] };
    expect(versions[currentVersion].hooks).toEqual({
      beforeInsert: {
        count: 2,
        handlers: [
          { name: 'bound named', length: 1, type: 'function' },
          { name: 'bound ', length: 0, type: 'function' },
        ],
      },
      afterInsert: mark,
      afterDelete: mark,
    });
  });
});
