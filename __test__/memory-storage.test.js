/**
 * Buckets as a whole: sharing, snapshots, files, statistics, limits of memory.
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { MemoryClient } from '../lib/clients/memory-client.js';
import { MemoryStorage } from '../lib/clients/memory-storage.js';
import { NoSuchKey, ResourceError, ValidationError } from '../lib/errors.js';

const MIB = 2 ** 20;

afterEach(() => MemoryClient.clearAllStorage());

describe('buckets', () => {
  test('are shared by name, with the settings of the first client', async () => {
    const first = new MemoryClient({ bucket: 'sh', maxMemoryMB: 1 });
    const second = new MemoryClient({ bucket: 'sh', maxMemoryMB: 9, keyPrefix: 'q' });
    await second.putObject({ key: 'k' });
    expect(await first.getAllKeys()).toEqual(['q/k']);
    expect(second.getStats().maxMemoryMB).toBe(1);
    expect(await new MemoryClient({ bucket: 'other' }).count()).toBe(0);
  });

  test('cleared-buckets: that are cleared begin anew, and stay for who has them open', async () => {
    const before = new MemoryClient({ bucket: 'sh' });
    await before.putObject({ key: 'k' });
    MemoryClient.clearBucketStorage('none');
    expect(await new MemoryClient({ bucket: 'sh' }).count()).toBe(1);
    MemoryClient.clearBucketStorage('sh');
    expect(await new MemoryClient({ bucket: 'sh' }).count()).toBe(0);
    expect(await before.count()).toBe(1);
  });

  test('clear deletes everything of every key prefix', async () => {
    const client = new MemoryClient({ bucket: 'sh', keyPrefix: 'a' });
    await client.putObject({ key: 'k' });
    await new MemoryClient({ bucket: 'sh', keyPrefix: 'b' }).putObject({ key: 'k' });
    await client.clear();
    expect(client.getStats().objectCount).toBe(0);
  });

  test('of a MemoryStorage are its own', async () => {
    const [one, two] = [new MemoryStorage({ bucket: 'x' }), new MemoryStorage({ bucket: 'x' })];
    const put = await one.put('raw/k', { body: 'x', metadata: { a: 'é' }, contentType: 't' });
    expect(put.Location).toBe('/x/raw/k');
    expect([one.exists('raw/k'), two.exists('raw/k'), one.exists('raw')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await one.head('raw/k')).toMatchObject({ Metadata: { a: 'é' }, ContentType: 't' });
    await one.copy('raw/k', 'raw/l');
    expect((await one.list({ prefix: 'raw/' })).KeyCount).toBe(2);
    await one.delete('raw/k');
    expect(one.getKeys()).toEqual(['raw/l']);
    expect(one.objects.get('raw/l')).toMatchObject({ body: Buffer.from('x'), size: 1 });
    await expect(one.get('raw/k')).rejects.toThrow(NoSuchKey);
    expect(await one.deleteMultiple(['raw/l'])).toMatchObject({ Deleted: [{ Key: 'raw/l' }] });
    await one.clear();
    expect(one.getStats().objectCount).toBe(0);
  });
});

describe('snapshots', () => {
  const OBJECT = {
    body: 'aGVsbG8=',
    metadata: { foo_bar: 'u:x%20%C3%A9', n: '5', nul: 'null' },
    contentType: 'text/plain',
    etag: '5d41402abc4b2a76b9719d911017c592',
    lastModified: '2026-01-02T03:04:05.678Z',
    size: 5,
    contentEncoding: 'gzip',
    contentLength: 5,
  };

  test('have the form of s3db.js', async () => {
    const client = new MemoryClient({ bucket: 'b1', keyPrefix: 'app' });
    const metadata = { 'Foo Bar': 'x é', N: 5, nul: null };
    const type = { contentType: 'text/plain', contentEncoding: 'gzip' };
    await client.putObject({ key: 'k', metadata, body: 'hello', ...type });
    expect(client.snapshot()).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      bucket: 'b1',
      objectCount: 1,
      objects: { 'app/k': { ...OBJECT, lastModified: expect.stringMatching(/Z$/) } },
    });
  });

  test('are restored whole, in place of everything', async () => {
    const client = new MemoryClient({ bucket: 'b1', keyPrefix: 'app' });
    await client.putObject({ key: 'old' });
    client.restore({ objects: { 'app/k': OBJECT, 'x/1': { body: 'aGk=' } } });
    expect(client.snapshot().objects['app/k']).toEqual(OBJECT);
    const { Body, ...facts } = await client.getObject('k');
    expect(await Body.transformToString()).toBe('hello');
    expect(facts).toMatchObject({
      Metadata: { foo_bar: 'x é', n: '5', nul: null },
      LastModified: new Date(OBJECT.lastModified),
    });
    expect(client.getStats().keys).toEqual(['app/k', 'x/1']);
  });

  test.each([undefined, null, 5, 'x', {}, { objects: null }, { objects: { k: { body: '!' } } }])(
    'bad-snapshots: %j is none, and changes nothing',
    async (snapshot) => {
      const client = new MemoryClient({ bucket: 'b1' });
      await client.putObject({ key: 'old' });
      const restore = () => client.restore(snapshot);
      expect(restore).toThrow(ValidationError);
      expect(restore).toThrow('Invalid snapshot format');
      expect(client.getStats().keys).toEqual(['old']);
    },
  );
});

describe('files', () => {
  /** @type {string} */
  let directory;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'memory-storage-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const read = async (file) => Object.keys(JSON.parse(await readFile(file, 'utf8')).objects);

  test('are written and read on demand', async () => {
    const { storage } = new MemoryClient({ bucket: 'a' });
    await storage.put('k', { body: 'é', metadata: { a: 'é' } });
    const file = path.join(directory, 'snapshot.json');
    expect(await storage.saveToDisk(file)).toBe(file);
    expect(await readdir(directory)).toEqual(['snapshot.json']);
    const other = new MemoryStorage({ persistPath: file });
    expect(await other.loadFromDisk()).toMatchObject({ bucket: 'a', objectCount: 1 });
    expect((await other.head('k')).Metadata).toEqual({ a: 'é' });
  });

  test('failures are told', async () => {
    const storage = new MemoryStorage({ bucket: 'a' });
    await expect(storage.saveToDisk()).rejects.toThrow('No persist path configured');
    await expect(storage.loadFromDisk()).rejects.toThrow('No persist path configured');
    const missing = path.join(directory, 'no', 'file');
    for (const [method, what] of [
      ['saveToDisk', 'Failed to save to disk'],
      ['loadFromDisk', 'Failed to load from disk'],
    ]) {
      const error = await storage[method](missing).catch((e) => e);
      expect(error).toBeInstanceOf(ResourceError);
      expect(error.message).toMatch(`${what}: ENOENT`);
      expect(error).toMatchObject({ code: 'ENOENT', bucket: 'a', operation: method });
    }
    const broken = path.join(directory, 'broken');
    await writeFile(broken, '{oops');
    await expect(storage.loadFromDisk(broken)).rejects.toThrow(ValidationError);
  });

  test('are written after each change when asked for', async () => {
    const file = path.join(directory, 'auto.json');
    const client = new MemoryClient({ bucket: 'a', persistPath: file, autoPersist: true });
    expect(client.allowsDirectAccess).toBe(false);
    await client.putObject({ key: 'a' });
    expect(await read(file)).toEqual(['a']);
    await client.copyObject({ from: 'a', to: 'b' });
    expect(await read(file)).toEqual(['a', 'b']);
    await Promise.all([1, 2, 3, 4, 5].map((n) => client.putObject({ key: `k${n}` })));
    expect(await read(file)).toEqual(['a', 'b', 'k1', 'k2', 'k3', 'k4', 'k5']);
    await client.deleteObjects(['a', 'b']);
    expect(await read(file)).toHaveLength(5);
    await client.clear();
    expect(await read(file)).toEqual([]);
    expect(await readdir(directory)).toEqual(['auto.json']);
  });
});

