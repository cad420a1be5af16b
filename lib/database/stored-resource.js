/**
 * The entry of a resource in `s3db.json`: how it is made from a resource, and read back.
 *
 * @module
 */
import { serializableAttributes } from '../definition.js';
import { copyRecord } from '../record-copy.js';
import { restoredIdGenerator, storedIdGenerator } from '../resource/id-generator.js';
import { definitionHash, nextVersion } from './definition-version.js';

/** @typedef {{name: string | null, length: number, type: 'function'}} HookSummary */

/**
 * A version of a resource's definition.
 *
 * @typedef {object} StoredVersion
 * @property {string} hash
 * @property {Record<string, unknown>} attributes
 * @property {string} behavior
 * @property {boolean} timestamps
 * @property {object} partitions
 * @property {boolean} paranoid
 * @property {boolean} allNestedObjectsOptional
 * @property {boolean} autoDecrypt
 * @property {boolean} [cache]
 * @property {Record<string, {count: number, handlers: HookSummary[]}>} hooks informational
 * @property {number} idSize
 * @property {unknown} idGenerator
 * @property {string} createdAt ISO time
 */

/**
 * @typedef {object} StoredResource
 * @property {string} currentVersion
 * @property {object} partitions those of the current version
 * @property {string} createdBy
 * @property {Record<string, StoredVersion>} versions
 * @property {import('./registry.js').SchemaRegistry} schemaRegistry
 * @property {import('./registry.js').PluginSchemaRegistry} pluginSchemaRegistry
 */

/**
 * What is stored of a resource.
 *
 * @typedef {object} ResourceState
 * @property {import('../resource/config.js').ResourceConfig} config with the version that the
 *   resource works under
 * @property {Record<string, Function[]>} hooks by event
 * @property {import('./registry.js').SchemaRegistry} schemaRegistry
 * @property {import('./registry.js').PluginSchemaRegistry} pluginSchemaRegistry
 */

/**
 * Makes the entry of a resource. A definition with a new hash becomes the next version; another one
 * keeps its name and its `createdAt`.
 *
 * @param {ResourceState} resource
 * @param {StoredResource | undefined} stored its entry as it was last read
 * @param {Date} now
 * @returns {StoredResource}
 * @throws {import('../errors.js').SchemaError} for an attribute with an unsafe name
 */
export function storedResource(resource, stored, now) {
  const { config, schemaRegistry, pluginSchemaRegistry } = resource;
  const hash = definitionHash(config);
  const known = stored?.versions ?? {};
  const recorded = recordedVersion(config, stored, hash);
  const name = recorded ?? nextVersion(known);
  const createdAt = recorded === undefined ? now.toISOString() : known[recorded].createdAt;
  const versions = { ...known, [name]: storedVersion(resource, hash, createdAt) };
  const currentVersion = recorded === undefined || !stored ? name : stored.currentVersion;
  return {
    currentVersion,
    partitions: versions[currentVersion].partitions,
    createdBy: stored?.createdBy ?? config.createdBy,
    versions,
    schemaRegistry,
    pluginSchemaRegistry,
  };
}

/**
 * Finds the version under which a definition is stored. Of the versions that are not current only
 * the one that the resource works under counts: going back to an older definition is a new version.
 *
 * @param {import('../resource/config.js').ResourceConfig} config
 * @param {StoredResource | undefined} stored
 * @param {string} [hash] of the definition
 * @returns {string | undefined} undefined for a definition that is not stored
 */
export function recordedVersion(config, stored, hash = definitionHash(config)) {
  if (!stored) return undefined;
  const names = [config.version, stored.currentVersion];
  return names.find((name) => ownEntry(stored.versions, name)?.hash === hash);
}

/**
 * @param {ResourceState} resource
 * @param {string} hash
 * @param {string} createdAt
 * @returns {StoredVersion}
 */
function storedVersion({ config, hooks }, hash, createdAt) {
  const { attributes, behavior, timestamps, partitions, paranoid, cache, idSize } = config;
  const { allNestedObjectsOptional, autoDecrypt } = config;
  return {
    hash,
    attributes: serializableAttributes(attributes),
    behavior,
    timestamps,
    partitions,
    paranoid,
    allNestedObjectsOptional,
    autoDecrypt,
    ...(cache !== undefined && { cache }),
    hooks: hookSummary(hooks),
    idSize,
    idGenerator: storedIdGenerator(config),
    createdAt,
  };
}

/**
 * @param {Record<string, Function[]>} hooks
 * @returns {StoredVersion['hooks']} events without hooks left out
 */
function hookSummary(hooks) {
  const used = Object.entries(hooks).filter(([, list]) => list.length > 0);
  return Object.fromEntries(
    used.map(([event, list]) => {
      const handlers = list.map(({ name, length }) => ({
        name: name || null,
        length,
        type: /** @type {const} */ ('function'),
      }));
      return [event, { count: list.length, handlers }];
    }),
  );
}

/**
 * Reads the current version of a stored resource. Members that are not usable count as absent, and
 * unsafe names of attributes, partitions and fields are left out.
 *
 * @param {string} name
 * @param {StoredResource} stored not changed
 * @returns {Record<string, any> | null} options for `normalizeConfig`; null without a current
 *   version
 */
export function restoredConfig(name, stored) {
  const { currentVersion, createdBy, schemaRegistry, pluginSchemaRegistry } = stored;
  /** @type {any} */
  const version = ownEntry(stored.versions, currentVersion);
  if (!version) return null;
  return {
    name,
    version: String(currentVersion),
    attributes: copyRecord(version.attributes),
    behavior: ofType('string', version.behavior) || undefined,
    timestamps: ofType('boolean', version.timestamps),
    partitions: copyRecord(stored.partitions ?? version.partitions ?? {}),
    paranoid: ofType('boolean', version.paranoid),
    allNestedObjectsOptional: ofType('boolean', version.allNestedObjectsOptional),
    autoDecrypt: ofType('boolean', version.autoDecrypt),
    asyncEvents: ofType('boolean', version.asyncEvents),
    map: version.map ? copyRecord(version.map) : undefined,
    createdBy: ofType('string', createdBy),
    schemaRegistry,
    pluginSchemaRegistry,
    ...restoredIds(version),
  };
}

/**
 * @param {{idGenerator?: unknown, idSize?: unknown}} version
 */
function restoredIds({ idGenerator, idSize }) {
  const generator = restoredIdGenerator(idGenerator);
  if (typeof generator === 'number') return { idSize: Math.ceil(generator) };
  const isSize = Number.isSafeInteger(idSize) && Number(idSize) > 0;
  return { idGenerator: generator, idSize: isSize ? idSize : undefined };
}

/**
 * @param {'string' | 'boolean'} type
 * @param {unknown} value
 * @returns {any} the value, or undefined if it is of another type
 */
function ofType(type, value) {
  return typeof value === type ? value : undefined;
}

/**
 * @template T
 * @param {Record<string, T>} entries
 * @param {string} name may be one that every object inherits
 * @returns {T | undefined}
 */
export function ownEntry(entries, name) {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
