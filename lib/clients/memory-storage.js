import { Eviction } from './eviction.js';
import { bucketLimits, formatBytes, limitsOf, usagePercent } from './memory-limits.js';
import { SnapshotStorage } from './snapshot-storage.js';

/**
 * @typedef {import('./snapshot-storage.js').SnapshotOptions
 *   & import('./memory-limits.js').LimitOptions} StorageOptions
 */

/**
 * The objects of a memory bucket under full keys.
 *
 * Emits `evict` with `{bucket, key, size}` for each object that it drops to stay within its limit,
 * which it does only when it was asked to.
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
   * @override
   * @param {string} key
   * @param {number} size
   */
  _written(key, size) {
    if (size > 0) this.#usage();
    this.#eviction?.written(key, size);
    return this._changed();
  }

  /**
   * @override
   * @param {string} key
   */
  _read(key) {
    this.#eviction?.touch(key);
  }

  /**
   * @override
   * @param {string[]} keys
   */
  _deleted(keys) {
    for (const key of keys) this.#eviction?.delete(key);
    return this._changed();
  }
}
