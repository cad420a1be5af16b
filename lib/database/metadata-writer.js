/**
 * Writing `s3db.json`: at once, or once for many changes.
 *
 * @module
 */
import { tell } from './events.js';
import { heal } from './healing.js';
import { blankMetadata, buildMetadata } from './metadata.js';
import { backUp, changeMetadataFile } from './metadata-file.js';
import { mergeMetadata } from './metadata-merge.js';
import { recordedVersion } from './stored-resource.js';

/** @typedef {import('../database.js').Database} Database */

export class MetadataWriter {
  /** @type {NodeJS.Timeout | null} */
  #timer = null;

  /**
   * @param {Database} database
   * @param {import('./hooks.js').DatabaseHooks} hooks
   * @param {{deferred: boolean, delay: number}} options delay in ms
   */
  constructor(database, hooks, { deferred, delay }) {
    this.database = database;
    this.hooks = hooks;
    this.deferred = deferred;
    this.delay = delay;
  }

  /**
   * Writes now, or some time after the last call where writes are deferred.
   *
   * @returns {Promise<void>}
   */
  async schedule() {
    if (!this.deferred) return this.write();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.write().catch((error) => this.database.emit('error', error));
    }, this.delay);
  }

  /**
   * Writes if a write is pending.
   *
   * @returns {Promise<void>}
   */
  async flush() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    await this.write();
  }

  /**
   * Merges the definitions of this process into the file.
   *
   * @returns {Promise<void>}
   */
  async write() {
    const { database, hooks } = this;
    await hooks.run('beforeUploadMetadata');
    const metadata = await changeMetadataFile(database.client, (text) => this.#merge(text));
    database.savedMetadata = metadata;
    tell(database, 'db:metadata-uploaded', metadata);
    await hooks.run('afterUploadMetadata', { result: metadata });
  }

  /**
   * @param {string | null} text of the file
   * @returns {Promise<import('./metadata-file.js').Change>}
   */
  async #merge(text) {
    const { client, savedMetadata, _resourcesMap } = this.database;
    const stored = await healedFile(client, text);
    const resources = Object.values(_resourcesMap);
    const local = buildMetadata(
      resources.map((resource) => resource._state()),
      savedMetadata,
    );
    const metadata = mergeMetadata(local, stored);
    const written = () => {
      for (const resource of resources) takeOver(resource, metadata.resources[resource.name]);
    };
    return { metadata, written };
  }
}

/**
 * @param {any} client
 * @param {string | null} text of the file
 * @returns {Promise<import('./metadata.js').Metadata>} its content, repaired where it must be; what the
 *   repair may lose is kept under another key
 */
export async function healedFile(client, text) {
  if (text === null) return blankMetadata();
  const { metadata, backup } = heal(text);
  if (backup) await backUp(client, text);
  return metadata;
}

/**
 * Takes over the version and the keys that a resource has in the merged file.
 *
 * @param {import('../resource.js').Resource} resource
 * @param {import('./stored-resource.js').StoredResource} stored
 */
function takeOver(resource, stored) {
  const version = recordedVersion(resource._config, stored) ?? stored.currentVersion;
  resource._takeOver(version, stored);
}
