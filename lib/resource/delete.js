/**
 * delete, deleteMany, deleteAll and deleteAllData.
 *
 * @module
 */
import { ResourceError } from '../errors.js';
import { recyclePreimage } from '../preimage.js';
import { copyRecord } from '../record-copy.js';
import { attempt } from './attempt.js';
import { requireId } from './id.js';
import { loadRecord } from './load.js';
import { readFailures, referencesFailed } from './report.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<object>} what the store answers
 */
export async function deleteOne(resource, id, limit) {
  const key = requireId(id);
  const { deferred } = resource._core;
  if (!deferred.isEmpty) await deferred.of(key);
  const taken = mustBeLoaded(resource, key)
    ? await deleteLoaded(resource, key, limit)
    : await takeRecord(resource, key, limit);
  await tellDeleted(resource, key, taken);
  return { DeleteMarker: false, VersionId: null };
}

/**
 * @param {Resource} resource
 * @param {string} [id] the only one
 * @returns {boolean} whether records have to be seen here before they go
 */
export function mustBeLoaded(resource, id) {
  const { hooks, plan } = resource._core;
  return (
    ['beforeGet', 'afterGet', 'beforeDelete'].some((name) => hooks.has(name)) ||
    plan.dates.fields.length > 0 ||
    (!resource._asyncMode && resource._hears('fetched', id))
  );
}

/**
 * Runs the hooks and tells the listeners of a record that is gone.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {Taken} taken
 * @throws its error, and {@link PartitionError} where references are left
 */
export async function tellDeleted(resource, id, { record, failures, error }) {
  const { hooks } = resource._core;
  if (hooks.has('afterDelete')) await hooks.run('afterDelete', record);
  if (resource._hears('deleted', id)) {
    const payload = { ...record, $before: copyRecord(record), $after: null };
    resource._emitStandardized('deleted', payload, id);
  }
  if (error) throw error;
  if (failures.length > 0) throw referencesFailed(resource, 'delete', id, failures);
}

/**
 * Reads and deletes in one call.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Taken>}
 */
async function takeRecord(resource, id, limit) {
  const { hooks, plan } = resource._core;
  const wantsRecord = hooks.has('afterDelete') || resource._isHeard;
  try {
    const take = () =>
      resource._engine.take(id, wantsRecord, (reply) => ({
        record: wantsRecord ? plan.readRecord(id) : { id },
        failures: readFailures(reply),
      }));
    const taken = await attempt(resource, 'delete', id, take, limit);
    resource._emitStandardized('fetched', taken.record, id);
    return { ...taken, error: null };
  } catch (error) {
    return unreadable(resource, error, id);
  }
}

/**
 * @typedef {object} Taken
 * @property {Fields} record
 * @property {Error[]} failures references that are left
 * @property {unknown} error the record was not there
 */

/**
 * Reads, lets the hooks see the record, and deletes.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Taken>}
 */
async function deleteLoaded(resource, id, limit) {
  const { hooks, plan } = resource._core;
  let loaded;
  try {
    loaded = await loadRecord(resource, id, 'delete');
  } catch (error) {
    const taken = await unreadable(resource, error, id);
    await hooks.run('beforeDelete', taken.record);
    return taken;
  }
  const { preimage, record } = loaded;
  await hooks.run('beforeDelete', record);
  const dates = plan.dates.frame(record);
  const write = () => resource._engine.delete(preimage, dates, readFailures);
  const failures = await attempt(resource, 'delete', id, write, limit);
  recyclePreimage(preimage);
  return { record, failures, error: null };
}

/**
 * A record that is not there is told of as deleted all the same, and the caller gets the error. One
 * that cannot be understood is deleted; its references are not known and stay.
 *
 * @param {Resource} resource
 * @param {unknown} error
 * @param {string} id
 * @returns {Promise<Taken>}
 */
export async function unreadable(resource, error, id) {
  const { code } = /** @type {{code?: string}} */ (error ?? {});
  if (code === 'NoSuchKey') return { record: { id }, failures: [], error };
  if (code !== 'CORRUPT_OBJECT') throw error;
  await resource.client.deleteObject(resource.getResourceKey(id));
  return { record: { id }, failures: [], error: null };
}

/**
 * Deletes all records and their references.
 *
 * @param {Resource} resource
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<{deletedCount: number, version: string}>}
 */
export async function deleteAll(resource, limit) {
  requireNotParanoid(resource, 'deleteAll');
  const { client, name, version } = resource;
  await resource._core.deferred.settled();
  const deletedCount = await client.deleteAll({ prefix: `resource=${name}/data/` });
  for (const partition of Object.keys(resource.config.partitions)) {
    if (limit) await limit.pass();
    await client.deleteAll({ prefix: `resource=${name}/partition=${partition}/` });
  }
  const prefix = `resource=${name}/data`;
  resource._emitStandardized('deleted-all', { version, prefix, deletedCount });
  return { deletedCount, version };
}

/**
 * Deletes everything that belongs to the resource.
 *
 * @param {Resource} resource
 * @returns {Promise<{deletedCount: number, resource: string}>}
 */
export async function deleteAllData(resource) {
  requireNotParanoid(resource, 'deleteAllData');
  const { client, name } = resource;
  await resource._core.deferred.settled();
  const deletedCount = await client.deleteAll({ prefix: `resource=${name}/` });
  const prefix = `resource=${name}`;
  resource._emitStandardized('deleted-all-data', { resource: name, prefix, deletedCount });
  return { deletedCount, resource: name };
}

/**
 * @param {Resource} resource
 * @param {string} operation
 */
function requireNotParanoid({ config, name: resourceName }, operation) {
  if (config.paranoid === false) return;
  throw new ResourceError(
    `${operation}() is a dangerous operation and requires paranoid: false option.`,
    { resourceName, operation, paranoid: config.paranoid },
  );
}
