/**
 * The pool of a client of S3: how many requests are under way, and who is told of them.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, S3Client } from '../index.js';
import { RecordingServer } from './support/recording-server.js';

jest.setTimeout(30_000);

/** @type {RecordingServer} */
let server;

beforeEach(async () => {
  server = await RecordingServer.start();
});

afterEach(async () => {
  delete process.env.S3DB_EXECUTOR_ENABLED;
  delete process.env.S3DB_CONCURRENCY;
  await server.stop();
});

const place = () => `http://key:secret@127.0.0.1:${server.port}/bucket/app`;
const open = (options) => new S3Client({ connectionString: place(), ...options });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

describe('settings', () => {
  test('there is no pool unless one is asked for', async () => {
    for (const options of [{}, { executorPool: false }, { executorPool: { enabled: false } }]) {
      const client = open(options);
      expect([client.taskExecutor, client.taskExecutorConfig]).toEqual([null, { enabled: false }]);
      expect([client.getQueueStats(), client.getAggregateMetrics()]).toEqual([null, null]);
      const outcomes = [client.pausePool(), client.resumePool(), client.drainPool()];
      expect(await Promise.all(outcomes)).toEqual([null, null, null]);
    }
  });

  test.each([
    [true, { concurrency: 10, retries: 2, retryDelay: 100, timeout: 0, autotune: null }],
    [
      { concurrency: 3, retries: 5, timeout: 7 },
      { concurrency: 3, retries: 5, timeout: 7 },
    ],
    [
      { retryDelay: 9, retryableErrors: ['X'] },
      { retryDelay: 9, retryableErrors: ['X'] },
    ],
    [
      { concurrency: 'auto' },
      { concurrency: 10, autotune: expect.objectContaining({ maxConcurrency: 100 }) },
    ],
    [
      { concurrency: 9, autotune: { initialConcurrency: 4, targetLatencyMs: 50 } },
      { concurrency: 4, autotune: expect.objectContaining({ targetLatency: 50 }) },
    ],
    [{ autotune: { enabled: false } }, { autotune: null }],
    [{ autotune: true }, { autotune: expect.objectContaining({ enabled: true }) }],
  ])('s3-pool: %j can be read back', (executorPool, config) => {
    const client = open({ executorPool });
    expect(client.taskExecutorConfig).toMatchObject({ enabled: true, ...config });
    expect(client.getQueueStats().concurrency).toBe(client.taskExecutorConfig.concurrency);
  });

  test('the older name is understood', () => {
    expect(open({ taskExecutor: true }).taskExecutorConfig.enabled).toBe(true);
    expect(open({ taskExecutor: { concurrency: 2 } }).taskExecutor.concurrency).toBe(2);
  });

  test.each([
    [5, 'executorPool'],
    ['yes', 'executorPool'],
    [{ concurrency: 'many' }, 'executorPool.concurrency'],
    [{ concurrency: 0 }, 'executorPool.concurrency'],
    [{ retries: -1 }, 'executorPool.retries'],
    [{ timeout: '5s' }, 'executorPool.timeout'],
    [{ retryableErrors: 'all' }, 'executorPool.retryableErrors'],
    [{ autotune: { minConcurrency: 'few' } }, 'executorPool.autotune.minConcurrency'],
    [{ autotune: 3 }, 'executorPool.autotune'],
    [{ monitoring: true }, 'executorPool.monitoring'],
  ])('%j is refused', (executorPool, field) => {
    const error = { code: 'INVALID_PARAMETER', statusCode: 400, field };
    expect(() => open({ executorPool })).toThrow(expect.objectContaining(error));
  });

  test('a name that is not known is warned of, once', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    open({ executorPool: { concurency: 5 } });
    open({ executorPool: { concurency: 6 } });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('executorPool.concurency'), {
      type: 'OptionWarning',
      code: 'S3DB_UNKNOWN_OPTION',
    });
    warn.mockRestore();
  });

  test('the environment forbids a pool, or says how large it is', () => {
    process.env.S3DB_CONCURRENCY = '6';
    expect(open({ executorPool: true }).taskExecutor.concurrency).toBe(6);
    expect(open({ executorPool: { concurrency: 2 } }).taskExecutor.concurrency).toBe(2);
    process.env.S3DB_CONCURRENCY = 'many';
    expect(open({ executorPool: true }).taskExecutor.concurrency).toBe(10);
    for (const value of ['false', '0']) {
      process.env.S3DB_EXECUTOR_ENABLED = value;
      expect(open({ executorPool: true }).taskExecutor).toBeNull();
    }
  });
});

