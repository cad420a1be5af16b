/** Numbers that no store holds as they are given: -0, and dates. */
import { beforeEach, describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

const ATTRIBUTES = {
  n: 'number|optional',
  strict: 'number|convert:false|optional',
  money: 'money|optional',
  decimal: 'decimal:2|optional',
  lat: 'geo:lat|optional',
  secret: 'secretNumber|optional',
  object: { type: 'number', optional: true },
  either: ['number|optional', 'string|optional'],
  nested: { n: 'number|optional', deep: { n: 'number|optional' } },
  list: 'array|items:number|optional',
  records: {
    type: 'array',
    optional: true,
    items: { type: 'object', props: { n: 'number' } },
  },
  vector: 'embedding:2|optional',
  json: 'json|optional',
  free: 'any|optional',
};

/** Where a number may stand. */
const PLACES = [
  ['a number', (number) => ({ n: number })],
  ['one that is not converted', (number) => ({ strict: number })],
  ['money', (number) => ({ money: number })],
  ['a decimal', (number) => ({ decimal: number })],
  ['a latitude', (number) => ({ lat: number })],
  ['a secret', (number) => ({ secret: number })],
  ['an object definition', (number) => ({ object: number })],
  ['a nested object', (number) => ({ nested: { n: number } })],
  ['a deeply nested object', (number) => ({ nested: { deep: { n: number } } })],
  ['a list', (number) => ({ list: [1, number] })],
  ['a list of objects', (number) => ({ records: [{ n: number }] })],
  ['a vector', (number) => ({ vector: [1, number] })],
];

/** Values that are not numbers of their own. */
const UNTYPED = [
  ['an object of any', (number) => ({ free: { x: number } })],
  ['a list of any', (number) => ({ free: [number] })],
  ['json', (number) => ({ json: { x: [number] } })],
];

const update = (method) => async (resource, fields) => {
  await resource.insert({ id: 'a' });
  return resource[method]('a', fields);
};

const WRITES = {
  insert: (resource, fields) => resource.insert({ id: 'a', ...fields }),
  upsert: (resource, fields) => resource.upsert({ id: 'a', ...fields }),
  update: update('update'),
  patch: update('patch'),
  replace: update('replace'),
  'insert that is asked for by a method around it': (resource, fields) => {
    const { validate } = resource;
    resource.validate = function (...args) {
      return validate.apply(this, args);
    };
    return resource.insert({ id: 'a', ...fields });
  },
};

/** @type {any} */
let resource;

beforeEach(async () => {
  resource = await freshResource({ name: 'figures', attributes: ATTRIBUTES });
});

describe.each(Object.entries(WRITES))('%s', (_name, write) => {
  test.each([...PLACES, ...UNTYPED])('minus-zero: -0 as %s is 0', async (_place, fieldsOf) => {
    expect(await write(resource, fieldsOf(-0))).toMatchObject(fieldsOf(0));
    expect(await resource.get('a')).toMatchObject(fieldsOf(0));
  });

  test.each(PLACES)('a Date as %s is refused', async (_place, fieldsOf) => {
    const { validation } = await write(resource, fieldsOf(new Date(5))).catch((error) => error);
    expect(validation).toMatchObject([
      { type: 'number', message: expect.stringMatching(/ must be a number\.$/) },
    ]);
    expect((await resource.getOrNull('a')) ?? {}).not.toMatchObject(fieldsOf(5));
  });
});

test('-0 as text is 0, and other text keeps its number', async () => {
  const record = await resource.insert({ id: 'a', n: '-0', nested: { n: '-1.5' } });
  expect(record).toMatchObject({ n: 0, nested: { n: -1.5 } });
});

test('a Date is none of several alternatives without one for dates', async () => {
  const insert = resource.insert({ id: 'a', either: new Date(5) });
  await expect(insert).rejects.toMatchObject({
    validation: [{ type: 'number' }, { type: 'string' }],
  });
});

test('partitions and queries know -0 as 0', async () => {
  const attributes = { n: 'number' };
  const partitions = { byN: { fields: { n: 'number' } } };
  const counted = await freshResource({ name: 'counts', attributes, partitions });
  await counted.insert({ id: 'a', n: -0 });
  const selection = { partition: 'byN', partitionValues: { n: 0 } };
  expect(await counted.listIds(selection)).toEqual(['a']);
  expect(await counted.query({ n: 0 })).toHaveLength(1);
});

test('validate() on its own takes a Date for its milliseconds and leaves -0', async () => {
  const report = await resource.validate({ n: new Date(5), decimal: -0 });
  expect(report).toEqual({ isValid: true, errors: [], data: { n: 5, decimal: -0 } });
});
