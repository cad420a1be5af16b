/**
 * Snapshots of memory buckets on disk, as JSON.
 *
 * @module
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';

import { ResourceError, ValidationError } from '../errors.js';
import { native } from '../space.js';
import { invalidSnapshot } from './store-error.js';

/**
 * @typedef {object} Snapshot
 * @property {string} [timestamp] ISO
 * @property {string} [bucket]
 * @property {number} [objectCount]
 * @property {Record<string, import('./bucket-reply.js').SnapshotObject>} objects by full key
 */

/** Characters of what tells unfinished files apart. */
const ID_LENGTH = 22;

/**
 * Writes a snapshot; the file always holds a whole one.
 *
 * @param {string} path in a directory that exists
 * @param {Snapshot} snapshot
 * @throws {ResourceError} with the error of the file system as `original`
 */
export async function writeSnapshot(path, snapshot) {
  const unfinished = `${path}.${native.generateId(ID_LENGTH)}.tmp`;
  try {
    await writeFile(unfinished, JSON.stringify(snapshot, null, 2));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw fileError('saveToDisk', 'Failed to save to disk', snapshot.bucket, error);
  }
}

/**
 * @param {string} path
 * @param {string} bucket name of the bucket that it is read for, for errors
 * @returns {Promise<Snapshot>} not validated but for being JSON
 * @throws {ResourceError} with the error of the file system as `original`
 * @throws {ValidationError} when the file is no JSON
 */
export async function readSnapshotFile(path, bucket) {
  let text;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw fileError('loadFromDisk', 'Failed to load from disk', bucket, error);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidSnapshot(text, error);
  }
}

/**
 * @param {'saveToDisk' | 'loadFromDisk'} operation
 * @param {string | undefined} path
 * @returns {string}
 * @throws {ValidationError} when there is no path
 */
export function requirePath(operation, path) {
  if (typeof path === 'string' && path !== '') return path;
  throw new ValidationError('No persist path configured', {
    code: 'INVALID_PARAMETER',
    field: 'persistPath',
    value: path,
    suggestion:
      'Provide a persistPath when creating MemoryClient or pass a custom path to ' +
      `${operation}().`,
  });
}

/**
 * @param {string} operation
 * @param {string} what
 * @param {string | undefined} bucket
 * @param {unknown} error
 */
function fileError(operation, what, bucket, error) {
  const { message } = /** @type {Error} */ (error);
  const details = { bucket, operation, statusCode: 500, original: error };
  return new ResourceError(`${what}: ${message}`, details);
}

/** Saves after changes: one save at a time, and changes during a save share the next one. */
export class AutoSave {
  /** @type {Promise<unknown> | null} */
  #running = null;
  /** @type {Promise<unknown> | null} */
  #next = null;
  #save;

  /** @param {() => Promise<unknown>} save */
  constructor(save) {
    this.#save = save;
  }

  /** @returns {Promise<unknown>} settles when a save that began after this call has ended */
  request() {
    if (this.#next) return this.#next;
    if (!this.#running) return this.#start();
    this.#next = this.#running.then(
      () => this.#startNext(),
      () => this.#startNext(),
    );
    return this.#next;
  }

  #startNext() {
    this.#next = null;
    return this.#start();
  }

  #start() {
    this.#running = this.#save().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }
}
