/**
 * Options of the clients that databases make: names that are not known are told.
 */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';

/** @type {jest.SpiedFunction<typeof process.emitWarning>} */
let warn;
let folder;

beforeEach(() => {
  warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  folder = newFolder();
});

afterEach(() => {
  warn.mockRestore();
  removeFolder(folder);
});

async function warnings(connectionString, clientOptions, logLevel = 'info') {
  const db = new Database({ connectionString, clientOptions, logLevel });
  await db.ensureClientInitialized();
  await db.disconnect();
  return warn.mock.calls.map(([message]) => /option (\S+) is/.exec(message)[1]);
}

test.each([
  ['s3://a:b@bucket?retryAttemps=3', { checkSums: true }],
  ['memory://bucket?enforceLimit=true', { maxMemoryMb: 64 }],
  ['file://FOLDER?durable=true', { compress: true }],
])('%s with %j', async (place, clientOptions) => {
  const names = [Object.keys(clientOptions)[0], /\?(\w+)/.exec(place)[1]];
  const told = await warnings(place.replace('FOLDER', folder), { ...clientOptions, logger: null });
  expect(told).toEqual(names.map((name) => `clientOptions.${name}`));
});

test('are told once', async () => {
  expect(await warnings('memory://bucket?oncee=1')).toEqual(['clientOptions.oncee']);
  expect(await warnings('memory://bucket?oncee=1')).toHaveLength(1);
});

test('are not told to who wants silence', async () => {
  expect(await warnings('memory://bucket?silent=1', {}, 'silent')).toEqual([]);
});

test.each([
  's3://a:b@bucket?region=x&checksums=true&httpClientOptions.maxSockets=3&executorPool.retries=1',
  'memory://bucket?maxMemoryMB=64&enforceLimits=true&concurrency=3&evictionEnabled=true',
  'file://FOLDER?compression.enabled=true&ttl.defaultTTL=1000&stats.enabled=true&retries=1',
])('those of %s are all known', async (place) => {
  expect(await warnings(place.replace('FOLDER', folder))).toEqual([]);
});
