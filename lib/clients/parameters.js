/**
 * Parameters of the clients' methods, in their own spelling (`key`, `maxKeys`) and in that of the
 * AWS SDK (`Key`, `MaxKeys`).
 *
 * @module
 */
import { ValidationError } from '../errors.js';

/**
 * An object to be written.
 *
 * @typedef {object} ObjectParameters
 * @property {Record<string, unknown> | null} [metadata] names in any case; values become text
 * @property {import('./object-body.js').BodyInput} [body]
 * @property {string} [contentType]
 * @property {string} [contentEncoding]
 * @property {string} [ifMatch] ETag that the object must have, or a list of them
 * @property {string} [ifNoneMatch] `*`, or ETags that the object must not have
 */

export const PUT_PARAMETERS = spellings(
  'key',
  'metadata',
  'contentType',
  'body',
  'contentEncoding',
  'contentLength',
  'ifMatch',
  'ifNoneMatch',
);

export const COPY_PARAMETERS = spellings(
  'from',
  'to',
  'metadata',
  'metadataDirective',
  'contentType',
);

export const LIST_PARAMETERS = spellings(
  'prefix',
  'delimiter',
  'maxKeys',
  'continuationToken',
  'startAfter',
);

export const PAGE_PARAMETERS = spellings('prefix', 'offset', 'amount');

export const MOVE_ALL_PARAMETERS = spellings('prefixFrom', 'prefixTo');

const KEY_PARAMETERS = spellings('key');

/**
 * @param {...string} names
 * @returns {Array<[name: string, capitalised: string]>}
 */
function spellings(...names) {
  return names.map((name) => [name, name[0].toUpperCase() + name.slice(1)]);
}

/**
 * @param {any} given what the method was called with
 * @param {Array<[name: string, capitalised: string]>} spellings
 * @returns {Record<string, any>} the known parameters under their own spelling, which wins where
 *   both are given
 * @throws {ValidationError} when the argument is no object
 */
export function parametersOf(given, spellings) {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object') throw invalidParameter('params', given, 'must be an object');
  /** @type {Record<string, any>} */
  const parameters = {};
  for (const [name, capitalised] of spellings) {
    parameters[name] = given[name] === undefined ? given[capitalised] : given[name];
  }
  return parameters;
}

/**
 * @param {Record<string, unknown>} parameters
 * @returns {Record<string, unknown>} the same under the names of the AWS SDK
 */
export function commandInput(parameters) {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name[0].toUpperCase() + name.slice(1),
      value,
    ]),
  );
}

/**
 * @param {Record<string, any>} parameters of a listing
 * @returns the input of ListObjectsV2, absent parameters as null
 */
export function listInput({ prefix = '', delimiter, maxKeys, continuationToken, startAfter }) {
  return {
    Prefix: prefix,
    Delimiter: delimiter ?? null,
    MaxKeys: maxKeys,
    ContinuationToken: continuationToken ?? null,
    StartAfter: startAfter ?? null,
  };
}

/**
 * @param {any} given a key, or an object with a `key` or `Key`
 * @returns {unknown} the key
 */
export function keyOf(given) {
  if (typeof given !== 'object' || given === null) return given;
  return parametersOf(given, KEY_PARAMETERS).key;
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {number} fallback value of an absent parameter
 * @returns {number} a whole number from 0 on
 * @throws {ValidationError} when the value is no number
 */
export function countOf(field, value, fallback) {
  if (value === undefined || value === null) return fallback;
  const number = Number(value);
  if (Number.isNaN(number)) throw invalidParameter(field, value, 'must be a number');
  return Math.max(0, Math.ceil(number));
}

/**
 * @param {string} field
 * @param {unknown} value
 * @returns {string | undefined}
 * @throws {ValidationError} when the value is neither absent nor a text
 */
export function optionalText(field, value) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || !value.isWellFormed()) {
    throw invalidParameter(field, value, 'must be a well-formed string');
  }
  return value;
}

/**
 * Metadata as names and values one after another. A null stays null; what is undefined is left out.
 *
 * @param {unknown} metadata
 * @returns {Array<string | null>}
 * @throws {ValidationError} when it is no object, or a value cannot become text
 */
export function metadataPairs(metadata) {
  if (metadata === undefined || metadata === null) return [];
  if (typeof metadata !== 'object' || Array.isArray(metadata)) {
    throw invalidParameter('metadata', metadata, 'must be an object');
  }
  /** @type {Array<string | null>} */
  const pairs = [];
  for (const [name, value] of Object.entries(metadata)) {
    if (value !== undefined) pairs.push(name, value === null ? null : metadataText(name, value));
  }
  return pairs;
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function metadataText(name, value) {
  const text = typeof value === 'string' ? value : printed(value);
  if (text === undefined || !text.isWellFormed() || !name.isWellFormed()) {
    throw invalidParameter(`metadata.${name}`, undefined, 'must be a well-formed string');
  }
  return text;
}

/** @param {unknown} value */
function printed(value) {
  try {
    return String(value);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} field
 * @param {unknown} value undefined where it is user data that no error should repeat
 * @param {string} reason
 * @returns {ValidationError}
 */
export function invalidParameter(field, value, reason) {
  return new ValidationError(`Invalid ${field}: ${reason}`, {
    code: 'INVALID_PARAMETER',
    statusCode: 400,
    field,
    value,
  });
}
