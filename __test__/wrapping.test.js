import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { Database, MemoryClient, Resource } from '../index.js';
import { canBatch, isTransparent } from '../lib/route.js';
import { userFields } from './support/user-fields.js';

const OLD = { id: 'a', name: 'A', age: 1 };
const IN_NAME = { partition: 'byName', partitionValues: { name: 'A' } };

/** Method, arguments, methods of the resource and of the client that a call goes through. */
const CALLS = [
  ['insert', [{ id: 'b', name: 'B' }], [], ['putObject']],
  ['insertMany', [[{ id: 'b', name: 'B' }]], [], ['putObject']],
  ['get', ['a'], [], ['getObject']],
  ['getOrNull', ['a'], [], ['getObject']],
  ['getOrThrow', ['a'], [], ['getObject']],
  ['getMany', [['a']], ['get'], ['getObject']],
  ['getAll', [], ['get'], ['getObject', 'listObjects']],
  ['list', [], ['get'], ['getObject', 'listObjects']],
  ['list', [IN_NAME], ['get'], ['getObject', 'listObjects']],
  ['listMain', [{}], ['get'], ['getObject', 'listObjects']],
  ['listPartition', [IN_NAME], ['get'], ['getObject', 'listObjects']],
  ['listIds', [], [], ['listObjects']],
  ['count', [], [], ['listObjects']],
  ['page', [{ size: 1 }], ['get'], ['getObject', 'listObjects']],
  ['query', [{ name: 'A' }], ['get'], ['getObject', 'listObjects']],
  ['query', [{ age: 1 }], ['get'], ['getObject', 'listObjects']],
  ['query', [], ['get'], ['getObject', 'listObjects']],
  ['exists', ['a'], [], ['headObject']],
  ['update', ['a', { age: 2 }], [], ['getObject', 'putObject']],
  ['patch', ['a', { age: 2 }], [], ['getObject', 'putObject']],
  ['upsert', [{ ...OLD, age: 2 }], [], ['getObject', 'putObject']],
  ['delete', ['a'], [], ['deleteObject', 'getObject']],
  ['deleteMany', [['a']], [], ['deleteObject', 'getObject']],
  ['content', ['a'], [], ['getObject']],
  ['hasContent', ['a'], [], ['headObject']],
  ['setContent', [{ id: 'a', buffer: 'x' }], ['get'], ['getObject', 'putObject']],
  [
    'getFromPartition',
    [{ id: 'a', partitionName: 'byName', partitionValues: { name: 'A' } }],
    ['get'],
    ['getObject', 'headObject'],
  ],
];
const METHODS = [...new Set(CALLS.map(([method]) => method))];
const REQUESTS = [
  'putObject',
  'getObject',
  'headObject',
  'copyObject',
  'deleteObject',
  'deleteObjects',
  'listObjects',
];

let bucketCount = 0;

async function resourceOn(makeClient = (options) => new MemoryClient(options)) {
  const client = makeClient({ bucket: `wrapping-${++bucketCount}` });
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  const resource = await db.createResource({
    name: 'u',
    attributes: { name: 'string', age: 'number|optional' },
    partitions: { byName: { fields: { name: 'string' } } },
  });
  await resource.insert(OLD);
  return resource;
}

/** Puts a function around a method; gives the names of calls and what takes it away again. */
const WAYS = {
  assignment(target, method, seen) {
    const original = target[method];
    const wasOwn = Object.hasOwn(target, method);
    target[method] = function wrapped(...args) {
      seen.push(method);
      return original.apply(this, args);
    };
    return () => {
      if (wasOwn) target[method] = original;
      else delete target[method];
    };
  },
  spy(target, method, seen) {
    const original = target[method];
    const spy = jest.spyOn(target, method).mockImplementation(function spied(...args) {
      seen.push(method);
      return original.apply(this, args);
    });
    return () => spy.mockRestore();
  },
  prototype(target, method, seen) {
    let holder = target;
    while (!Object.hasOwn(holder, method)) holder = Object.getPrototypeOf(holder);
    return WAYS.assignment(holder, method, seen);
  },
};

const unique = (names) => [...new Set(names)].toSorted();

function shown(value) {
  if (typeof value !== 'object' || value === null) return value;
  return JSON.stringify(userFields(Array.isArray(value.items) ? value.items : value));
}

