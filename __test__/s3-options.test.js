/**
 * Options of the transport of S3: what they do, and what of them can be read back.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { HTTP_CLIENT_PROFILES, S3Client } from '../index.js';
import { failure } from './support/failure.js';
import { RecordingServer } from './support/recording-server.js';

jest.setTimeout(30_000);

/** @type {RecordingServer} */
let server;

beforeEach(async () => {
  server = await RecordingServer.start();
});

afterEach(() => server.stop());

const place = (rest = '') => `http://key:secret@127.0.0.1:${server.port}/bucket/app${rest}`;
const open = (options, rest) => new S3Client({ connectionString: place(rest), ...options });

/** How many requests a client makes of one that always fails. */
async function attempts(options, rest) {
  server.answer = () => ({ status: 500, headers: { 'retry-after': '0' } });
  await failure(open(options, rest).getObject('k'));
  return server.requests.length;
}

describe('attempts', () => {
  const http = (httpClientOptions) => ({ httpClientOptions });

  test.each([
    [3, {}],
    [1, { retryAttempts: 1 }],
    [2, { awsMaxAttempts: 2 }],
    [2, http({ retryAttempts: 2 })],
    [1, http({ enableRetry: false })],
    [2, http({ maxRetries: 1 })],
    [1, http({ maxRetries: 5, retryAttempts: 1 })],
    [6, http({ maxRetries: 5, retryAttempts: 1, retryProfile: 'recker-only' })],
    [3, http({ maxRetries: 0, retryProfile: 'sdk-only' })],
    [3, http({ maxRetries: 0, retryCoordination: 'aws-only' })],
    [4, { executorPool: { retries: 3 } }],
    [2, { executorPool: { retries: 3 }, retryAttempts: 2 }],
    [3, { httpClientProfile: 'throughput' }],
    [4, http({ httpClientProfile: 'resilient' })],
    [2, http({ httpClientProfile: 'resilient', awsMaxAttempts: 2 })],
    [1, http({ httpClientProfile: 'throughput', retryCoordination: 'dual', retryAttempts: 1 })],
  ])('%i with %j', async (expected, options) => {
    expect(await attempts(options)).toBe(expected);
  });

  test('s3-options-of-strings: of the connection string win', async () => {
    const options = { httpClientOptions: { retryAttempts: 9, maxSockets: 5 } };
    expect(await attempts(options, '?httpClientOptions.retryAttempts=2')).toBe(2);
    const { httpClientOptions } = open(options, '?httpClientOptions.retryAttempts=2');
    expect(httpClientOptions).toMatchObject({ retryAttempts: 2, maxSockets: 5 });
  });

  test('wait as long as the service wishes, unless they are not to', async () => {
    server.answer = () => ({ status: 503, headers: { 'retry-after': '60' } });
    const heeding = await failure(open().getObject('k'));
    expect([server.requests.length, heeding.statusCode]).toEqual([1, 503]);
    const respectRetryAfter = false;
    await failure(open({ httpClientOptions: { respectRetryAfter, retryDelay: 1 } }).getObject('k'));
    expect(server.requests.length).toBe(4);
  });

  test('pause no longer than they may', async () => {
    server.answer = () => ({ status: 500 });
    const start = Date.now();
    const pauses = { retryDelay: 60_000, maxRetryDelay: 1 };
    await failure(open({ httpClientOptions: pauses }).getObject('k'));
    expect(server.requests.length).toBe(3);
    expect(Date.now() - start).toBeLessThan(5000);
  });
});

describe('times', () => {
  test.each([
    [{ timeout: 30 }],
    [{ headersTimeout: 30 }],
    [{ bodyTimeout: 30 }],
    [{ timeout: 30, httpClientProfile: 'balanced' }],
  ])('%j ends an attempt', async (httpClientOptions) => {
    server.answer = () => ({ delay: 2000 });
    const options = { retryAttempts: 1, httpClientOptions };
    const start = Date.now();
    const error = await failure(open(options).getObject('k'));
    expect(error).toMatchObject({ code: 'TimeoutError', retriable: true });
    expect(Date.now() - start).toBeLessThan(1500);
  });
});

