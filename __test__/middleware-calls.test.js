import { describe, expect, jest, test } from '@jest/globals';

import { MIDDLEWARE_METHODS } from '../lib/resource/middleware-list.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

const OLD = { id: '1', name: 'a', region: 'x' };
const NEW = { id: '2', name: 'b' };
const IN_REGION = { id: '1', partitionName: 'byRegion', partitionValues: { region: 'x' } };

/** Arguments of each method, and the middlewares of other methods that the call passes. */
const CALLS = {
  get: [['1'], []],
  list: [[], ['get']],
  listIds: [[], []],
  getAll: [[], ['get']],
  count: [[], []],
  page: [[{ size: 5 }], ['get']],
  insert: [[NEW], []],
  update: [['1', { age: 1 }], []],
  updateConditional: [['1', { age: 1 }, { ifMatch: '"x"' }], []],
  delete: [['1'], []],
  deleteMany: [[['1']], []],
  exists: [['1'], []],
  getMany: [[['1']], ['get']],
  content: [['1'], []],
  hasContent: [['1'], []],
  query: [[{ name: 'a' }], ['get']],
  getFromPartition: [[IN_REGION], ['get']],
  setContent: [[{ id: '1', buffer: 'x' }], ['get']],
  deleteContent: [['1'], []],
  replace: [['1', { name: 'c' }], []],
  patch: [['1', { age: 1 }], []],
  upsert: [[{ ...OLD, age: 1 }], []],
  insertMany: [[[NEW]], []],
  getOrNull: [['1'], []],
  getOrThrow: [['1'], []],
};
const METHODS = Object.keys(CALLS);

async function resourceOf(config) {
  const resource = await freshResource({
    partitions: { byRegion: { fields: { region: 'string' } } },
    ...config,
  });
  await resource.insert(OLD);
  return resource;
}

const pass = (_ctx, next) => next();

test('all methods are called here', () => {
  expect(METHODS.toSorted()).toEqual(MIDDLEWARE_METHODS.toSorted());
});

describe.each(METHODS)('middlewares of %s', (method) => {
  const [args, others] = CALLS[method];

  test('see the call, and those of no other method but the named', async () => {
    const seen = [];
    const note = (ctx, next) => {
      seen.push(ctx.method);
      return next();
    };
    const resource = await resourceOf({ middlewares: [note] });
    seen.length = 0;
    const result = await resource[method](...args);
    expect(seen).toEqual([method, ...others]);
    const plain = await resourceOf();
    const expected = await plain[method](...args);
    expect(visible(result)).toEqual(visible(expected));
  });

  test('answer alone, take other arguments, or reject', async () => {
    const resource = await resourceOf();
    const original = jest.fn(resource[method].bind(resource));
    resource[method] = original;
    let step = pass;
    resource.useMiddleware(method, (ctx, next) => step(ctx, next));
    step = () => 'mine';
    expect(await resource[method](...args)).toBe('mine');
    step = () => {
      throw new RangeError('refused');
    };
    await expect(resource[method](...args)).rejects.toEqual(new RangeError('refused'));
    expect(original).not.toHaveBeenCalled();
    step = (ctx, next) => {
      ctx.args = args;
      return next();
    };
    await resource[method]('nothing', 'of', 'use');
    expect(original).toHaveBeenCalledWith(...args);
    original.mockResolvedValue('done');
    step = async (_ctx, next) => {
      await next();
      return next();
    };
    await expect(resource[method](...args)).rejects.toMatchObject({
      name: 'ResourceError',
      statusCode: 500,
      message: 'Resource middleware next() called multiple times',
    });
  });
});

const visible = (value) =>
  typeof value !== 'object' || value === null || Buffer.isBuffer(value.buffer)
    ? value
    : JSON.stringify(Array.isArray(value.items) ? userFields(value.items) : userFields(value));

