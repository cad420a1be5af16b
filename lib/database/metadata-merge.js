/**
 * Merging of what a process would write to `s3db.json` with what other processes have written.
 *
 * @module
 */
import { nextVersion } from './definition-version.js';
import { mergePluginSchemaRegistry, mergeSchemaRegistry } from './registry.js';

/** @typedef {import('./metadata.js').Metadata} Metadata */
/** @typedef {import('./stored-resource.js').StoredResource} StoredResource */
/** @typedef {import('./stored-resource.js').StoredVersion} StoredVersion */

/**
 * Merges the local view with the stored one. Resources and versions of either are kept; what both
 * have is as the local view says, but for registries, which are merged, and for the current version
 * of a resource that only another process has changed. Members that are not known are kept as they
 * are stored.
 *
 * Versions of local definitions and indexes of local attributes may have changed: a caller has to
 * take over `recordedVersion` and the merged registries.
 *
 * @param {Metadata} local from `buildMetadata`
 * @param {Metadata} stored healed
 * @returns {Metadata}
 */
export function mergeMetadata(local, stored) {
  const resources = new Map(Object.entries(stored.resources));
  for (const [name, entry] of Object.entries(local.resources)) {
    const known = resources.get(name);
    resources.set(name, known ? mergeResource(entry, known) : entry);
  }
  return { ...local, ...stored, ...local, resources: Object.fromEntries(resources) };
}

/**
 * @param {StoredResource} local
 * @param {StoredResource} stored
 * @returns {StoredResource}
 */
function mergeResource(local, stored) {
  const versions = new Map(Object.entries(stored.versions));
  let { currentVersion } = stored;
  for (const [name, version] of Object.entries(local.versions)) {
    if (versions.get(name)?.hash === version.hash) {
      if (name === local.currentVersion) refresh(versions, name, version);
    } else if (name !== local.currentVersion) {
      add(versions, name, version, local);
    } else if (versions.get(currentVersion)?.hash === version.hash) {
      refresh(versions, currentVersion, version);
    } else {
      currentVersion = add(versions, name, version, local);
    }
  }
  return {
    ...local,
    ...stored,
    currentVersion,
    partitions: (versions.get(currentVersion) ?? stored).partitions,
    versions: Object.fromEntries(versions),
    schemaRegistry: mergeSchemaRegistry(local.schemaRegistry, stored.schemaRegistry ?? {}),
    pluginSchemaRegistry: mergePluginSchemaRegistry(
      local.pluginSchemaRegistry,
      stored.pluginSchemaRegistry ?? {},
    ),
  };
}

/**
 * @param {Map<string, StoredVersion>} versions
 * @param {string} name
 * @param {StoredVersion} version of the same hash
 */
function refresh(versions, name, version) {
  versions.set(name, { ...version, createdAt: versions.get(name)?.createdAt ?? version.createdAt });
}

/**
 * Adds a version, under a new number if its own stands for another definition.
 *
 * @param {Map<string, StoredVersion>} versions
 * @param {string} name
 * @param {StoredVersion} version
 * @param {StoredResource} local
 * @returns {string} its name
 */
function add(versions, name, version, local) {
  const free = versions.has(name)
    ? nextVersion({ ...local.versions, ...Object.fromEntries(versions) })
    : name;
  versions.set(free, version);
  return free;
}
