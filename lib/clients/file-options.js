/**
 * Options of folders: what may be said, and what holds where nothing is said.
 *
 * @module
 */
import { invalidParameter, optionalText } from './parameters.js';

const DEFAULT_METADATA_LIMIT = 2048;
const DEFAULT_MAX_OBJECT_SIZE = 5 * 2 ** 30;

/** Most milliseconds of a timer of Node.js. */
const MAX_INTERVAL = 2 ** 31 - 1;

const DURABILITIES = ['none', 'data', 'full'];

/**
 * @typedef {object} FileOptions
 * @property {boolean} [enforceLimits] whether `metadataLimit` and `maxObjectSize` hold
 * @property {number} [metadataLimit] bytes of an object's metadata, names and values; 2048
 * @property {number} [maxObjectSize] bytes of a body; 5 GiB
 * @property {'none' | 'data' | 'full'} [durability] what an acknowledged write survives beside the
 *   end of the process: nothing more; a loss of power; that in a folder just made, too
 * @property {{enabled?: boolean, threshold?: number, level?: number}} [compression] of bodies from
 *   1024 bytes on, at level 6
 * @property {{enabled?: boolean, defaultTTL?: number, cleanupInterval?: number}} [ttl] milliseconds
 *   that objects live, one hour, and between the removals of expired ones, five minutes
 * @property {{enabled?: boolean, timeout?: number}} [locking] most milliseconds of waiting for another
 *   writer of the same folder, 5000; writers always wait for each other
 * @property {{enabled?: boolean, suffix?: string}} [backup] of bodies that are replaced, `.bak`
 * @property {{enabled?: boolean, file?: string}} [journal] of changes, `operations.journal`
 * @property {{enabled?: boolean}} [stats] whether getStats tells counts
 */

/** @typedef {ReturnType<typeof fileSettings>} FileSettings */

/**
 * @param {FileOptions} options
 * @returns options with their defaults
 * @throws {ValidationError} for an option that cannot be followed
 */
export function fileSettings(options) {
  const compression = featureOf('compression', options.compression);
  const ttl = featureOf('ttl', options.ttl);
  const locking = featureOf('locking', options.locking);
  const backup = featureOf('backup', options.backup);
  const journal = featureOf('journal', options.journal);
  return {
    enforceLimits: options.enforceLimits === true,
    metadataLimit: numberOf('metadataLimit', options.metadataLimit, DEFAULT_METADATA_LIMIT),
    maxObjectSize: numberOf('maxObjectSize', options.maxObjectSize, DEFAULT_MAX_OBJECT_SIZE),
    durability: durabilityOf(options.durability),
    compression: {
      enabled: compression.enabled === true,
      threshold: numberOf('compression.threshold', compression.threshold, 1024),
      level: levelOf(compression.level),
    },
    ttl: {
      enabled: ttl.enabled === true,
      defaultTTL: intervalOf('ttl.defaultTTL', ttl.defaultTTL, 3_600_000),
      cleanupInterval: intervalOf('ttl.cleanupInterval', ttl.cleanupInterval, 300_000),
    },
    locking: {
      enabled: locking.enabled === true,
      timeout: numberOf('locking.timeout', locking.timeout, 5000),
    },
    backup: {
      enabled: backup.enabled === true,
      suffix: nameOf('backup.suffix', backup.suffix, '.bak'),
    },
    journal: {
      enabled: journal.enabled === true,
      file: nameOf('journal.file', journal.file, 'operations.journal'),
    },
    stats: { enabled: featureOf('stats', options.stats).enabled === true },
  };
}

/**
 * @param {FileSettings} settings
 * @returns settings as a folder of the engine takes them
 */
export function folderOptions({ enforceLimits, compression, ttl, backup, journal, ...settings }) {
  return {
    durability: settings.durability,
    compressionThreshold: compression.enabled ? compression.threshold : undefined,
    compressionLevel: compression.enabled ? compression.level : undefined,
    ttl: ttl.enabled ? ttl.defaultTTL : undefined,
    backup: backup.enabled ? backup.suffix : undefined,
    journal: journal.enabled ? journal.file : undefined,
    lockTimeout: settings.locking.timeout,
    metadataBytes: enforceLimits ? settings.metadataLimit : undefined,
    bodyBytes: enforceLimits ? settings.maxObjectSize : undefined,
  };
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function featureOf(name, value) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw invalidParameter(name, value, 'must be an object such as { enabled: true }');
  }
  const { enabled } = /** @type {Record<string, unknown>} */ (value);
  if (enabled !== undefined && typeof enabled !== 'boolean') {
    throw invalidParameter(`${name}.enabled`, enabled, 'must be a boolean');
  }
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {number} fallback
 */
function numberOf(field, value, fallback) {
  if (value === undefined || value === null) return fallback;
  const number = Number(value);
  if (!(number >= 0)) throw invalidParameter(field, value, 'must be a number from 0 on');
  return number;
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {number} fallback
 */
function intervalOf(field, value, fallback) {
  const interval = numberOf(field, value, fallback);
  if (interval > 0 && interval <= MAX_INTERVAL) return interval;
  throw invalidParameter(
    field,
    value,
    `must be a number of milliseconds from 1 to ${MAX_INTERVAL}`,
  );
}

/** @param {unknown} value */
function levelOf(value) {
  const level = numberOf('compression.level', value, 6);
  if (Number.isInteger(level) && level <= 9) return level;
  throw invalidParameter('compression.level', value, 'must be an integer from 0 to 9');
}

/** @param {unknown} value */
function durabilityOf(value) {
  const durability = value ?? 'none';
  if (DURABILITIES.includes(/** @type {string} */ (durability))) {
    return /** @type {'none' | 'data' | 'full'} */ (durability);
  }
  throw invalidParameter('durability', value, `must be one of ${DURABILITIES.join(', ')}`);
}

/**
 * @param {string} field
 * @param {unknown} value part of the name of a file
 * @param {string} fallback
 */
function nameOf(field, value, fallback) {
  const name = optionalText(field, value) ?? fallback;
  if (/^[^/\\\0]+$/.test(name) && name !== '.' && name !== '..') return name;
  throw invalidParameter(field, value, 'must be the name of a file, without a folder');
}
