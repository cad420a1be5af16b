/**
 * Records that leave no byte of the metadata free, where a write has to add something of its own: the
 * stamp of a conditional update, the time of a historical copy.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { Database, MemoryClient } from '../index.js';
import { S3Service } from './support/s3-service.js';

/** Characters that fit into the metadata of a record, and not beside a stamp. */
const FULL = 2033;

const name = (letter) => letter.repeat(FULL);

/** @type {S3Service} */
let service;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('full');
});

afterAll(() => service.stop());

const PLACES = {
  S3: () => ({ connectionString: service.connectionString('full', '/app') }),
  memory: () => ({ client: new MemoryClient({ bucket: 'full', enforceLimits: true }) }),
};

describe.each(Object.entries(PLACES))('on %s', (_, place) => {
  async function insertFull(behavior) {
    const db = new Database({ ...place(), logLevel: 'silent' });
    await db.connect();
    const users = await db.createResource({
      name: behavior,
      behavior,
      attributes: { name: 'string' },
    });
    const { _etag } = await users.insert({ id: 'a', name: name('a') });
    return { db, users, etag: _etag };
  }

  test.each(['user-managed', 'body-overflow', 'body-only'])('%s has the body', async (behavior) => {
    const { db, users, etag } = await insertFull(behavior);
    const update = await users.updateConditional('a', { name: name('b') }, { ifMatch: etag });
    expect(update.success).toBe(true);
    expect((await users.get('a')).name).toBe(name('b'));
    await users.update('a', { name: name('c') });
    expect((await users.get('a')).name).toBe(name('c'));
    await users.createHistoricalVersion('a', { name: name('d') });
    const copy = await users.client.headObject(`resource=${behavior}/historical/id=a`);
    expect(copy.Metadata).toMatchObject({ _historicaltimestamp: expect.any(String) });
    await db.disconnect();
  });

  test('truncate-data cuts more', async () => {
    const { db, users, etag } = await insertFull('truncate-data');
    await users.updateConditional('a', { name: name('b') }, { ifMatch: etag });
    expect((await users.get('a')).name).toMatch(/^b{2000,2032}$/);
    await users.createHistoricalVersion('a', { name: name('d') });
    await db.disconnect();
  });

  test('enforce-limits refuses, and nothing is written', async () => {
    const { db, users, etag } = await insertFull('enforce-limits');
    const refused = { name: 'MetadataLimitError', statusCode: 413 };
    const update = users.updateConditional('a', { name: name('b') }, { ifMatch: etag });
    await expect(update).rejects.toMatchObject(refused);
    const copy = users.createHistoricalVersion('a', { name: name('d') });
    await expect(copy).rejects.toMatchObject(refused);
    expect((await users.get('a')).name).toBe(name('a'));
    await db.disconnect();
  });
});
