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
  test('are followed by update, replace and delete', async () => {
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