describe('requests', () => {
  test('wait while the pool is paused, those of resources, too', async () => {
    const client = open({ executorPool: { concurrency: 2 } });
    await client.pausePool();
    const put = client.putObject({ key: 'k' });
    await pause(20);
    expect([server.requests.length, client.getQueueStats()]).toMatchObject([
      0,
      { paused: true, queueSize: 1, activeCount: 0 },
    ]);
    client.resumePool();
    await put;
    expect(client.getQueueStats()).toMatchObject({ paused: false, processedCount: 1 });
  });

  test('are waited for', async () => {
    server.answer = () => ({ delay: 30 });
    const client = open({ executorPool: { concurrency: 1 } });
    const puts = [1, 2, 3].map((n) => client.putObject({ key: `k${n}` }));
    await client.drainPool();
    expect(client.getQueueStats()).toMatchObject({ processedCount: 3, queueSize: 0 });
    await Promise.all(puts);
  });

  test('of resources are waited for as well', async () => {
    server.answer = ({ method }) => (method === 'GET' ? { status: 404 } : { delay: 10 });
    const db = new Database({ connectionString: place(), logLevel: 'silent' });
    await db.connect();
    const attributes = { name: 'string', word: 'password|optional' };
    const users = await db.createResource({ name: 'users', attributes });
    server.requests.length = 0;
    const inserts = [1, 2, 3, 4].map((n) => users.insert({ id: `u${n}`, name: 'n' }));
    await db.client.drainPool();
    expect(server.requests).toHaveLength(4);
    expect(db.client.getQueueStats().activeCount).toBe(0);
    await Promise.all(inserts);
  });

  test('are refused once the pool has stopped', async () => {
    const client = open({ executorPool: true });
    await client.pausePool();
    const waiting = client.getObject('k');
    client.stopPool();
    const refusal = { code: 'POOL_STOPPED', statusCode: 503 };
    await expect(waiting).rejects.toMatchObject(refusal);
    await expect(client.putObject({ key: 'k' })).rejects.toMatchObject(refusal);
    expect([client.getQueueStats().stopped, server.requests.length]).toEqual([true, 0]);
  });

  test('s3-aggregates: are counted, and the last ones summed up', async () => {
    server.answer = (_request, number) => (number === 1 ? { status: 503 } : { delay: 5 });
    const client = open({ executorPool: { retryDelay: 1 } });
    await client.putObject({ key: 'a' });
    server.answer = () => ({ status: 404 });
    await client.headObject('b').catch(() => {});
    expect(client.getQueueStats()).toEqual({
      queueSize: 0,
      activeCount: 0,
      processedCount: 1,
      errorCount: 1,
      retryCount: 1,
      attemptCount: 3,
      concurrency: 10,
      effectiveConcurrency: 10,
      paused: false,
      stopped: false,
      rolling: {
        samples: {
          sampleSize: 2,
          avgQueueWait: expect.any(Number),
          avgExecution: expect.any(Number),
          avgRetries: 0.5,
          errorRate: 0.5,
        },
        throughput: { windowMs: 1000, throughputPerSec: 2, successRate: 0.5 },
      },
    });
    const silent = open({ executorPool: { monitoring: { collectMetrics: false } } });
    expect(silent.getQueueStats().rolling).toBeNull();
  });

  test('s3-set-concurrency: follow a number that changes', async () => {
    let most = 0;
    let active = 0;
    server.answer = () => {
      most = Math.max(most, ++active);
      setTimeout(() => active--, 20);
      return { delay: 20 };
    };
    const client = open({ executorPool: { concurrency: 1 } });
    const load = () => Promise.all([1, 2, 3, 4].map((n) => client.putObject({ key: `k${n}` })));
    await load();
    expect(most).toBe(1);
    client.taskExecutor.setConcurrency(4);
    await load();
    expect([most, client.taskExecutor.getConcurrency()]).toEqual([4, 4]);
    expect(() => client.taskExecutor.setConcurrency('2')).toThrow('must be a number');
  });

  test('s3-autotune: become fewer where the service asks for it', async () => {
    server.answer = (_request, number) =>
      number === 1 ? { status: 503, body: SLOW_DOWN } : undefined;
    const client = open({ executorPool: { concurrency: 'auto', retryDelay: 1 } });
    await client.putObject({ key: 'k' });
    expect(client.getQueueStats().effectiveConcurrency).toBe(5);
    const still = open({ executorPool: true });
    await still.putObject({ key: 'k' });
    expect(still.getQueueStats().effectiveConcurrency).toBe(10);
  });

  test('become more while they wait and answers are fast', async () => {
    const autotune = { initialConcurrency: 2, maxConcurrency: 3, adjustmentInterval: 1 };
    const client = open({ executorPool: { autotune } });
    for (let round = 0; round < 5; round++) {
      await Promise.all([1, 2, 3, 4, 5, 6].map((n) => client.putObject({ key: `k${n}` })));
    }
    expect(client.getQueueStats().effectiveConcurrency).toBe(3);
  });
});