describe('settings in force', () => {
  const DEFAULTS = {
    keepAlive: true,
    keepAliveMsecs: 1000,
    maxSockets: 50,
    maxFreeSockets: 10,
    timeout: 60_000,
  };

  test('are the defaults where nothing is said', () => {
    expect(open().httpClientOptions).toEqual(DEFAULTS);
    expect(open({ httpClientOptions: null }).httpClientOptions).toEqual(DEFAULTS);
  });

  test('s3-profiles: are those of a profile, and what is given beside it', () => {
    const { throughput } = HTTP_CLIENT_PROFILES;
    const profile = { httpClientProfile: 'throughput' };
    expect(open(profile).httpClientOptions).toEqual({ ...throughput, ...profile });
    const given = { httpClientOptions: { ...profile, maxSockets: 20 } };
    expect(open(given).httpClientOptions.maxSockets).toBe(20);
    expect(open({ httpClientOptions: { connections: 9 } }).httpClientOptions.maxSockets).toBe(9);
  });

  test('profiles are those of s3db.js', () => {
    expect(Object.keys(HTTP_CLIENT_PROFILES)).toEqual(['balanced', 'throughput', 'resilient']);
    expect(HTTP_CLIENT_PROFILES.resilient).toEqual({
      keepAlive: true,
      keepAliveMsecs: 2000,
      maxSockets: 50,
      maxFreeSockets: 20,
      timeout: 60_000,
      connections: 50,
      headersTimeout: 30_000,
      bodyTimeout: 60_000,
      http2: true,
      http2Preset: 'balanced',
      retryProfile: 'sdk-only',
      retryMode: 'adaptive',
      retryAttempts: 4,
    });
  });

  test('s3-transport: options of the transport of s3db.js are taken, and change nothing', async () => {
    const options = { http2: true, enableDedup: true, useReckerHandler: false, pipelining: 10 };
    const client = open({ httpClientOptions: options });
    expect(client.httpClientOptions).toMatchObject(options);
    await Promise.all([client.getObject('k'), client.getObject('k')]);
    expect(server.requests.map(({ url }) => url)).toHaveLength(2);
  });

  test.each([
    [1, {}],
    [2, { keepAlive: false }],
    [2, { keepAliveTimeout: 0 }],
  ])('%i connections with %j', async (connections, httpClientOptions) => {
    const client = open({ httpClientOptions });
    await client.headObject('a');
    await client.headObject('b');
    const seen = server.requests.map(({ connection }) => connection);
    expect(new Set(seen).size).toBe(connections);
  });
});

describe('refused', () => {
  test.each([
    ['httpClientOptions', 5],
    ['httpClientOptions.maxSockets', { maxSockets: 'many' }],
    ['httpClientOptions.timeout', { timeout: -1 }],
    ['httpClientOptions.keepAlive', { keepAlive: 'yes' }],
    ['httpClientOptions.http2', { http2: 1 }],
    ['httpClientProfile', { httpClientProfile: 'fast' }],
    ['retryProfile', { retryProfile: 'triple' }],
    ['retryMode', { retryMode: 'legacy' }],
    ['httpClientOptions.hosts.a', { hosts: { a: 'b' } }],
  ])('s3-wrong-options: %s: %j', (field, httpClientOptions) => {
    const error = { code: 'INVALID_PARAMETER', statusCode: 400, field };
    expect(() => open({ httpClientOptions })).toThrow(expect.objectContaining(error));
  });

  test.each(['checksums', 'conditionalWrites'])('%s that is no boolean', (field) => {
    const make = () => open({ [field]: 'never' });
    expect(make).toThrow(expect.objectContaining({ field, code: 'INVALID_PARAMETER' }));
  });
});
