import { beforeEach, describe, expect, test } from '@jest/globals';

import { Database, MemoryClient } from '../index.js';
import * as errors from '../lib/errors.js';

let db;
let resource;

beforeEach(async () => {
  MemoryClient.clearBucketStorage('bad-input');
  db = new Database({ connectionString: 'memory://bad-input', logLevel: 'silent' });
  await db.connect();
  resource = await db.createResource({
    name: 'u',
    attributes: { name: 'string', age: 'number|optional', nested: { a: 'string|optional' } },
  });
});

/** The error of a call that must fail, with class, code and message. */
async function failureOf(run) {
  const error = await Promise.resolve()
    .then(run)
    .then(
      () => new Error('nothing was thrown'),
      (thrown) => thrown,
    );
  expect(errors[error.constructor.name]).toBe(error.constructor);
  expect(error.message).toMatch(/\w/);
  return error;
}

const dataKeys = () => resource.client.getAllKeys({ prefix: 'resource=u/data' });

test.each([[undefined], [null], ['text']])('%p holds no options', async (options) => {
  expect(() => new Database(options)).toThrow('new Database() requires an object of options');
  await expect(db.createResource(options)).rejects.toThrow(
    'createResource requires an object with a name and attributes',
  );
});

const OF_ITSELF = { a: 'string' };
OF_ITSELF.own = OF_ITSELF;

describe('definitions', () => {
  test.each([
    ['no name', { attributes: { a: 'string' } }],
    ['no attributes', { name: 'x' }],
    ['empty attributes', { name: 'x', attributes: {} }],
    ['attributes that are a list', { name: 'x', attributes: ['a'] }],
    ['attributes that are a text', { name: 'x', attributes: 'string' }],
    ['an unsafe name', { name: 'a/b', attributes: { a: 'string' } }],
    [
      'a partition without fields',
      { name: 'x', attributes: { a: 'string' }, partitions: { p: {} } },
    ],
    ['an unknown hook', { name: 'x', attributes: { a: 'string' }, hooks: { nope: [] } }],
    ['a type that is a number', { name: 'x', attributes: { a: 5 } }],
    ['a type that is null', { name: 'x', attributes: { a: null } }],
    ['attributes that hold themselves', { name: 'x', attributes: OF_ITSELF }],
    ['a limit that is a BigInt', { name: 'x', attributes: { a: { type: 'number', min: 1n } } }],
    ['half of a surrogate pair in a name', { name: 'x', attributes: { 'a\udc00': 'string' } }],
    [
      'half of a surrogate pair in a rule',
      { name: 'x', attributes: { a: 'string|default:\ud800' } },
    ],
    ['a behavior that is no text', { name: 'x', attributes: { a: 'string' }, behavior: 5 }],
  ])('%s', async (_name, config) => {
    const error = await failureOf(() => db.createResource(config));
    expect(error.statusCode).toBe(400);
    expect(db.resourceExists(config.name ?? 'x')).toBe(false);
  });

  test('an unknown type is refused', async () => {
    const creation = db.createResource({ name: 'odd', attributes: { a: 'nosuchtype' } });
    await expect(creation).rejects.toMatchObject({
      message: "Invalid 'nosuchtype' type in validator schema.",
      code: 'INVALID_DEFINITION',
      statusCode: 400,
    });
    expect(db.resourceExists('odd')).toBe(false);
    expect(await db.client.getAllKeys({ prefix: 'resource=odd' })).toEqual([]);
  });

  test('a pattern that is none is refused', async () => {
    const attributes = { a: 'string|pattern:(' };
    await expect(db.createResource({ name: 'odd', attributes })).rejects.toMatchObject({
      name: 'SyntaxError',
      code: 'INVALID_DEFINITION',
      statusCode: 400,
    });
  });

  test.each(['constructor', '__proto__', 'then', 'toJSON'])(
    'a resource %s is found',
    async (name) => {
      const odd = await db.createResource({ name, attributes: { a: 'string' } });
      expect(db.resources[name]).toBe(odd);
      expect(db.resource(name)).toBe(odd);
      expect({}.a).toBeUndefined();
    },
  );

  test.each(['__proto__', 'constructor', 'prototype'])(
    'an attribute %s pollutes nothing',
    async (name) => {
      const attributes = JSON.parse(`{"a": "string", "${name}": "string|optional"}`);
      await db.createResource({ name: 'x', attributes }).catch((error) => {
        expect(error).toBeInstanceOf(errors.BaseError);
      });
      expect({}.a).toBeUndefined();
      expect(Object.prototype.constructor).toBe(Object);
    },
  );

  test('10,000 attributes', async () => {
    const names = Array.from({ length: 10_000 }, (_, number) => `attribute${number}`);
    const attributes = Object.fromEntries(names.map((name) => [name, 'number|optional']));
    const large = await db.createResource({ name: 'large', attributes, behavior: 'body-only' });
    const record = Object.fromEntries(names.map((name, number) => [name, number]));
    await large.insert({ id: '1', ...record });
    expect(await large.get('1')).toMatchObject(record);
  });
});

