import { beforeEach, describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

const PARTITIONS = {
  byRegion: { fields: { region: 'string' } },
  byInitial: { fields: { name: 'string|maxlength:1' } },
};

let resource;

beforeEach(async () => {
  resource = await freshResource({ partitions: PARTITIONS, asyncPartitions: false });
  const records = ['Ann', 'Abe', 'Bob', 'Cid'].map((name, number) => ({
    id: `u${number}`,
    name,
    age: number,
    region: number % 2 === 0 ? 'US' : 'USA',
  }));
  await resource.insertMany(records);
});

const ids = (records) => records.map(({ id }) => id);

describe('query', () => {
  test.each([
    [{ region: 'US' }, ['u0', 'u2']],
    [{ region: 'USA', age: 3 }, ['u3']],
    [{ name: 'Abe' }, ['u1']],
    [{ age: '1' }, []],
    [{ id: 'u2' }, ['u2']],
    [{ nothing: undefined }, ['u0', 'u1', 'u2', 'u3']],
    [{ age: { $gt: 1 } }, []],
    [{}, ['u0', 'u1', 'u2', 'u3']],
  ])('%j', async (filter, expected) => expect(ids(await resource.query(filter))).toEqual(expected));

  test('marks what was read through a partition', async () => {
    const [record] = await resource.query({ name: 'Abe' });
    expect(record).toMatchObject({ _partition: 'byInitial', _partitionValues: { name: 'A' } });
    const [unplanned] = await resource.query({ age: 1 });
    expect(unplanned._partition).toBeUndefined();
  });

  test('tells of every record that it reads', async () => {
    const fetched = [];
    resource.setAsyncMode(false);
    resource.on('fetched', ({ id }) => fetched.push(id));
    await resource.query({ age: 1 });
    expect(fetched).toEqual(['u0', 'u1', 'u2', 'u3']);
  });

  test('tells what it found, and through which partition', async () => {
    const told = [];
    resource.setAsyncMode(false);
    resource.on('list', (summary) => told.push(summary));
    await resource.query({ region: 'US', age: 2 });
    await resource.query({ age: 2 });
    expect(told).toEqual([
      { partition: 'byRegion', partitionValues: { region: 'US' }, count: 1, errors: 0 },
      { count: 1, errors: 0 },
    ]);
  });

  test('reads no more than it needs where each record is told of', async () => {
    const fetched = [];
    resource.setAsyncMode(false);
    resource.on('fetched', ({ id }) => fetched.push(id));
    expect(ids(await resource.query({ region: 'US', age: 2 }, { limit: 1 }))).toEqual(['u2']);
    expect(fetched).toEqual(['u0', 'u2']);
    await resource.query({ age: 0 }, { limit: 1 });
    expect(fetched).toEqual(['u0', 'u2', 'u0']);
  });

  test('stops at its limit', async () => {
    expect(ids(await resource.query({ region: 'US' }, { limit: 1 }))).toEqual(['u0']);
    expect(await resource.query({ region: 'US' }, { limit: 0 })).toEqual([]);
  });

  test('of an unknown partition is refused where there is a filter', async () => {
    await expect(resource.query({ age: 1 }, { partition: 'nope' })).rejects.toThrow(
      "Partition 'nope' not found",
    );
    expect(await resource.query({}, { partition: 'nope' })).toEqual([]);
  });
});

describe('partitions', () => {
  test('references-follow-replace: are followed by update, replace and delete', async () => {
    const listed = (region) =>
      resource.listIds({ partition: 'byRegion', partitionValues: { region } });
    await resource.update('u0', { region: 'EU' });
    expect([await listed('US'), await listed('EU')]).toEqual([['u2'], ['u0']]);
    await resource.replace('u0', { name: 'Ann', region: 'SA' });
    expect([await listed('EU'), await listed('SA')]).toEqual([[], ['u0']]);
    await resource.delete('u0');
    expect(await listed('SA')).toEqual([]);
    const keys = await resource.client.getAllKeys({ prefix: 'resource=users/partition=' });
    expect(keys.filter((key) => key.endsWith('/id=u0'))).toEqual([]);
  });

  test('count and list by whole values only', async () => {
    const selection = { partition: 'byRegion', partitionValues: { region: 'US' } };
    expect(await resource.count(selection)).toBe(2);
    expect(ids(await resource.list(selection))).toEqual(['u0', 'u2']);
  });
});

describe('which records match', () => {
  const ATTRIBUTES = {
    name: 'string|optional',
    tags: 'array|items:string|optional',
    place: { city: 'string|optional' },
    note: 'json|optional',
  };
  let places;

  beforeEach(async () => {
    places = await freshResource({ attributes: ATTRIBUTES });
    await places.insertMany([
      { id: 'a', name: 'A', tags: ['x'], place: { city: 'Rome' }, note: { k: 1 } },
      { id: 'b', name: null, place: { city: 'Oslo' } },
      { id: 'c', name: 'A' },
    ]);
  });

  test.each([
    [{ 'place.city': 'Rome' }, ['a']],
    [{ place: { city: 'Rome' } }, []],
    [{ tags: ['x'] }, []],
    [{ tags: 'x' }, []],
    [{ 'note.k': 1 }, ['a']],
    [{ name: null }, ['b']],
    [{ name: undefined }, []],
    [{ 'place.zip': undefined }, ['a', 'b', 'c']],
    [{ name: 'A', id: 'c' }, ['c']],
    [{ name: { $in: ['A'] } }, []],
  ])('%j', async (filter, expected) => {
    expect(ids(await places.query(filter))).toEqual(expected);
    places._core.forceSlow();
    expect(ids(await places.query(filter))).toEqual(expected);
  });

  test('null is no filter', async () => {
    await expect(places.query(null)).rejects.toThrow(TypeError);
  });

  test('an offset counts records that are passed over, not matches', async () => {
    expect(ids(await places.query({ name: 'A' }, { offset: 1 }))).toEqual(['c']);
    expect(ids(await places.query({ name: 'A' }, { offset: 1, limit: Infinity }))).toEqual(['c']);
    expect(await places.query({ name: 'A' }, { offset: 3 })).toEqual([]);
  });
});

describe('the partition of a query', () => {
  const FIELDS = { name: 'string', age: 'number', region: 'string' };
  const partitionsOf = (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, paths]) => [
        name,
        { fields: Object.fromEntries(paths.map((path) => [path, FIELDS[path]])) },
      ]),
    );
  const RECORD = { id: 'a', name: 'A', age: 4, region: 'US' };

  test.each([
    ['matches most fields', { one: ['name'], two: ['name', 'age'] }, { name: 'A', age: 4 }, 'two'],
    ['has the fewest fields then', { two: ['name', 'age'], one: ['name'] }, { name: 'A' }, 'one'],
    ['has the first name then', { q: ['name'], p: ['name'] }, { name: 'A' }, 'p'],
    ['may have other fields first', { two: ['age', 'name'] }, { name: 'A' }, 'two'],
    ['is none for null', { one: ['name'] }, { name: null, age: 4 }, undefined],
  ])('%s', async (_what, partitions, filter, chosen) => {
    const attributes = { name: 'string|optional', age: 'number', region: 'string' };
    const own = await freshResource({ attributes, partitions: partitionsOf(partitions) });
    await own.insert({ ...RECORD, name: filter.name });
    const [record] = await own.query(filter);
    expect(record).toMatchObject({ id: 'a' });
    expect(record._partition).toBe(chosen);
  });

  test('that is asked for is completed by the filter', async () => {
    const own = await freshResource({ partitions: partitionsOf({ two: ['age', 'region'] }) });
    await own.insertMany([RECORD, { ...RECORD, id: 'b', region: 'EU' }]);
    const options = { partition: 'two', partitionValues: { region: 'US' } };
    expect(ids(await own.query({ age: 4 }, options))).toEqual(['a']);
    expect(ids(await own.query({ age: 4 }, { partition: 'two' }))).toEqual(['b', 'a']);
    expect(await own.query({ region: 'EU' }, options)).toEqual([]);
  });
});

