/**
 * The content of `s3db.json`, the metadata file of a database. Nothing here reads or writes it.
 *
 * @module
 */
import { definitionHash, nextVersion } from './definition-version.js';
import { ownEntry, storedResource } from './stored-resource.js';

/** @typedef {import('./stored-resource.js').ResourceState} ResourceState */
/** @typedef {import('./stored-resource.js').StoredResource} StoredResource */

/**
 * @typedef {object} Metadata
 * @property {string} version of the format
 * @property {string} s3dbVersion
 * @property {string} lastUpdated ISO time
 * @property {Record<string, StoredResource>} resources by name
 */

/**
 * A difference between the resources of a process and the stored ones. `new` and `deleted` (not
 * declared) resources have no hash on the other side.
 *
 * @typedef {object} DefinitionChange
 * @property {'new' | 'changed' | 'deleted'} type
 * @property {string} resourceName
 * @property {string | null} currentHash
 * @property {string | null} savedHash
 * @property {string} [fromVersion] of a changed one
 * @property {string} [toVersion] of a changed one: the version that it would become
 * @property {string} [deletedVersion]
 */

/** Name of the file, relative to the key prefix. */
export const METADATA_KEY = 's3db.json';

/** The version of s3db.js whose format is written. */
export const S3DB_VERSION = '21.6.2';

/**
 * @param {Date} [now]
 * @returns {Metadata} of a database without resources
 */
export function blankMetadata(now = new Date()) {
  return { version: '1', s3dbVersion: S3DB_VERSION, lastUpdated: now.toISOString(), resources: {} };
}

/**
 * Describes the resources of a process.
 *
 * @param {Iterable<ResourceState>} resources
 * @param {Metadata | null} saved as it was last read or written
 * @param {Date} [now]
 * @returns {Metadata} only these resources, with all their versions
 * @throws {import('../errors.js').SchemaError} for an attribute with an unsafe name
 */
export function buildMetadata(resources, saved, now = new Date()) {
  const entries = Array.from(resources, (resource) => {
    const { name } = resource.config;
    const stored = ownEntry(saved?.resources ?? {}, name);
    return /** @type {const} */ ([name, storedResource(resource, stored, now)]);
  });
  return { ...blankMetadata(now), resources: Object.fromEntries(entries) };
}

/**
 * @param {Metadata} metadata
 * @returns {string} the file
 */
export function metadataText(metadata) {
  return JSON.stringify(metadata, null, 2);
}

/**
 * @param {Metadata} saved
 * @param {Iterable<{config: import('../resource/config.js').ResourceConfig}>} resources
 * @returns {DefinitionChange[]} new and changed ones in the order of the resources, then deleted ones
 * @throws {import('../errors.js').SchemaError} for an attribute with an unsafe name
 */
export function detectDefinitionChanges(saved, resources) {
  /** @type {DefinitionChange[]} */
  const changes = [];
  const declared = new Set();
  for (const { config } of resources) {
    declared.add(config.name);
    const change = changeOf(config, ownEntry(saved.resources, config.name));
    if (change) changes.push(change);
  }
  for (const [resourceName, stored] of Object.entries(saved.resources)) {
    if (declared.has(resourceName)) continue;
    changes.push({
      type: 'deleted',
      resourceName,
      currentHash: null,
      savedHash: savedHashOf(stored),
      deletedVersion: stored.currentVersion,
    });
  }
  return changes;
}

/**
 * @param {import('../resource/config.js').ResourceConfig} config
 * @param {StoredResource | undefined} stored
 * @returns {DefinitionChange | null}
 */
function changeOf(config, stored) {
  const resourceName = config.name;
  const currentHash = definitionHash(config);
  if (!stored) return { type: 'new', resourceName, currentHash, savedHash: null };
  const savedHash = savedHashOf(stored);
  if (savedHash === currentHash) return null;
  return {
    type: 'changed',
    resourceName,
    currentHash,
    savedHash,
    fromVersion: stored.currentVersion,
    toVersion: nextVersion(stored.versions),
  };
}

/**
 * @param {StoredResource} stored
 * @returns {string | null} hash of the current version
 */
function savedHashOf({ versions, currentVersion }) {
  return ownEntry(versions, currentVersion)?.hash ?? null;
}
