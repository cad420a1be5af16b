/**
 * The configuration of a resource: what its author gave, completed by the defaults of the class and
 * of the database.
 *
 * @module
 */
import { rulesOf } from '../guard.js';
import { checkPartitionFields, withAutomaticPartitions } from './partition-definition.js';
import { validateConfig } from './config-validation.js';
import { idGeneration } from './id-generator.js';
import { checkSecurity } from '../security-options.js';
import { DEFAULT_PASSPHRASE } from '../security-warnings.js';

/**
 * What the surroundings of a resource decide when its author does not.
 *
 * @typedef {object} ConfigDefaults
 * @property {string} version
 * @property {any} [client]
 * @property {object[]} [observers]
 * @property {boolean} [cache]
 * @property {Record<string, any>} [security] the resource's own is merged over it
 * @property {Record<string, any>} [compression] likewise
 * @property {boolean} [versioningEnabled] true holds for every resource
 * @property {boolean} [strictValidation]
 * @property {boolean} [disableEvents]
 * @property {string} [logLevel]
 */

/**
 * A complete configuration. Members are in this order, none is missing, and those that are objects
 * belong to the configuration alone, but for functions, `client`, `observers`, `hooks` and `events`.
 *
 * @typedef {object} ResourceOptions
 * @property {string} name
 * @property {any} client
 * @property {object[]} observers databases that hear of errors
 * @property {string} version
 * @property {Record<string, unknown>} attributes with those of `timestamps`
 * @property {string} behavior
 * @property {boolean} timestamps
 * @property {import('./partition-definition.js').Partitions} partitions with automatic ones
 * @property {boolean} asyncPartitions
 * @property {boolean} strictPartitions
 * @property {boolean} strictValidation
 * @property {boolean} versioningEnabled
 * @property {boolean} paranoid
 * @property {boolean} allNestedObjectsOptional
 * @property {boolean} autoEncrypt
 * @property {boolean} autoDecrypt
 * @property {boolean | undefined} cache
 * @property {Record<string, import('../hooks.js').Hook[]>} hooks as given
 * @property {Record<string, Function | Function[]>} events as given
 * @property {boolean} asyncEvents
 * @property {boolean} disableEvents
 * @property {Record<string, string> | undefined} map
 * @property {Record<string, any>} security
 * @property {Record<string, any> | undefined} compression
 * @property {any} guard
 * @property {string} createdBy
 * @property {any} api
 * @property {string | undefined} description
 * @property {boolean} lazySchema
 * @property {string | undefined} logLevel
 * @property {import('../database/registry.js').SchemaRegistry | undefined} schemaRegistry
 * @property {import('../database/registry.js').PluginSchemaRegistry | undefined} pluginSchemaRegistry
 */

/** @typedef {ResourceOptions & import('./id-generator.js').IdGeneration} ResourceConfig */

/** @type {Readonly<ConfigDefaults>} Defaults of a resource that is constructed directly. */
const CONSTRUCTOR_DEFAULTS = Object.freeze({ version: '1' });

const TIMESTAMP = 'datetime|optional';

/**
 * Completes and checks a configuration. Given its own result it changes nothing.
 *
 * @param {Record<string, any>} config not changed
 * @param {ConfigDefaults} [defaults] absent for a resource that is constructed directly
 * @returns {ResourceConfig}
 * @throws {import('../errors.js').ResourceError} with all findings
 * @throws {import('../errors.js').PartitionError} unless `strictValidation` is `false`, for a
 *   partition on an unknown field
 */