describe('filters-always-apply: every condition is compared, whatever a partition makes of values', () => {
  const DAY = '2024-01-02';
  let own;

  beforeEach(async () => {
    own = await freshResource({
      attributes: { name: 'string', age: 'number', when: 'string' },
      partitions: {
        byAge: { fields: { age: 'number' } },
        byDay: { fields: { when: 'date' } },
        byInitial: { fields: { name: 'string|maxlength:1' } },
      },
      asyncPartitions: false,
    });
    await own.insertMany([
      { id: 'a', name: 'Ann', age: 4, when: `${DAY}T10:00:00Z` },
      { id: 'b', name: 'Abe', age: 5, when: `${DAY}T12:00:00Z` },
      { id: 'c', name: 'Bob', age: 6, when: '2024-01-03T10:00:00Z' },
    ]);
  });

  test.each([
    [{ age: '4' }, []],
    [{ when: new Date(`${DAY}T23:00:00Z`) }, []],
    [{ when: `${DAY}T12:00:00Z` }, ['b']],
    [{ name: 'A' }, []],
    [{ name: 'Abe' }, ['b']],
    [{ name: 'Al' }, []],
    [{ when: `${DAY}T12:00:00Z`, name: 'Abe' }, ['b']],
  ])('%j', async (filter, expected) => {
    expect(ids(await own.query(filter))).toEqual(expected);
    expect(ids(await own.query(filter, { limit: 1 }))).toEqual(expected.slice(0, 1));
    own._core.forceSlow();
    expect(ids(await own.query(filter))).toEqual(expected);
  });

  test.each([
    [{ when: DAY }, ['a', 'b'], 'byDay'],
    [{ when: DAY, age: 5 }, ['b'], 'byAge'],
    [{ when: DAY, name: 'Ann' }, ['a'], 'byDay'],
    [{ when: '2024-01-04' }, [], undefined],
  ])(
    'but a day stands for its times, whichever partition answers: %j',
    async (filter, expected, partition) => {
      for (const isSlow of [false, true]) {
        if (isSlow) own._core.forceSlow();
        const found = await own.query(filter);
        expect(ids(found)).toEqual(expected);
        expect(found[0]?._partition).toBe(partition);
        expect(ids(await own.query(filter, { limit: 1 }))).toEqual(expected.slice(0, 1));
      }
    },
  );

  test('days of timestamps, too, and no days where no partition makes any', async () => {
    const timed = await freshResource({ timestamps: true });
    const { createdAt } = await timed.insert({ id: 'a', name: 'n' });
    const [day] = createdAt.split('T');
    expect(ids(await timed.query({ createdAt: day }))).toEqual(['a']);
    expect(ids(await timed.query({ createdAt: day, name: 'n' }))).toEqual(['a']);
    expect(await timed.query({ createdAt: '2020-01-01' })).toEqual([]);
    const plain = await freshResource({ attributes: { when: 'string' } });
    await plain.insert({ id: 'a', when: `${DAY}T10:00:00Z` });
    expect(await plain.query({ when: DAY })).toEqual([]);
  });

  test('also where a reference is stale', async () => {
    await own.client.putObject({ key: 'resource=users/partition=byAge/age=4/id=c', body: '' });
    expect(ids(await own.query({ age: 4 }))).toEqual(['a']);
  });
});
