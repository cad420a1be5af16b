import { spawnSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from '@jest/globals';

import { Resource } from '../index.js';
import {
  CLIENTS,
  METHODS,
  RECORD,
  SlowClient,
  failure,
  filled,
  isWrite,
  removeFiles,
  withoutTimes,
} from './support/limited-methods.js';

afterAll(removeFiles);

/** Methods without requests of their own. */
const WITHOUT_REQUESTS = [
  '_bindHook',
  '_checkRolesScopes',
  '_emitItemError',
  '_loosen',
  '_redeclare',
  '_restoreIds',
  '_state',
  '_takeOver',
  'addHook',
  'addPluginAttribute',
  'applyConfiguration',
  'applyDefaults',
  'applyPartitionRule',
  'applyVersionMapping',
  'buildPartitionPrefix',
  'calculateContentLength',
  'composeFullObjectFromWrite',
  'dispose',
  'executeGuard',
  'executeHooks',
  'export',
  'extractIdsFromKeys',
  'extractPartitionValuesFromKey',
  'extractVersionFromKey',
  'fieldExistsInAttributes',
  'findOrphanedPartitions',
  'getDefinitionHash',
  'getNestedFieldValue',
  'getPartitionKey',
  'getResourceKey',
  'getSchemaForVersion',
  'handleListError',
  'handleResourceError',
  'hasAsyncIdGenerator',
  'hydrateClientObject',
  'isSchemaCompiled',
  'prewarmSchema',
  'removeOrphanedPartitions',
  'removePluginAttribute',
  'setupPartitionHooks',
  'updateAttributes',
  'useMiddleware',
  'validate',
  'validatePartitions',
];

/** Methods whose limits have tests of their own. */
const APART = ['flushPartitions', 'readable', 'writable'];

test('every method is among the tested or makes no requests', () => {
  const methods = Object.getOwnPropertyNames(Resource.prototype).filter((name) => {
    const { value } = Object.getOwnPropertyDescriptor(Resource.prototype, name);
    return typeof value === 'function' && name !== 'constructor';
  });
  const known = [...Object.keys(METHODS), ...APART, ...WITHOUT_REQUESTS];
  expect(methods.sort()).toEqual(known.sort());
});

describe.each(Object.keys(CLIENTS))('limits: on a client of the kind %s', (kind) => {
  test.each(Object.keys(METHODS))(
    '%s does the same with a signal and a timeout',
    async (method) => {
      const { signal } = new AbortController();
      const plain = await METHODS[method](await filled(CLIENTS[kind]()));
      const resource = await filled(CLIENTS[kind]());
      const result = await METHODS[method](resource, { signal, timeout: 10_000 });
      expect(withoutTimes(result)).toEqual(withoutTimes(plain));
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    },
  );

  test.each(Object.keys(METHODS))('%s does nothing after an abort', async (method) => {
    const resource = await filled(CLIENTS[kind]());
    const before = withoutTimes(await resource.getAll());
    const seen = [];
    resource.client.started = 0;
    for (const event of ['fetched', 'error', 'list']) resource.on(event, () => seen.push(event));
    for (const hook of ['beforeGet', 'beforeInsert', 'beforeList', 'beforeCount']) {
      resource.addHook(hook, () => void seen.push(hook));
    }
    const reason = new Error('changed my mind');
    const signal = AbortSignal.abort(reason);
    const error = await METHODS[method](resource, { signal }).catch((thrown) => thrown);
    expect(error).toMatchObject({ ...failure('AbortError', method, false), original: reason });
    await new Promise(setImmediate);
    expect(seen).toEqual([]);
    expect(resource.client.started).toBe(0);
    expect(withoutTimes(await resource.getAll())).toEqual(before);
  });
});

describe('a call that takes its time', () => {
  async function slow() {
    const resource = await filled(new SlowClient());
    resource.client.delay = 25;
    return resource;
  }

  test.each(Object.keys(METHODS))('is aborted: %s', async (method) => {
    const resource = await slow();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const { signal } = controller;
    const error = await METHODS[method](resource, { signal }).catch((thrown) => thrown);
    expect(error).toMatchObject(failure('AbortError', method, isWrite(method)));
    expect(error).toMatchObject({ original: signal.reason, resourceName: 'users' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test.each(Object.keys(METHODS))('runs out of time: %s', async (method) => {
    const resource = await slow();
    const { signal } = new AbortController();
    const error = await METHODS[method](resource, { signal, timeout: 5 }).catch((e) => e);
    expect(error).toMatchObject(failure('TimeoutError', method, isWrite(method)));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test.each(['insert', 'update', 'patch', 'replace', 'upsert', 'delete'])(
    'that ends well all the same leaves references right: %s',
    async (method) => {
      const resource = await slow();
      await expect(METHODS[method](resource, { timeout: 5 })).rejects.toThrow('is unknown');
      await new Promise((resolve) => setTimeout(resolve, 250));
      resource.client.delay = 0;
      const report = await resource.repairPartitions({ dryRun: true });
      expect(report).toMatchObject({ missing: [], dangling: [], failed: [] });
    },
  );
});

describe('flushPartitions', () => {
  async function busy(delay = 25) {
    const resource = await filled(new SlowClient());
    resource.client.delay = delay;
    const write = resource.update('a', { region: 'US' });
    await new Promise((resolve) => setTimeout(resolve, 1));
    return { resource, write };
  }

  test('waits no longer than it may', async () => {
    const { resource, write } = await busy();
    const flushed = resource.flushPartitions({ timeout: 5 });
    await expect(flushed).rejects.toMatchObject(failure('TimeoutError', 'flushPartitions', false));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    const aborted = resource.flushPartitions({ signal: controller.signal });
    await expect(aborted).rejects.toMatchObject(failure('AbortError', 'flushPartitions', false));
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await write;
  });

  test('settles in time', async () => {
    const { resource, write } = await busy(2);
    const { signal } = new AbortController();
    expect(await resource.flushPartitions({ signal, timeout: 10_000 })).toBeUndefined();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await write;
    const aborted = resource.flushPartitions({ signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORT_ERR', outcome: 'none' });
  });
});

describe('a call with many requests sends no more of them', () => {
  const IDS = Array.from({ length: 200 }, (_, number) => `i${number}`);

  const calls = {
    getMany: (resource, options) => resource.getMany(IDS, options),
    getAll: (resource, options) => resource.getAll(options),
    list: (resource, options) => resource.list(options),
    page: (resource, options) => resource.page({ size: 200, ...options }),
    query: (resource, options) => resource.query({ name: 'n' }, { limit: 200, ...options }),
    insertMany: (resource, options) =>
      resource.insertMany(
        IDS.map((id) => ({ id: `new-${id}`, name: 'n' })),
        options,
      ),
    deleteMany: (resource, options) => resource.deleteMany(IDS, options),
    readable: async (resource, options) => {
      for await (const record of resource.readable(options)) expect(record.name).toBe('n');
    },
    writable: (resource, options) =>
      new Promise((resolve, reject) => {
        const stream = resource.writable(options);
        stream.on('error', reject).on('finish', resolve);
        for (const id of IDS) stream.write({ id: `new-${id}`, name: 'n' });
        stream.end();
      }),
  };

  test.each(Object.entries(calls))('%s', async (method, call) => {
    const resource = await filled(new SlowClient(), { partitions: {} });
    await resource.insertMany(IDS.map((id) => ({ id, name: 'n' })));
    resource.client.delay = 3;
    const told = [];
    resource.on('error', (error) => told.push(error));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const { signal } = controller;
    const { started } = resource.client;
    await expect(call(resource, { signal })).rejects.toMatchObject({
      name: 'AbortError',
      operation: method,
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const sent = resource.client.started;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(resource.client.started).toBe(sent);
    expect(sent - started).toBeLessThan(190);
    expect(told).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test.each(['insertMany', 'getMany', 'deleteMany'])(
    'in memory, where it lets timers have their turn: %s',
    async (method) => {
      const resource = await filled(CLIENTS.memory());
      const items = Array.from({ length: 300_000 }, (_, number) => ({
        id: `m${number}`,
        ...RECORD,
      }));
      const input = method === 'insertMany' ? items : items.map(({ id }) => id);
      await expect(resource[method](input, { timeout: 15 })).rejects.toMatchObject({
        name: 'TimeoutError',
      });
    },
    20_000,
  );

  test('a stream that was aborted before it began reads nothing', async () => {
    const resource = await filled(new SlowClient());
    const { started } = resource.client;
    const stream = resource.readable({ signal: AbortSignal.abort() });
    await expect(stream.toArray()).rejects.toMatchObject({ code: 'ABORT_ERR', outcome: 'none' });
    expect(resource.client.started).toBe(started);
  });
});

test.each([
  ['signal', {}],
  ['signal', 'x'],
  ['timeout', 0],
  ['timeout', -1],
  ['timeout', NaN],
  ['timeout', Infinity],
  ['timeout', '5'],
])('refuses the %s %p', async (field, value) => {
  const resource = await filled(CLIENTS.memory());
  await expect(resource.get('a', { [field]: value })).rejects.toMatchObject({
    name: 'ValidationError',
    code: 'INVALID_ARGUMENT',
    statusCode: 400,
    field,
  });
});

test('options without a signal or timeout limit nothing', async () => {
  const resource = await filled(CLIENTS.memory());
  for (const options of [null, {}, { user: 'ana' }, { signal: null, timeout: undefined }]) {
    expect((await resource.get('a', options)).id).toBe('a');
  }
});

test('limits pass through middlewares', async () => {
  const resource = await filled(CLIENTS.memory());
  resource.useMiddleware('get', (_call, next) => next());
  await expect(resource.get('a', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'ABORT_ERR',
  });
});

test('a timeout does not keep the process alive', () => {
  const program = `
    import { Resource, MemoryClient } from './index.js';
    const attributes = { name: 'string' };
    const resource = new Resource({ name: 'u', client: new MemoryClient(), attributes });
    resource.addHook('beforeGet', () => new Promise(() => {}));
    resource.get('a', { timeout: 60_000, signal: new AbortController().signal });
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    timeout: 10_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
