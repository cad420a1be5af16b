import { beforeAll, describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

const idsOf = async (records) => (await records).map(({ id }) => id);

describe('list and listIds', () => {
  let resource;

  beforeAll(async () => {
    resource = await freshResource();
    for (const id of ['c', 'a', 'b']) await resource.insert({ id, name: id });
  });

  test.each([
    [undefined, ['a', 'b', 'c']],
    [{ limit: 2 }, ['a', 'b']],
    [{ limit: 2, offset: 1 }, ['b', 'c']],
    [{ offset: 9 }, []],
    [{ offset: -1 }, ['a', 'b', 'c']],
    [{ offset: null }, ['a', 'b', 'c']],
    [{ limit: 0 }, ['a', 'b', 'c']],
    [{ limit: -1 }, []],
    [{ limit: null }, ['a', 'b', 'c']],
    [{ limit: '2' }, ['a', 'b']],
    [{ limit: Infinity }, ['a', 'b', 'c']],
    [{ limit: 1e12 }, ['a', 'b', 'c']],
    [{ offset: Infinity }, []],
  ])('with %j', async (options, expected) => {
    expect(await idsOf(resource.list(options))).toEqual(expected);
    expect(await resource.listIds(options)).toEqual(expected);
  });
});

test('whole-segments: values of a partition select themselves, not what begins with them', async () => {
  const resource = await freshResource({ partitions: { byAge: { fields: { age: 'number' } } } });
  for (const age of [1, 10, 11]) await resource.insert({ id: `i${age}`, name: 'n', age });
  const selection = { partition: 'byAge', partitionValues: { age: 1 } };
  expect(await resource.listIds(selection)).toEqual(['i1']);
  expect(await resource.count(selection)).toBe(1);
  expect((await resource.page(selection)).items.map(({ id }) => id)).toEqual(['i1']);
  expect(await idsOf(resource.query({}, selection))).toEqual(['i1']);
});

test('the order is that of the bytes of the keys', async () => {
  const resource = await freshResource();
  for (const id of ['a', 'B', '10', '9', 'é', '_']) await resource.insert({ id, name: 'x' });
  expect(await resource.listIds()).toEqual(['10', '9', 'B', '_', 'a', 'é']);
});

describe('a partition', () => {
  let resource;

  beforeAll(async () => {
    resource = await freshResource({
      partitions: {
        byRegion: { fields: { region: 'string' } },
        byBoth: { fields: { region: 'string', age: 'number' } },
      },
    });
    await resource.insertMany([
      { id: '1', name: 'a', region: 'x', age: 1 },
      { id: '2', name: 'b', region: 'y', age: 1 },
      { id: '3', name: 'c', region: 'x', age: 2 },
      { id: '4', name: 'd' },
    ]);
  });

  test.each([
    ['byRegion', { region: 'x' }, ['1', '3']],
    ['byRegion', undefined, ['1', '3', '2']],
    ['byBoth', { region: 'x', age: 2 }, ['3']],
    ['byBoth', { age: 1 }, ['1', '2']],
    ['byBoth', { region: 'x' }, ['1', '3']],
    ['byRegion', { region: 'none' }, []],
    ['byRegion', {}, ['1', '3', '2']],
    ['byRegion', { other: 1 }, ['1', '3', '2']],
    ['byRegion', { region: 'x', other: 1 }, ['1', '3']],
    ['byRegion', { region: null }, ['1', '3', '2']],
    ['byBoth', { region: 'x', age: '2' }, ['3']],
  ])('later-fields: %s with %j', async (partition, partitionValues, expected) => {
    const selection = { partition, partitionValues };
    expect(await idsOf(resource.list(selection))).toEqual(expected);
    expect(await resource.listIds(selection)).toEqual(expected);
    expect(await resource.count(selection)).toBe(expected.length);
  });

  test.each(['list', 'listPartition'])('that does not exist is empty for %s', async (method) => {
    expect(await resource[method]({ partition: 'nope' })).toEqual([]);
    expect(await resource[method]({ partition: 'nope', partitionValues: { a: 1 } })).toEqual([]);
  });

  test.each(['listIds', 'count', 'page'])(
    'that does not exist is an error of %s',
    async (method) => {
      for (const partitionValues of [undefined, { a: 1 }]) {
        const listed = resource[method]({ partition: 'nope', partitionValues });
        await expect(listed).rejects.toMatchObject({
          name: 'PartitionError',
          statusCode: 400,
          message: "Partition 'nope' not found",
          data: { resourceName: 'users', partitionName: 'nope', operation: method },
        });
      }
    },
  );
});
