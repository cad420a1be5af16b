import { isNotFoundError } from '../concerns/s3-errors.js';
import { replyOf } from '../pending.js';
import { reader } from '../space.js';
import { readFailures, readObject, readPage, readWhole } from './bucket-reply.js';
import { matchesTag } from './entity-tag.js';
import { putOptions } from './put-options.js';
import { alreadyExists, deletionFailures, storeError } from './store-error.js';

/** @typedef {import('./answer.js').StoredObject} StoredObject */
/** @typedef {import('./store-error.js').StoreOperation} StoreOperation */

const readObjectReply = () => readObject(reader);
const readPageReply = () => readPage(reader);
const readValue = () => reader.value();

/**
 * Objects of a store of the engine whose calls answer tickets, with the errors that users know.
 */
export class QueuedObjects {
  /**
   * @param {import('./store-error.js').StoreKind} kind of the store, for errors
   * @param {string} bucket for errors
   * @param {any} handle of the engine
   */
  constructor(kind, bucket, handle) {
    this.kind = kind;
    this.name = bucket;
    this.handle = handle;
  }

  /**
   * @param {string} key
   * @param {import('./memory-bucket.js').NewObject} object
   * @param {import('./memory-bucket.js').Conditions} conditions
   * @returns {Promise<string>} ETag
   * @throws {ResourceError} 412 when a condition does not hold, 413 when a limit is exceeded
   */
  async put(key, object, conditions) {
    const { metadata, body } = object;
    const { options, isChecked } = putOptions(object, conditions);
    // What was looked at becomes the condition.
    if (isChecked) {
      const etag = await this.#refuseMatching(key, String(conditions.ifNoneMatch));
      if (etag === undefined) options.ifAbsent = options.ifMatch === undefined;
      else if (options.ifMatch === undefined || matchesTag(options.ifMatch, etag)) {
        options.ifMatch = etag;
      }
    }
    const start = () => this.handle.put(key, metadata, body, options);
    return this._call('put', start, readValue, body.length);
  }

  /**
   * @param {string} key
   * @returns {Promise<{object: StoredObject, body: Buffer}>}
   * @throws {ResourceError} named `NoSuchKey`
   */
  get(key) {
    return this._call(
      'get',
      () => this.handle.get(key),
      () => readWhole(reader),
    );
  }

  /**
   * @param {string} key
   * @param {'head' | 'copy'} [operation] what it is read for
   * @returns {Promise<StoredObject>}
   * @throws {ResourceError} named `NoSuchKey`
   */
  head(key, operation = 'head') {
    return this._call(operation, () => this.handle.head(key), readObjectReply);
  }

  /**
   * @param {string} key
   * @returns {Promise<boolean>}
   */
  async exists(key) {
    return (await this.#find(key)) !== undefined;
  }

  /**
   * @param {string} from
   * @param {string} to
   * @param {{metadata: Array<string | null> | null, contentType?: string, size: number}} options
   *   metadata null keeps that of the source
   * @returns {Promise<StoredObject>} the copy
   * @throws {ResourceError} named `NoSuchKey`, or 413 when a limit is exceeded
   */
  async copy(from, to, { metadata, contentType, size }) {
    const start = () => this.handle.copy(from, to, metadata, contentType);
    await this._call('copy', start, readValue, size);
    return this.head(to, 'copy');
  }

  /**
   * @param {string[]} keys
   * @returns {Promise<import('./answer.js').Deletion[]>} those that failed
   */
  async delete(keys) {
    const start = () => this.handle.delete(keys);
    const failures = await this._call('delete', start, () => readFailures(reader));
    return deletionFailures(failures, this.#circumstances('delete'));
  }

  /**
   * @param {import('./listing.js').Range} range
   * @returns {Promise<import('./listing.js').Page>}
   */
  page({ prefix, after, delimiter, limit }) {
    return this._call(
      'list',
      () => this.handle.list(prefix, after, delimiter, limit),
      readPageReply,
    );
  }

  /**
   * @param {string} prefix
   * @returns {Promise<number>}
   */
  count(prefix) {
    return this._call('count', () => this.handle.count(prefix), readValue);
  }

  /**
   * @param {string} key
   * @param {string} ifNoneMatch
   * @returns {Promise<string | undefined>} ETag of the object, if there is one
   */
  async #refuseMatching(key, ifNoneMatch) {
    const object = await this.#find(key);
    if (object && matchesTag(ifNoneMatch, object.etag)) throw alreadyExists(this.name, key);
    return object?.etag;
  }

  /**
   * @param {string} key
   * @returns {Promise<StoredObject | undefined>}
   */
  async #find(key) {
    try {
      return await this.head(key);
    } catch (error) {
      if (isNotFoundError(error)) return undefined;
      throw error;
    }
  }

  /**
   * @template T
   * @param {StoreOperation} operation
   * @param {() => number} start answers a ticket
   * @param {() => T} read
   * @param {number} [size] bytes of the body that is written
   * @returns {Promise<T>}
   */
  async _call(operation, start, read, size) {
    try {
      return await replyOf(start(), read);
    } catch (error) {
      throw storeError(error, this.#circumstances(operation, size));
    }
  }

  /**
   * @param {StoreOperation} operation
   * @param {number} [size]
   * @returns {import('./store-error.js').StoreCall}
   */
  #circumstances(operation, size) {
    return { store: this.kind, bucket: this.name, operation, size };
  }
}
