import { describe, expect, test } from '@jest/globals';

import { NoSuchKey, PartitionError } from '../index.js';
import { freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

/** What s3db.js 21.6.2 answers, by method: arguments and answers. */
const ANSWERS = {
  getNestedFieldValue: [
    [[{ a: { b: 1 } }, 'a.b'], 1],
    [[{ a: { b: 1 } }, 'a.c.d'], undefined],
    [[{ 'a.b': 5, a: { b: 1 } }, 'a.b'], 1],
    [[{ a: null }, 'a.b'], undefined],
    [[{ a: [1, 2] }, 'a.1'], 2],
    [[{ a: 1 }, 'a'], 1],
    [[{ a: 'xyz' }, 'a.length'], undefined],
    [[null, 'a.b'], undefined],
  ],
  extractIdsFromKeys: [
    [
      [
        [
          'resource=u/data/id=a',
          'x/resource=u/partition=p/r=id=3/id=b',
          'nothing',
          'id=',
          '/id=q/id=z',
          'resource=u/data/id=a=b',
        ],
      ],
      ['a', 'b', '', 'q', 'a=b'],
    ],
  ],
  getResourceKey: [
    [['a'], 'resource=users/data/id=a'],
    [[5], 'resource=users/data/id=5'],
    [[''], 'resource=users/data/id='],
  ],
  calculateContentLength: [
    [['é'], 2],
    [[Buffer.from('abc')], 3],
    [[{ a: 'é' }], 10],
    [[[1, 2]], 5],
    [[12], 2],
    [[true], 4],
    [[0], 0],
    [[null], 0],
  ],
  handleResourceError: [
    [
      [new Error('Cipher job failed x'), '7', 'main'],
      { id: '7', _decryptionFailed: true, _error: 'Cipher job failed x' },
    ],
    [
      [new Error('OperationError: y'), '7', 'partition'],
      {
        id: '7',
        _decryptionFailed: true,
        _error: 'OperationError: y',
        _partition: 'partition',
      },
    ],
  ],
  applyDefaults: [[[{ name: 'a' }], { name: 'a', level: 3 }]],
  applyConfiguration: [[[], undefined]],
  hasAsyncIdGenerator: [[[], false]],
  isSchemaCompiled: [[[], true]],
  prewarmSchema: [[[], undefined]],
};

const cases = Object.entries(ANSWERS).flatMap(([method, answers]) =>
  answers.map(([args, answer]) => ({ method, args, answer })),
);

const ATTRIBUTES = { name: 'string|required', level: 'number|default:3' };

test.each(cases)('$method($args) is $answer', async ({ method, args, answer }) => {
  const resource = await freshResource({ attributes: ATTRIBUTES });
  expect(resource[method](...args)).toEqual(answer);
});

test('getNestedFieldValue finds nothing in prototypes', async () => {
  const resource = await freshResource();
  expect(resource.getNestedFieldValue({}, 'constructor.name')).toBeUndefined();
});

test.each([
  [undefined, false],
  [12, false],
  [() => 'x', false],
  ['incremental', true],
  [async () => 'x', false],
])('hasAsyncIdGenerator of %p is %p', async (idGenerator, expected) => {
  const resource = await freshResource({ idGenerator });
  expect(resource.hasAsyncIdGenerator()).toBe(expected);
});

test('handleResourceError throws any other error', async () => {
  const resource = await freshResource();
  const error = new Error('other');
  expect(() => resource.handleResourceError(error, '7')).toThrow(error);
});

describe('handleListError', () => {
  const selection = { partition: 'p', partitionValues: { a: 1 } };

  test.each([
    [new PartitionError('q', {})],
    [new NoSuchKey({ bucket: 'b', key: 'k' })],
    [{ message: 'zz', name: 'NotFound' }],
  ])('of %p is an empty list', async (error) => {
    const resource = await freshResource();
    const told = [];
    resource.on('list', (payload) => told.push(payload));
    expect(resource.handleListError(error, selection)).toEqual([]);
    expect(resource.handleListError(error, {})).toEqual([]);
    await new Promise(setImmediate);
    expect(told).toEqual([
      { ...selection, count: 0, errors: 0 },
      { count: 0, errors: 0 },
    ]);
  });

  test('of any other error throws', async () => {
    const resource = await freshResource();
    const told = [];
    resource.on('list', (payload) => told.push(payload));
    expect(() => resource.handleListError(new Error('boom'), selection)).toThrow(
      expect.objectContaining({ name: 'UnknownError', message: expect.stringContaining('boom') }),
    );
    await new Promise(setImmediate);
    expect(told).toEqual([{ ...selection, count: 0, errors: 1 }]);
  });
});

test('processListResults reads records and tells of failures', async () => {
  const resource = await freshResource();
  await resource.insert({ id: '1', name: 'n' });
  const told = [];
  resource.on('error', (error, id) => told.push([error.code, id]));
  expect(await resource.processListResults(['1', 'x'])).toEqual([await resource.get('1')]);
  await new Promise(setImmediate);
  expect(told).toEqual([['NoSuchKey', 'x']]);
});

test('applyConfiguration takes other keys of the attributes', async () => {
  const resource = await freshResource({
    attributes: { name: 'string', level: 'number|optional' },
  });
  resource.applyConfiguration({ map: { name: 'nm', level: 'lv' } });
  expect(resource.schema.map).toEqual({ name: 'nm', level: 'lv' });
  await resource.insert({ id: '1', name: 'n', level: 2 });
  const { Metadata } = await resource.client.headObject('resource=users/data/id=1');
  expect(Metadata).toMatchObject({ nm: 'n' });
  expect(userFields(await resource.get('1'))).toEqual({ id: '1', name: 'n', level: 2 });
});

describe('lazySchema', () => {
  test.each([
    ['prewarmSchema', (resource) => resource.prewarmSchema()],
    ['an insert', (resource) => resource.insert({ id: '1', name: 'n' })],
  ])('is compiled by %s', async (_name, use) => {
    const resource = await freshResource({ lazySchema: true });
    expect(resource.schema).toBeNull();
    expect(resource.isSchemaCompiled()).toBe(false);
    await use(resource);
    expect(resource.isSchemaCompiled()).toBe(true);
    expect(resource.schema.attributes).toBe(resource.attributes);
  });

  test('lazy-schema: a wrong type is reported by the first use', async () => {
    const resource = await freshResource({ lazySchema: true, attributes: { a: { type: 'nope' } } });
    expect(() => resource.prewarmSchema()).toThrow('nope');
  });
});

test('$schema is a frozen copy of the configuration', async () => {
  const resource = await freshResource({ description: 'people', idSize: 9 });
  expect(Object.isFrozen(resource.$schema)).toBe(true);
  expect(resource.$schema).toMatchObject({ name: 'users', description: 'people', idSize: 9 });
});
