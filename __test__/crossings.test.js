/**
 * How often an operation on memory crosses from JavaScript to the engine.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { native } from '../lib/space.js';
import { freshResource } from './support/fresh-database.js';

const BY_REGION = { partitions: { byRegion: { fields: { region: 'string' } } } };
const IN_NORTH = { partition: 'byRegion', partitionValues: { region: 'north' } };

let crossings;
let resource;

/** Watches every call of the engine's objects and functions. */
function watchEngine() {
  crossings = [];
  const classes = Object.entries(native).filter(([, value]) => value.prototype);
  const places = classes.map(([name, { prototype }]) => [`${name}.`, prototype]);
  for (const [place, holder] of [...places, ['', native]]) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (typeof value !== 'function' || !/^[a-z]/.test(name) || name === 'constructor') continue;
      jest.spyOn(holder, name).mockImplementation(function (...values) {
        crossings.push(`${place}${name}`);
        return Reflect.apply(value, this, values);
      });
    }
  }
}

/** @returns {Promise<string[]>} what a call crosses for, the second time */
async function crossed(call) {
  await call('first');
  crossings.length = 0;
  await call('second');
  return [...crossings];
}

afterEach(() => jest.restoreAllMocks());

describe.each([
  ['without a partition', {}],
  ['with a partition', BY_REGION],
])('%s', (_name, config) => {
  beforeEach(async () => {
    resource = await freshResource(config);
    const people = ['a', 'b', 'first', 'second'];
    await resource.insertMany(people.map((id) => ({ id, name: id, region: 'north' })));
    watchEngine();
  });

  test.each([
    ['insert', (id) => resource.insert({ id: `new-${id}`, name: 'n', region: 'north' })],
    ['insert', () => resource.insert({ name: 'n', region: 'north' })],
    ['get', () => resource.get('a')],
    ['exists', () => resource.exists('a')],
    ['count', () => resource.count()],
    ['scan', () => resource.list()],
    ['listIds', () => resource.listIds()],
    ['getMany', () => resource.getMany(['a', 'b'])],
  ])('%s is one', async (name, call) => {
    expect(await crossed(call)).toEqual([`Collection.${name}`]);
  });

  test.each([
    ['update', (id) => resource.update(id, { name: id })],
    ['patch', (id) => resource.patch(id, { name: id })],
    ['update of a partition field', (id) => resource.update(id, { region: 'south' })],
  ])('%s is two', async (_method, call) => {
    expect(await crossed(call)).toEqual(['Collection.load', 'Collection.commit']);
  });

  test('delete is one', async () => {
    expect(await crossed((id) => resource.delete(id))).toEqual(['Collection.take']);
  });
});

test('a page and a count of a partition are one each', async () => {
  resource = await freshResource(BY_REGION);
  await resource.insertMany([{ id: 'a', name: 'A', region: 'north' }]);
  watchEngine();
  expect(await crossed(() => resource.list(IN_NORTH))).toEqual(['Collection.scan']);
  expect(await crossed(() => resource.count(IN_NORTH))).toEqual(['Collection.count']);
  expect(await crossed(() => resource.query({ region: 'north' }))).toHaveLength(1);
});
