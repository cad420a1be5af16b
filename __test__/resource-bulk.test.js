import { describe, expect, test } from '@jest/globals';

import { Resource } from '../index.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';
import { userFields } from './support/user-fields.js';

const CALLS = {
  insertMany: [{ id: 'c', name: 'n' }, { id: 'x' }, { id: 'd', name: 'n' }],
  getMany: ['b', 'x', 'a'],
  deleteMany: ['b', 'x', 'a'],
};

async function filled(config) {
  const resource = await freshResource(config);
  await resource.insertMany(['a', 'b'].map((id) => ({ id, name: 'n' })));
  return resource;
}

describe.each(Object.entries(CALLS))('%s', (method, input) => {
  test.each([[undefined], [null], ['ab'], [{}], [5]])('of %p is a TypeError', async (value) => {
    const resource = await filled();
    await expect(resource[method](value)).rejects.toThrow(TypeError);
    expect(await resource.count()).toBe(2);
  });

  test('leaves failures out, and tells the resource and its database of them', async () => {
    const database = await freshDatabase();
    const attributes = { name: 'string|required' };
    const resource = await database.createResource({ name: 'users', attributes });
    await resource.insertMany(['a', 'b'].map((id) => ({ id, name: 'n' })));
    const told = [];
    resource.on('error', (...args) => told.push(['resource', ...args]));
    database.on('error', (...args) => told.push(['database', ...args]));
    const result = await resource[method](input);
    await new Promise(setImmediate);
    const expected = {
      insertMany: [CALLS.insertMany[0], CALLS.insertMany[2]],
      getMany: [
        { id: 'b', name: 'n' },
        { id: 'a', name: 'n' },
      ],
      deleteMany: { deleted: 2, errors: 1 },
    };
    expect(userFields(result)).toEqual(expected[method]);
    expect(told.map(([who]) => who).sort()).toEqual(['database', 'resource']);
    const [, error, item] = told.find(([who]) => who === 'resource');
    expect(told.find(([who]) => who === 'database').slice(1)).toEqual(['users', error, item]);
    expect(item).toBe(input[1]);
  });

  test('bulk-errors: with a failure and no listener neither rejects nor ends the process', async () => {
    for (const asyncEvents of [true, false]) {
      const resource = await filled({ asyncEvents });
      const result = await resource[method](input);
      expect(method === 'deleteMany' ? result.deleted : result.length).toBe(2);
    }
  });

  test('tells of its end with the length of its input', async () => {
    const resource = await filled();
    const events = {
      insertMany: 'inserted-many',
      getMany: 'fetched-many',
      deleteMany: 'deleted-many',
    };
    const told = [];
    resource.on(events[method], (count) => told.push(count));
    await resource[method](input);
    await new Promise(setImmediate);
    expect(told).toEqual([3]);
  });

  test('of nothing gives nothing', async () => {
    const resource = await filled();
    const none = method === 'deleteMany' ? { deleted: 0, errors: 0 } : [];
    expect(await resource[method]([])).toEqual(none);
  });
});

test('of equal ids in one insertMany the first wins', async () => {
  const resource = await freshResource();
  const records = ['first', 'second', 'third'].map((name) => ({ id: 'a', name }));
  expect(userFields(await resource.insertMany(records))).toEqual([{ id: 'a', name: 'first' }]);
  expect((await resource.get('a')).name).toBe('first');
});

test('so it does where inserts end in any order', async () => {
  const client = new MapClient();
  const { putObject } = client;
  let waits = 30;
  client.putObject = async (request) => {
    waits = Math.max(waits - 10, 0);
    await new Promise((resolve) => setTimeout(resolve, waits));
    return putObject.call(client, request);
  };
  const resource = new Resource({ name: 'users', client, attributes: { name: 'string' } });
  const items = ['a', 'b', 5, 'a', '5', 'c'].map((id, n) => ({ id, name: `${n}` }));
  const records = await resource.insertMany(items);
  expect(records.map(({ id, name }) => [id, name])).toEqual([
    ...[
      ['a', '0'],
      ['b', '1'],
    ],
    ...[
      [5, '2'],
      ['c', '5'],
    ],
  ]);
});

