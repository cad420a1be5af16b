/**
 * Moving objects, and the counts of tasks.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { DatabaseError, NoSuchKey, UnknownError } from '../../lib/errors.js';
import { CLIENT_KINDS } from '../support/client-kinds.js';

describe.each(CLIENT_KINDS)('%s', (name, kind) => {
  let client;

  beforeEach(async () => {
    client = kind.make({ bucket: 'b', keyPrefix: 'app' });
    for (const key of ['p/0', 'p/1', 'p/2', 'q']) await client.putObject({ key, body: key });
  });

  afterEach(() => kind.reset());

  const text = async (key) => (await client.getObject(key)).Body.transformToString();

  describe('moveObject', () => {
    test('moves', async () => {
      expect(await client.moveObject({ from: 'p/1', to: 'm' })).toBe(true);
      expect(await client.getAllKeys()).toEqual(['m', 'p/0', 'p/2', 'q']);
      expect(await text('m')).toBe('p/1');
    });

    test('move-to-itself: on itself keeps the object', async () => {
      expect(await client.moveObject({ from: 'q', to: './q' })).toBe(true);
      expect(await text('q')).toBe('q');
    });

    test('move-errors: tells why it failed', async () => {
      const error = await client.moveObject({ from: 'nope', to: 'm' }).catch((e) => e);
      expect(error).toBeInstanceOf(DatabaseError);
      expect(error).toMatchObject({
        message: 'Unknown error in moveObject',
        code: 'NoSuchKey',
        statusCode: 404,
        from: 'nope',
        to: 'm',
      });
      expect(error.original).toBeInstanceOf(NoSuchKey);
      expect(error.original.message).toBe('Source object not found: app/nope');
    });
  });

  describe('moveAllObjects', () => {
    test('moves what begins with the prefix', async () => {
      expect(await client.moveAllObjects({ prefixFrom: 'p/', prefixTo: 'w/' })).toEqual([
        { from: 'p/0', to: 'w/0' },
        { from: 'p/1', to: 'w/1' },
        { from: 'p/2', to: 'w/2' },
      ]);
      expect(await client.getAllKeys()).toEqual(['q', 'w/0', 'w/1', 'w/2']);
      expect(await client.moveAllObjects({ prefixFrom: 'none/', prefixTo: 'w/' })).toEqual([]);
    });

    test('goes through moveObject, and goes on after a failure', async () => {
      const { moveObject } = client;
      client.moveObject = async (move) => {
        if (move.from === 'p/1') throw new Error('boom');
        return moveObject.call(client, move);
      };
      const error = await client
        .moveAllObjects({ prefixFrom: 'p/', prefixTo: 'w/' })
        .catch((e) => e);
      expect(error).toBeInstanceOf(UnknownError);
      expect(error.message).toBe('Some objects could not be moved');
      expect(error.context).toEqual({
        bucket: 'b',
        operation: 'moveAllObjects',
        prefixFrom: 'p/',
        prefixTo: 'w/',
        totalKeys: 3,
        failedCount: 1,
        successCount: 2,
        errors: [{ item: 'p/1', error: new Error('boom'), index: 1 }],
      });
      expect(error).toMatchObject({ totalKeys: 3, failedCount: 1, successCount: 2 });
      expect(await client.getAllKeys()).toEqual(['p/1', 'q', 'w/0', 'w/2']);
    });
  });

  test('tasks are counted', async () => {
    const stats = {
      queueSize: 0,
      activeCount: 0,
      processedCount: 0,
      errorCount: 0,
      retryCount: 0,
      concurrency: 5,
      paused: false,
      stopped: false,
      rolling: null,
    };
    expect(client.getQueueStats()).toEqual(stats);
    await client.moveAllObjects({ prefixFrom: 'p/', prefixTo: 'w/' });
    await client.deleteAll();
    expect(client.getQueueStats()).toEqual({ ...stats, processedCount: 4 });
    expect(client.getAggregateMetrics()).toBeNull();
    expect(kind.make({ concurrency: 9 }).getQueueStats().concurrency).toBe(9);
  });

  test('no more moves run at a time than the concurrency allows', async () => {
    const narrow = kind.make({ bucket: 'narrow', concurrency: 2 });
    for (let n = 0; n < 6; n++) await narrow.putObject({ key: `p/${n}` });
    let running = 0;
    let most = 0;
    narrow.moveObject = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return true;
    };
    await narrow.moveAllObjects({ prefixFrom: 'p/', prefixTo: 'w/' });
    expect(most).toBe(2);
  });
});
