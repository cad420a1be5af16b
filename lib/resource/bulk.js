/**
 * insertMany and upsert.
 *
 * @module
 */
import { ValidationError } from '../errors.js';
import { insert, update } from './write.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** Milliseconds of work on a memory store after which timers and listeners get their turn. */
const TURN = 8;

/**
 * Inserts records one after another; what fails is left out of the result and told of by `error`
 * events.
 *
 * @param {Resource} resource
 * @param {Fields[]} objects
 * @returns {Promise<Fields[]>}
 */
export async function insertMany(resource, objects) {
  if (!Array.isArray(objects)) throw new TypeError('insertMany requires an array of objects');
  /** @type {Fields[]} */
  const records = [];
  let turn = performance.now();
  for (const object of objects) {
    try {
      records.push(await insert(resource, object));
    } catch (error) {
      resource._emitItemError(error, object);
    }
    if (performance.now() - turn > TURN) {
      await new Promise(setImmediate);
      turn = performance.now();
    }
  }
  resource._emitStandardized('inserted-many', objects.length);
  return records;
}

/**
 * Inserts a record, or updates the one that has its id.
 *
 * @param {Resource} resource
 * @param {Fields | string | number} first attributes with an id, or the id
 * @param {Fields} [attributes]
 * @returns {Promise<Fields>}
 */
export async function upsert(resource, first, attributes) {
  const isId = typeof first === 'string' || typeof first === 'number';
  const record = isId ? { ...attributes, id: first } : first;
  const { id, ...fields } = record;
  if (id === undefined || id === null || id === '') {
    throw new ValidationError('Resource id is required for upsert', {
      code: 'INVALID_ID',
      statusCode: 400,
      field: 'id',
      value: id,
    });
  }
  try {
    return await insert(resource, record);
  } catch (error) {
    if (/** @type {{statusCode?: number}} */ (error)?.statusCode !== 412) throw error;
    return update(resource, id, fields);
  }
}
