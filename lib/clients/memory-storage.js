import {
  copyAnswer,
  deleteAnswer,
  deletionsAnswer,
  getAnswer,
  headAnswer,
  putAnswer,
} from './answer.js';
import { Eviction } from './eviction.js';
import { listAnswer } from './listing.js';
import { bucketLimits, formatBytes, limitsOf, usagePercent } from './memory-limits.js';
import { bytesOf } from './object-body.js';
import { metadataPairs, optionalText } from './parameters.js';
import { SnapshotStorage } from './snapshot-storage.js';

/**
 * @typedef {import('./snapshot-storage.js').SnapshotOptions
 *   & import('./memory-limits.js').LimitOptions} StorageOptions
 */

/** @typedef {import('./object-storage.js').ObjectStorage} ObjectStorage */

/**
 * The objects of a memory bucket under full keys.
 *
 * Emits `evict` with `{bucket, key, size}` for each object that it drops to stay within its limit,
 * which it does only when it was asked to.
 *
 * @implements {ObjectStorage}
 */
export class MemoryStorage extends SnapshotStorage {
  #limits;
  #eviction;
  #peakBytes = 0;

  /**
   * @param {StorageOptions} [options]
   * @param {any} [handle] bucket of the engine; one of its own when absent
   * @throws {ValidationError} when a limit is no number
   */
  constructor(options = {}, handle) {
    super(options, handle);
    this.setMaxListeners(0);
    this.#limits = limitsOf(options);
    this._objects.handle.setLimits(bucketLimits(this.#limits));
    this.#eviction = this.#limits.evictionEnabled
      ? new Eviction(this.#limits.maxMemoryBytes, (key, size) => this.#evict(key, size))
      : null;
  }

  /** Limits in force; `maxMemoryMB` is Infinity without one. */
  get limits() {
    return { ...this.#limits };
  }

  /** @override */
  get allowsDirectAccess() {
    return super.allowsDirectAccess && this.#eviction === null;
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
    const etag = this._objects.put(key, object, given);
    await this.#written(key, object.body.length);
    return putAnswer(this.bucket, key, etag);
  }

  /** @param {string} key */
  async get(key) {
    const { object, body } = this._objects.get(key);
    this.#eviction?.touch(key);
    return getAnswer(object, body);
  }

  /** @param {string} key */
  async head(key) {
    return headAnswer(this._objects.head(key));
  }

  /**
   * @param {string} from
   * @param {string} to
   * @param {import('./object-storage.js').CopyOptions} [options]
   */
  async copy(from, to, { metadata, metadataDirective, contentType } = {}) {
    const source = this._objects.head(from, 'copy');
    const kept = metadataDirective === 'REPLACE' ? [] : metadataPairs(source.metadata);
    const copy = this._objects.copy(from, to, {
      metadata: metadata ? [...kept, ...metadataPairs(metadata)] : null,
      contentType: optionalText('contentType', contentType),
      size: source.size,
    });
    await this.#written(to, copy.size);
    return copyAnswer(copy);
  }

  /** @param {string} key */
  exists(key) {
    return this._objects.find(key) !== undefined;
  }

  /** @param {string} key */
  async delete(key) {
    await this.#delete([key]);
    return deleteAnswer();
  }

  /** @param {string[]} keys */
  async deleteMultiple(keys) {
    await this.#delete(keys);
    return deletionsAnswer(keys);
  }

  /** @param {import('./listing.js').ListRequest} [request] */
  async list(request = {}) {
    return listAnswer((range) => this.page(range), request);
  }

  /** @param {import('./listing.js').Range} range */
  page(range) {
    return this._objects.page(range);
  }

  /** @param {string} [prefix] */
  count(prefix = '') {
    return this._objects.count(prefix);
  }

  /**
   * @override
   * @param {import('./snapshot-file.js').Snapshot} snapshot
   */
  restore(snapshot) {
    super.restore(snapshot);
    this.#eviction?.reset(this.page({ prefix: '' }).entries);
  }

  /** Sizes in bytes, of bodies only; the peak is that of the writes and calls seen here. */
  getStats() {
    const { objectCount, bytes } = this.#usage();
    return {
      objectCount,
      totalSize: bytes,
      totalSizeFormatted: formatBytes(bytes),
      keys: this.getKeys(),
      bucket: this.bucket,
      maxMemoryMB: this.#limits.maxMemoryMB,
      memoryUsagePercent: usagePercent(bytes, this.#limits),
      evictions: this.#eviction?.evictions ?? 0,
      evictedBytes: this.#eviction?.evictedBytes ?? 0,
      peakMemoryBytes: this.#peakBytes,
    };
  }

  /** Starts counting evictions, and the peak, anew. */
  resetStats() {
    this.#eviction?.resetStats();
    this.#peakBytes = 0;
  }

  #usage() {
    const usage = this._objects.usage();
    this.#peakBytes = Math.max(this.#peakBytes, usage.bytes);
    return usage;
  }

  /**
   * @param {string} key
   * @param {number} size
   */
  #evict(key, size) {
    this._objects.delete([key]);
    this.emit('evict', { bucket: this.bucket, key, size });
  }

  /**
   * @param {string} key
   * @param {number} size
   */
  async #written(key, size) {
    if (size > 0) this.#usage();
    this.#eviction?.written(key, size);
    await this._changed();
  }

  /** @param {string[]} keys */
  async #delete(keys) {
    this._objects.delete(keys);
    for (const key of keys) this.#eviction?.delete(key);
    await this._changed();
  }
}
