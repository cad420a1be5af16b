/**
 * Variables of the environment ask for a log of requests to S3 that take long.
 */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';

import { Database, S3Client } from '../index.js';
import { S3Service } from './support/s3-service.js';

jest.setTimeout(30_000);

const SLOW = [
  'EXECUTE_MS',
  'GETOBJECT_MS',
  'LISTOBJECTS_MS',
  'LIST_ITERATION_MS',
  'LIST_TOTAL_MS',
  'GETKEYSPAGE_MS',
];

/** @type {S3Service} */
let service;
let warnings;

const logger = { warn: (facts, message) => warnings.push([message, facts]) };

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('slow');
});

afterAll(() => service.stop());

beforeEach(() => {
  warnings = [];
});

afterEach(async () => {
  for (const name of Object.keys(process.env)) {
    if (/^S3DB_(S3_)?SLOW_/.test(name)) delete process.env[name];
  }
  await service.reset();
});

const everything = () => {
  for (const name of SLOW) process.env[`S3DB_S3_SLOW_${name}`] = '0';
};

const open = (options) =>
  new S3Client({ connectionString: service.connectionString('slow', '/app'), logger, ...options });

const slow = (name) => `[PERF] S3Client.${name}`;
const aNumber = expect.any(Number);

/** One of each method that is timed. */
async function useAll(client) {
  await client.putObject({ key: 'p/k', body: 'x' });
  await client.getObject('p/k');
  await client.listObjects({ prefix: 'p' });
  await client.getKeysPage({ prefix: 'p' });
  await client.getAllKeys({ prefix: 'p' });
}

const LISTED = [slow('listObjects SLOW'), { totalMs: aNumber, prefix: 'p', keys: 1 }];
const WALKED = { iterations: 1, prefix: 'p' };
const TOLD = [
  [slow('getObject SLOW'), { totalMs: aNumber, cmdMs: aNumber, key: 'p/k' }],
  LISTED,
  LISTED,
  [slow('getKeysPage SLOW'), { totalMs: aNumber, keysCount: 1, ...WALKED }],
  LISTED,
  [slow('getAllKeys: listObjects iteration SLOW'), { listMs: aNumber, ...WALKED }],
  [slow('getAllKeys SLOW TOTAL'), { totalMs: aNumber, keysCount: 1, ...WALKED }],
];

describe('what is told', () => {
  test('of requests, listings and walks', async () => {
    everything();
    await useAll(open());
    expect(warnings).toEqual(TOLD);
  });

  test('of every request of a pool', async () => {
    everything();
    const client = open({ executorPool: true });
    await client.putObject({ key: 'p/k', body: 'x' });
    await client.copyObject({ from: 'p/k', to: 'q' });
    const of = (op, key) => [
      slow('_executeOperation SLOW'),
      { op, totalMs: aNumber, key, queueSize: 0, active: 0 },
    ];
    expect(warnings).toEqual([of('putObject', 'p/k'), of('copyObject', '?')]);
  });

  test('of requests of resources', async () => {
    process.env.S3DB_S3_SLOW_GETOBJECT_MS = '0';
    const connectionString = service.connectionString('slow', '/records');
    const db = new Database({ connectionString, logger });
    await db.connect();
    const users = await db.createResource({ name: 'users', attributes: { name: 'string' } });
    await users.insert({ id: 'a', name: 'A' });
    warnings = [];
    await users.get('a');
    expect(warnings).toEqual([
      [slow('getObject SLOW'), expect.objectContaining({ key: 'resource=users/data/id=a' })],
    ]);
    await db.disconnect();
  });

  test('as a warning of the process, where there is no logger', async () => {
    process.env.S3DB_S3_SLOW_GETOBJECT_MS = '0';
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await useAll(open({ logger: null }));
    expect(warn.mock.calls).toEqual([
      [
        slow('getObject SLOW'),
        { type: 'SlowWarning', code: 'S3DB_SLOW', detail: expect.stringContaining('"key":"p/k"') },
      ],
    ]);
    await useAll(open({ logger: null, logLevel: 'silent' }));
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test('nothing of what fails', async () => {
    everything();
    await expect(open().getObject('none')).rejects.toMatchObject({ code: 'NoSuchKey' });
    expect(warnings).toEqual([]);
  });
});

describe('s3-slow-logs: what is slow', () => {
  test.each([
    [{}, []],
    [{ LOGS_ENABLED: 'true' }, []],
    [{ GETOBJECT_MS: '40' }, ['getObject SLOW']],
    [{ GETOBJECT_MS: '60000' }, []],
    [{ GETOBJECT_MS: 'many' }, []],
    [{ GETOBJECT_MS: '40', LOGS_ENABLED: 'false' }, []],
    [{ GETOBJECT_MS: '40', LOGS_ENABLED: '0' }, []],
    [{ GETOBJECT_MS: '40', LISTOBJECTS_MS: '40' }, ['getObject SLOW', 'listObjects SLOW']],
  ])('with %j', async (variables, told) => {
    for (const [name, value] of Object.entries(variables)) {
      process.env[`S3DB_S3_SLOW_${name}`] = value;
    }
    const client = open();
    await client.putObject({ key: 'p/k', body: 'x' });
    await service.addFault({ kind: 'latency', ms: 60 });
    await client.getObject('p/k');
    await client.listObjects({ prefix: 'p' });
    expect(warnings.map(([message]) => message)).toEqual(told.map(slow));
  });

  test.each([
    ['1', true],
    ['2', false],
  ])('is less with the profile %s', async (profile, isTold) => {
    process.env.S3DB_S3_SLOW_PROFILE = profile;
    const client = open();
    await client.putObject({ key: 'p/k', body: 'x' });
    await service.addFault({ kind: 'latency', ms: 800 });
    await client.getObject('p/k');
    expect(warnings.length > 0).toBe(isTold);
  });

  test('the variable of S3 is stronger than that of all', async () => {
    process.env.S3DB_SLOW_LOGS_ENABLED = 'false';
    everything();
    await useAll(open());
    expect(warnings).toEqual([]);
    process.env.S3DB_S3_SLOW_LOGS_ENABLED = 'true';
    await useAll(open());
    expect(warnings).toEqual(TOLD);
  });

  test('without a variable, resources work on the store directly', () => {
    expect(open().allowsDirectAccess).toBe(true);
    everything();
    expect(open().allowsDirectAccess).toBe(false);
  });
});
