/**
 * Keeps the bodies of a memory bucket within a limit by dropping the least recently used ones after
 * each write. Objects without a body take no room and are never dropped.
 */
export class Eviction {
  /** @type {Map<string, number>} bytes by key, the least recently used first */
  #sizes = new Map();
  #total = 0;
  #limit;
  #drop;
  evictions = 0;
  evictedBytes = 0;

  /**
   * @param {number} limit bytes
   * @param {(key: string, size: number) => void} drop deletes an object
   */
  constructor(limit, drop) {
    this.#limit = limit;
    this.#drop = drop;
  }

  /**
   * @param {string} key
   * @param {number} size bytes of the body that was written, not above the limit
   */
  written(key, size) {
    this.#set(key, size);
    for (const [oldest, bytes] of this.#sizes) {
      if (this.#total <= this.#limit) break;
      this.#evict(oldest, bytes);
    }
  }

  /** @param {string} key key of an object that was read */
  touch(key) {
    this.#set(key, this.#sizes.get(key) ?? 0);
  }

  /** @param {string} key */
  delete(key) {
    this.#total -= this.#sizes.get(key) ?? 0;
    this.#sizes.delete(key);
  }

  /** @param {Array<{key: string, size: number}>} entries all objects, the next to be dropped first */
  reset(entries) {
    this.#sizes.clear();
    this.#total = 0;
    for (const { key, size } of entries) this.written(key, size);
  }

  /** Starts counting anew. */
  resetStats() {
    this.evictions = 0;
    this.evictedBytes = 0;
  }

  /**
   * @param {string} key
   * @param {number} size
   */
  #set(key, size) {
    this.delete(key);
    if (size === 0) return;
    this.#sizes.set(key, size);
    this.#total += size;
  }

  /**
   * @param {string} key
   * @param {number} size
   */
  #evict(key, size) {
    this.delete(key);
    this.evictions++;
    this.evictedBytes += size;
    this.#drop(key, size);
  }
}