describe('ids', () => {
  const UNSAFE = ['a/b', 'a\\b', 'a=b', 'a%b', '../x', '/'];
  const LONE = ['\ud800', 'x\udfff'];

  test.each([...UNSAFE, ...LONE, Number.NaN, Number.POSITIVE_INFINITY])('%p', async (id) => {
    for (const method of ['get', 'update', 'patch', 'replace', 'delete']) {
      const error = await failureOf(() => resource[method](id, { name: 'x' }));
      expect(error).toBeInstanceOf(errors.ValidationError);
      expect(error).toMatchObject({ code: 'INVALID_ID', statusCode: 400, field: 'id' });
    }
    const error = await failureOf(() => resource.insert({ id, name: 'x' }));
    expect(error).toBeInstanceOf(errors.ValidationError);
    expect(error).toMatchObject({ code: 'INVALID_ID', statusCode: 400 });
    expect(await dataKeys()).toEqual([]);
  });

  test.each([[''], ['   '], [null], [undefined], [{}], [[]], [true], [() => 1]])(
    '%p is no id',
    async (id) => {
      for (const method of ['get', 'update', 'patch', 'replace', 'delete']) {
        const error = await failureOf(() => resource[method](id, { name: 'x' }));
        expect(error).toBeInstanceOf(errors.ValidationError);
        expect(error).toMatchObject({ code: 'INVALID_ID', field: 'id' });
      }
    },
  );

  test.each(['toString', '__proto__', 'constructor', 'ä', '😀', ' a b ', 'a.b', '..', '0'])(
    '%p is an id like others',
    async (id) => {
      await resource.insert({ id, name: 'x' });
      expect(await resource.get(id)).toMatchObject({ id, name: 'x' });
      expect(await resource.listIds()).toEqual([id]);
      await resource.delete(id);
      expect(await dataKeys()).toEqual([]);
    },
  );

  test('of 1,024 bytes is stored or refused, not cut', async () => {
    const id = 'i'.repeat(1024);
    const outcome = await resource.insert({ id, name: 'x' }).catch((error) => error);
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(errors.ValidationError);
    else expect((await resource.get(id)).id).toBe(id);
  });
});

