import { beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, MemoryClient } from '../index.js';
import { MapClient } from './support/map-client.js';

const PARTITIONS = { byName: { fields: { name: 'string' } } };

async function connect(client) {
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  const resource = await db.createResource({
    name: 'u',
    attributes: { name: 'string', age: 'number|optional' },
    partitions: PARTITIONS,
    asyncPartitions: false,
    paranoid: false,
  });
  return { db, resource };
}

describe('a spied client', () => {
  /** Operation, and the client's methods that it must be seen to call. */
  const CASES = [
    ['insert', [{ id: 'b', name: 'B' }], ['putObject']],
    ['get', ['a'], ['getObject']],
    ['exists', ['a'], ['headObject']],
    ['update', ['a', { name: 'C' }], ['getObject', 'putObject']],
    ['patch', ['a', { age: 2 }], ['getObject', 'putObject']],
    ['replace', ['a', { name: 'D' }], ['putObject']],
    ['list', [], ['listObjects', 'getObject']],
    ['listIds', [], ['listObjects']],
    ['count', [], ['listObjects']],
    ['getAll', [], ['listObjects', 'getObject']],
    ['getMany', [['a']], ['getObject']],
    ['query', [{ age: 1 }], ['listObjects', 'getObject']],
    ['delete', ['a'], ['getObject', 'deleteObject']],
  ];

  test.each(CASES)('%s', async (method, args, expected) => {
    const { resource } = await connect(new MemoryClient({ bucket: `spied-${method}` }));
    await resource.insert({ id: 'a', name: 'A', age: 1 });
    const { client } = resource;
    const seen = ['putObject', 'getObject', 'headObject', 'deleteObject', 'listObjects'].map(
      (name) => [name, jest.spyOn(client, name)],
    );
    await resource[method](...args);
    const called = seen.filter(([, spy]) => spy.mock.calls.length > 0).map(([name]) => name);
    expect(called).toEqual(expect.arrayContaining(expected));
  });

  test('sees the key and the metadata', async () => {
    const { resource } = await connect(new MemoryClient({ bucket: 'spied-arguments' }));
    const spy = jest.spyOn(resource.client, 'putObject');
    await resource.insert({ id: 'a', name: 'A', age: 1 });
    expect(spy.mock.calls.map(([{ key }]) => key)).toEqual([
      'resource=u/data/id=a',
      'resource=u/partition=byName/name=A/id=a',
    ]);
    expect(spy.mock.calls[0][0]).toMatchObject({
      metadata: { 0: 'A', _v: 'v1' },
      ifNoneMatch: '*',
    });
  });

  test('is seen as soon as it is spied on, and no longer than that', async () => {
    const { resource } = await connect(new MemoryClient({ bucket: 'spied-late' }));
    await resource.insert({ id: 'a', name: 'A' });
    const spy = jest.spyOn(resource.client, 'getObject');
    await resource.get('a');
    expect(spy).toHaveBeenCalledTimes(1);
    spy.mockRestore();
    await resource.get('a');
    expect(await resource.get('a')).toMatchObject({ name: 'A' });
  });

  test('decides what is read', async () => {
    const { resource } = await connect(new MemoryClient({ bucket: 'spied-answer' }));
    const answer = { Metadata: { 0: 'mocked', _v: 'v1' }, ContentLength: 0, ETag: '"e"' };
    jest.spyOn(resource.client, 'getObject').mockResolvedValue(answer);
    expect(await resource.get('any')).toMatchObject({ id: 'any', name: 'mocked', _etag: '"e"' });
  });
});

test('listeners of a memory client hear the requests', async () => {
  const { resource } = await connect(new MemoryClient({ bucket: 'heard' }));
  const commands = [];
  resource.client.on('command.response', (name) => commands.push(name));
  resource.client.on('cl:response', (name) => commands.push(name));
  await resource.insert({ id: 'a', name: 'A' });
  await resource.get('a');
  expect(commands).toEqual(expect.arrayContaining(['PutObjectCommand', 'GetObjectCommand']));
});

test('a subclass that overrides getObject is asked', async () => {
  class Shouting extends MemoryClient {
    async getObject(key) {
      const answer = await super.getObject(key);
      const { 0: name, ...rest } = answer.Metadata;
      return name ? { ...answer, Metadata: { ...rest, 0: name.toUpperCase() } } : answer;
    }
  }
  const { resource } = await connect(new Shouting({ bucket: 'subclass' }));
  await resource.insert({ id: 'a', name: 'quiet' });
  expect(await resource.get('a')).toMatchObject({ name: 'QUIET' });
  expect(await resource.list()).toEqual([expect.objectContaining({ name: 'QUIET' })]);
});

describe('an error of the client arrives as it is', () => {
  const REQUESTS = [
    ['getObject', 'get', ['a']],
    ['getObject', 'update', ['a', { name: 'B' }]],
    ['getObject', 'delete', ['a']],
    ['putObject', 'insert', [{ id: 'b', name: 'B' }]],
    ['putObject', 'update', ['a', { name: 'B' }]],
    ['headObject', 'exists', ['a']],
    ['listObjects', 'list', []],
    ['listObjects', 'listIds', []],
    ['listObjects', 'count', []],
    ['listObjects', 'query', [{ age: 1 }]],
    ['deleteObject', 'delete', ['a']],
  ];
  let client;
  beforeEach(() => {
    client = new MapClient();
  });

  test.each(REQUESTS)('%s in %s', async (request, method, args) => {
    const { resource } = await connect(client);
    await resource.insert({ id: 'a', name: 'A' });
    class TeapotError extends Error {}
    const error = Object.assign(new TeapotError('short and stout'), { code: 'TEAPOT' });
    client[request] = async () => {
      throw error;
    };
    await expect(resource[method](...args)).rejects.toBe(error);
  });

  test.each([['a string'], [undefined], [null], [42]])('also when it is %p', async (thrown) => {
    const { resource } = await connect(client);
    client.headObject = () => Promise.reject(thrown);
    await expect(resource.exists('a')).rejects.toBe(thrown);
  });

  test('in getMany it becomes an event', async () => {
    const { resource } = await connect(client);
    const error = new Error('down');
    client.getObject = async () => {
      throw error;
    };
    const heard = new Promise((resolve) => {
      resource.on('error', (...args) => resolve(args));
    });
    expect(await resource.getMany(['a'])).toEqual([]);
    expect(await heard).toEqual([error, 'a']);
    expect((await heard)[0]).toBe(error);
  });
});

describe('a replaced get', () => {
  test.each([
    ['list', []],
    ['getMany', [['a']]],
    ['getAll', []],
    ['query', [{ name: 'A' }]],
  ])('is used by %s', async (method, args) => {
    const { resource } = await connect(new MemoryClient({ bucket: `replaced-${method}` }));
    await resource.insert({ id: 'a', name: 'A' });
    const original = resource.get.bind(resource);
    resource.get = async (id) => ({ ...(await original(id)), isMine: true });
    expect(await resource[method](...args)).toEqual([
      expect.objectContaining({ id: 'a', isMine: true }),
    ]);
  });

  test('on the prototype is used, too', async () => {
    const { resource } = await connect(new MemoryClient({ bucket: 'replaced-prototype' }));
    await resource.insert({ id: 'a', name: 'A' });
    const spy = jest.spyOn(Object.getPrototypeOf(resource), 'get');
    await resource.list();
    expect(spy).toHaveBeenCalledWith('a');
    spy.mockRestore();
  });
});
