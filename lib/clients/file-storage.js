import { ValidationError } from '../errors.js';
import { space } from '../space.js';
import { EngineStorage } from './engine-storage.js';
import { ExpirySweep } from './expiry-sweep.js';
import { FileFolder } from './file-folder.js';
import { fileSettings, folderOptions } from './file-options.js';

/**
 * @typedef {import('./engine-storage.js').StorageIdentity
 *   & import('./file-options.js').FileOptions} StorageOptions
 */

/** What the name of a folder has in it that may be cleared. */
const DATA_FOLDER = /s3db|data/;

/**
 * The objects of a folder under full keys.
 *
 * @extends {EngineStorage<FileFolder>}
 */
export class FileStorage extends EngineStorage {
  #settings;
  #sweep;

  /**
   * @param {string} basePath absolute
   * @param {StorageOptions} [options]
   * @throws {ValidationError} for an option that cannot be followed
   */
  constructor(basePath, options = {}) {
    const settings = fileSettings(options);
    const handle = space.folder(basePath, folderOptions(settings));
    super(options, (bucket) => new FileFolder(bucket, handle));
    this.basePath = basePath;
    this.#settings = settings;
    this.#sweep = settings.ttl.enabled
      ? new ExpirySweep(() => this._objects.sweep(), settings.ttl.cleanupInterval)
      : null;
  }

  /** The engine's folder. */
  get nativeFolder() {
    return this._objects.handle;
  }

  /** Settings in force. */
  get settings() {
    return structuredClone(this.#settings);
  }

  /** Removes expired objects from time to time, until {@link close} was called as often. */
  open() {
    this.#sweep?.start();
  }

  close() {
    this.#sweep?.stop();
  }

  /**
   * Deletes everything.
   *
   * @throws {ValidationError} when the folder does not look like one of data; nothing is deleted
   */
  async clear() {
    const { basePath } = this;
    if (!DATA_FOLDER.test(basePath)) {
      throw new ValidationError('Cannot clear basePath - does not look like a data directory', {
        code: 'INVALID_PARAMETER',
        field: 'basePath',
        basePath,
        suggestion: 'Only directories with "s3db" or "data" in the path can be cleared for safety.',
      });
    }
    await this._objects.clear();
  }

  /** Counts since the folder was opened, sizes in bytes; null where `stats` is not enabled. */
  getStats() {
    if (!this.#settings.stats.enabled) return null;
    const [gets, puts, deletes, errors, compressionSaved, totalCompressed, totalUncompressed] =
      this.nativeFolder.stats();
    const { compression, ttl, locking, backup, journal, stats } = this.#settings;
    return {
      gets,
      puts,
      deletes,
      errors,
      compressionSaved,
      totalCompressed,
      totalUncompressed,
      avgCompressionRatio:
        totalUncompressed > 0 ? (totalCompressed / totalUncompressed).toFixed(3) : 1,
      features: {
        compression: compression.enabled,
        ttl: ttl.enabled,
        locking: locking.enabled,
        backup: backup.enabled,
        journal: journal.enabled,
        stats: stats.enabled,
      },
    };
  }
}
