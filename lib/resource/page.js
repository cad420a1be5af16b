/**
 * Pages of records: many records of one reply.
 *
 * @module
 */
import { BoundedTasks } from '../clients/bounded-tasks.js';
import { errorOf, readFailure } from '../failure.js';
import { canBatch } from '../route.js';
import { attempt } from './attempt.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * What a scan read (`scan` in `src/resource/scan.rs`).
 *
 * @typedef {object} Page
 * @property {Array<Fields | Failed>} entries in the order of the keys
 * @property {string | null} next key after which the next records begin
 * @property {number} passed number of keys
 */

/** Records that a call with a limit reads at a time. */
const CONCURRENCY = 10;

/** A record that could not be read. */
export class Failed {
  /**
   * @param {string} id
   * @param {unknown} error
   */
  constructor(id, error) {
    this.id = id;
    this.error = error;
  }
}

/**
 * @param {Resource} resource
 * @param {string} operation
 * @returns {(reply: import('../frame/reply.js').ReplyReader) => Page}
 */
export function pageReader({ bucket, name: resourceName, _core: { plan } }, operation) {
  return (reply) => {
    /** @type {Page['entries']} */
    const entries = [];
    for (;;) {
      const mark = reply.value();
      if (mark === 1) {
        entries.push(plan.readRecord(reply.value()));
      } else if (mark === 0) {
        const id = reply.value();
        const failure = readFailure(reply);
        entries.push(new Failed(id, errorOf(failure, { operation, bucket, resourceName, id })));
      } else {
        return { entries, next: reply.value(), passed: reply.value() };
      }
    }
  };
}

/**
 * @param {import('../frame/reply.js').ReplyReader} reply of `list_ids` in `src/resource/scan.rs`
 * @returns {{ids: string[], next: string | null}}
 */
export function idsReader(reply) {
  const ids = Array.from({ length: reply.value() }, () => reply.value());
  return { ids, next: reply.value() };
}

/**
 * Reads the next records of a walk: at once where nobody would notice, else each through `get`.
 *
 * @param {Resource} resource
 * @param {import('../engine/walk.js').Walk} walk
 * @param {import('../engine/walk.js').Range & {filter?: string}} range a filter only where {@link canBatch}
 *   holds
 * @param {string} operation
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<{records: Fields[], next: string | null}>} `next` is the key after which the next
 *   records begin
 */
export async function readPage(resource, walk, range, operation, limit) {
  if (!limit && canBatch(resource)) {
    const page = await attempt(resource, operation, undefined, () =>
      resource._engine.scan(walk, range, pageReader(resource, operation)),
    );
    return { records: settle(resource, page.entries), next: page.next };
  }
  const listIds = () => resource._engine.listIds(walk, range, idsReader);
  const { ids, next } = await attempt(resource, operation, undefined, listIds, limit);
  return { records: await readEach(resource, ids, limit), next };
}

/**
 * Reads records one by one, through `get` and what is wrapped around it.
 *
 * @param {Resource} resource
 * @param {string[]} ids
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
export async function readEach(resource, ids, limit) {
  if (limit) return readWithin(resource, ids, limit);
  /** @type {Fields[]} */
  const records = [];
  for (const id of ids) {
    try {
      records.push(await resource.get(id));
    } catch (error) {
      resource._emitItemError(error, id);
    }
  }
  return records;
}

/**
 * Reads records, several at a time, until the call has taken too long.
 *
 * @param {Resource} resource
 * @param {string[]} ids
 * @param {import('./limit.js').Limit} limit
 * @returns {Promise<Fields[]>}
 */
async function readWithin(resource, ids, limit) {
  const tasks = new BoundedTasks(CONCURRENCY);
  const { results, errors } = await tasks.settle(ids, async (id) => {
    await limit.pass();
    return limit.run(() => resource.get(id));
  });
  await limit.pass();
  for (const { error, item } of errors) resource._emitItemError(error, item);
  return results;
}

/**
 * Tells of every record that was read, and takes out those that could not be.
 *
 * @param {Resource} resource
 * @param {Page['entries']} entries
 * @returns {Fields[]}
 */
export function settle(resource, entries) {
  /** @type {Fields[]} */
  const records = [];
  const heard = resource._hears('fetched');
  for (const entry of entries) {
    if (entry instanceof Failed) {
      resource._emitItemError(entry.error, entry.id);
    } else if (!heard || isTold(resource, entry)) {
      records.push(entry);
    }
  }
  return records;
}

/**
 * @param {Resource} resource
 * @param {Fields} record
 * @returns {boolean} false where a listener within the operation has refused the record
 */
function isTold(resource, record) {
  try {
    resource._emitStandardized('fetched', record, record.id);
    return true;
  } catch (error) {
    resource._emitItemError(error, record.id);
    return false;
  }
}
