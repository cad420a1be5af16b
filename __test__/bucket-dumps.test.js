/**
 * Buckets that releases of s3db.js have written, as folders in its layout.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { Database, FileSystemClient } from '../index.js';
import { readGolden } from './golden.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { userFields } from './support/interop.js';
import { revive } from './support/tagged-json.js';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  FileSystemClient.clearAllStorage();
  removeFolder(folder);
});

/** Writes an object as s3db.js does, with the body in the side file as well. */
function writeObject(key, { metadata, contentType, bodyBase64 }) {
  const body = Buffer.from(bodyBase64, 'base64');
  const path = join(folder, key);
  const side = {
    metadata,
    contentType,
    etag: createHash('md5').update(body).digest('hex'),
    lastModified: '2026-11-21T12:00:00.000Z',
    size: body.length,
    contentLength: body.length,
    compressed: false,
    originalSize: body.length,
    compressionRatio: 1,
    body,
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, body);
  writeFileSync(`${path}.meta.json`, JSON.stringify(side, null, 2));
}

async function openDump(name) {
  const dump = readGolden(name);
  for (const [key, object] of Object.entries(dump.objects)) writeObject(key, object);
  return { dump, db: await open(dump) };
}

async function open({ security }) {
  const db = new Database({ connectionString: `file://${folder}`, security, logLevel: 'silent' });
  await db.connect();
  return db;
}

/** What reads a record otherwise than the release that wrote it. */
const READ_OTHERWISE = {
  'bucket-19.5.10': { bo: { 1: { s: 'in body' } } },
  'bucket-21.6.2': {},
};

describe.each(Object.keys(READ_OTHERWISE))('%s', (name) => {
  test('is read in every record, secrets included', async () => {
    const { dump, db } = await openDump(name);
    for (const [resourceName, records] of Object.entries(dump.expected)) {
      const resource = db.resource(resourceName);
      for (const [id, record] of Object.entries(records)) {
        const otherwise = READ_OTHERWISE[name][resourceName]?.[id];
        const expected = { ...userFields(revive(record)), ...otherwise };
        expect(userFields(await resource.get(id))).toEqual(expected);
      }
      expect((await resource.listIds()).sort()).toEqual(Object.keys(records).sort());
    }
    await db.disconnect();
  });

  test('is whole: every reference leads to a record, and none is missing', async () => {
    const { dump, db } = await openDump(name);
    for (const resourceName of Object.keys(dump.expected)) {
      const found = await db.resource(resourceName).repairPartitions({ dryRun: true });
      expect(found).toMatchObject({ missing: [], dangling: [], failed: [] });
    }
    await db.disconnect();
  });

  test('can be changed, and read by a process that comes later', async () => {
    const { dump, db } = await openDump(name);
    const ids = {};
    for (const [resourceName, records] of Object.entries(dump.expected)) {
      const resource = db.resource(resourceName);
      const [id] = Object.keys(records);
      const copy = { ...(await resource.get(id)), id: 'a-copy' };
      await resource.insert(copy);
      ids[resourceName] = [id, userFields(await resource.get('a-copy'))];
    }
    await db.disconnect();
    FileSystemClient.clearAllStorage();
    const again = await open(dump);
    for (const [resourceName, [id, copy]] of Object.entries(ids)) {
      const resource = again.resource(resourceName);
      expect(userFields(await resource.get('a-copy'))).toEqual(copy);
      await resource.delete(id);
      expect(await resource.exists(id)).toBe(false);
    }
    await again.disconnect();
  });
});

test('secrets are their plain texts, content its bytes', async () => {
  const { dump, db } = await openDump('bucket-21.6.2');
  expect((await db.resource('users').get('ana')).token).toBe(dump.plaintext['users/ana/token']);
  for (const [id, { contentType, base64 }] of Object.entries(dump.content)) {
    const { buffer, contentType: type } = await db.resource('files').content(id);
    expect({ type, base64: buffer.toString('base64') }).toEqual({ type: contentType, base64 });
  }
  await db.disconnect();
});
