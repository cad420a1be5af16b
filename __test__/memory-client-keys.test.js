/**
 * Keys: which are refused, and how the others are stored.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';

import { MemoryClient } from '../lib/clients/memory-client.js';
import { ValidationError } from '../lib/errors.js';
import { failureOf, freshClient } from './support/memory-client.js';

/** @type {import('../lib/clients/memory-client.js').MemoryClient} */
let client;

beforeEach(() => {
  client = freshClient();
});

describe('keys', () => {
  const HOSTILE = [
    '',
    '.',
    '/',
    './',
    '..',
    '../x',
    'a/../b',
    'a/..',
    '\ud800',
    null,
    undefined,
    5,
  ];

  test.each([...HOSTILE, {}, ['a']])('%j is refused everywhere', async (key) => {
    const calls = [
      client.putObject({ key }),
      client.getObject(key),
      client.headObject(key),
      client.exists(key),
      client.deleteObject(key),
      client.deleteObjects([key]),
      client.copyObject({ from: key, to: 'b' }),
      client.copyObject({ from: 'a', to: key }),
    ];
    for (const error of await Promise.all(calls.map(failureOf))) {
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ code: 'INVALID_KEY', statusCode: 400 });
    }
    expect(client.getStats().keys).toEqual([]);
  });

  test.each([
    ['a//b', 'app/a/b'],
    ['/a', 'app/a'],
    ['./a/./b', 'app/a/b'],
    ['a/', 'app/a/'],
    [' a ', 'app/ a '],
    ['a\\b', 'app/a\\b'],
    ['x..y/...', 'app/x..y/...'],
    ['a%2F..%2Fb', 'app/a%2F..%2Fb'],
    ['é\n\0', 'app/é\n\0'],
    ['__proto__', 'app/__proto__'],
  ])('%j is stored as %j', async (key, stored) => {
    await client.putObject({ key, body: 'x', metadata: JSON.parse('{"__proto__":"1"}') });
    expect(client.getStats().keys).toEqual([stored]);
    expect(Object.entries((await client.getObject(key)).Metadata)).toEqual([['__proto__', '1']]);
  });

  test('stay as they are without a key prefix, but for `..`', async () => {
    const plain = new MemoryClient({ bucket: 'plain' });
    for (const key of ['a//b', '/a', './a', 'a/']) await plain.putObject({ key });
    expect(await plain.getAllKeys()).toEqual(['./a', '/a', 'a/', 'a//b']);
    await expect(plain.putObject({ key: '../a' })).rejects.toThrow(ValidationError);
  });

  test.each([
    ['app/', 'app/k'],
    ['/app', '/app/k'],
    ['app//x', 'app/x/k'],
    ['.', 'k'],
    ['é', 'é/k'],
  ])('below the key prefix %j', async (keyPrefix, stored) => {
    const other = new MemoryClient({ bucket: keyPrefix, keyPrefix });
    await other.putObject({ key: 'k' });
    expect(other.getStats().keys).toEqual([stored]);
    expect(await other.getAllKeys()).toEqual(['k']);
  });

  test('a key prefix does not leave its folder', () => {
    expect(() => new MemoryClient({ keyPrefix: 'a/../b' })).toThrow(ValidationError);
    const error = failureOf(client.getAllKeys({ prefix: '../other/' }));
    return expect(error).resolves.toMatchObject({ code: 'INVALID_KEY', field: 'prefix' });
  });
});