describe('ctx', () => {
  test('is made for each call, and passed on with what is added', async () => {
    const resource = await resourceOf();
    const seen = [];
    resource.useMiddleware('get', (ctx, next) => {
      seen.push(Object.keys(ctx));
      ctx.mine = ctx.args[0];
      return next();
    });
    resource.useMiddleware('get', (ctx, next) => {
      seen.push(ctx.mine);
      return next();
    });
    await resource.get('1');
    await resource.get('1');
    const keys = ['resource', 'args', 'method'];
    expect(seen).toEqual([keys, '1', keys, '1']);
  });

  const user = { name: 'ana' };
  test.each([
    ['insert', [NEW, { user }], user],
    ['insert', [{ ...NEW, user }], undefined],
    ['insert', [{ ...NEW, user: 'data' }, { user }], user],
    ['get', ['1', { user }], user],
    ['delete', ['1', { user }], user],
    ['exists', ['1', { user }], user],
    ['update', ['1', { age: 1 }, { user }], user],
    ['update', ['1', { user }], undefined],
    ['patch', ['1', { age: 1 }, { user }], user],
    ['patch', ['1', { user }], undefined],
    ['replace', ['1', { name: 'c' }, { user }], user],
    ['replace', ['1', { name: 'c', user }], undefined],
    ['upsert', [{ ...OLD, user }], undefined],
    ['upsert', [OLD, { user }], user],
    ['upsert', ['1', { ...OLD, user }], undefined],
    ['upsert', ['1', OLD, { user }], user],
    ['insertMany', [[NEW], { user }], user],
    ['deleteMany', [['1'], { user }], user],
    ['getMany', [['1'], { user }], user],
    ['list', [{ user }], user],
    ['list', [{}, { user }], user],
    ['count', [{ user }], user],
    ['query', [{ user }], undefined],
    ['query', [{ name: 'a' }, { user }], user],
    ['setContent', [{ id: '1', buffer: 'x', user }], undefined],
    ['setContent', [{ id: '1', buffer: 'x' }, { user }], user],
    ['getFromPartition', [{ ...IN_REGION, user }], undefined],
    ['get', ['1', [user]], undefined],
    ['get', ['1', null], undefined],
  ])('middleware-user: knows of %s%j the user %j', async (method, args, expected) => {
    const resource = await resourceOf();
    let ctx;
    resource.useMiddleware(method, (given, next) => {
      ctx = given;
      return next();
    });
    await resource[method](...args);
    expect(ctx.user).toEqual(expected);
    expect(ctx.args).toEqual(args);
  });
});

describe('middlewares and hooks', () => {
  test('stand around each other', async () => {
    const steps = [];
    const hook = (name) => () => void steps.push(name);
    const middleware = (name) => async (_ctx, next) => {
      steps.push(`${name} in`);
      const result = await next();
      steps.push(`${name} out`);
      return result;
    };
    const resource = await freshResource({
      hooks: { beforeInsert: [hook('before')], afterInsert: [hook('after')] },
      middlewares: { '*': middleware('outer'), insert: [middleware('inner')] },
      events: { inserted: hook('event') },
      asyncEvents: false,
    });
    await resource.insert({ name: 'a' });
    expect(steps).toEqual([
      'outer in',
      'inner in',
      'before',
      'after',
      'event',
      'inner out',
      'outer out',
    ]);
  });
});

describe('what is no middleware', () => {
  test('middleware-functions: is refused', async () => {
    const resource = await resourceOf();
    expect(() => resource.useMiddleware('get', 'audit')).toThrow(
      expect.objectContaining({ name: 'ResourceError', statusCode: 400, method: 'get' }),
    );
    expect(await resource.get('1')).toMatchObject({ name: 'a' });
  });

  test('middleware-checked-first: keeps a resource from being made, or changed', async () => {
    const db = await freshDatabase();
    const config = { name: 'u', attributes: { name: 'string' } };
    const wrong = { ...config, middlewares: { nope: pass } };
    await expect(db.createResource(wrong)).rejects.toThrow('No such method for middleware: nope');
    expect(db.resourceExists('u')).toBe(false);
    const resource = await db.createResource(config);
    const changed = { ...wrong, attributes: { name: 'string', age: 'number|optional' } };
    await expect(db.createResource(changed)).rejects.toThrow('No such method');
    expect(Object.keys(resource.attributes)).toEqual(['name']);
  });

  test('adds middlewares again when the resource is declared again', async () => {
    const db = await freshDatabase();
    const get = jest.fn(pass);
    const config = { name: 'u', attributes: { name: 'string' }, middlewares: { get } };
    const resource = await db.createResource(config);
    await db.createResource(config);
    await resource.insert({ id: '1', name: 'a' });
    await resource.get('1');
    expect(get).toHaveBeenCalledTimes(2);
  });
});