const SLOW_DOWN = '<Error><Code>SlowDown</Code><Message>Reduce your rate.</Message></Error>';

describe('events', () => {
  test('tell tasks of the client', async () => {
    const client = open({ executorPool: { retries: 0 } });
    const heard = [];
    for (const end of ['Started', 'Completed', 'Failed', 'Error']) {
      client.on(`pool:task${end}`, (task) => heard.push([end, task.metadata]));
    }
    await client.putObject({ key: 'a' });
    await client.copyObject({ from: 'a', to: 'b' }).catch(() => {});
    server.answer = () => ({ status: 500 });
    await client.deleteObject('a').catch(() => {});
    const of = (operation, rest) => ({ operation, ...rest });
    expect(heard.filter(([, { operation }]) => operation !== 'copyObject')).toEqual([
      ['Started', of('putObject', { key: 'a' })],
      ['Completed', of('putObject', { key: 'a' })],
      ['Started', of('deleteObject', { key: 'a' })],
      ['Failed', of('deleteObject', { key: 'a' })],
      ['Error', of('deleteObject', { key: 'a' })],
    ]);
    expect(heard).toContainEqual(['Started', of('copyObject', { from: 'a', to: 'b' })]);
  });

  test('s3-pool-events: tell retries by both names, before the task ends', async () => {
    server.answer = (_request, number) => (number <= 2 ? { status: 503 } : undefined);
    const client = open({ executorPool: { retryDelay: 1 } });
    const heard = [];
    const names = ['Started', 'Retried', 'Retry', 'Completed'];
    for (const name of names) {
      client.on(`pool:task${name}`, ({ attemptCount, metadata: { key } }, failures) =>
        heard.push([name, key, attemptCount, failures]),
      );
    }
    await client.putObject({ key: 'a' });
    expect(heard).toEqual([
      ['Started', 'a', 1, undefined],
      ['Retried', 'a', 1, 1],
      ['Retry', 'a', 1, 1],
      ['Retried', 'a', 2, 2],
      ['Retry', 'a', 2, 2],
      ['Completed', 'a', 3, undefined],
    ]);
  });

  test('tell the retries of many tasks', async () => {
    const seen = new Set();
    server.answer = ({ url }) => {
      const isNew = !seen.has(url);
      seen.add(url);
      return isNew ? { status: 503 } : undefined;
    };
    const client = open({ executorPool: { concurrency: 20, retryDelay: 1 } });
    const retried = new Map();
    client.on('pool:taskRetried', ({ id }) => retried.set(id, (retried.get(id) ?? 0) + 1));
    const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
    await Promise.all(keys.map((key) => client.putObject({ key })));
    expect([...retried.values()]).toEqual(Array(20).fill(1));
  });

  test('tell each task of its own retries, whatever the others on its key do', async () => {
    let failures = 0;
    server.answer = ({ body }) => {
      if (body === 'slow') return { delay: 150 };
      return failures++ === 0 ? { status: 503 } : undefined;
    };
    const client = open({ executorPool: { retryDelay: 1 } });
    const ids = { Started: [], Retried: [], Completed: [] };
    for (const [name, heard] of Object.entries(ids)) {
      client.on(`pool:task${name}`, ({ id, attemptCount }) => heard.push([id, attemptCount]));
    }
    const slow = client.putObject({ key: 'a', body: 'slow' });
    await client.putObject({ key: 'a', body: 'refused' });
    await slow;
    const [[slowId], [refusedId]] = ids.Started;
    expect(ids.Retried).toEqual([[refusedId, 1]]);
    expect(ids.Completed).toEqual([
      [refusedId, 2],
      [slowId, 1],
    ]);
  });

  test('tell the retries of a task that fails', async () => {
    server.answer = () => ({ status: 500 });
    const client = open({ executorPool: { retries: 1, retryDelay: 1 } });
    const heard = [];
    for (const name of ['Retry', 'Error']) {
      client.on(`pool:task${name}`, ({ attemptCount }) => heard.push([name, attemptCount]));
    }
    await expect(client.deleteObjects(['a', 'b'])).rejects.toMatchObject({ statusCode: 500 });
    expect(heard).toEqual([
      ['Retry', 1],
      ['Error', 2],
    ]);
  });

  test('are told on the pool as well, of resources, too', async () => {
    server.answer = ({ method }) => (method === 'GET' ? { status: 404 } : undefined);
    const db = new Database({ connectionString: place(), logLevel: 'silent' });
    await db.connect();
    const users = await db.createResource({ name: 'users', attributes: { name: 'string' } });
    const heard = [];
    for (const name of ['Started', 'Metrics', 'Completed']) {
      db.client.taskExecutor.on(`pool:task${name}`, ({ metadata }) =>
        heard.push([name, metadata.operation]),
      );
    }
    expect(db.client.eventNames()).toEqual([]);
    await users.insert({ id: 'a', name: 'A' });
    expect(heard).toEqual([
      ['Started', 'putObject'],
      ['Metrics', 'putObject'],
      ['Completed', 'putObject'],
    ]);
    db.client.taskExecutor.removeAllListeners();
    await users.insert({ id: 'b', name: 'B' });
    expect(heard).toHaveLength(3);
  });

  test('tell what is done with the pool', async () => {
    const { taskExecutor } = open({ executorPool: true });
    const heard = [];
    for (const event of ['paused', 'resumed', 'drained', 'stopped']) {
      taskExecutor.on(`pool:${event}`, () => heard.push(event));
    }
    await taskExecutor.pause();
    taskExecutor.resume();
    await taskExecutor.drain();
    taskExecutor.stop();
    expect(heard).toEqual(['paused', 'resumed', 'drained', 'stopped']);
  });
});

