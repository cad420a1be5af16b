/**
 * Values of options: of which kind they are, and which names are known.
 *
 * @module
 */
import { invalidParameter } from './parameters.js';

/** @typedef {'boolean' | 'number' | 'text' | 'names' | 'object' | 'any'} Kind */

/** @type {Record<Kind, {is: (value: any) => boolean, reason: string}>} */
const KINDS = {
  boolean: { is: (value) => typeof value === 'boolean', reason: 'must be a boolean' },
  number: {
    is: (value) => typeof value === 'number' && value >= 0 && Number.isFinite(value),
    reason: 'must be a number from 0 on',
  },
  text: { is: (value) => typeof value === 'string', reason: 'must be a string' },
  names: {
    is: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
    reason: 'must be an array of names',
  },
  object: {
    is: (value) => typeof value === 'object' && !Array.isArray(value),
    reason: 'must be an object',
  },
  any: { is: () => true, reason: '' },
};

/** @type {Set<string>} names of options of which was warned */
const warned = new Set();

/**
 * Options whose names and kinds of values are known. What is null or undefined is left out; a name
 * that is not known is kept, and a warning says so, once per process.
 *
 * @param {string} field name of the option that holds them, for errors
 * @param {unknown} value
 * @param {Record<string, Kind>} kinds by name
 * @returns {Record<string, any>} a copy
 * @throws {ValidationError} for a value of another kind
 */
export function optionsOf(field, value, kinds) {
  if (value === undefined || value === null) return {};
  requireKind(field, value, 'object');
  /** @type {Record<string, any>} */
  const options = {};
  for (const [name, option] of Object.entries(/** @type {object} */ (value))) {
    if (option === undefined || option === null) continue;
    if (Object.hasOwn(kinds, name)) requireKind(`${field}.${name}`, option, kinds[name]);
    else warnOf(`${field}.${name}`);
    options[name] = option;
  }
  return options;
}

/**
 * Warns of names that are not known, each once per process.
 *
 * @param {string} field name of the option that holds them
 * @param {object} options
 * @param {readonly string[]} known
 */
export function warnOfUnknown(field, options, known) {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) warnOf(`${field}.${name}`);
  }
}

/**
 * @template {string} T
 * @param {string} field
 * @param {unknown} value
 * @param {readonly T[]} allowed
 * @returns {T | undefined} undefined where nothing is given
 * @throws {ValidationError} for another value
 */
export function choiceOf(field, value, allowed) {
  if (value === undefined || value === null) return undefined;
  if (allowed.includes(/** @type {T} */ (value))) return /** @type {T} */ (value);
  throw invalidParameter(field, value, `must be one of ${allowed.join(', ')}`);
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {Kind} kind
 * @throws {ValidationError}
 */
export function requireKind(field, value, kind) {
  const { is, reason } = KINDS[kind];
  if (!is(value)) throw invalidParameter(field, value, reason);
}

/** @param {string} field */
function warnOf(field) {
  if (warned.has(field)) return;
  warned.add(field);
  process.emitWarning(`The option ${field} is not known and has no effect.`, {
    type: 'OptionWarning',
    code: 'S3DB_UNKNOWN_OPTION',
  });
}
