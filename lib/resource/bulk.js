/**
 * insertMany and upsert.
 *
 * @module
 */
import { ValidationError } from '../errors.js';
import { insert, insertAtOnce, insertsAtOnce } from './insert.js';
import { update } from './update.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** Milliseconds of work on a memory store after which timers and listeners get their turn. */
const TURN = 8;

/** How often an upsert tries to insert. */
const ROUNDS = 2;

/** Inserts at a time on stores that take their time. */
const CONCURRENCY = 10;

/**
 * Inserts records, several at a time where the store takes its time; what fails is left out of the result
 * and told of by `error` events.
 *
 * @param {Resource} resource
 * @param {Fields[]} objects
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>} in the order of the objects
 */
export async function insertMany(resource, objects, limit) {
  if (!Array.isArray(objects)) throw new TypeError('insertMany requires an array of objects');
  if (resource._hears('inserted') || resource.listenerCount('error') > 0) {
    return insertHeard(resource, objects, limit);
  }
  const insertOne = insertsAtOnce(resource) ? insertAtOnce : insert;
  /** @type {Array<Fields | undefined>} */
  const records = new Array(objects.length);
  /** @type {Set<Promise<void>>} */
  const underway = new Set();
  let turn = performance.now();
  for (const [position, object] of objects.entries()) {
    if (limit) await limit.pass();
    const leaveOut = (/** @type {unknown} */ error) => resource._emitItemError(error, object);
    try {
      const record = insertOne(resource, object);
      if (record instanceof Promise) {
        const settled = record.then((stored) => void (records[position] = stored), leaveOut);
        const task = settled.finally(() => underway.delete(task));
        underway.add(task);
        if (underway.size >= CONCURRENCY) await Promise.race(underway);
      } else {
        records[position] = record;
      }
    } catch (error) {
      leaveOut(error);
    }
    if (performance.now() - turn > TURN) {
      await new Promise(setImmediate);
      turn = performance.now();
    }
  }
  await Promise.all(underway);
  if (limit) await limit.pass();
  resource._emitStandardized('inserted-many', objects.length);
  return records.filter((record) => record !== undefined);
}

/**
 * Inserts records that somebody hears of. Of ten at a time, those that were refused are told of first,
 * then those that the store did not take, then those that are there.
 *
 * @param {Resource} resource
 * @param {Fields[]} objects
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>} in the order of the objects
 */
async function insertHeard(resource, objects, limit) {
  /** @type {Fields[]} */
  const records = [];
  let turn = performance.now();
  for (let first = 0; first < objects.length; first += CONCURRENCY) {
    const some = objects.slice(first, first + CONCURRENCY);
    const outcomes = await Promise.all(some.map((object) => outcomeOf(resource, object, limit)));
    const failed = outcomes.filter(({ record }) => record === undefined);
    for (const { error, object } of [
      ...failed.filter(({ error }) => !isOfStore(error)),
      ...failed.filter(({ error }) => isOfStore(error)),
    ]) {
      resource._emitItemError(error, object);
    }
    for (const { record, object, untold } of outcomes) {
      if (record !== undefined && tellInserted(resource, object, untold)) records.push(record);
    }
    if (performance.now() - turn > TURN) {
      await new Promise(setImmediate);
      turn = performance.now();
    }
  }
  if (limit) await limit.pass();
  resource._emitStandardized('inserted-many', objects.length);
  return records;
}

/**
 * @param {Resource} resource
 * @param {Fields} object
 * @param {import('./limit.js').Limit} [limit]
 */
async function outcomeOf(resource, object, limit) {
  /** @type {import('./insert.js').Inserted[]} */
  const untold = [];
  if (limit) await limit.pass();
  try {
    return { object, untold, record: await insert(resource, object, undefined, untold) };
  } catch (error) {
    return { object, untold, error };
  }
}

/**
 * @param {Resource} resource
 * @param {Fields} object
 * @param {import('./insert.js').Inserted[]} untold
 * @returns {boolean} false when a listener of the synchronous mode has thrown
 */
function tellInserted(resource, object, untold) {
  try {
    for (const { id, record } of untold) resource._emitStandardized('inserted', record, id);
    return true;
  } catch (error) {
    resource._emitItemError(error, object);
    return false;
  }
}

/**
 * @param {any} error
 * @returns {boolean} whether the record was good, but could not be stored
 */
function isOfStore({ statusCode }) {
  return statusCode !== undefined && ![400, 422].includes(statusCode);
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
  for (let round = 1; ; round++) {
    try {
      return await insert(resource, record);
    } catch (error) {
      if (round === ROUNDS || /** @type {any} */ (error)?.statusCode !== 412) throw error;
    }
    try {
      return await update(resource, id, fields);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/**
 * @param {any} error of an update
 * @returns {boolean} whether there is no record: it was deleted meanwhile, or others were at it
 */
function isGone(error) {
  return error?.code === 'NoSuchKey' && error.operation === 'update';
}
