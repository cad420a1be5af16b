import { reader } from '../space.js';
import { readFailures, readObject, readPage, readSnapshot, readWhole } from './bucket-reply.js';
import { matchesTag } from './entity-tag.js';
import { putOptions } from './put-options.js';
import { alreadyExists, deletionFailures, storeError } from './store-error.js';

/** @typedef {import('./answer.js').StoredObject} StoredObject */
/** @typedef {import('./listing.js').Range} Range */

/**
 * @typedef {object} NewObject
 * @property {Array<string | null>} metadata names and values one after another
 * @property {Buffer} body
 * @property {string} [contentType]
 * @property {string} [contentEncoding]
 */

/** @typedef {{ifMatch?: string | null, ifNoneMatch?: string | null}} Conditions */

/** A bucket of the engine, with the errors that users know. All calls are synchronous. */
export class MemoryBucket {
  /**
   * @param {string} name
   * @param {any} handle of the engine
   */
  constructor(name, handle) {
    this.name = name;
    this.handle = handle;
  }

  /**
   * @param {string} key
   * @param {NewObject} object
   * @param {Conditions} conditions
   * @returns {string} ETag
   * @throws {ResourceError} 412 when a condition does not hold, 413 when a limit is exceeded
   */
  put(key, object, conditions) {
    const { metadata, body } = object;
    const { options, isChecked } = putOptions(object, conditions);
    if (isChecked) this.#refuseMatching(key, String(conditions.ifNoneMatch));
    return this.#call('put', () => this.handle.put(key, metadata, body, options), body.length);
  }

  /**
   * @param {string} key
   * @returns {{object: StoredObject, body: Buffer}}
   * @throws {ResourceError} named `NoSuchKey`
   */
  get(key) {
    return readWhole(reader.open(this.#call('get', () => this.handle.get(key))));
  }

  /**
   * @param {string} key
   * @param {'head' | 'copy'} [operation] what it is read for
   * @returns {StoredObject}
   * @throws {ResourceError} named `NoSuchKey`
   */
  head(key, operation = 'head') {
    return readObject(reader.open(this.#call(operation, () => this.handle.head(key))));
  }

  /**
   * @param {string} key
   * @returns {boolean}
   */
  exists(key) {
    return this.#find(key) !== undefined;
  }

  /**
   * @param {string} from
   * @param {string} to
   * @param {{metadata: Array<string | null> | null, contentType?: string, size: number}} options
   *   metadata null keeps that of the source
   * @returns {StoredObject} the copy
   * @throws {ResourceError} named `NoSuchKey`, or 413 when a limit is exceeded
   */
  copy(from, to, { metadata, contentType, size }) {
    this.#call('copy', () => this.handle.copy(from, to, metadata, contentType), size);
    return this.head(to, 'copy');
  }

  /**
   * @param {string[]} keys
   * @returns {import('./answer.js').Deletion[]} those that failed
   */
  delete(keys) {
    const failures = readFailures(
      reader.open(this.#call('delete', () => this.handle.delete(keys))),
    );
    return deletionFailures(failures, this.#circumstances('delete'));
  }

  /**
   * @param {Range} range
   * @returns {import('./listing.js').Page}
   */
  page({ prefix, after, delimiter, limit }) {
    return readPage(reader.open(this.handle.list(prefix, after, delimiter, limit)));
  }

  /**
   * @param {string} prefix
   * @returns {number}
   */
  count(prefix) {
    return this.handle.count(prefix);
  }

  /** @returns {Array<[key: string, object: import('./bucket-reply.js').SnapshotObject]>} */
  snapshot() {
    return readSnapshot(reader.open(this.handle.snapshot()));
  }

  /** @returns {{objectCount: number, bytes: number}} */
  usage() {
    const [objectCount, bytes] = this.handle.usage();
    return { objectCount, bytes };
  }

  /**
   * @param {string} key
   * @returns {import('./listing.js').Entry | undefined}
   */
  #find(key) {
    // Of all keys that begin with this one, it is the first.
    const [entry] = this.page({ prefix: key, limit: 1 }).entries;
    return entry?.key === key ? entry : undefined;
  }

  /**
   * @param {string} key
   * @param {string} ifNoneMatch
   */
  #refuseMatching(key, ifNoneMatch) {
    const entry = this.#find(key);
    if (entry && matchesTag(ifNoneMatch, entry.etag)) throw alreadyExists(this.name, key);
  }

  /**
   * @template T
   * @param {import('./store-error.js').StoreOperation} operation
   * @param {() => T} run
   * @param {number} [size] bytes of the body that is written
   * @returns {T}
   */
  #call(operation, run, size) {
    try {
      return run();
    } catch (error) {
      throw storeError(error, this.#circumstances(operation, size));
    }
  }

  /**
   * @param {import('./store-error.js').StoreOperation} operation
   * @param {number} [size]
   * @returns {import('./store-error.js').StoreCall}
   */
  #circumstances(operation, size) {
    return { store: 'memory', bucket: this.name, operation, size };
  }
}