describe('a database', () => {
  const connected = async (options) => {
    const db = new Database({ connectionString: place(), logLevel: 'silent', ...options });
    await db.ensureClientInitialized();
    return db;
  };

  test('hands its options on', async () => {
    const executorPool = { concurrency: 'auto', retries: 4 };
    const db = await connected({ executorPool, parallelism: 7 });
    expect(db.executorPool).toMatchObject({ concurrency: 7, autotune: { enabled: true } });
    expect(db.client.taskExecutorConfig).toMatchObject({ concurrency: 7, retries: 4 });
    expect(db.client.taskExecutorConfig.autotune.minConcurrency).toBe(1);
    const off = await connected({ executorPool: false });
    expect([off.executorPool.enabled, off.client.taskExecutor]).toEqual([false, null]);
    const monitored = await connected({ taskExecutorMonitoring: { collectMetrics: false } });
    expect(monitored.executorPool.monitoring).toEqual({ collectMetrics: false });
    expect(monitored.client.getQueueStats().rolling).toBeNull();
  });

  test('changes the number of a client that is there', async () => {
    const db = await connected();
    db.setConcurrency(3);
    expect([db.executorPool.concurrency, db.client.taskExecutor.concurrency]).toEqual([3, 3]);
    db.parallelism = '8';
    expect([db.parallelism, db.client.taskExecutor.concurrency]).toEqual([8, 8]);
    db.setConcurrency('none');
    expect(db.client.taskExecutor.concurrency).toBe(8);
  });

  test('refuses a pool that is none', () => {
    const make = () => new Database({ connectionString: place(), executorPool: 5 });
    expect(make).toThrow(expect.objectContaining({ field: 'executorPool' }));
  });
});
