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

  describe('replace of a stamped record that has references', () => {
    /** Characters of the longest name: all of 2 KB but its key, the region, the version and the stamp. */
    const EDGE = 2048 - '01EU_vv1_cas'.length - 12;

    /** Characters of the longest name without a stamp. */
    const UNSTAMPED = 2035;

    async function stamped(behavior, id) {
      const db = new Database({ ...place(), logLevel: 'silent' });
      await db.connect();
      const users = await db.createResource({
        name: `replaced-${behavior}`,
        behavior,
        attributes: { name: 'string', region: 'string' },
        partitions: { byRegion: { fields: { region: 'string' } } },
        asyncPartitions: false,
      });
      const { _etag: ifMatch } = await users.insert({ id, name: 'n', region: 'EU' });
      const update = await users.updateConditional(id, { name: 'm' }, { ifMatch });
      expect(update.success).toBe(true);
      return { db, users };
    }

    test.each([
      [EDGE, 0],
      [EDGE + 1, expect.any(Number)],
      [UNSTAMPED, expect.any(Number)],
    ])('keeps the stamp: a name of %i', async (length, size) => {
      const { db, users } = await stamped('user-managed', `n${length}`);
      const text = 'x'.repeat(length);
      await users.replace(`n${length}`, { name: text, region: 'EU' });
      const record = await users.get(`n${length}`);
      expect([record.name, record._etag]).toEqual([text, expect.stringMatching(/^"\w+-.{12}"$/)]);
      expect(record._contentLength).toEqual(size);
      expect(record._hasContent).toBe(length > EDGE);
      await db.disconnect();
    });

    test('or is refused', async () => {
      const { db, users } = await stamped('enforce-limits', 'a');
      await users.replace('a', { name: 'x'.repeat(EDGE), region: 'EU' });
      const replaced = users.replace('a', { name: 'y'.repeat(EDGE + 1), region: 'EU' });
      await expect(replaced).rejects.toMatchObject({ name: 'MetadataLimitError', statusCode: 413 });
      expect((await users.get('a')).name).toBe('x'.repeat(EDGE));
      await db.disconnect();
    });
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