export function normalizeConfig(config, defaults = CONSTRUCTOR_DEFAULTS) {
  const { client = defaults.client, timestamps = false } = config;
  validateConfig({ ...config, client });
  const versioningEnabled =
    config.versioningEnabled === true || defaults.versioningEnabled === true;
  const normalized = {
    name: config.name,
    client,
    observers: config.observers ?? defaults.observers ?? [],
    version: config.version ?? defaults.version,
    attributes: withTimestamps(config.attributes, timestamps),
    behavior: config.behavior ?? 'user-managed',
    timestamps,
    partitions: withAutomaticPartitions(config.partitions ?? {}, { timestamps, versioningEnabled }),
    asyncPartitions: config.asyncPartitions ?? !client.supportsPartitionIndex,
    strictPartitions: config.strictPartitions ?? false,
    strictValidation: (config.strictValidation ?? defaults.strictValidation) !== false,
    versioningEnabled,
    paranoid: config.paranoid ?? true,
    allNestedObjectsOptional: config.allNestedObjectsOptional ?? true,
    autoEncrypt: config.autoEncrypt ?? true,
    autoDecrypt: config.autoDecrypt ?? true,
    cache: config.cache ?? defaults.cache ?? false,
    hooks: config.hooks ?? {},
    events: config.events ?? {},
    asyncEvents: config.asyncEvents ?? true,
    disableEvents: Boolean(
      config.disableEvents ?? config.disableResourceEvents ?? defaults.disableEvents,
    ),
    map: config.map,
    security: securityOf(config, defaults.security),
    compression: merged(defaults.compression, config.compression),
    guard: rulesOf(config.guard),
    createdBy: config.createdBy || 'user',
    api: config.api,
    description: config.description,
    lazySchema: config.lazySchema ?? false,
    logLevel: config.logLevel ?? defaults.logLevel,
    schemaRegistry: config.schemaRegistry,
    pluginSchemaRegistry: config.pluginSchemaRegistry,
    ...idGeneration(config),
  };
  if (normalized.strictValidation) checkPartitionFields(normalized);
  return normalized;
}

/**
 * @param {Record<string, unknown>} attributes not changed
 * @param {boolean} timestamps
 * @returns {Record<string, unknown>}
 */
function withTimestamps(attributes, timestamps) {
  if (!timestamps) return { ...attributes };
  return { ...attributes, createdAt: TIMESTAMP, updatedAt: TIMESTAMP, ...attributes };
}

/**
 * @param {Record<string, any>} config `passphrase` counts where `security` has none
 * @param {Record<string, any> | undefined} inherited
 * @returns {Record<string, any>}
 */
function securityOf({ security: own, passphrase }, inherited) {
  const security = own && inherited ? mergedSecurity(inherited, own) : (own ?? inherited);
  const complete = security ?? {
    passphrase: passphrase ?? DEFAULT_PASSPHRASE,
    bcrypt: { rounds: 12 },
  };
  const given = passphrase === undefined ? { ...complete } : { passphrase, ...complete };
  checkSecurity(given);
  return given;
}

/**
 * @param {Record<string, any>} inherited
 * @param {Record<string, any>} own
 */
function mergedSecurity(inherited, own) {
  return {
    ...inherited,
    ...own,
    bcrypt: { ...inherited.bcrypt, ...own.bcrypt },
    argon2: { ...inherited.argon2, ...own.argon2 },
  };
}

/**
 * @param {Record<string, any> | undefined} inherited
 * @param {Record<string, any> | undefined} own
 */
function merged(inherited, own) {
  return inherited || own ? { ...inherited, ...own } : undefined;
}

/**
 * @param {ResourceConfig} config
 * @returns the property `config` of a resource
 */
export function publicConfig(config) {
  const { cache, hooks, paranoid, timestamps, partitions, autoEncrypt, autoDecrypt } = config;
  const { allNestedObjectsOptional, asyncEvents, asyncPartitions, strictPartitions } = config;
  const { createdBy, compression } = config;
  return {
    cache,
    hooks,
    paranoid,
    timestamps,
    partitions,
    autoEncrypt,
    autoDecrypt,
    allNestedObjectsOptional,
    asyncEvents,
    asyncPartitions,
    strictPartitions,
    createdBy,
    compression,
  };
}

/**
 * @param {Record<string, any>} given
 * @param {ResourceConfig} config the same, normalised
 * @returns {Readonly<Record<string, any>>} the property `$schema` of a resource
 */
export function schemaConfig(given, config) {
  const { name, version, attributes, behavior, security, timestamps, partitions, paranoid } =
    config;
  const { allNestedObjectsOptional, autoDecrypt, versioningEnabled, strictValidation } = config;
  const { asyncPartitions, disableEvents, createdBy, hooks, events } = config;
  const { cache, map, idGenerator, idSize, asyncEvents, api, description, lazySchema } = given;
  const now = Date.now();
  return Object.freeze({
    name,
    version,
    attributes,
    behavior,
    security,
    cache,
    timestamps,
    partitions,
    paranoid,
    allNestedObjectsOptional,
    autoDecrypt,
    hooks,
    versioningEnabled,
    strictValidation,
    map,
    idGenerator,
    idSize,
    asyncEvents,
    asyncPartitions,
    events,
    disableEvents,
    createdBy,
    api,
    description,
    lazySchema,
    compression: given.compression,
    _createdAt: now,
    _updatedAt: now,
  });
}