describe('records', () => {
  const circular = { name: 'x' };
  circular.self = circular;

  test.each([
    ['a lone surrogate', { name: '\ud800' }],
    ['a lone surrogate deep inside', { name: 'x', other: { deep: { er: '\udc00' } } }],
    ['a lone surrogate in a name', { name: 'x', '\ud800': 'y' }],
    ['a function', { name: 'x', other: () => 1 }],
    ['a symbol', { name: 'x', other: Symbol('s') }],
    ['an invalid date', { name: 'x', other: new Date(Number.NaN) }],
    ['a date for an object', { name: 'x', nested: new Date(0) }],
    ['bytes for an object', { name: 'x', nested: Buffer.from('x') }],
    ['the wrong type', { name: 5 }],
    ['a missing field', {}],
  ])('lone-surrogates, unstorable-values, dates-for-objects: %s', async (_name, fields) => {
    const error = await failureOf(() => resource.insert({ id: 'a', ...fields }));
    expect(error).toBeInstanceOf(errors.BaseError);
    expect(error.statusCode).toBe(422);
    expect(await dataKeys()).toEqual([]);
  });

  test('a lone surrogate in JSON is kept', async () => {
    await resource.insert({ id: 'a', name: 'x', other: ['\udc00'] });
    expect(await resource.get('a')).toMatchObject({ other: ['\udc00'] });
  });

  test('endless-values: that contain themselves are refused', async () => {
    const endless = { name: 'x', self: [circular] };
    const calls = [
      () => resource.insert({ id: 'a', ...circular }),
      () => resource.update('b', circular),
      () => resource.update('b', { 'nested.a': endless }),
      () => resource.patch('b', { other: endless }),
      () => resource.replace('b', { id: 'b', ...circular }),
      () => resource.upsert({ id: 'a', ...circular }),
      () => resource.validate(circular),
    ];
    await resource.insert({ id: 'b', name: 'B' });
    for (const call of calls) {
      expect(await failureOf(call)).toMatchObject({
        name: 'ValidationError',
        code: 'INVALID_FIELD',
        statusCode: 422,
      });
    }
    expect(await dataKeys()).toEqual(['resource=u/data/id=b']);
    expect((await resource.get('b')).name).toBe('B');
  });

  test('whose getters throw fail as these do', async () => {
    const error = new RangeError('of the getter');
    const record = {
      id: 'a',
      get name() {
        throw error;
      },
    };
    await expect(resource.insert(record)).rejects.toBe(error);
  });

  test.each([[undefined], [null], [5], ['text']])('%p is no record', async (record) => {
    const expected = new TypeError('insert requires an object of attributes');
    await expect(resource.insert(record)).rejects.toEqual(expected);
    expect(await dataKeys()).toEqual([]);
  });

  test('a refused update leaves the record as it was', async () => {
    await resource.insert({ id: 'a', name: 'A', age: 1 });
    const before = db.client.snapshot().objects['resource=u/data/id=a'];
    for (const changes of [
      { age: 'x' },
      { name: '\ud800' },
      { name: undefined },
      { other: () => 1 },
    ]) {
      await failureOf(() => resource.update('a', changes));
    }
    expect(db.client.snapshot().objects['resource=u/data/id=a']).toEqual(before);
  });

  test('dotted names are paths', async () => {
    await resource.insert({ id: 'a', name: 'A', 'nested.a': 'x' });
    expect(await resource.get('a')).toMatchObject({ nested: { a: 'x' } });
  });

  test('a value of ten megabytes', async () => {
    const huge = await db.createResource({
      name: 'huge',
      attributes: { text: 'string' },
      behavior: 'body-overflow',
    });
    const text = 'ä'.repeat(5 * 2 ** 20);
    await huge.insert({ id: 'a', text });
    expect((await huge.get('a')).text).toBe(text);
  });

  test('too large a value is refused whole where limits are enforced', async () => {
    const small = await db.createResource({
      name: 'small',
      attributes: { text: 'string' },
      behavior: 'enforce-limits',
    });
    const error = await failureOf(() => small.insert({ id: 'a', text: 'x'.repeat(3000) }));
    expect(error).toBeInstanceOf(errors.MetadataLimitError);
    expect(error.statusCode).toBe(413);
    expect(await small.exists('a')).toBe(false);
  });
});

describe('stored objects that are corrupt', () => {
  const KEY = 'resource=u/data/id=a';

  test.each([
    ['metadata of no schema', { metadata: { zzz: '!!', 1: '%%%' } }],
    ['a number that is none', { metadata: { 0: 'A', 1: '****', _v: 'v1' } }],
    ['an unknown version', { metadata: { 0: 'A', _v: 'v999' } }],
    ['no metadata', {}],
    ['a body that is no JSON', { metadata: { 0: 'A', _v: 'v1' }, body: '{"name":' }],
    [
      'a body that is a list',
      { metadata: { _v: 'v1' }, body: '[1]', contentType: 'application/json' },
    ],
    ['a body of bytes', { metadata: { 0: 'A', _v: 'v1' }, body: Buffer.from([0xff, 0xfe]) }],
    ['a truncated escape', { metadata: { 0: 'u:%E', _v: 'v1' } }],
    ['broken base64', { metadata: { 0: 'b:***', _v: 'v1' } }],
  ])('%s is read or refused clearly, and can be deleted', async (_name, object) => {
    await db.client.putObject({ key: KEY, ...object });
    const outcome = await resource.get('a').catch((error) => error);
    if (outcome instanceof Error)
      expect(errors[outcome.constructor.name]).toBe(outcome.constructor);
    else expect(outcome.id).toBe('a');
    await resource.insert({ id: 'b', name: 'B' });
    expect((await resource.list()).map(({ id }) => id)).toContain('b');
    await resource.delete('a').catch(() => db.client.deleteObject(KEY));
    expect(await resource.listIds()).toEqual(['b']);
  });

  test('a point beyond all numbers ends no listing', async () => {
    const places = await db.createResource({
      name: 'places',
      attributes: { at: 'geo:point|optional' },
    });
    await places.insert({ id: 'good', at: { latitude: 1, longitude: 2 } });
    const far = `~${'z'.repeat(200)}`;
    for (const [id, at] of Object.entries({ north: `${far}~0`, east: `~0${far}` })) {
      await db.client.putObject({ key: places.getResourceKey(id), metadata: { 0: at, _v: 'v1' } });
      expect((await places.get(id)).at).toBe(at);
    }
    expect((await places.list()).map(({ id }) => id)).toEqual(['east', 'good', 'north']);
    expect((await places.update('north', { at: null })).at).toBeNull();
  });
});
