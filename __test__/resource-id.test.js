import { describe, expect, jest, test } from '@jest/globals';

import { freshDatabase, freshResource } from './support/fresh-database.js';

const KEY_BYTES = 1024;
const longest = KEY_BYTES - 'app/resource=users/data/id='.length;

describe('a text is an id', () => {
  test.each([
    '.',
    '..',
    'a b',
    'é',
    '😀',
    '__proto__',
    'constructor',
    'toString',
    'a\nb',
    'a\u0000b',
    '?',
    '#',
    'a+b',
    'a:b',
    '*',
    '0',
    'null',
    'undefined',
    'x'.repeat(longest),
  ])('%j', async (id) => {
    const resource = await freshResource({
      partitions: { byRegion: { fields: { region: 'string' } } },
    });
    expect((await resource.insert({ id, name: 'a' })).id).toBe(id);
    expect((await resource.get(id)).id).toBe(id);
    expect(await resource.exists(id)).toBe(true);
    expect(await resource.listIds()).toEqual([id]);
    expect((await resource.update(id, { name: 'b' })).id).toBe(id);
    await resource.delete(id);
    expect(await resource.listIds()).toEqual([]);
  });
});

test.each([
  ['a/b', "Invalid id: contains unsafe character '/'"],
  ['a\\b', "Invalid id: contains unsafe character '\\'"],
  ['a=b', "Invalid id: contains unsafe character '='"],
  ['a%b', "Invalid id: contains unsafe character '%'"],
  ['\ud800', 'Resource id contains a lone surrogate'],
  ['x'.repeat(longest + 1), 'Invalid id: makes a key of more than 1024 bytes'],
  [Symbol.iterator, 'Resource id must be a string'],
  [Number.NaN, 'Resource id must be a finite number'],
  [Number.POSITIVE_INFINITY, 'Resource id must be a finite number'],
])('%p is no id of a new record', async (id, message) => {
  const resource = await freshResource();
  await expect(resource.insert({ id, name: 'a' })).rejects.toMatchObject({
    name: 'ValidationError',
    code: 'INVALID_ID',
    statusCode: 400,
    message,
  });
  expect(await resource.count()).toBe(0);
});

test.each([
  ['', 'Resource id cannot be empty'],
  [' ', 'Resource id cannot be empty'],
  [null, 'Resource id cannot be empty'],
  [undefined, 'Resource id cannot be empty'],
  [{}, 'Resource id must be a string'],
  [[], 'Resource id must be a string'],
])('ids-that-are-no-keys: %p is no id of a stored record', async (id, message) => {
  const resource = await freshResource();
  await expect(resource.get(id)).rejects.toMatchObject({ name: 'ValidationError', message });
});

/** insert gives back what it was given; what is stored is the text of it. */
test.each([
  [0, '0'],
  [-1, '-1'],
  [1.5, '1.5'],
  [5n, '5'],
  [true, 'true'],
])('%p becomes text', async (id, text) => {
  const resource = await freshResource();
  expect((await resource.insert({ id, name: 'a' })).id).toBe(id);
  expect(await resource.listIds()).toEqual([text]);
});

test.each([[undefined], [null], [''], [false]])('%p asks for a new id', async (id) => {
  const resource = await freshResource();
  const inserted = await resource.insert({ id, name: 'a' });
  expect(inserted.id).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(await resource.listIds()).toEqual([inserted.id]);
});

describe('new ids', () => {
  test('have the size that the resource asks for', async () => {
    for (const [config, size] of [
      [{ idSize: 8 }, 8],
      [{ idGenerator: 10 }, 10],
    ]) {
      const resource = await freshResource(config);
      expect((await resource.insert({ name: 'a' })).id).toHaveLength(size);
    }
  });

  test('come from a function, where no id is given', async () => {
    let count = 0;
    const resource = await freshResource({ idGenerator: () => `n${++count}` });
    const ids = [];
    for (const data of [{ name: 'a' }, { id: 'own', name: 'a' }, { name: 'a' }]) {
      ids.push((await resource.insert(data)).id);
    }
    expect(ids).toEqual(['n1', 'own', 'n2']);
  });

  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [5, '5'],
    ['', expect.stringMatching(/^[\w-]{22}$/)],
    [' ', expect.stringMatching(/^[\w-]{22}$/)],
  ])('are the text of what the function gives: %p', async (made, id) => {
    const resource = await freshResource({ idGenerator: () => made });
    expect((await resource.insert({ name: 'a' })).id).toEqual(id);
  });
});

