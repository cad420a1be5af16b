/**
 * What `db.createResource` makes of its argument: the configuration of a new resource, or the next
 * one of a resource that the database has.
 *
 * @module
 */
import { normalizeConfig } from './config.js';
import { namedPartitions } from './partition-definition.js';

/** @typedef {import('./config.js').ConfigDefaults} ConfigDefaults */
/** @typedef {import('./config.js').ResourceConfig} ResourceConfig */

/**
 * The members of a database that decide on its resources.
 *
 * @typedef {object} DatabaseOptions
 * @property {any} [client]
 * @property {boolean} [cache]
 * @property {Record<string, any>} [security]
 * @property {Record<string, any>} [compression]
 * @property {boolean} [versioningEnabled]
 * @property {boolean} [strictValidation]
 * @property {boolean} [disableResourceEvents]
 * @property {string} [logLevel]
 * @property {import('../database/metadata.js').Metadata | null} [savedMetadata]
 */

/** Options that the database alone decides. */
const DATABASE_ONLY = [
  'client',
  'observers',
  'passphrase',
  'schemaRegistry',
  'pluginSchemaRegistry',
];

/** Options that no later declaration changes. */
const SETTLED = ['version', 'createdBy'];

/** Options that a second declaration in the same process does not change either. */
const SETTLED_IN_PROCESS = ['idGenerator', 'idSize', 'events', 'asyncEvents', 'map', 'lazySchema'];

/**
 * @param {DatabaseOptions} database
 * @param {string} name of the resource
 * @returns {ConfigDefaults}
 */
export function databaseDefaults(database, name) {
  const { client, cache, security, compression, logLevel } = database;
  const { versioningEnabled, strictValidation, disableResourceEvents } = database;
  const stored = database.savedMetadata?.resources ?? {};
  return {
    version: Object.hasOwn(stored, name) ? stored[name].currentVersion : 'v1',
    client,
    observers: [database],
    cache,
    security,
    compression,
    versioningEnabled,
    strictValidation,
    disableEvents: disableResourceEvents,
    logLevel,
  };
}

/**
 * The configuration of a new resource.
 *
 * @param {Record<string, any>} config argument of `createResource`, not changed
 * @param {ConfigDefaults} defaults
 * @returns {ResourceConfig}
 * @throws {import('../errors.js').SchemaError} for a list of partitions that names no attribute
 * @throws what {@link normalizeConfig} throws
 */
export function declaredConfig(config, defaults) {
  return normalizeConfig(declaration(config), defaults);
}

/**
 * The next configuration of a resource that this process has declared before. What is omitted
 * stays, but for `behavior`, `partitions` and `cache`, which go back to their defaults.
 *
 * @param {ResourceConfig} current not changed
 * @param {Record<string, any>} config argument of `createResource`; its `hooks` are those to add
 * @param {ConfigDefaults} defaults
 * @returns {ResourceConfig}
 * @throws what {@link declaredConfig} throws
 */
export function redeclaredConfig(current, config, defaults) {
  const given = without(declaration(config), [...SETTLED, ...SETTLED_IN_PROCESS]);
  return { ...replaced(current, given, defaults), security: current.security };
}

/**
 * The configuration of a resource that was restored from `s3db.json` and is now declared for the
 * first time in this process: what only code can say (generators, listeners, security) counts too.
 *
 * @param {ResourceConfig} restored not changed
 * @param {Record<string, any>} config argument of `createResource`
 * @param {ConfigDefaults} defaults
 * @returns {ResourceConfig}
 * @throws what {@link declaredConfig} throws
 */
export function declaredRestoredConfig(restored, config, defaults) {
  const inherited = without(restored, ['security', 'compression']);
  return replaced(inherited, without(declaration(config), SETTLED), defaults);
}

/**
 * The part of the argument that counts. What the database alone decides is left out, an empty
 * `version`, `partitions`, `hooks` or `events` is as good as none, and a list of partitions gets
 * names.
 *
 * @param {Record<string, any>} config
 * @returns {Record<string, any>}
 */
function declaration(config) {
  const { version, attributes, partitions, hooks, events } = config;
  const isList = Array.isArray(partitions);
  return {
    ...without(config, DATABASE_ONLY),
    version: version === '' ? undefined : version,
    partitions: isList ? namedPartitions(partitions, Object(attributes)) : partitions || undefined,
    hooks: hooks || undefined,
    events: events || undefined,
  };
}

/**
 * @param {Record<string, any>} current
 * @param {Record<string, any>} given
 * @param {ConfigDefaults} defaults
 * @returns {ResourceConfig}
 */
function replaced(current, given, defaults) {
  const { behavior, partitions, cache = defaults.cache, attributes } = given;
  const stated = Object.entries(given).filter(([, value]) => value !== undefined);
  const next = {
    ...current,
    ...Object.fromEntries(stated),
    behavior,
    partitions,
    cache,
    attributes,
  };
  return { ...normalizeConfig(next, defaults), cache };
}

/**
 * @param {Record<string, any>} options
 * @param {string[]} names
 * @returns {Record<string, any>} the other options
 */
function without(options, names) {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
}
