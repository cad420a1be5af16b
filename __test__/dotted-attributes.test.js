import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

/** What s3db.js 21.6.2 stores of each form of data that it accepts. */
const STORED = [
  ['flat data', { 'o.n': 'number' }, { 'o.n': 5 }, { 0: '5' }],
  ['flat data, converted', { 'o.n': 'number' }, { 'o.n': '7' }, { 0: '7' }],
  ['nested data', { 'o.n': 'number|optional' }, { o: { n: 5 } }, { 0: '5' }],
  ['no data', { 'o.n': 'number|optional', x: 'string' }, { x: 'c' }, { 1: 'c' }],
  [
    'two of one group',
    { 'o.n': 'number', 'o.m': 'string' },
    { 'o.n': 5, 'o.m': 'k' },
    { 0: '5', 1: 'k' },
  ],
  ['an undeclared neighbour', { 'o.n': 'number' }, { o: { m: 2 }, 'o.n': 3 }, { 0: '3', o_m: '2' }],
  ['below a group, flat', { a: { 'b.c': 'number' } }, { a: { 'b.c': 5 } }, { 0: '5' }],
  [
    'below a group, nested',
    { a: { 'b.c': 'number|optional' } },
    { a: { b: { c: 5 } } },
    { 0: '5' },
  ],
  ['the whole path', { a: { 'b.c': 'number|optional' } }, { 'a.b.c': 5 }, { 0: '5' }],
  ['a nested definition', { a: { b: { c: 'number' } } }, { a: { 'b.c': 5 } }, { 0: '5' }],
  ['a default', { 'o.n': 'number|default:5' }, {}, { 0: '5' }],
  ['a default of an object', { 'o.n': { type: 'number', default: 6 } }, {}, { 2: '6' }],
];

const expectStored = async (resource, id, stored) => {
  const { Metadata } = await resource.client.headObject(`resource=users/data/id=${id}`);
  expect(Metadata).toEqual({ _v: 'v1', ...stored });
};

describe('an attribute that is defined by a dotted name', () => {
  test.each(STORED)(
    'is stored as s3db.js stores it: %s',
    async (_name, attributes, data, stored) => {
      const resource = await freshResource({ attributes });
      await resource.insert({ id: 'a', ...data });
      await expectStored(resource, 'a', stored);
    },
  );

  test('is a nested field of the results', async () => {
    const resource = await freshResource({ attributes: { 'o.n': 'number', 'o.m': 'string' } });
    const o = { n: 5, m: 'k' };
    expect(await resource.insert({ id: 'a', 'o.n': 5, 'o.m': 'k' })).toMatchObject({ o });
    expect(await resource.get('a')).toMatchObject({ o });
    expect(await resource.list()).toMatchObject([{ o }]);
    expect(await resource.query({ 'o.n': 5 })).toMatchObject([{ o }]);
  });

  test.each([
    ['is absent', {}, 'required'],
    ['is wrong', { 'o.n': 'bad' }, 'number'],
    ['is wrong in nested data', { o: { n: 'bad' } }, 'number'],
  ])('is reported under its name when it %s', async (_name, data, type) => {
    const resource = await freshResource({ attributes: { 'o.n': 'number' } });
    const failure = expect.objectContaining({ field: 'o.n', type });
    await expect(resource.insert(data)).rejects.toMatchObject({
      name: 'InvalidResourceItem',
      validation: [failure],
    });
  });

  test('is encrypted', async () => {
    const resource = await freshResource({ attributes: { 'o.s': 'secret' } });
    await resource.insert({ id: 'a', 'o.s': 'plain text' });
    const { Metadata } = await resource.client.headObject('resource=users/data/id=a');
    expect(Metadata[0]).not.toContain('plain');
    expect(await resource.get('a')).toMatchObject({ o: { s: 'plain text' } });
  });

  test('is validated where the schema is strict, and by asynchronous checkers', async () => {
    const check = async (value, errors) => {
      if (value > 9) errors.push({ type: 'tooMuch', field: 'o.n' });
      return value;
    };
    const attributes = { $$strict: true, 'o.n': { type: 'number', custom: check } };
    const resource = await freshResource({ attributes });
    expect(await resource.insert({ o: { n: 5 } })).toMatchObject({ o: { n: 5 } });
    await expect(resource.insert({ o: { n: 10 } })).rejects.toMatchObject({
      validation: [expect.objectContaining({ type: 'tooMuch' })],
    });
    await expect(resource.insert({ o: { n: 5, m: 1 } })).rejects.toMatchObject({
      validation: [expect.objectContaining({ type: 'objectStrict', actual: 'o' })],
    });
  });
});

/** s3db.js refuses these, or puts the default in place of the value. */
describe('dotted-attributes: such an attribute is the nested field', () => {
  test('of required nested data', async () => {
    const resource = await freshResource({ attributes: { 'o.n': 'number' } });
    await resource.insert({ id: 'a', o: { n: 5 } });
    await expectStored(resource, 'a', { 0: '5' });
  });

  test.each([
    ['update', { o: { n: 9 } }],
    ['update', { 'o.n': 9 }],
    ['patch', { 'o.n': 9 }],
    ['replace', { o: { n: 9 } }],
    ['replace', { 'o.n': 9 }],
  ])('that %s changes: %j', async (method, changes) => {
    const resource = await freshResource({ attributes: { 'o.n': 'number' } });
    await resource.insert({ id: 'a', 'o.n': 5 });
    expect(await resource[method]('a', changes)).toMatchObject({ o: { n: 9 } });
    await expectStored(resource, 'a', { 0: '9' });
  });

  test('that keeps a given value where there is a default', async () => {
    const resource = await freshResource({ attributes: { 'o.n': 'number|default:5' } });
    await resource.insert({ id: 'a', o: { n: 1 } });
    await resource.update('a', { 'o.n': 2 });
    await expectStored(resource, 'a', { 0: '2' });
  });

  test('of a partition', async () => {
    const resource = await freshResource({
      attributes: { 'o.n': 'number|optional' },
      strictValidation: false,
      partitions: { byN: { fields: { 'o.n': 'number' } } },
    });
    await resource.insert({ id: 'a', 'o.n': 5 });
    expect(await resource.listIds({ partition: 'byN', partitionValues: { 'o.n': 5 } })).toEqual([
      'a',
    ]);
  });
});

test('validate() leaves the data as they were given', async () => {
  const resource = await freshResource({ attributes: { 'o.n': 'number' } });
  const nested = { o: { n: 5 } };
  expect(await resource.validate(nested)).toEqual({ isValid: true, errors: [], data: nested });
});