describe('a function that is assigned makes the ids', () => {
  const counting = () => {
    let count = 0;
    return jest.fn(() => `own${++count}`);
  };

  test.each([
    ['random ids', {}],
    ['ids of a size', { idSize: 6 }],
    ['another function', { idGenerator: () => 'configured' }],
    ['a sequence', { idGenerator: 'incremental' }],
  ])('of a resource with %s', async (_name, config) => {
    const resource = await freshResource(config);
    const { idGeneratorType } = resource;
    resource.idGenerator = counting();
    const ids = [(await resource.insert({ name: 'a' })).id];
    await resource.insert({ id: 'given', name: 'a' });
    for (const { id } of await resource.insertMany([{ name: 'a' }, { name: 'b' }])) ids.push(id);
    expect(ids).toEqual(['own1', 'own2', 'own3']);
    expect(resource.idGeneratorType).toBe(idGeneratorType);
    expect(await resource.listIds()).toEqual(['given', ...ids]);
  });

  test('without arguments, unless one was configured', async () => {
    const resource = await freshResource();
    resource.idGenerator = counting();
    await resource.insert({ name: 'a' });
    expect(resource.idGenerator.mock.calls).toEqual([[]]);
    const configured = await freshResource({ idGenerator: () => 'x' });
    configured.idGenerator = counting();
    await configured.insert({ name: 'a' });
    expect(configured.idGenerator.mock.calls).toEqual([[expect.objectContaining({ name: 'a' })]]);
  });

  test.each([undefined, null, '', ' ', 0, false])('a random one for %p', async (made) => {
    const resource = await freshResource({ idSize: 9 });
    resource.idGenerator = async () => made;
    expect((await resource.insert({ name: 'a' })).id).toMatch(/^[\w-]{9}$/);
  });

  test('until the first one is assigned again', async () => {
    const resource = await freshResource();
    const { idGenerator } = resource;
    resource.idGenerator = counting();
    await resource.insert({ name: 'a' });
    resource.idGenerator = idGenerator;
    expect((await resource.insert({ name: 'a' })).id).toHaveLength(22);
  });

  test('also after the resource was declared again, or changed', async () => {
    const db = await freshDatabase();
    const config = { name: 'users', attributes: { name: 'string' } };
    const resource = await db.createResource(config);
    resource.idGenerator = counting();
    await db.createResource(config);
    resource.updateAttributes({ name: 'string', age: 'number|optional' });
    expect((await resource.insert({ name: 'a' })).id).toBe('own1');
  });

  test('also of a resource that was restored, when it is declared', async () => {
    const db = await freshDatabase();
    const config = { name: 'users', attributes: { name: 'string' } };
    await db.createResource(config);
    const { connectionString } = db;
    const again = await freshDatabase({ connectionString });
    again.resource('users').idGenerator = counting();
    const users = await again.createResource({ ...config, idSize: 5 });
    expect((await users.insert({ name: 'a' })).id).toBe('own1');
  });

  test.each([5, 'incremental', null])('%p is none: inserts without an id fail', async (value) => {
    const resource = await freshResource();
    resource.idGenerator = value;
    await expect(resource.insert({ name: 'a' })).rejects.toThrow(TypeError);
    expect((await resource.insert({ id: 'given', name: 'a' })).id).toBe('given');
  });
});

