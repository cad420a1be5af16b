/**
 * s3db.js itself works on the servers that ours is tested against: they are S3 to a client that knows
 * nothing of them.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { installReference } from '../bench/reference-install.js';
import { prepareMoto, startMoto } from './support/moto.js';
import { runReference } from './support/reference-process.js';
import { send, texts } from './support/s3-request.js';
import { startS3Server } from './support/s3-server.js';

const BUCKET = 'reference';
const USERS = {
  name: 'users',
  attributes: { name: 'string|required', bio: 'string|optional' },
  behavior: 'body-overflow',
  partitions: { byName: { fields: { name: 'string' } } },
  asyncPartitions: false,
};
const LONG = 'long'.repeat(1000);
const PARTITION = { partition: 'byName', partitionValues: { name: 'Ann' } };

jest.setTimeout(60_000);

beforeAll(() => installReference(), 300_000);

const withoutMoto = prepareMoto();
if (withoutMoto) console.warn(`skipped: ${withoutMoto}`);

describe.each([
  { name: 'ours', start: startS3Server, isThere: true },
  { name: 'moto', start: startMoto, isThere: !withoutMoto },
])('$name', ({ start, isThere }) => {
  /** @type {{endpoint: string, stop: () => Promise<void>} | undefined} */
  let server;

  beforeAll(async () => {
    if (!isThere) return;
    server = await start();
    await send(server.endpoint, { method: 'PUT', bucket: BUCKET });
  }, 30_000);

  afterAll(() => server?.stop());

  const testThere = isThere ? test : test.skip;

  testThere('inserts, reads, lists, updates and deletes', async () => {
    const endpoint = /** @type {string} */ (server?.endpoint);
    const login = endpoint.replace('://', '://test:testtest@');
    const connectionString = `${login}/${BUCKET}/app?httpClientOptions.useReckerHandler=false`;
    const { results } = runReference({
      options: { connectionString, executorPool: false },
      resources: [USERS],
      calls: [
        ['users', 'insert', { id: 'u1', name: 'Ann', bio: LONG }],
        ['users', 'insert', { id: 'u2', name: 'Zoë' }],
        ['users', 'insert', { id: 'u1', name: 'Bob' }],
        ['users', 'update', 'u2', { name: 'Ann' }],
        ['users', 'list', PARTITION],
        ['users', 'delete', 'u2'],
        ['users', 'exists', 'u2'],
        ['users', 'get', 'u1'],
        ['users', 'count'],
      ],
    });
    const [, , again, updated, listed, , exists, read, count] = results;
    expect(again).toEqual({ error: 'Precondition failed' });
    expect(updated).toMatchObject({ id: 'u2', name: 'Ann' });
    expect(listed.map(({ id }) => id).sort()).toEqual(['u1', 'u2']);
    expect(exists).toBe(false);
    expect(read).toMatchObject({ id: 'u1', name: 'Ann', bio: LONG });
    expect(count).toBe(1);
    const query = { 'list-type': '2', prefix: 'app/resource=users/' };
    const { body } = await send(endpoint, { method: 'GET', bucket: BUCKET, query });
    expect(texts(body, 'Key')).toEqual([
      'app/resource=users/data/id=u1',
      'app/resource=users/partition=byName/name=Ann/id=u1',
    ]);
  });
});
