import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

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
])('%p is no id of a stored record', async (id, message) => {
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
  ])('are the text of what the function gives: %p', async (made, id) => {
    const resource = await freshResource({ idGenerator: () => made });
    expect((await resource.insert({ name: 'a' })).id).toBe(id);
  });
});
