/**
 * Reading one record: for a caller, or to write it again.
 *
 * @module
 */
import { newPreimage } from '../preimage.js';
import { attempt } from './attempt.js';
import { requireId } from './id.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** @typedef {(engine: import('../engine.js').Engine, id: string, read: () => Fields) => Fields | Promise<Fields>} Call */

/** @type {Call} */
const get = (engine, id, read) => engine.get(id, read);

/**
 * Reads a record, with the hooks of `get` where there are any.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {Call} call
 * @param {string} operation
 * @returns {Fields | Promise<Fields>} no promise where nothing was asynchronous
 */
function readRecord(resource, id, call, operation) {
  const { hooks, plan } = resource._core;
  if (hooks.surroundGet) return readWithHooks(resource, id, call, operation);
  const record = attempt(resource, operation, id, () =>
    call(resource._engine, id, () => plan.readRecord(id)),
  );
  if (!(record instanceof Promise)) {
    resource._emitStandardized('fetched', record, id);
    return record;
  }
  return record.then((late) => {
    resource._emitStandardized('fetched', late, id);
    return late;
  });
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {Call} call
 * @param {string} operation
 * @returns {Promise<Fields>}
 */
async function readWithHooks(resource, id, call, operation) {
  const { hooks, plan } = resource._core;
  if (hooks.has('beforeGet')) await hooks.run('beforeGet', { id });
  const read = attempt(resource, operation, id, () =>
    call(resource._engine, id, () => plan.readRecord(id)),
  );
  let record = read instanceof Promise ? await read : read;
  if (hooks.has('afterGet')) record = await hooks.run('afterGet', record);
  resource._emitStandardized('fetched', record, id);
  return record;
}

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @returns {Promise<Fields>}
 */
export async function getRecord(resource, id) {
  return readRecord(resource, requireId(id), get, 'get');
}

/**
 * Reads a record that is to be written again.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {string} operation
 * @returns {Promise<{preimage: any, record: Fields}>}
 */
export async function loadRecord(resource, id, operation) {
  const preimage = newPreimage();
  const record = readRecord(
    resource,
    id,
    (engine, key, read) => engine.load(key, preimage, read),
    operation,
  );
  return { preimage, record: record instanceof Promise ? await record : record };
}

/**
 * Reads a record that is to be written again: nobody is told of it.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {string} operation
 * @returns {Promise<{preimage: any, record: Fields}>}
 */
export async function loadUntold(resource, id, operation) {
  const preimage = newPreimage();
  const record = await attempt(resource, operation, id, () =>
    resource._engine.load(id, preimage, () => resource._core.plan.readRecord(id)),
  );
  return { preimage, record };
}
