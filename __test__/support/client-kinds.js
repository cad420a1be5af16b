/**
 * The clients without a server, so that one test can be made for all of them.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileSystemClient, MemoryClient } from '../../index.js';

/**
 * @typedef {object} ClientKind
 * @property {(options: Record<string, any>) => any} make a client of a bucket
 * @property {() => void} reset forgets the data of all clients that were made
 */

/** @type {ClientKind} */
const memory = {
  make: (options) => new MemoryClient(options),
  reset: () => MemoryClient.clearAllStorage(),
};

/** @type {Map<string, string>} by bucket */
const folders = new Map();

/** @type {ClientKind} */
const files = {
  make(options) {
    const { bucket = 's3db' } = options;
    if (!folders.has(bucket)) folders.set(bucket, newFolder());
    return new FileSystemClient({ ...options, basePath: folders.get(bucket) });
  },

  reset() {
    FileSystemClient.clearAllStorage();
    for (const folder of folders.values()) removeFolder(folder);
    folders.clear();
  },
};

/** @type {Array<[name: string, kind: ClientKind]>} */
export const CLIENT_KINDS = [
  ['MemoryClient', memory],
  ['FileSystemClient', files],
];

/** @returns {string} a folder of its own for data */
export function newFolder() {
  return mkdtempSync(join(tmpdir(), 's3db-data-'));
}

/**
 * @param {string} folder
 * @returns {string[]} sorted names in it, but that of the file that is locked where folders cannot be
 */
export function namesIn(folder) {
  return readdirSync(folder)
    .filter((name) => name !== '.s3db.lock')
    .sort();
}

/** @param {string} folder */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {ClientKind} kind
 * @param {any} client
 * @returns {Promise<string[]>} every key of the client's bucket, of every key prefix
 */
export function allKeys(kind, client) {
  return kind.make({ bucket: client.bucket }).getAllKeys();
}
