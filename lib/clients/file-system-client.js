import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { native, space } from '../space.js';
import { Client } from './client.js';
import { FileStorage } from './file-storage.js';
import { optionalText } from './parameters.js';

/**
 * @typedef {object} IdentityOptions
 * @property {string} [basePath] folder of the objects, `./s3db-data` when absent
 * @property {string} [keyPrefix] without slashes at its beginning, which are dropped
 * @property {string} [region] `local` when absent
 * @property {string} [id]
 */

/**
 * @typedef {IdentityOptions & import('./task-options.js').TaskOptions
 *   & import('./file-storage.js').StorageOptions} FileSystemClientOptions
 */

/** @type {Map<string, FileStorage>} storages by folder, shared by all clients */
const storages = new Map();

/**
 * A client whose objects are files. Clients of one folder share its settings, which are those of the
 * first of them.
 */
export class FileSystemClient extends Client {
  #storage;
  #isOpen = false;

  /**
   * @param {FileSystemClientOptions} [options]
   * @throws {ValidationError} for an option that cannot be followed
   */
  constructor(options = {}) {
    const { bucket = 's3db', region = 'local' } = options;
    const keyPrefix = (optionalText('keyPrefix', options.keyPrefix) ?? '').replace(/^\/+/, '');
    const basePath = path.resolve(optionalText('basePath', options.basePath) ?? './s3db-data');
    const storage = storageOf(basePath, { ...options, bucket });
    const endpoint = `file://${basePath}`;
    const connectionString = pathToFileURL(basePath).href;
    const place = { bucket, keyPrefix, region, basePath, endpoint, connectionString };
    super({ ...options, ...place }, storage);
    this.basePath = basePath;
    this.#storage = storage;
    this.#open();
  }

  /**
   * Forgets the settings of a folder. Clients that have it open keep them, and the files stay.
   *
   * @param {string} basePath
   */
  static clearPathStorage(basePath) {
    const folder = path.resolve(basePath);
    storages.delete(folder);
    space.forgetFolder(folder);
  }

  /** Forgets the settings of all folders. Clients that have them open keep them, and the files stay. */
  static clearAllStorage() {
    storages.clear();
    space.forgetFolders();
  }

  /**
   * @override
   * @param {string} definition of a plan
   * @returns {any} the plan on the folder
   */
  _collection(definition) {
    return native.Collection.inFolder(space, this.#storage.nativeFolder, definition);
  }

  /**
   * Not of a client that was destroyed, until a request has opened it again.
   *
   * @override
   */
  get allowsDirectAccess() {
    return this.#isOpen && this.storage === this.#storage;
  }

  /**
   * @override
   * @template T
   * @param {string} commandName
   * @param {() => unknown} input
   * @param {() => T | Promise<T>} send
   */
  async _exchange(commandName, input, send) {
    this.#open();
    return super._exchange(commandName, input, send);
  }

  /**
   * Deletes all objects of the folder, of every key prefix.
   *
   * @throws {ValidationError} when the path has neither `s3db` nor `data` in it
   */
  async clear() {
    await this.#storage.clear();
  }

  /** Counts of the folder, of every key prefix; null where `stats` is not enabled. */
  getStats() {
    return this.#storage.getStats();
  }

  /** @override */
  destroy() {
    super.destroy();
    if (this.#isOpen) this.#storage.close();
    this.#isOpen = false;
  }

  #open() {
    if (this.#isOpen) return;
    this.#storage.open();
    this.#isOpen = true;
  }
}

/**
 * @param {string} basePath
 * @param {FileSystemClientOptions} options
 * @returns {FileStorage}
 */
function storageOf(basePath, options) {
  let storage = storages.get(basePath);
  if (!storage) {
    storage = new FileStorage(basePath, options);
    storages.set(basePath, storage);
  }
  return storage;
}