describe('memory', () => {
  const put = (client, key, size) => client.putObject({ key, body: Buffer.alloc(size) });

  test('no-eviction: has no limit, and statistics', async () => {
    const client = new MemoryClient({ bucket: 'm', keyPrefix: 'app' });
    for (const key of ['a', 'b', 'c']) await put(client, key, 300);
    await client.deleteObject('c');
    expect(client.getStats()).toEqual({
      objectCount: 2,
      totalSize: 600,
      totalSizeFormatted: '600 Bytes',
      keys: ['app/a', 'app/b'],
      bucket: 'm',
      maxMemoryMB: Infinity,
      memoryUsagePercent: 0,
      evictions: 0,
      evictedBytes: 0,
      peakMemoryBytes: 900,
    });
    await put(client, 'a', 1.5 * MIB);
    expect(client.getStats().totalSizeFormatted).toBe('1.5 MB');
    expect(client.allowsDirectAccess).toBe(true);
  });

  test('refuses what exceeds the limit', async () => {
    const client = new MemoryClient({ bucket: 'm', maxMemoryMB: 1 });
    await put(client, 'a', 600_000);
    const error = await put(client, 'b', 600_000).catch((e) => e);
    expect(error).toBeInstanceOf(ResourceError);
    expect(error).toMatchObject({ statusCode: 413, size: 600_000, bucket: 'm' });
    await put(client, 'a', MIB);
    expect(client.getStats()).toMatchObject({ keys: ['a'], memoryUsagePercent: 100 });
  });

  test('drops the least recently used bodies when asked to, and tells', async () => {
    const client = new MemoryClient({ bucket: 'm', maxMemoryMB: 1, evictionEnabled: true });
    expect(client.allowsDirectAccess).toBe(false);
    const dropped = [];
    client.on('cl:Evict', (eviction) => dropped.push(eviction));
    await put(client, 'empty', 0);
    for (const key of ['a', 'b', 'c']) await put(client, key, 300_000);
    await client.getObject('a');
    await client.copyObject({ from: 'c', to: 'd' });
    expect(dropped).toEqual([{ bucket: 'm', key: 'b', size: 300_000 }]);
    await put(client, 'e', 700_000);
    expect(client.getStats()).toMatchObject({
      keys: ['d', 'e', 'empty'],
      evictions: 3,
      evictedBytes: 900_000,
      memoryUsagePercent: 95,
    });
    await expect(put(client, 'f', MIB + 1)).rejects.toMatchObject({ statusCode: 413 });
    await client.deleteObject('e');
    await put(client, 'g', 700_000);
    expect(client.getStats()).toMatchObject({ keys: ['d', 'empty', 'g'], evictions: 3 });
    client.storage.resetStats();
    expect(client.getStats()).toMatchObject({ evictions: 0, evictedBytes: 0 });
    client.restore(client.snapshot());
    await put(client, 'h', 400_000);
    expect(client.getStats()).toMatchObject({ keys: ['empty', 'h'] });
    client.destroy();
    expect(client.storage.listenerCount('evict')).toBe(0);
  });
});
