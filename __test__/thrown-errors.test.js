import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

const RECORDS = ['a', 'b', 'c'].map((id) => ({ id, name: 'n', region: 'US' }));
const US = { partition: 'byRegion', partitionValues: { region: 'US' } };

/** Reads and writes of one record that read it first. */
const OF_ONE = [
  ['get', 'b'],
  ['getOrNull', 'b'],
  ['getOrThrow', 'b'],
  ['update', 'b', { age: 1 }],
  ['patch', 'b', { age: 1 }],
  ['upsert', { id: 'b', name: 'n' }],
  ['updateConditional', 'b', { age: 1 }, { ifMatch: '"x"' }],
  ['setContent', { id: 'b', buffer: Buffer.from('x') }],
  ['getFromPartition', { id: 'b', partitionName: 'byRegion', partitionValues: { region: 'US' } }],
  ['delete', 'b'],
];

const OF_MANY = [
  ['getMany', ['a', 'b', 'c']],
  ['getAll'],
  ['list'],
  ['list', US],
  ['listMain', { limit: 3 }],
  ['listPartition', US],
  ['query', {}],
  ['query', { name: 'n' }],
  ['query', { region: 'US' }],
  ['page', { size: 3 }],
];

class Refusal extends Error {}

async function filled(config, isSlow) {
  const resource = await freshResource({
    partitions: { byRegion: { fields: { region: 'string' } } },
    asyncEvents: false,
    ...config,
  });
  await resource.insertMany(RECORDS);
  if (isSlow) resource._core.forceSlow();
  return resource;
}

/** Refuses the second record. */
function refuse({ id }) {
  if (id === 'b') throw new Refusal('b');
}

const REFUSING = {
  'a listener of fetched': (resource) => resource.on('fetched', refuse),
  'a listener of fetched:b': (resource) => resource.on('fetched:b', refuse),
  'a listener of get': (resource) => resource.on('get', refuse),
  'a hook before get': (resource) => resource.addHook('beforeGet', refuse),
  'a hook after get': (resource) => resource.addHook('afterGet', refuse),
};

describe.each(Object.entries(REFUSING))('errors-of-user-code: what %s throws', (_name, add) => {
  describe.each([
    ['as is', false],
    ['the slow way', true],
  ])('%s', (_way, isSlow) => {
    test.each(OF_ONE)('rejects %s as it is, and nothing is written', async (method, ...args) => {
      const resource = await filled({}, isSlow);
      const keys = await resource.client.getAllKeys();
      add(resource);
      await expect(resource[method](...args)).rejects.toBeInstanceOf(Refusal);
      expect(await resource.client.getAllKeys()).toEqual(keys);
    });

    test.each(OF_MANY)('leaves its record out of %s', async (method, ...args) => {
      const resource = await filled({}, isSlow);
      add(resource);
      const errors = [];
      resource.on('error', (error, id) => errors.push([error.constructor, id]));
      const result = await resource[method](...args);
      expect((result.items ?? result).map(({ id }) => id)).toEqual(['a', 'c']);
      expect(errors).toEqual([[Refusal, 'b']]);
    });

    test('leaves its record where it is in deleteMany', async () => {
      const resource = await filled({}, isSlow);
      add(resource);
      const result = await resource.deleteMany(['a', 'b', 'c']);
      expect(result).toEqual({ deleted: 2, errors: 1 });
      expect([await resource.listIds(), await resource.listIds(US)]).toEqual([['b'], ['b']]);
    });
  });
});

test('errors-of-user-code: what beforeInsert throws rejects upsert as it is', async () => {
  const resource = await filled();
  resource.addHook('beforeInsert', refuse);
  await expect(resource.upsert({ id: 'b', name: 'n' })).rejects.toBeInstanceOf(Refusal);
});

test.each([
  ['upsert', 'inserted', { id: 'new', name: 'n' }],
  ['list', 'listed-ids'],
])('errors-of-user-code: %s rejects with what a listener of %s throws', async (...call) => {
  const [method, event, ...args] = call;
  const resource = await filled();
  resource.on(event, () => {
    throw new Refusal(event);
  });
  await expect(resource[method](...args)).rejects.toBeInstanceOf(Refusal);
});

test('one-exceeds-limit: it tells of what is written', async () => {
  const resource = await filled();
  resource.on('exceedsLimit', () => {
    throw new Refusal('too large');
  });
  const long = { id: 'long', name: 'n'.repeat(3000) };
  await expect(resource.insert(long)).rejects.toBeInstanceOf(Refusal);
  expect(await resource.exists('long')).toBe(true);
});
