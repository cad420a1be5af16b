import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

const ATTRIBUTES = {
  name: 'string|optional',
  list: 'array|items:string|optional',
  o: {
    a: 'string|optional',
    d: {
      x: 'number|optional',
      y: 'number|optional',
      e: { z: 'number|optional', w: 'number|optional' },
    },
  },
};

const D = { x: 1, y: 2, e: { z: 3, w: 4 } };
const FULL = { name: 'n', list: ['a', 'b'], o: { a: 'A', d: D } };

/** Changes, and what becomes of the nested object `o`. */
const CHANGES = {
  'a first level': [{ 'o.a': 'B' }, { a: 'B', d: D }],
  'a second level': [{ 'o.d.x': 9 }, { a: 'A', d: { ...D, x: 9 } }],
  'a third level': [{ 'o.d.e.z': 9 }, { a: 'A', d: { ...D, e: { z: 9, w: 4 } } }],
  'several levels': [
    { 'o.d.x': 9, 'o.d.e.z': 8, 'o.a': 'q' },
    { a: 'q', d: { x: 9, y: 2, e: { z: 8, w: 4 } } },
  ],
  'null at a path': [{ 'o.d.x': null }, { a: 'A', d: { ...D, x: null } }],
  'undefined at a path': [{ 'o.d.x': undefined }, { a: 'A', d: { y: 2, e: { z: 3, w: 4 } } }],
  'an object at a path': [{ 'o.d': { x: 7 } }, { a: 'A', d: { x: 7 } }],
  'null for a parent': [{ 'o.d': null }, { a: 'A', d: null }],
  'an object and a path into it': [
    { o: { a: 'M' }, 'o.d.y': 5 },
    { a: 'M', d: { ...D, y: 5 } },
  ],
  'a path inside an object': [{ o: { 'd.x': 5 } }, { a: 'A', d: { ...D, x: 5 } }],
  'a prototype': [{ '__proto__.p': 1 }, { a: 'A', d: D }],
  'a prototype of a nested object': [
    { 'o.__proto__.p': 1, 'o.d.__proto__.p': 1 },
    { a: 'A', d: D },
  ],
  'a constructor': [
    { 'constructor.prototype.p': 1, 'o.constructor.p': 1 },
    { a: 'A', d: D },
  ],
  'a prototype by name': [{ 'o.prototype.p': 1 }, { a: 'A', d: D }],
};

/** Behaviors and methods by which records are changed. */
const WAYS = [
  'user-managed',
  'enforce-limits',
  'truncate-data',
  'body-overflow',
  'body-only',
].flatMap((behavior) => ['update', 'patch'].map((method) => [method, behavior]));

describe.each(WAYS)('%s of %s', (method, behavior) => {
  test.each(Object.entries(CHANGES))(
    'before-is-before, dotted-prototypes: sets %s',
    async (_name, [changes, o]) => {
      const resource = await freshResource({ behavior, attributes: ATTRIBUTES });
      const inserted = await resource.insert({ id: '1', ...FULL });
      const given = structuredClone(changes);
      let told;
      resource.on('updated', (payload) => (told = payload));
      const written = await resource[method]('1', changes);
      expect(written.o).toEqual(o);
      expect(userFields([await resource.get('1')])).toEqual([{ id: '1', ...FULL, o }]);
      await new Promise(setImmediate);
      expect(told.$before).toMatchObject(FULL);
      expect(told.$after.o).toEqual(o);
      expect(inserted).toMatchObject(FULL);
      expect(changes).toEqual(given);
      expect({}.p).toBeUndefined();
    },
  );

  test.each([
    ['nothing', {}],
    ['null', { o: null }],
  ])('makes the parents where there is %s', async (_name, start) => {
    const resource = await freshResource({ behavior, attributes: ATTRIBUTES });
    await resource.insert({ id: '1', name: 'n', ...start });
    await resource[method]('1', { 'o.d.e.z': 9 });
    expect((await resource.get('1')).o).toEqual({ d: { e: { z: 9 } } });
  });

  test.each([
    ['an array', { 'list.0': 'z' }, "The 'list' field must be an array."],
    ['a text', { 'name.x': 'v' }, "The 'name' field must be a string."],
  ])('refuses a path into %s', async (_name, changes, message) => {
    const resource = await freshResource({ behavior, attributes: ATTRIBUTES });
    await resource.insert({ id: '1', ...FULL });
    await expect(resource[method]('1', changes)).rejects.toMatchObject({
      name: 'InvalidResourceItem',
      validation: [expect.objectContaining({ message })],
    });
    expect(await resource.get('1')).toMatchObject(FULL);
  });
});