afterEach(() => jest.restoreAllMocks());

describe.each(Object.keys(WAYS))('around methods, by %s,', (way) => {
  test.each(CALLS)('%s%j', async (method, args, inner, requests) => {
    const plain = await resourceOn();
    const expected = shown(await plain[method](...args));
    const resource = await resourceOn();
    const seen = [];
    const asked = [];
    const undo = [
      ...METHODS.map((name) => WAYS[way](resource, name, seen)),
      ...REQUESTS.map((name) => WAYS[way](resource.client, name, asked)),
    ];
    try {
      expect(shown(await resource[method](...args))).toEqual(expected);
    } finally {
      for (const restore of undo) restore();
    }
    expect(unique(seen)).toEqual(unique([method, ...inner]));
    expect(unique(asked)).toEqual(requests);
  });

  test('get forces record by record until it is restored', async () => {
    const resource = await resourceOn();
    expect(canBatch(resource)).toBe(true);
    const seen = [];
    const restore = WAYS[way](resource, 'get', seen);
    const forced = canBatch(resource);
    await resource.list();
    restore();
    expect([forced, canBatch(resource)]).toEqual([false, true]);
    await resource.list();
    expect(seen).toEqual(['get']);
  });

  test.each(REQUESTS)('%s of a client makes requests of it until it is restored', async (name) => {
    const resource = await resourceOn();
    const fast = resource._engine;
    const restore = WAYS[way](resource.client, name, []);
    const forced = [isTransparent(resource.client), resource._engine === fast];
    restore();
    expect(forced).toEqual([false, false]);
    expect([isTransparent(resource.client), resource._engine === fast]).toEqual([true, true]);
  });

  test.each(METHODS.filter((name) => name !== 'get'))(
    '%s alone leaves the fast way to others',
    async (name) => {
      const resource = await resourceOn();
      const restore = WAYS[way](resource, name, []);
      const ways = [canBatch(resource), isTransparent(resource.client)];
      restore();
      expect(ways).toEqual([true, true]);
    },
  );
});

describe('other ways around', () => {
  test.each(METHODS)("%s is the prototype's own, where it can be spied on", (method) => {
    const original = Resource.prototype[method];
    expect(Object.hasOwn(Resource.prototype, method)).toBe(true);
    expect(Object.keys(Resource.prototype)).toEqual([]);
    const spy = jest.spyOn(Resource.prototype, method);
    expect(Resource.prototype[method]).toBe(spy);
    spy.mockRestore();
    expect(Resource.prototype[method]).toBe(original);
  });

  test('a subclass of a client is asked', async () => {
    const asked = [];
    class Counting extends MemoryClient {
      async getObject(key) {
        asked.push(key);
        return super.getObject(key);
      }
    }
    const resource = await resourceOn((options) => new Counting(options));
    asked.length = 0;
    await resource.list();
    expect(asked).toEqual(['resource=u/data/id=a']);
  });

  test('a subclass of Resource is asked', async () => {
    const asked = [];
    class Counting extends Resource {
      async get(id) {
        asked.push(id);
        return super.get(id);
      }
    }
    const { client } = await resourceOn();
    const resource = new Counting({ name: 'u', client, attributes: { name: 'string' } });
    await resource.getMany(['a']);
    expect(asked).toEqual(['a']);
  });

  test('middlewares, replaced methods and requests are passed in this order', async () => {
    const resource = await resourceOn();
    const steps = [];
    WAYS.assignment(resource, 'get', steps);
    resource.useMiddleware('get', (_ctx, next) => {
      steps.push('middleware');
      return next();
    });
    WAYS.assignment(resource, 'get', steps);
    WAYS.assignment(resource.client, 'getObject', steps);
    await resource.getMany(['a']);
    expect(steps).toEqual(['get', 'middleware', 'get', 'getObject']);
  });

  test('a plugin that caches get answers for lists, too', async () => {
    const resource = await resourceOn();
    const cache = new Map();
    const original = resource.get.bind(resource);
    resource.get = async (id) => {
      if (!cache.has(id)) cache.set(id, await original(id));
      return cache.get(id);
    };
    const asked = jest.spyOn(resource.client, 'getObject');
    const [first] = await resource.list();
    const [second] = await resource.query({ name: 'A' });
    expect(second).toBe(first);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
