import { expect, test } from '@jest/globals';

import { MemoryClient } from '../../index.js';

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