describe('numeric-ids: a number is an id', () => {
  const selection = { partitionName: 'byRegion', partitionValues: { region: 'EU' } };

  /** What every method says of the record of the number that it is called with. */
  const methods = {
    get: async (resource, id) => (await resource.get(id)).id,
    getOrNull: async (resource, id) => (await resource.getOrNull(id)).id,
    getOrThrow: async (resource, id) => (await resource.getOrThrow(id)).id,
    getMany: async (resource, id) => (await resource.getMany([id]))[0].id,
    getFromPartition: async (resource, id) =>
      (await resource.getFromPartition({ id, ...selection })).id,
    exists: async (resource, id) => ((await resource.exists(id)) ? String(id) : null),
    update: async (resource, id) => (await resource.update(id, { age: 2 })).id,
    patch: async (resource, id) => (await resource.patch(id, { age: 2 })).id,
    upsert: async (resource, id) => (await resource.upsert({ id, name: 'a' })).id,
    'upsert by id': async (resource, id) => (await resource.upsert(id, { name: 'a' })).id,
    setContent: async (resource, id) => (await resource.setContent({ id, buffer: 'b' })).id,
    content: async (resource, id) =>
      (await resource.content(id)).buffer === null ? null : String(id),
    hasContent: async (resource, id) => {
      await resource.setContent({ id, buffer: 'b' });
      return (await resource.hasContent(id)) ? String(id) : null;
    },
    deleteContent: async (resource, id) => {
      await resource.setContent({ id, buffer: 'b' });
      await resource.deleteContent(id);
      return (await resource.hasContent(String(id))) ? null : String(id);
    },
    delete: async (resource, id) => {
      await resource.delete(id);
      return (await resource.exists(String(id))) ? null : String(id);
    },
    deleteMany: async (resource, id) => {
      const { deleted } = await resource.deleteMany([id]);
      return deleted === 1 ? String(id) : null;
    },
  };

  const cases = Object.entries(methods).flatMap(([method, call]) =>
    [
      [0, '0'],
      [-0, '0'],
      [12, '12'],
      [-1, '-1'],
      [1.5, '1.5'],
      [1e21, '1e+21'],
    ].map(([id, text]) => [method, id, text, call]),
  );

  test.each(cases)('%s(%p) means %p', async (_method, id, text, call) => {
    const resource = await freshResource({
      partitions: { byRegion: { fields: { region: 'string' } } },
    });
    const inserted = await resource.insert({ id, name: 'a', region: 'EU' });
    expect(Object.is(inserted.id, id)).toBe(true);
    expect(await resource.listIds()).toEqual([text]);
    expect(await call(resource, id)).toBe(text);
  });

  test('replace gives it back, as insert does', async () => {
    const resource = await freshResource();
    expect((await resource.replace(7, { name: 'a' })).id).toBe(7);
    expect((await resource.get(7)).id).toBe('7');
  });

  const single = Object.entries(methods).filter(([method]) => !method.endsWith('Many'));

  test.each(
    single.flatMap(([method, call]) =>
      [Number.NaN, Infinity, -Infinity].map((id) => [method, id, call]),
    ),
  )('but not for %s(%p)', async (_method, id, call) => {
    const resource = await freshResource({
      partitions: { byRegion: { fields: { region: 'string' } } },
    });
    await expect(call(resource, id)).rejects.toMatchObject({
      name: 'ValidationError',
      code: 'INVALID_ID',
      statusCode: 400,
      field: 'id',
      message: 'Resource id must be a finite number',
    });
  });

  test('but not of an item of a bulk method', async () => {
    const resource = await freshResource();
    await resource.insert({ id: 5, name: 'a' });
    const told = [];
    resource.on('error', (error, item) => told.push([error.code, item]));
    expect(await resource.getMany([Number.NaN, 5])).toHaveLength(1);
    expect(await resource.deleteMany([Infinity, 5])).toEqual({ deleted: 1, errors: 1 });
    await new Promise(setImmediate);
    expect(told).toEqual([
      ['INVALID_ID', Number.NaN],
      ['INVALID_ID', Infinity],
    ]);
  });
});
