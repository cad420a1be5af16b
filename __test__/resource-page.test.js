import { beforeAll, describe, expect, test } from '@jest/globals';

import { freshDatabase, freshResource } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';

const PARTITIONS = {
  byRegion: { fields: { region: 'string' } },
  byBoth: { fields: { region: 'string|maxlength:2', age: 'number' } },
};

async function filled(count, config = { partitions: PARTITIONS }) {
  const resource = await freshResource(config);
  for (let n = 0; n < count; n++) {
    await resource.insert({ id: `i${n}`, name: `n${n}`, age: n, region: n % 2 ? 'USA' : 'US' });
  }
  return resource;
}

const withIds = ({ items, ...rest }) => ({ ids: items.map(({ id }) => id), ...rest });

/** Every page, from cursor to cursor. */
async function pagesOf(resource, options) {
  const pages = [];
  for (let cursor; pages.length < 20;) {
    const page = await resource.page(cursor ? { ...options, cursor } : options);
    pages.push(page.items.map(({ id }) => id));
    if (!page.hasMore) return pages;
    cursor = page.nextCursor;
  }
  throw new Error('no end');
}

describe('page', () => {
  let resource;

  beforeAll(async () => {
    resource = await filled(7);
  });

  test('by cursor has no number and no totals', async () => {
    const page = withIds(await resource.page({ size: 3 }));
    expect(page).toEqual({
      ids: ['i0', 'i1', 'i2'],
      totalItems: null,
      page: null,
      pageSize: 3,
      totalPages: null,
      hasMore: true,
      nextCursor: expect.stringMatching(/^[\w-]+$/),
      _debug: {
        requestedSize: 3,
        requestedOffset: 0,
        actualItemsReturned: 3,
        skipCount: false,
        hasTotalItems: false,
        usedCursor: true,
        hasNextCursor: true,
      },
    });
  });

  test('has the cursor that s3db.js makes', async () => {
    const { nextCursor } = await resource.page({
      size: 1,
      partition: 'byBoth',
      partitionValues: { age: 1, region: 'USA' },
      offset: 0,
    });
    expect(nextCursor).toBe(null);
    const page = await resource.page({ size: 2, partition: 'byBoth', partitionValues: { age: 0 } });
    expect(page.nextCursor).toBe(null);
    const { nextCursor: next } = await resource.page({
      size: 2,
      partition: 'byRegion',
      partitionValues: { region: 'USA' },
    });
    const { token, ...cursor } = JSON.parse(Buffer.from(next, 'base64url'));
    expect(cursor).toEqual({
      v: 1,
      prefix: 'resource=users/partition=byRegion/region=USA',
      pageSize: 2,
    });
    expect(Buffer.from(token, 'base64').toString()).toBe(
      'app/resource=users/partition=byRegion/region=USA/id=i3',
    );
  });

  test.each([
    [{ size: 3 }, [3, 3, 1]],
    [{ size: 7 }, [7]],
    [{ size: 1 }, [1, 1, 1, 1, 1, 1, 1]],
    [{ size: 2, partition: 'byRegion', partitionValues: { region: 'US' } }, [2, 2]],
    [{ size: 2, partition: 'byRegion' }, [2, 2, 2, 1]],
  ])('after page reaches every record once: %j', async (options, lengths) => {
    const pages = await pagesOf(resource, options);
    expect(pages.map(({ length }) => length)).toEqual(lengths);
    const { size: _size, ...selection } = options;
    expect(pages.flat()).toEqual(await resource.listIds(selection));
  });

  test.each([
    [{ size: 3, page: 1 }, ['i0', 'i1', 'i2'], { page: 1, hasMore: true }],
    [{ size: 3, page: 2.9 }, ['i3', 'i4', 'i5'], { page: 2, hasMore: true }],
    [{ size: 3, page: 3 }, ['i6'], { page: 3, hasMore: false }],
    [{ size: 7, page: 2 }, [], { page: 2, hasMore: false, nextCursor: null }],
    [{ size: 100, page: 1e9 }, [], { page: 1e9, hasMore: false }],
    [{ size: Infinity, page: 2 }, [], { page: 2, hasMore: false }],
  ])('by number: %j', async (options, ids, facts) => {
    const page = withIds(await resource.page(options));
    expect(page).toMatchObject({ ids, totalItems: null, totalPages: null, ...facts });
    expect(page._debug).toMatchObject({ usedCursor: false, requestedOffset: 0 });
  });

  test.each([
    [{ offset: 0, size: 3 }, ['i0', 'i1', 'i2'], { page: 1, totalPages: 3, hasMore: true }],
    [{ offset: 3, size: 3 }, ['i3', 'i4', 'i5'], { page: 2, totalPages: 3, hasMore: true }],
    [{ offset: 4, size: 2 }, ['i4', 'i5'], { page: 3, totalPages: 4, hasMore: true }],
    [{ offset: 5, size: 3 }, ['i5', 'i6'], { page: 2, totalPages: 3, hasMore: false }],
    [{ offset: 9, size: 3 }, [], { page: 4, totalPages: 3, hasMore: false }],
    [{ offset: -1, size: 7 }, ['i0', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6'], { totalPages: 1 }],
  ])('pages-by-offset: by offset has totals: %j', async (options, ids, facts) => {
    const page = withIds(await resource.page(options));
    expect(page).toMatchObject({ ids, totalItems: 7, ...facts });
    expect(page._debug).toMatchObject({
      requestedOffset: Math.max(0, options.offset),
      hasTotalItems: true,
      skipCount: false,
    });
  });

  test('by offset within a partition, and without totals', async () => {
    const partition = { partition: 'byRegion', partitionValues: { region: 'US' } };
    const page = withIds(await resource.page({ offset: 1, size: 2, ...partition }));
    expect(page).toMatchObject({ ids: ['i2', 'i4'], totalItems: 4, totalPages: 2 });
    const uncounted = await resource.page({ offset: 1, size: 2, skipCount: true });
    expect(uncounted).toMatchObject({ totalItems: null, totalPages: null });
    expect(uncounted._debug).toMatchObject({ skipCount: true, hasTotalItems: false });
  });

  test.each([0, -1, NaN, null, 'many'])('of size %p has 100 records', async (size) => {
    expect((await resource.page({ size })).pageSize).toBe(100);
  });

  test('page-arguments: of a size that is no number is one all the same', async () => {
    expect(withIds(await resource.page({ size: '2' }))).toMatchObject({ pageSize: 2 });
    expect(withIds(await resource.page({ size: 2.5 }))).toMatchObject({ ids: ['i0', 'i1'] });
    expect((await resource.page({ size: Infinity })).items).toHaveLength(7);
  });

  test.each([
    [{ page: 0 }, 'Invalid pagination page number'],
    [{ page: '1' }, 'Invalid pagination page number'],
    [{ page: undefined }, 'Invalid pagination page number'],
    [{ page: Infinity }, 'Invalid pagination page number'],
    [{ page: 1, cursor: null }, 'Cannot combine page number and cursor in the same request'],
    [{ page: 1, offset: 0 }, 'Cannot combine an offset with a page number or cursor'],
    [{ cursor: 'x', offset: 0 }, 'Cannot combine an offset with a page number or cursor'],
    [{ cursor: 'xx' }, 'Invalid pagination cursor'],
    [{ cursor: 5 }, 'Invalid pagination cursor'],
    [{ cursor: Buffer.from('null').toString('base64url') }, 'Invalid pagination cursor'],
    [{ partition: 'nope' }, "Partition 'nope' not found"],
  ])('refuses %p', async (options, message) => {
    await expect(resource.page(options)).rejects.toMatchObject({
      name: 'PartitionError',
      statusCode: 400,
      message,
      data: expect.objectContaining({ resourceName: 'users', operation: 'page' }),
    });
  });

  test('refuses the cursor of another listing or size', async () => {
    const { nextCursor: cursor } = await resource.page({ size: 2 });
    for (const options of [{ size: 3 }, { size: 2, partition: 'byRegion' }]) {
      await expect(resource.page({ ...options, cursor })).rejects.toMatchObject({
        message: 'Invalid pagination cursor',
      });
    }
    const read = JSON.parse(Buffer.from(cursor, 'base64url'));
    for (const change of [{ v: 2 }, { token: '' }, { token: 5 }, { token: '*' }]) {
      const forged = Buffer.from(JSON.stringify({ ...read, ...change })).toString('base64url');
      await expect(resource.page({ size: 2, cursor: forged })).rejects.toMatchObject({
        message: 'Invalid pagination cursor',
      });
    }
  });

  test.each([undefined, null, ''])('begins anew with the cursor %p', async (cursor) => {
    expect(withIds(await resource.page({ size: 1, cursor })).ids).toEqual(['i0']);
  });
});

test('a page tells of its records, not of those before it', async () => {
  const resource = await filled(4, { asyncEvents: false, partitions: PARTITIONS });
  const events = [];
  for (const name of ['fetched', 'list', 'listed-ids', 'paginated', 'error']) {
    resource.on(name, (payload) => events.push([name, payload.id ?? payload]));
  }
  const page = await resource.page({ size: 1, page: 2 });
  expect(events.splice(0)).toEqual([
    ['fetched', 'i1'],
    ['list', { count: 1, errors: 0 }],
    ['paginated', page],
  ]);
  const ofPartition = await resource.page({ size: 1, partition: 'byRegion' });
  expect(events).toEqual([
    ['fetched', 'i0'],
    ['paginated', ofPartition],
  ]);
  expect(ofPartition.items[0]).toMatchObject({
    _partition: 'byRegion',
    _partitionValues: { region: 'US' },
  });
});

test('a page leaves out what cannot be read, and goes on behind it', async () => {
  const resource = await filled(4);
  await resource.client.deleteObject('resource=users/data/id=i2');
  const failed = [];
  resource.on('error', (error, id) => failed.push([error.code, id]));
  const selection = { partition: 'byRegion', partitionValues: { region: 'US' } };
  const page = await resource.page({ size: 2, ...selection });
  expect(withIds(page)).toMatchObject({ ids: ['i0'], hasMore: false });
  await new Promise(setImmediate);
  expect(failed).toEqual([['NoSuchKey', 'i2']]);
});

test('a page reads through the middlewares of get', async () => {
  const resource = await filled(3);
  const seen = [];
  resource.useMiddleware('get', (call, next) => (seen.push(call.args[0]), next()));
  expect(withIds(await resource.page({ size: 2, page: 2 })).ids).toEqual(['i2']);
  expect(seen).toEqual(['i2']);
});

test('page-reads: a page by number lists keys, and reads its own records only', async () => {
  const client = new MapClient();
  const db = await freshDatabase({ client });
  const resource = await db.createResource({ name: 'users', attributes: { name: 'string' } });
  for (const id of ['a', 'b', 'c', 'd']) await resource.insert({ id, name: id });
  client.requests.length = 0;
  await resource.page({ size: 1, page: 4 });
  const reads = client.requests.filter(([method]) => method === 'getObject');
  expect(reads).toEqual([['getObject', 'resource=users/data/id=d']]);
});

describe('getFromPartition', () => {
  const request = { id: 'i1', partitionName: 'byRegion', partitionValues: { region: 'USA' } };

  test('reads a record that the partition refers to', async () => {
    const resource = await filled(2, { asyncEvents: false, partitions: PARTITIONS });
    const events = [];
    for (const name of ['fetched', 'partition-fetched', 'partition-fetched:i1']) {
      resource.on(name, ({ id, _partition }) => events.push([name, id, _partition]));
    }
    expect(await resource.getFromPartition(request)).toMatchObject({
      id: 'i1',
      name: 'n1',
      _partition: 'byRegion',
      _partitionValues: { region: 'USA' },
    });
    expect(events).toEqual([
      ['fetched', 'i1', undefined],
      ['partition-fetched', 'i1', 'byRegion'],
      ['partition-fetched:i1', 'i1', 'byRegion'],
    ]);
  });

  test('applies rules, and shows the values as they were given', async () => {
    const resource = await filled(2);
    const partitionValues = { region: 'USA', age: 1 };
    const found = await resource.getFromPartition({
      id: 'i1',
      partitionName: 'byBoth',
      partitionValues,
    });
    expect(found._partitionValues).toEqual(partitionValues);
  });

  test.each([
    [{ partitionValues: { region: 'US' } }],
    [{ id: 'i9' }],
    [{ id: '' }],
    [{ partitionName: 'byBoth', partitionValues: { region: 'US' } }],
    [{ partitionName: 'byBoth', partitionValues: { age: 1 } }],
  ])('does not find %j', async (change) => {
    const resource = await filled(2);
    const asked = { ...request, ...change };
    await expect(resource.getFromPartition(asked)).rejects.toMatchObject({
      name: 'ResourceError',
      statusCode: 400,
      message: `Resource with id '${asked.id}' not found in partition '${asked.partitionName}'`,
      operation: 'getFromPartition',
      partitionName: asked.partitionName,
    });
  });

  test.each([
    [{ partitionName: 'nope' }, "Partition 'nope' not found"],
    [{ partitionName: undefined }, "Partition 'undefined' not found"],
    [{ partitionValues: undefined }, "No partition values provided for partition 'byRegion'"],
    [{ partitionValues: { other: 1 } }, "No partition values provided for partition 'byRegion'"],
    [
      { partitionValues: { region: null } },
      "No partition values provided for partition 'byRegion'",
    ],
  ])('refuses %j', async (change, message) => {
    const resource = await filled(1);
    await expect(resource.getFromPartition({ ...request, ...change })).rejects.toMatchObject({
      name: 'PartitionError',
      statusCode: 400,
      message,
    });
  });

  test.each([
    [{ id: '1/2' }, 'id', '/'],
    [{ partitionValues: { region: 'a=b' } }, 'partitionValues.region', '='],
    [{ partitionValues: { region: 'USA', other: '..\\' } }, 'partitionValues.other', '\\'],
  ])('refuses unsafe texts: %j', async (change, field, character) => {
    const resource = await filled(1);
    await expect(resource.getFromPartition({ ...request, ...change })).rejects.toMatchObject({
      name: 'ValidationError',
      statusCode: 400,
      field,
      message: `Invalid ${field}: contains unsafe character '${character}'`,
    });
  });

  test('says so where a reference has no record', async () => {
    const resource = await filled(2);
    await resource.client.deleteObject('resource=users/data/id=i1');
    await expect(resource.getFromPartition(request)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('listMain and listPartition', () => {
  let resource;
  const idsOf = async (records) => (await records).map(({ id }) => id);

  beforeAll(async () => {
    resource = await filled(5);
    resource.addHook('beforeList', () => {
      throw new Error('no hook of list');
    });
  });

  test('are the halves of list, without its hooks', async () => {
    const selection = { partition: 'byRegion', partitionValues: { region: 'US' } };
    expect(await idsOf(resource.listMain({ limit: 2, offset: 1 }))).toEqual(['i1', 'i2']);
    expect(await idsOf(resource.listMain({ ...selection, limit: 2 }))).toEqual(['i0', 'i1']);
    expect(await idsOf(resource.listPartition({ ...selection, offset: 1 }))).toEqual(['i2', 'i4']);
    expect(await idsOf(resource.listPartition({ partition: 'byRegion' }))).toHaveLength(5);
    expect(await resource.listPartition({ partition: 'nope' })).toEqual([]);
    expect(await resource.listPartition({})).toEqual([]);
  });

  test('need an argument', async () => {
    await expect(resource.listMain()).rejects.toBeInstanceOf(TypeError);
    await expect(resource.listPartition()).rejects.toBeInstanceOf(TypeError);
  });
});

test('partition-without-values: count and listIds of a partition without values take all of it', async () => {
  const resource = await filled(3);
  await resource.insert({ id: 'none', name: 'no region' });
  expect(await resource.count({ partition: 'byRegion' })).toBe(3);
  expect(await resource.listIds({ partition: 'byRegion' })).toHaveLength(3);
  await expect(resource.count({ partition: 'nope' })).rejects.toMatchObject({
    name: 'PartitionError',
  });
});

test('a list of a partition tells of no listed ids', async () => {
  const resource = await filled(2, { asyncEvents: false, partitions: PARTITIONS });
  const counts = [];
  resource.on('listed-ids', (count) => counts.push(count));
  await resource.list({ partition: 'byRegion' });
  await resource.list();
  await resource.listIds({ partition: 'byRegion' });
  expect(counts).toEqual([2, 2]);
});
