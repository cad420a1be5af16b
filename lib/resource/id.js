/**
 * Ids of records.
 *
 * @module
 */
import { ResourceError, ValidationError } from '../errors.js';
import { invalidItem } from '../failure.js';

const INVALID_ID = { type: 'id', message: 'Generated ID is invalid', field: 'id' };

/**
 * The id that a method was called with, as the text that is part of the key.
 *
 * @param {unknown} id
 * @returns {string}
 * @throws {ValidationError} for what is neither a text nor a finite number, or is empty
 */
export function requireId(id) {
  if (typeof id === 'number') return idText(id);
  if (id === null || id === undefined || id === '') {
    throw invalidId('Resource id cannot be empty', id);
  }
  if (typeof id !== 'string') throw invalidId('Resource id must be a string', id);
  if (id.trim() === '') throw invalidId('Resource id cannot be empty', id);
  return wellFormed(id);
}

/**
 * The text of an id of which a method only wants to know whether it is there.
 *
 * @param {unknown} id
 * @returns {string}
 * @throws {ValidationError} for a number that is not finite
 */
export function anyId(id) {
  return typeof id === 'number' ? idText(id) : String(id);
}

/**
 * @param {unknown} id of a new record
 * @returns {boolean} whether it is one; false, null, undefined and an empty text ask for a new one
 */
export function isGiven(id) {
  return id !== undefined && id !== null && id !== '' && id !== false;
}

/**
 * The id of a new record: the one that was given, or what the resource's generator makes.
 *
 * @param {import('../resource.js').Resource} resource
 * @param {unknown} id
 * @param {Record<string, unknown>} data
 * @returns {Promise<string | undefined> | string | undefined} undefined asks the engine for a random
 *   one
 */
export function newId(resource, id, data) {
  if (!isGiven(id)) {
    if (!hasEngineIds(resource)) return generated(resource, data);
    if (resource.idGeneratorType === 'incremental') throw noSequence(resource);
    return undefined;
  }
  if (typeof id === 'symbol') throw invalidId('Resource id must be a string', id);
  const text = typeof id === 'number' ? idText(id) : String(id);
  if (text.trim() === '') {
    throw invalidItem('Generated ID is invalid', [INVALID_ID], {
      bucket: resource.bucket,
      resourceName: resource.name,
      attributes: data,
    });
  }
  return wellFormed(text);
}

/**
 * @param {import('../resource.js').Resource} resource
 * @returns {boolean} whether no function of the user makes the ids of new records
 */
export function hasEngineIds(resource) {
  return resource.idGenerator === resource._core.engineIds;
}

/**
 * The id that a function of the user makes. One that was configured gets the record, and whatever it
 * answers is an id; one that was assigned gets nothing, and may answer none.
 *
 * @param {import('../resource.js').Resource} resource
 * @param {Record<string, unknown>} data
 * @returns {Promise<string | undefined>} undefined asks the engine for a random one
 * @throws {TypeError} if what was assigned is no function
 */
async function generated(resource, data) {
  const isConfigured = resource.idGeneratorType === 'custom';
  const id = await (isConfigured ? resource.idGenerator(data) : resource.idGenerator());
  if (!isConfigured && !id) return undefined;
  const text = String(id);
  return text.trim() === '' ? undefined : wellFormed(text);
}

/** @param {import('../resource.js').Resource} resource */
function noSequence({ name: resourceName }) {
  return new ResourceError('Incremental ids are not available in this version of s3db-native', {
    resourceName,
    code: 'NOT_SUPPORTED',
    statusCode: 501,
    suggestion: 'Pass an id, or use a function as idGenerator.',
  });
}

/** @param {number} id */
function idText(id) {
  if (!Number.isFinite(id)) throw invalidId('Resource id must be a finite number', id);
  return String(id);
}

/** @param {string} id */
function wellFormed(id) {
  if (!id.isWellFormed()) throw invalidId('Resource id contains a lone surrogate', id);
  return id;
}

/**
 * @param {string} message
 * @param {unknown} value
 */
function invalidId(message, value) {
  return new ValidationError(message, {
    code: 'INVALID_ID',
    statusCode: 400,
    field: 'id',
    value,
    constraint: 'non-empty',
  });
}
