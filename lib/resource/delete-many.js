/**
 * deleteMany: many records at a time, where nobody could notice.
 *
 * @module
 */
import { errorOf, readFailure } from '../failure.js';
import { attempt } from './attempt.js';
import { deleteOne, mustBeLoaded, tellDeleted, unreadable } from './delete.js';
import { requireId } from './id.js';
import { Turn } from './turn.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {import('./delete.js').Taken} Taken */

/**
 * What became of one record; `isLeft` where it is still there.
 *
 * @typedef {Taken & {isLeft?: true}} Outcome
 */

/**
 * An id that was given, and the error of one that is none.
 *
 * @typedef {{id: unknown, key: string | null, error?: unknown}} Item
 */

/** Records that are deleted at a time: as many as S3 deletes in one request. */
const BATCH = 1000;

/**
 * Deletes records; what fails is told of by `error` events. Hooks that read or see records before they go
 * get one after another, and so does a call with a limit.
 *
 * @param {Resource} resource
 * @param {unknown[]} ids
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<{deleted: number, errors: number}>}
 */
export async function deleteMany(resource, ids, limit) {
  if (!Array.isArray(ids)) throw new TypeError('deleteMany requires an array of ids');
  const { hooks, forcesSlow } = resource._core;
  if (hooks.has('beforeDeleteMany')) await hooks.run('beforeDeleteMany', { ids });
  const result = { deleted: 0, errors: 0 };
  if (limit || forcesSlow || mustBeLoaded(resource)) await deleteEach(resource, ids, result, limit);
  else await deleteBatches(resource, ids, result);
  if (limit) await limit.pass();
  if (hooks.has('afterDeleteMany')) await hooks.run('afterDeleteMany', result);
  resource._emitStandardized('deleted-many', ids.length);
  return result;
}

/**
 * @param {Resource} resource
 * @param {unknown[]} ids
 * @param {{deleted: number, errors: number}} result counts them
 * @param {import('./limit.js').Limit} [limit]
 */
async function deleteEach(resource, ids, result, limit) {
  for (const id of ids) {
    if (limit) await limit.pass();
    await count(resource, id, result, () => deleteOne(resource, id, limit));
  }
}

/**
 * @param {Resource} resource
 * @param {unknown[]} ids
 * @param {{deleted: number, errors: number}} result counts them
 */
async function deleteBatches(resource, ids, result) {
  const turn = new Turn();
  for (const items of batchesOf(ids)) {
    if (turn.isOver) await turn.pass();
    await deleteBatch(resource, items, result);
  }
}

/**
 * @param {Resource} resource
 * @param {Item[]} items
 * @param {{deleted: number, errors: number}} result counts them
 */
async function deleteBatch(resource, items, result) {
  const { deferred } = resource._core;
  const keys = items.flatMap(({ key }) => key ?? []);
  for (const key of deferred.isEmpty ? [] : keys) await deferred.of(key);
  const outcomes = await takeMany(resource, keys);
  for (const { id, key, error } of items) {
    await count(resource, id, result, async () => {
      if (key === null) throw error;
      await conclude(resource, key, /** @type {Outcome} */ (outcomes.get(key)));
    });
  }
}

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {{deleted: number, errors: number}} result
 * @param {() => Promise<unknown>} deletion of the record
 */
async function count(resource, id, result, deletion) {
  try {
    await deletion();
    result.deleted++;
  } catch (error) {
    result.errors++;
    resource._emitItemError(error, id);
  }
}

/**
 * Ids in the order in which they were given, none twice in a batch: the second time there is no record.
 *
 * @param {unknown[]} ids
 * @returns {Generator<Item[]>}
 */
function* batchesOf(ids) {
  /** @type {Item[]} */
  let items = [];
  const keys = new Set();
  for (const id of ids) {
    const item = itemOf(id);
    if (keys.has(item.key) || items.length === BATCH) {
      yield items;
      items = [];
      keys.clear();
    }
    if (item.key !== null) keys.add(item.key);
    items.push(item);
  }
  if (items.length > 0) yield items;
}

/**
 * @param {unknown} id
 * @returns {Item}
 */
function itemOf(id) {
  try {
    return { id, key: requireId(id) };
  } catch (error) {
    return { id, key: null, error };
  }
}

/**
 * Reads and deletes records in one call of the engine.
 *
 * @param {Resource} resource
 * @param {string[]} ids
 * @returns {Promise<Map<string, Outcome>>}
 */
async function takeMany(resource, ids) {
  const { hooks } = resource._core;
  const wantsRecords = hooks.has('afterDelete') || resource._isHeard;
  if (ids.length === 0) return new Map();
  try {
    return await attempt(resource, 'deleteMany', undefined, () =>
      resource._engine.takeMany(ids, wantsRecords, outcomesReader(resource, ids, wantsRecords)),
    );
  } catch (error) {
    return new Map(ids.map((id) => [id, { record: { id }, failures: [], error, isLeft: true }]));
  }
}

/**
 * @param {Resource} resource
 * @param {string[]} ids
 * @param {boolean} hasRecords
 * @returns {import('../engine/call.js').Read<Map<string, Outcome>>} of the reply of `take_many` in
 *   `src/resource/delete_many.rs`
 */
function outcomesReader(resource, ids, hasRecords) {
  const { bucket, name: resourceName, _core: core } = resource;
  const { plan } = core;
  return (reply) => {
    const errorAt = (/** @type {string} */ id) => {
      const failure = readFailure(reply);
      const isShared = failure.thrown !== undefined && ids.length > 1;
      const circumstances = { operation: 'delete', bucket, resourceName };
      return errorOf(failure, isShared ? circumstances : { ...circumstances, id });
    };
    const outcomes = ids.map((id) => {
      const isFound = reply.value();
      const record = isFound && hasRecords ? plan.readRecord(id) : { id };
      return /** @type {Outcome} */ ({ record, failures: [], error: isFound ? null : errorAt(id) });
    });
    for (let left = reply.value(); left > 0; left--) {
      const position = reply.value();
      Object.assign(outcomes[position], { error: errorAt(ids[position]), isLeft: true });
    }
    for (let left = reply.value(); left > 0; left--) {
      const { failures } = outcomes[reply.value()];
      const key = reply.value();
      failures.push(/** @type {Error} */ (errorOf({ ...readFailure(reply), key })));
    }
    return new Map(outcomes.map((outcome, position) => [ids[position], outcome]));
  };
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {Outcome} outcome
 */
async function conclude(resource, id, outcome) {
  const { record, error, isLeft } = outcome;
  if (isLeft) throw error;
  if (error) await tellDeleted(resource, id, await unreadable(resource, error, id));
  else {
    resource._emitStandardized('fetched', record, id);
    await tellDeleted(resource, id, outcome);
  }
}
