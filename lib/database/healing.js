/**
 * Healing of `s3db.json` when a database connects: what is not usable is repaired or left out, and
 * every repair is told.
 *
 * @module
 */
import { recoverJson } from './json-recovery.js';
import { S3DB_VERSION, blankMetadata } from './metadata.js';
import { ownEntry } from './stored-resource.js';

/** @typedef {import('./metadata.js').Metadata} Metadata */

/**
 * @typedef {object} Healed
 * @property {Metadata} metadata
 * @property {string[]} log a line per repair; empty if the file was sound
 * @property {boolean} backup whether the file has to be kept under another key before it is
 *   overwritten: it did not parse, or a resource was left out
 */

/** @typedef {Record<string, any>} Unchecked */

/**
 * @param {string} text the file, from a read that succeeded
 * @param {Date} [now]
 * @returns {Healed}
 */
export function heal(text, now = new Date()) {
  /** @type {string[]} */
  const log = [];
  const parsed = parse(text, log);
  const isDamaged = log.length > 0;
  if (!parsed) return { metadata: blankMetadata(now), log, backup: true };
  const { value } = parsed;
  if (typeof value !== 'object' || value === null) {
    log.push('Metadata is not an object - using blank structure');
    return { metadata: blankMetadata(now), log, backup: isDamaged };
  }
  const metadata = healHead({ ...value }, now, log);
  const names = Object.keys(metadata.resources);
  metadata.resources = healResources(metadata.resources, log);
  if (log.length > 0) metadata.lastUpdated = now.toISOString();
  const isSmaller = names.length > Object.keys(metadata.resources).length;
  return { metadata, log, backup: isDamaged || isSmaller };
}

/**
 * @param {string} text
 * @param {string[]} log
 * @returns {{value: unknown} | null} null if nothing could be read
 */
function parse(text, log) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    log.push('JSON parsing failed - attempting recovery');
  }
  const recovered = text === '' ? null : recoverJson(text);
  if (recovered) {
    log.push(`JSON recovery successful using fix #${recovered.repair}`);
    return recovered;
  }
  log.push(
    text === '' ? 'Content is empty or not a string' : 'All JSON recovery attempts failed',
    'Created backup of corrupted file - starting with blank metadata',
  );
  return null;
}

/**
 * @param {Unchecked} metadata changed in place
 * @param {Date} now
 * @param {string[]} log
 * @returns {Metadata} the same object; its resources are not checked yet
 */
function healHead(metadata, now, log) {
  if (typeof metadata.version === 'number' && metadata.version) {
    metadata.version = String(metadata.version);
    log.push('Converted version from number to string');
  } else if (typeof metadata.version !== 'string' || metadata.version === '') {
    metadata.version = '1';
    log.push('Added missing or invalid version field');
  }
  if (!metadata.s3dbVersion) {
    metadata.s3dbVersion = S3DB_VERSION;
    log.push('Added missing s3dbVersion field');
  } else if (typeof metadata.s3dbVersion !== 'string') {
    metadata.s3dbVersion = JSON.stringify(metadata.s3dbVersion);
    log.push('Converted s3dbVersion to string');
  }
  if (!isObject(metadata.resources)) {
    metadata.resources = {};
    log.push('Fixed invalid resources field');
  }
  if (!metadata.lastUpdated) {
    metadata.lastUpdated = now.toISOString();
    log.push('Added missing lastUpdated field');
  }
  return /** @type {Metadata} */ (metadata);
}

/**
 * @param {Unchecked} resources by name
 * @param {string[]} log
 * @returns {Metadata['resources']} without those that cannot be used
 */
function healResources(resources, log) {
  const healed = Object.entries(resources).flatMap(([name, entry]) => {
    const resource = healResource(entry, (text) => log.push(`Resource ${name}: ${text}`));
    if (resource) return [[name, resource]];
    log.push(`Removed invalid resource: ${name}`);
    return [];
  });
  return Object.fromEntries(healed);
}

/**
 * @param {unknown} entry
 * @param {(text: string) => void} tell
 * @returns {Unchecked | null} a copy; null if it cannot be used
 */
function healResource(entry, tell) {
  if (typeof entry !== 'object' || entry === null) {
    tell('invalid structure');
    return null;
  }
  /** @type {Unchecked} */
  const resource = { ...entry };
  if (!resource.currentVersion || typeof resource.currentVersion === 'object') {
    resource.currentVersion = 'v1';
    tell('added missing currentVersion');
  }
  for (const member of ['versions', 'partitions']) {
    if (isObject(resource[member])) continue;
    resource[member] = {};
    tell(`fixed invalid ${member} object`);
  }
  if (!ownEntry(resource.versions, resource.currentVersion)) {
    const [first] = Object.keys(resource.versions);
    if (first === undefined) {
      tell('no valid versions found - removing resource');
      return null;
    }
    tell(`changed currentVersion from ${resource.currentVersion} to ${first}`);
    resource.currentVersion = first;
  }
  const version = healVersion(resource.versions[resource.currentVersion], tell);
  if (!version) return null;
  return { ...resource, versions: { ...resource.versions, [resource.currentVersion]: version } };
}

/**
 * @param {unknown} entry
 * @param {(text: string) => void} tell
 * @returns {Unchecked | null} a copy; null if it cannot be used
 */
function healVersion(entry, tell) {
  if (typeof entry !== 'object' || entry === null) {
    tell('invalid version data - removing resource');
    return null;
  }
  /** @type {Unchecked} */
  const version = { ...entry };
  if (!isObject(version.attributes)) {
    tell('missing or invalid attributes - removing resource');
    return null;
  }
  if (version.hooks) version.hooks = healHooks(version.hooks, tell);
  return version;
}

/**
 * @param {unknown} hooks
 * @param {(text: string) => void} tell
 * @returns {Unchecked}
 */
function healHooks(hooks, tell) {
  if (typeof hooks !== 'object' || hooks === null) {
    tell('invalid hooks structure - using empty hooks');
    return {};
  }
  const healed = Object.entries(hooks).flatMap(([event, entry]) => {
    if (!Array.isArray(entry?.handlers)) {
      tell(`hooks for event ${event} is invalid - removing`);
      return [];
    }
    const handlers = entry.handlers.filter((/** @type {unknown} */ item) => !isMissing(item));
    if (handlers.length === entry.handlers.length) return [[event, entry]];
    tell(`cleaned invalid hooks for event ${event}`);
    return [[event, { ...entry, count: handlers.length, handlers }]];
  });
  return Object.fromEntries(healed);
}

/** @param {unknown} handler */
function isMissing(handler) {
  return handler === null || handler === undefined || handler === '';
}

/**
 * @param {unknown} value
 * @returns {value is Unchecked}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