describe('insertMany that is heard', () => {
  const ITEMS = [
    { id: 'a', name: 'A' },
    { id: 'x' },
    { id: 'b', name: 'B' },
    { id: 'a', name: 'again' },
    { id: 'c', name: 'C' },
  ];

  test.each([[{}], [{ asyncEvents: false }], [{ hooks: { beforeInsert: [(data) => data] } }]])(
    'tells of what was refused, then of what could not be stored, then of what is there: %j',
    async (config) => {
      const resource = await freshResource(config);
      const told = [];
      resource.on('inserted', ({ id }) => told.push(id));
      resource.on('error', ({ name }, { id }) => told.push(`${name} ${id}`));
      const ids = (await resource.insertMany(ITEMS)).map(({ id }) => id);
      await new Promise(setImmediate);
      expect(ids).toEqual(['a', 'b', 'c']);
      expect(told).toEqual(['InvalidResourceItem x', 'ResourceError a', 'a', 'b', 'c']);
      expect((await resource.get('a')).name).toBe('A');
    },
  );

  test('gives the same as one that is not', async () => {
    const items = Array.from({ length: 35 }, (_, n) => ({
      id: `${n % 30}`,
      name: n % 7 ? 'n' : 5,
    }));
    const unheard = await freshResource();
    const heard = await freshResource();
    heard.on('inserted', () => {});
    const ids = (records) => records.map(({ id }) => id);
    expect(ids(await heard.insertMany(items))).toEqual(ids(await unheard.insertMany(items)));
    expect(await heard.listIds()).toEqual(await unheard.listIds());
  });

  test('tells in the order of the input where inserts end in any order', async () => {
    const client = new MapClient();
    const { putObject } = client;
    client.putObject = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      return putObject.call(client, request);
    };
    const resource = new Resource({ name: 'users', client, attributes: { name: 'string' } });
    const told = [];
    resource.on('inserted', ({ id }) => told.push(id));
    const items = Array.from({ length: 25 }, (_, n) => ({ id: `${n}`, name: 'n' }));
    const ids = items.map(({ id }) => id);
    expect((await resource.insertMany(items)).map(({ id }) => id)).toEqual(ids);
    await new Promise(setImmediate);
    expect(told).toEqual(ids);
  });

  test('leaves out what a listener refuses within the operation', async () => {
    const resource = await freshResource({ asyncEvents: false });
    const errors = [];
    resource.on('error', ({ message }, { id }) => errors.push([message, id]));
    resource.on('inserted', ({ id }) => {
      if (id === 'b') throw new Error('heard');
    });
    const records = await resource.insertMany([ITEMS[0], ITEMS[2]]);
    expect(records.map(({ id }) => id)).toEqual(['a']);
    expect(errors).toEqual([['heard', 'b']]);
  });

  test('lets timers have their turn', async () => {
    const resource = await freshResource();
    resource.on('inserted', () => {});
    const items = Array.from({ length: 5000 }, (_, n) => ({ id: `${n}`, name: 'n' }));
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await resource.insertMany(items);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });
});

test('getMany keeps the order and equal ids', async () => {
  const resource = await filled();
  const ids = (await resource.getMany(['b', 'a', 'b'])).map(({ id }) => id);
  expect(ids).toEqual(['b', 'a', 'b']);
});

test('insertMany keeps ten inserts under way at most', async () => {
  const client = new MapClient();
  let underway = 0;
  let most = 0;
  const { putObject } = client;
  client.putObject = async (request) => {
    most = Math.max(most, ++underway);
    await new Promise((resolve) => setTimeout(resolve, 2));
    underway--;
    return putObject.call(client, request);
  };
  const resource = new Resource({ name: 'users', client, attributes: { name: 'string' } });
  const records = Array.from({ length: 40 }, (_, number) => ({ id: `${number}`, name: 'n' }));
  expect(await resource.insertMany(records)).toHaveLength(40);
  expect(most).toBe(10);
});

test('lists are in the order of bytes', async () => {
  const resource = await freshResource();
  const ids = ['é', 'b', '_', 'A', '0', '-', 'a', '😀', '\uffee'];
  await resource.insertMany(ids.map((id) => ({ id, name: 'n' })));
  const sorted = ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(await resource.listIds()).toEqual(sorted);
  expect((await resource.list()).map(({ id }) => id)).toEqual(sorted);
});

test.each([
  [{ limit: 0 }, 1000],
  [{ limit: null }, 1000],
  [{ limit: -1 }, 0],
  [{ offset: 1001 }, 1],
  [{ offset: 5000 }, 0],
])('list(%p) gives %i records of 1002', async (options, count) => {
  const resource = await freshResource();
  await resource.insertMany(Array.from({ length: 1002 }, () => ({ name: 'n' })));
  expect(await resource.list(options)).toHaveLength(count);
  expect(await resource.listIds(options)).toHaveLength(count);
});
