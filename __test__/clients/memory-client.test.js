import { afterEach, expect, test } from '@jest/globals';

import { MemoryClient, ValidationError } from '../../index.js';

afterEach(() => MemoryClient.clearAllStorage());

test('identity', () => {
  const client = new MemoryClient({ bucket: 'b1', keyPrefix: 'app' });
  expect(client.connectionString).toBe('memory://b1/app');
  expect(client.config).toEqual({
    bucket: 'b1',
    keyPrefix: 'app',
    region: 'memory',
    endpoint: 'memory://',
    forcePathStyle: true,
  });
  expect(new MemoryClient()).toMatchObject({
    bucket: 's3db',
    connectionString: 'memory://s3db',
  });
});

test.each([
  ['a/', 'app/a/'],
  ['a\0', 'app/a\0'],
])('the key %j is stored as %j', async (key, stored) => {
  const client = new MemoryClient({ keyPrefix: 'app' });
  await client.putObject({ key, body: 'x' });
  expect(client.getStats().keys).toEqual([stored]);
});

test('keys stay as they are without a key prefix, but for `..`', async () => {
  const plain = new MemoryClient();
  for (const key of ['a//b', '/a', './a', 'a/']) await plain.putObject({ key });
  expect(await plain.getAllKeys()).toEqual(['./a', '/a', 'a/', 'a//b']);
  await expect(plain.putObject({ key: '../a' })).rejects.toThrow(ValidationError);
});

test('a key prefix may begin with a slash', async () => {
  const client = new MemoryClient({ keyPrefix: '/app' });
  await client.putObject({ key: 'k' });
  expect(client.getStats().keys).toEqual(['/app/k']);
});
