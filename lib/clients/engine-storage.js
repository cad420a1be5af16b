import { EventEmitter } from 'node:events';

import {
  copyAnswer,
  deleteAnswer,
  deletionsAnswer,
  getAnswer,
  headAnswer,
  putAnswer,
} from './answer.js';
import { listAnswer } from './listing.js';
import { bytesOf } from './object-body.js';
import { metadataPairs, optionalText } from './parameters.js';

/** @typedef {import('./object-storage.js').ObjectStorage} ObjectStorage */

/**
 * @typedef {object} StorageIdentity
 * @property {string} [bucket] `s3db` when absent
 * @property {string} [logLevel]
 * @property {any} [logger]
 */

/**
 * A storage whose objects are in a store of the engine: a memory bucket, which answers at once, or a
 * folder or a bucket of S3, which answer promises.
 *
 * @template {import('./memory-bucket.js').MemoryBucket
 *   | import('./queued-objects.js').QueuedObjects} Objects
 * @implements {ObjectStorage}
 */
export class EngineStorage extends EventEmitter {
  /**
   * @param {StorageIdentity} options
   * @param {(bucket: string) => Objects} open
   */
  constructor(options, open) {
    super();
    this.setMaxListeners(0);
    this.bucket = options.bucket ?? 's3db';
    this.logLevel = options.logLevel ?? 'info';
    this.logger = options.logger ?? null;
    /** @type {Objects} */
    this._objects = open(this.bucket);
  }

  /**
   * @param {string} key
   * @param {import('./parameters.js').ObjectParameters} [given]
   */
  async put(key, given = {}) {
    const bytes = bytesOf(given.body);
    const object = {
      metadata: metadataPairs(given.metadata),
      contentType: optionalText('contentType', given.contentType),
      contentEncoding: optionalText('contentEncoding', given.contentEncoding),
      body: Buffer.isBuffer(bytes) ? bytes : await bytes,
    };
    const etag = await this._objects.put(key, object, given);
    await this._written(key, object.body.length);
    return putAnswer(this.bucket, key, etag);
  }

  /** @param {string} key */
  async get(key) {
    const { object, body } = await this._objects.get(key);
    this._read(key);
    return getAnswer(object, body);
  }

  /** @param {string} key */
  async head(key) {
    return headAnswer(await this._objects.head(key));
  }

  /**
   * @param {string} from
   * @param {string} to
   * @param {import('./object-storage.js').CopyOptions} [options]
   */
  async copy(from, to, { metadata, metadataDirective, contentType } = {}) {
    const source = await this._objects.head(from, 'copy');
    const kept = metadataDirective === 'REPLACE' ? [] : metadataPairs(source.metadata);
    const copy = await this._objects.copy(from, to, {
      metadata: metadata ? [...kept, ...metadataPairs(metadata)] : null,
      contentType: optionalText('contentType', contentType),
      size: source.size,
    });
    await this._written(to, copy.size);
    return copyAnswer(copy);
  }

  /**
   * @param {string} key
   * @returns {boolean | Promise<boolean>}
   */
  exists(key) {
    return this._objects.exists(key);
  }

  /** @param {string} key */
  async delete(key) {
    const [failure] = await this._objects.delete([key]);
    if (failure) throw failure.error;
    await this._deleted([key]);
    return deleteAnswer();
  }

  /** @param {string[]} keys */
  async deleteMultiple(keys) {
    const failures = await this._objects.delete(keys);
    await this._deleted(keys);
    return deletionsAnswer(keys, failures);
  }

  /** @param {import('./listing.js').ListRequest} [request] */
  async list(request = {}) {
    return listAnswer((range) => this.page(range), request);
  }

  /**
   * @param {import('./listing.js').Range} range
   * @returns {ReturnType<Objects['page']>}
   */
  page(range) {
    return /** @type {ReturnType<Objects['page']>} */ (this._objects.page(range));
  }

  /**
   * @param {string} [prefix]
   * @returns {ReturnType<Objects['count']>}
   */
  count(prefix = '') {
    return /** @type {ReturnType<Objects['count']>} */ (this._objects.count(prefix));
  }

  /**
   * Called after an object was written.
   *
   * @param {string} _key
   * @param {number} _size bytes of its body
   * @returns {unknown} what is to be awaited
   */
  _written(_key, _size) {
    return undefined;
  }

  /**
   * Called after an object was read.
   *
   * @param {string} _key
   */
  _read(_key) {}

  /**
   * Called after objects were deleted.
   *
   * @param {string[]} _keys
   * @returns {unknown} what is to be awaited
   */
  _deleted(_keys) {
    return undefined;
  }
}
