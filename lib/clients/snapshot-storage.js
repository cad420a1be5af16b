import { native, space } from '../space.js';
import { EngineStorage } from './engine-storage.js';
import { MemoryBucket } from './memory-bucket.js';
import { AutoSave, readSnapshotFile, requirePath, writeSnapshot } from './snapshot-file.js';
import { invalidSnapshot } from './store-error.js';

/** @typedef {import('./snapshot-file.js').Snapshot} Snapshot */

/**
 * @typedef {object} SnapshotSettings
 * @property {string} [persistPath] file of snapshots
 * @property {boolean} [autoPersist] whether a snapshot is written after each change
 */

/** @typedef {import('./engine-storage.js').StorageIdentity & SnapshotSettings} SnapshotOptions */

/**
 * A memory bucket as a whole: its snapshots, and their files.
 *
 * @extends {EngineStorage<MemoryBucket>}
 */
export class SnapshotStorage extends EngineStorage {
  #autoSave;

  /**
   * @param {SnapshotOptions} [options]
   * @param {any} [handle] bucket of the engine; one of its own when absent
   */
  constructor(options = {}, handle = privateBucket()) {
    super(options, (bucket) => new MemoryBucket(bucket, handle));
    this.persistPath = options.persistPath;
    this.autoPersist = options.autoPersist === true;
    this.#autoSave = this.autoPersist ? new AutoSave(() => this.saveToDisk()) : null;
  }

  /** The engine's bucket. */
  get nativeBucket() {
    return this._objects.handle;
  }

  /** Whether what is done to the engine's bucket needs nothing to be done here. */
  get allowsDirectAccess() {
    return this.#autoSave === null;
  }

  /** @returns {Map<string, object>} a copy of the objects, their bodies as Buffers */
  get objects() {
    return new Map(
      this._objects
        .snapshot()
        .map(([key, object]) => [key, { ...object, body: Buffer.from(object.body, 'base64') }]),
    );
  }

  /** @returns {string[]} all keys */
  getKeys() {
    return this._objects.page({ prefix: '' }).entries.map(({ key }) => key);
  }

  /** @returns {Required<Snapshot>} */
  snapshot() {
    const entries = this._objects.snapshot();
    return {
      timestamp: new Date().toISOString(),
      bucket: this.bucket,
      objectCount: entries.length,
      objects: Object.fromEntries(entries),
    };
  }

  /**
   * Replaces everything by the objects of a snapshot.
   *
   * @param {Snapshot} snapshot
   * @throws {ValidationError} when it is none; nothing is changed then
   */
  restore(snapshot) {
    const objects = snapshot?.objects;
    if (typeof objects !== 'object' || objects === null) throw invalidSnapshot(snapshot);
    try {
      this._objects.handle.restore(JSON.stringify({ objects }));
    } catch (error) {
      throw invalidSnapshot(snapshot, error);
    }
  }

  /** Deletes everything. */
  async clear() {
    this.restore({ objects: {} });
    await this._changed();
  }

  /**
   * Writes a snapshot to a file.
   *
   * @param {string} [path] `persistPath` when absent
   * @returns {Promise<string>} the path
   * @throws {ValidationError} without a path
   * @throws {ResourceError} when the file cannot be written
   */
  async saveToDisk(path = this.persistPath) {
    const target = requirePath('saveToDisk', path);
    await writeSnapshot(target, this.snapshot());
    return target;
  }

  /**
   * Replaces everything by the snapshot of a file.
   *
   * @param {string} [path] `persistPath` when absent
   * @returns {Promise<Snapshot>}
   * @throws {ValidationError} without a path, or when the file holds no snapshot
   * @throws {ResourceError} when the file cannot be read
   */
  async loadFromDisk(path = this.persistPath) {
    const source = requirePath('loadFromDisk', path);
    const snapshot = await readSnapshotFile(source, this.bucket);
    this.restore(snapshot);
    return snapshot;
  }

  /** @returns {Promise<unknown> | undefined} settles when the change is on disk, if it is to be */
  _changed() {
    return this.#autoSave?.request();
  }
}

/** Characters of a name that no other bucket has. */
const NAME_LENGTH = 22;

/** The engine forgets the name of the bucket at once, so that only this handle leads to it. */
function privateBucket() {
  const name = native.generateId(NAME_LENGTH);
  const handle = space.bucket(name);
  space.forgetBucket(name);
  return handle;
}
