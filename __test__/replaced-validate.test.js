import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { Resource } from '../index.js';
import { freshResource } from './support/fresh-database.js';

/** Calls that write a record, and how often they ask whether they may. */
const CALLS = [
  ['insert', [{ id: 'b', name: 'n' }], 1],
  ['insertMany', [[{ id: 'b', name: 'n' }]], 1],
  ['update', ['a', { age: 1 }], 1],
  ['patch', ['a', { age: 1 }], 1],
  ['replace', ['a', { name: 'n' }], 1],
  ['upsert', [{ id: 'a', name: 'n' }], 2],
  ['updateConditional', ['a', { age: 1 }, {}], 1],
];

async function filled(config) {
  const resource = await freshResource(config);
  const { _etag: ifMatch } = await resource.insert({ id: 'a', name: 'n' });
  const call = (method, args) =>
    resource[method](...args.map((arg) => (Object.keys(arg).length ? arg : { ifMatch })));
  return { resource, call };
}

afterEach(() => jest.restoreAllMocks());

describe.each(['user-managed', 'enforce-limits'])('under %s', (behavior) => {
  test.each(CALLS)('%s asks a validate that was put around', async (method, args, times) => {
    const { resource, call } = await filled({ behavior });
    const plain = await filled({ behavior });
    const spy = jest.spyOn(resource, 'validate');
    const result = JSON.stringify(await call(method, args));
    expect(spy).toHaveBeenCalledTimes(times);
    expect(spy.mock.calls[0]).toEqual([
      expect.objectContaining({ name: 'n', id: expect.stringMatching(/^[ab]$/) }),
      { includeId: true },
    ]);
    const volatile = /"(?:_lastModified|etag)":"(?:\\.|[^"])*"/g;
    const expected = JSON.stringify(await plain.call(method, args));
    expect(result.replace(volatile, '')).toBe(expected.replace(volatile, ''));
  });

  test.each(CALLS)('%s stores what it answers', async (method, args) => {
    const { resource, call } = await filled({ behavior });
    resource.validate = async (record) => ({
      isValid: true,
      errors: [],
      data: { ...record, name: 'changed' },
    });
    await call(method, args);
    const records = await resource.getAll();
    expect(records.at(-1)).toMatchObject({ name: 'changed' });
  });

  test.each(CALLS)('%s stores nothing that it refuses', async (method, args) => {
    const { resource, call } = await filled({ behavior });
    const errors = [{ type: 'own', message: 'not today', field: 'name' }];
    resource.validate = async (data) => ({ isValid: false, errors, data });
    const told = [];
    resource.setAsyncMode(false);
    resource.on('error', (error) => told.push(error));
    const outcome = await call(method, args).catch((error) => error);
    const failure = method === 'insertMany' ? told[0] : outcome;
    expect(failure.validation ?? failure.validationErrors).toEqual(errors);
    expect((await resource.getAll()).map(({ id, age }) => [id, age])).toEqual([['a', undefined]]);
  });
});

test('an id that is an attribute is checked and kept', async () => {
  const { resource } = await filled({ attributes: { id: 'string|min:1', name: 'string' } });
  const spy = jest.spyOn(resource, 'validate');
  await resource.insert({ id: 'b', name: 'n' });
  expect(spy).toHaveBeenCalledWith({ id: 'b', name: 'n' }, { includeId: true });
  expect(await resource.get('b')).toMatchObject({ id: 'b', name: 'n' });
});

test('without an id none is asked for', async () => {
  const { resource } = await filled();
  const spy = jest.spyOn(resource, 'validate');
  await resource.insert({ name: 'n' });
  expect(spy).toHaveBeenCalledWith({ name: 'n' }, { includeId: false });
});

test('one on the prototype reaches resources that are there', async () => {
  const { resource } = await filled();
  const spy = jest.spyOn(Resource.prototype, 'validate');
  await resource.insertMany([{ id: 'b', name: 'n' }]);
  expect(spy).toHaveBeenCalledTimes(1);
});

test('inner-calls: keys and references are made without the methods that show them', async () => {
  const { resource } = await filled({
    partitions: { byRegion: { fields: { region: 'string' } } },
    hooks: { beforeInsert: [(data) => data] },
  });
  const names = ['getResourceKey', 'createPartitionReferences', 'executeHooks'];
  const spies = names.map((name) => jest.spyOn(resource, name));
  await resource.insert({ id: 'b', name: 'n', region: 'EU' });
  expect(spies.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0]);
});
