import { native, space } from '../space.js';
import { Client } from './client.js';
import { MemoryStorage } from './memory-storage.js';

/**
 * @typedef {object} IdentityOptions
 * @property {string} [keyPrefix]
 * @property {string} [region] `memory` when absent
 * @property {string} [id]
 */

/**
 * @typedef {IdentityOptions & import('./task-options.js').TaskOptions
 *   & import('./memory-storage.js').StorageOptions} MemoryClientOptions
 */

/** @type {Map<string, MemoryStorage>} storages by bucket, shared by all clients */
const storages = new Map();

/**
 * A client whose buckets are in the memory of this process. Clients of one bucket share its objects,
 * and the settings of the first of them hold.
 */
export class MemoryClient extends Client {
  #storage;
  #onEvict;

  /** @param {MemoryClientOptions} [options] */
  constructor(options = {}) {
    const { bucket = 's3db', keyPrefix = '', region = 'memory' } = options;
    const storage = storageOf(bucket, options);
    const connectionString = `memory://${bucket}${keyPrefix === '' ? '' : `/${keyPrefix}`}`;
    const place = { bucket, keyPrefix, region, endpoint: 'memory://', connectionString };
    super({ ...options, ...place }, storage);
    this.#storage = storage;
    this.#onEvict = (/** @type {object} */ eviction) => this._report('Evict', () => [eviction]);
    if (storage.limits.evictionEnabled) storage.on('evict', this.#onEvict);
  }

  /**
   * Forgets the objects and settings of a bucket. Clients that have it open keep them.
   *
   * @param {string} bucket
   */
  static clearBucketStorage(bucket) {
    storages.delete(bucket);
    space.forgetBucket(bucket);
  }

  /** Forgets the objects and settings of all buckets. Clients keep those that they have open. */
  static clearAllStorage() {
    storages.clear();
    space.forgetBuckets();
  }

  /**
   * @override
   * @param {string} definition of a plan
   * @returns {any} the plan on the bucket
   */
  _collection(definition) {
    return native.Collection.inBucket(space, this.#storage.nativeBucket, definition);
  }

  /** @override */
  get allowsDirectAccess() {
    return this.storage === this.#storage && this.#storage.allowsDirectAccess;
  }

  /**
   * @returns {Required<import('./snapshot-file.js').Snapshot>} all objects of the bucket, of every
   *   key prefix
   */
  snapshot() {
    return this.#storage.snapshot();
  }

  /**
   * Replaces all objects of the bucket, of every key prefix.
   *
   * @param {import('./snapshot-file.js').Snapshot} snapshot
   * @throws {ValidationError} when it is none; nothing is changed then
   */
  restore(snapshot) {
    this.#storage.restore(snapshot);
  }

  /** Deletes all objects of the bucket, of every key prefix. */
  async clear() {
    await this.#storage.clear();
  }

  /** Sizes and numbers of the bucket, of every key prefix; bytes of bodies only. */
  getStats() {
    return this.#storage.getStats();
  }

  /** @override */
  destroy() {
    super.destroy();
    this.#storage.off('evict', this.#onEvict);
  }
}

/**
 * @param {string} bucket
 * @param {MemoryClientOptions} options
 * @returns {MemoryStorage}
 */
function storageOf(bucket, options) {
  let storage = storages.get(bucket);
  if (!storage) {
    storage = new MemoryStorage({ ...options, bucket }, space.bucket(bucket));
    storages.set(bucket, storage);
  }
  return storage;
}
