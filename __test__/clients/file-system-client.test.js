/**
 * What only the client of files does: identity, options, and its folder.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { Database, FileSystemClient, ResourceError, ValidationError } from '../../index.js';
import { namesIn, newFolder, removeFolder } from '../support/client-kinds.js';
import { failure } from '../support/failure.js';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  FileSystemClient.clearAllStorage();
  removeFolder(folder);
});

const client = (options) => new FileSystemClient({ basePath: folder, ...options });
const side = (key) => JSON.parse(readFileSync(join(folder, `${key}.meta.json`), 'utf8'));
const text = async (from, key) => (await from.getObject(key)).Body.transformToString();

describe('identity', () => {
  test('has the folder in it', () => {
    const { config, connectionString, bucket } = client({ keyPrefix: 'app' });
    expect({ connectionString, bucket }).toEqual({
      connectionString: pathToFileURL(folder).href,
      bucket: 's3db',
    });
    expect(config).toEqual({
      bucket: 's3db',
      keyPrefix: 'app',
      region: 'local',
      basePath: folder,
      endpoint: `file://${folder}`,
      forcePathStyle: true,
    });
  });

  test('resolves the folder, which is ./s3db-data without a path', () => {
    expect(new FileSystemClient().config.basePath).toBe(join(process.cwd(), 's3db-data'));
    expect(client({ basePath: `${folder}/a/../b/` }).config.basePath).toBe(join(folder, 'b'));
    const { connectionString } = client({ basePath: `${folder}/a b` });
    expect(connectionString).toBe(`${pathToFileURL(folder)}/a%20b`);
  });

  test('makes no folder before the first write', async () => {
    const fresh = client({ basePath: join(folder, 'new') });
    expect(await fresh.getAllKeys()).toEqual([]);
    expect(await fresh.exists('a')).toBe(false);
    expect(existsSync(join(folder, 'new'))).toBe(false);
    await fresh.putObject({ key: 'a/b/c', body: 'x' });
    expect(readFileSync(join(folder, 'new/a/b/c'), 'utf8')).toBe('x');
  });
});

describe('options', () => {
  test.each([
    ['basePath', 5],
    ['durability', 'some'],
    ['durability', true],
    ['compression', true],
    ['compression', { enabled: 'yes' }],
    ['compression', { threshold: 'x' }],
    ['compression', { threshold: -1 }],
    ['compression', { level: 10 }],
    ['compression', { level: 1.5 }],
    ['ttl', { defaultTTL: 0 }],
    ['ttl', { defaultTTL: 'soon' }],
    ['ttl', { cleanupInterval: 2 ** 31 }],
    ['locking', { timeout: -1 }],
    ['backup', { suffix: '' }],
    ['backup', { suffix: '/../x' }],
    ['journal', { file: '../journal' }],
    ['journal', { file: '..' }],
    ['journal', { file: 5 }],
    ['stats', []],
    ['metadataLimit', 'x'],
    ['maxObjectSize', -1],
  ])('file-options: %s: %j is refused', (name, value) => {
    const make = () => client({ [name]: value });
    expect(make).toThrow(ValidationError);
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_PARAMETER', statusCode: 400 }));
    expect(make).toThrow(new RegExp(name));
  });

  test('come from the connection string and from clientOptions, of which the former wins', async () => {
    const db = new Database({
      connectionString:
        `file://${folder}?compression.enabled=true&compression.level=9&ttl.enabled=true` +
        '&ttl.defaultTTL=60000&durability=data&stats.enabled=true&backup.suffix=.old',
      clientOptions: { compression: { level: 1, threshold: 7 }, journal: { enabled: true } },
    });
    await db.ensureClientInitialized();
    expect(db.client.storage.settings).toMatchObject({
      durability: 'data',
      compression: { enabled: true, level: 9, threshold: 7 },
      ttl: { enabled: true, defaultTTL: 60_000, cleanupInterval: 300_000 },
      backup: { enabled: false, suffix: '.old' },
      journal: { enabled: true, file: 'operations.journal' },
      locking: { enabled: false, timeout: 5000 },
      stats: { enabled: true },
    });
    db.client.destroy();
  });

  test.each([
    ['?keyPrefix=app&bucket=q&region=r', {}],
    ['', { keyPrefix: 'app', bucket: 'q', region: 'r' }],
  ])('name the client, too: %j %j', async (query, clientOptions) => {
    const db = new Database({ connectionString: `file://${folder}${query}`, clientOptions });
    await db.ensureClientInitialized();
    const { keyPrefix, bucket, region } = db.client.config;
    expect({ keyPrefix, bucket, region }).toEqual({ keyPrefix: 'app', bucket: 'q', region: 'r' });
  });

  test('refused ones reject the connection', async () => {
    const db = new Database({ connectionString: `file://${folder}?durability=maybe` });
    await expect(db.connect()).rejects.toThrow(ValidationError);
  });

  test('are those of the first client of a folder, until they are forgotten', async () => {
    const first = client({ stats: { enabled: true } });
    const second = client({ basePath: `${folder}/.`, keyPrefix: 'app' });
    await second.putObject({ key: 'a' });
    expect(first.getStats()).toMatchObject({ puts: 1 });
    expect(second.getStats()).toEqual(first.getStats());
    FileSystemClient.clearPathStorage(`${folder}/`);
    expect(client().getStats()).toBeNull();
    expect(await client({ keyPrefix: 'app' }).exists('a')).toBe(true);
    expect(first.getStats()).toMatchObject({ puts: 1 });
  });
});

describe('the folder', () => {
  test('bodies-in-side-files: holds a body and a side file per object', async () => {
    const put = {
      key: 'd/k',
      metadata: { A: 'é', n: 1 },
      body: 'hello',
      contentType: 'text/plain',
    };
    const { ETag, Location } = await client({ keyPrefix: 'app' }).putObject(put);
    expect(Location).toBe('/s3db/app/d/k');
    expect(readFileSync(join(folder, 'app/d/k'), 'utf8')).toBe('hello');
    expect(side('app/d/k')).toMatchObject({
      metadata: { a: expect.stringMatching(/^[ub]:/), n: '1' },
      contentType: 'text/plain',
      etag: ETag.slice(1, -1),
      lastModified: expect.stringMatching(/^\d{4}-.*Z$/),
      size: 5,
    });
    expect(namesIn(join(folder, 'app/d'))).toEqual(['k', 'k.meta.json']);
  });

  test('may be removed at any time', async () => {
    const files = client();
    await files.putObject({ key: 'a/b', body: 'x' });
    removeFolder(folder);
    expect(await failure(files.getObject('a/b'))).toMatchObject({ code: 'NoSuchKey' });
    expect(await files.getAllKeys()).toEqual([]);
    await files.putObject({ key: 'a/b', body: 'y' });
    expect(await text(files, 'a/b')).toBe('y');
  });

  test('is cleared only if it looks like one of data', async () => {
    const files = client();
    for (const key of ['a', 'b/c']) await files.putObject({ key, body: 'x' });
    await client({ keyPrefix: 'b' }).clear();
    expect(await files.getAllKeys()).toEqual([]);
    const other = client({ basePath: '/elsewhere/app' });
    const error = await failure(other.clear());
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      message: 'Cannot clear basePath - does not look like a data directory',
      basePath: resolve('/elsewhere/app'),
    });
  });
});

describe('keys', () => {
  const refused = [
    'a//b',
    '/a',
    'a/',
    './a',
    'a/./b',
    '../a',
    'a\0b',
    'k.meta.json',
    'd/k.META.json',
    'k.tmp.1700000000000.abc123',
  ];

  test.each(refused)('file-keys-stay-inside, file-names-of-ours: %j is refused', async (key) => {
    const files = client();
    const calls = [
      files.putObject({ key, body: 'x' }),
      files.getObject(key),
      files.headObject(key),
      files.copyObject({ from: key, to: 'b' }),
    ];
    for (const error of await Promise.all(calls.map(failure))) {
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ code: 'INVALID_KEY', statusCode: 400 });
    }
    expect(namesIn(folder)).toEqual([]);
    expect(existsSync(join(folder, '../a'))).toBe(false);
  });

  test('are normal below a key prefix', async () => {
    await client({ keyPrefix: 'app' }).putObject({ key: '/a//./b', body: 'x' });
    await client({ keyPrefix: '/app/' }).putObject({ key: 'c', body: 'x' });
    expect(await client().getAllKeys()).toEqual(['app/a/b', 'app/c']);
  });

  test('of some objects may be deleted where others cannot', async () => {
    const files = client();
    await files.putObject({ key: 'a' });
    const { Deleted, Errors } = await files.deleteObjects(['a', 'k.meta.json']);
    expect(Deleted).toEqual([{ Key: 'a' }]);
    expect(Errors).toEqual([
      { Key: 'k.meta.json', Code: 'INVALID_KEY', Message: expect.any(String) },
    ]);
    await expect(files.deleteObject('k.meta.json')).rejects.toThrow(ValidationError);
  });
});

describe('failures', () => {
  const INVALID_STATE = { code: 'InvalidObjectState', statusCode: 400, retriable: false };

  test.each([
    ['below an object', 'a/b', { ...INVALID_STATE, key: 'a/b' }],
    ['with the key of a folder', 'd', { ...INVALID_STATE, key: 'd' }],
    [
      'with a key that is too long',
      'x'.repeat(300),
      { code: 'KeyTooLongError', statusCode: 400, message: 'Key too long for filesystem' },
    ],
  ])('a write %s', async (_name, key, expected) => {
    const files = client();
    await files.putObject({ key: 'a', body: 'object' });
    await files.putObject({ key: 'd/e', body: 'object' });
    const error = await failure(files.putObject({ key, body: 'x' }));
    expect(error).toBeInstanceOf(ResourceError);
    expect(error).toMatchObject({ ...expected, bucket: 's3db', operation: 'put' });
    expect(error.suggestion).toMatch(/key|id/);
    expect(await text(files, 'a')).toBe('object');
    expect(await text(files, 'd/e')).toBe('object');
  });

  test('a file where the folder should be', async () => {
    const basePath = join(folder, 'file');
    writeFileSync(basePath, 'mine');
    const files = client({ basePath });
    const error = await failure(files.putObject({ key: 'a', body: 'x' }));
    expect(error).toMatchObject({ name: 'ResourceError', ...INVALID_STATE });
    const db = new Database({ client: files });
    await expect(db.connect()).rejects.toMatchObject(INVALID_STATE);
    expect(readFileSync(basePath, 'utf8')).toBe('mine');
  });

  test('a folder that may not be written', async () => {
    const files = client({ basePath: '/proc/s3db-data' });
    const error = await failure(files.putObject({ key: 'a', body: 'x' }));
    expect(error).toBeInstanceOf(ResourceError);
    expect(['AccessDenied', 'ServiceUnavailable']).toContain(error.code);
  });

  test('a side file that is none', async () => {
    const files = client();
    await files.putObject({ key: 'a', body: 'x' });
    writeFileSync(join(folder, 'a.meta.json'), '{"metadata":');
    const error = await failure(files.getObject('a'));
    expect(error).toMatchObject({ name: 'ResourceError', code: 'CORRUPT_OBJECT', statusCode: 500 });
    await files.putObject({ key: 'a', body: 'y' });
    expect(await text(files, 'a')).toBe('y');
  });
});

describe('features', () => {
  test('compression keeps what clients see, and shows in the stats', async () => {
    const files = client({
      compression: { enabled: true, threshold: 100 },
      stats: { enabled: true },
    });
    expect(files.getStats()).toMatchObject({ puts: 0, avgCompressionRatio: 1 });
    const body = 'compress me '.repeat(100);
    await files.putObject({ key: 'long', body });
    await files.putObject({ key: 'short', body: 'short' });
    expect(await text(files, 'long')).toBe(body);
    const bytes = readFileSync(join(folder, 'long'));
    expect(gunzipSync(bytes).toString()).toBe(body);
    expect(side('long')).toMatchObject({ compressed: true, originalSize: body.length });
    expect(readFileSync(join(folder, 'short'), 'utf8')).toBe('short');
    const stats = files.getStats();
    expect(stats).toEqual({
      gets: 1,
      puts: 2,
      deletes: 0,
      errors: 0,
      compressionSaved: body.length - bytes.length,
      totalCompressed: bytes.length,
      totalUncompressed: body.length,
      avgCompressionRatio: (bytes.length / body.length).toFixed(3),
      features: {
        compression: true,
        ttl: false,
        locking: false,
        backup: false,
        journal: false,
        stats: true,
      },
    });
    FileSystemClient.clearAllStorage();
    expect(await text(client(), 'long')).toBe(body);
  });

  test('expired objects read as missing and are removed', async () => {
    const files = client({ ttl: { enabled: true, defaultTTL: 30, cleanupInterval: 20 } });
    await files.putObject({ key: 'a', body: 'x' });
    await files.putObject({ key: 'b', body: 'x' });
    expect(await files.exists('a')).toBe(true);
    await wait(60);
    expect(await failure(files.getObject('a'))).toMatchObject({
      code: 'NoSuchKey',
      statusCode: 404,
    });
    expect(await files.getAllKeys()).toEqual([]);
    for (let tries = 0; tries < 100 && existsSync(join(folder, 'b')); tries++) await wait(20);
    expect(namesIn(folder)).toEqual([]);
    files.destroy();
  });

  describe('expired objects', () => {
    const options = { ttl: { enabled: true, defaultTTL: 1, cleanupInterval: 50 } };
    const exists = (key) => existsSync(join(folder, key));

    async function expectSwept(...keys) {
      for (let tries = 0; tries < 100 && keys.some(exists); tries++) await wait(20);
      expect(keys.filter(exists)).toEqual([]);
    }

    test('expiry-timer: are swept until every client is destroyed', async () => {
      const files = client(options);
      const other = client(options);
      files.destroy();
      files.destroy();
      await other.putObject({ key: 'a', body: 'x' });
      await expectSwept('a');
      await other.putObject({ key: 'b', body: 'x' });
      other.destroy();
      await wait(150);
      expect(exists('b')).toBe(true);
    });

    test('are swept again when a destroyed client is used', async () => {
      const files = client(options);
      await files.putObject({ key: 'a', body: 'x' });
      files.destroy();
      await files.putObject({ key: 'b', body: 'x' });
      await expectSwept('a', 'b');
      files.destroy();
    });

    test('are swept again when a disconnected database is used', async () => {
      const db = new Database({ client: client(options), logLevel: 'silent' });
      await db.connect();
      const things = await db.createResource({ name: 't', attributes: { n: 'number' } });
      await db.disconnect();
      await things.insert({ id: 'a', n: 1 });
      await expectSwept('resource=t/data/id=a');
      await db.disconnect();
    });
  });

  test('a backup has the former body, a journal all changes', async () => {
    const files = client({ backup: { enabled: true }, journal: { enabled: true, file: 'log' } });
    for (const body of ['1', '2', '3']) await files.putObject({ key: 'd/a', body });
    expect(readFileSync(join(folder, 'd/a.bak'), 'utf8')).toBe('2');
    expect(await files.getAllKeys()).toEqual(['d/a']);
    await files.deleteObject('d/a');
    const lines = readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line));
    expect(entries.map(({ operation, key }) => `${operation} ${key}`)).toEqual([
      'put d/a',
      'put d/a',
      'put d/a',
      'delete d/a',
    ]);
    expect(entries[0].timestamp).toMatch(/^\d{4}-.*Z$/);
    expect(namesIn(join(folder, 'd'))).toEqual([]);
  });

  test.each(['none', 'data', 'full'])(
    'durability: durability %s stores the same',
    async (durability) => {
      const files = client({ durability });
      const keys = Array.from({ length: 50 }, (_, number) => `d/${number % 5}/${number}`);
      await Promise.all(keys.map((key) => files.putObject({ key, body: key })));
      expect((await files.getAllKeys()).sort()).toEqual([...keys].sort());
      expect(await Promise.all(keys.map((key) => text(files, key)))).toEqual(keys);
    },
  );
});

test('file-locking: many clients of one folder see one another at once', async () => {
  mkdirSync(join(folder, 'x'));
  const clients = Array.from({ length: 4 }, (_, n) => {
    if (n % 2 === 0) FileSystemClient.clearAllStorage();
    return client({ keyPrefix: 'x' });
  });
  for (const [number, one] of clients.entries()) {
    await one.putObject({ key: `k${number}`, body: 'x' });
    for (const other of clients) {
      expect(await other.getAllKeys()).toHaveLength(number + 1);
      expect(await other.count()).toBe(number + 1);
    }
  }
});
