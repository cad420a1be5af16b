/**
 * list, listIds and count: ranges of records.
 *
 * @module
 */
import { canBatch } from '../route.js';
import { attempt } from './attempt.js';
import { idsReader, pageReader, readEach, settle } from './page.js';
import { applyRule } from './partition-rule.js';
import { walkOf } from './walk.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./walk.js').Selection & {limit?: number, offset?: number}} ListOptions */

/** Most records of a list that does not say otherwise. */
export const DEFAULT_LIMIT = 1000;

/** Most records that the engine counts. */
const MOST = 2 ** 32 - 1;

/**
 * @param {Resource} resource
 * @param {ListOptions} [options]
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
export async function list(resource, options = {}, limit) {
  const { hooks } = resource._core;
  if (hooks.has('beforeList')) {
    const { partition = null, partitionValues = {}, limit, offset = 0 } = options;
    await hooks.run('beforeList', { partition, partitionValues, limit, offset });
  }
  const records = await readList(resource, options, limit);
  return hooks.has('afterList') ? hooks.run('afterList', records) : records;
}

/**
 * A list without its hooks. A partition that does not exist is an empty one.
 *
 * @param {Resource} resource
 * @param {ListOptions} options
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
export async function readList(resource, options, limit) {
  const { partition, partitionValues } = options;
  const known = !partition || resource.config.partitions[partition];
  const most = limitOf(options);
  if (!known || most === 0) {
    if (!partition) tellIds(resource, 0);
    tellList(resource, options, 0);
    return [];
  }
  const walk = walkOf(resource, { partition, partitionValues }, 'list');
  const range = { skip: offsetOf(options), limit: most };
  const records = await readRange(resource, walk, range, limit);
  if (partition) for (const record of records) markPartition(resource, partition, record);
  tellList(resource, options, records.length);
  return records;
}

/**
 * All records, or a range of them, whatever the options say of partitions.
 *
 * @param {Resource} resource
 * @param {{limit?: number, offset?: number}} options
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
export async function listMain(resource, { limit: most, offset }, limit) {
  return readList(resource, { limit: most, offset }, limit);
}

/**
 * @param {Resource} resource
 * @param {ListOptions} options
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>} none without a partition
 */
export async function listPartition(resource, options, limit) {
  if (options.partition) return readList(resource, options, limit);
  tellList(resource, options, 0);
  return [];
}

/**
 * @param {Resource} resource
 * @param {import('../engine/walk.js').Walk} walk
 * @param {import('../engine/walk.js').Range} range
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
async function readRange(resource, walk, range, limit) {
  if (limit || !canBatch(resource)) {
    const ids = await idsOf(resource, walk, range, limit);
    if (walk.partition === null) tellIds(resource, ids.length);
    return readEach(resource, ids, limit);
  }
  const { entries } = await attempt(resource, 'list', undefined, () =>
    resource._engine.scan(walk, range, pageReader(resource, 'list')),
  );
  if (walk.partition === null) tellIds(resource, entries.length);
  return settle(resource, entries);
}

/**
 * @param {Resource} resource
 * @param {number} listed
 */
export function tellIds(resource, listed) {
  resource._emitStandardized('listed-ids', listed);
}

/**
 * @param {Resource} resource
 * @param {ListOptions} [options]
 * @returns {Promise<string[]>}
 */
export async function listIds(resource, options = {}) {
  const limit = limitOf(options);
  const walk = walkOf(resource, options, 'listIds');
  const ids = limit === 0 ? [] : await idsOf(resource, walk, { skip: offsetOf(options), limit });
  tellIds(resource, ids.length);
  return ids;
}

/**
 * @param {Resource} resource
 * @param {import('../engine/walk.js').Walk} walk
 * @param {import('../engine/walk.js').Range} range
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<string[]>}
 */
export async function idsOf(resource, walk, range, limit) {
  const listIds = () => resource._engine.listIds(walk, range, idsReader);
  const { ids } = await attempt(resource, 'listIds', undefined, listIds, limit);
  return ids;
}

/**
 * @param {Resource} resource
 * @param {import('./walk.js').Selection} [options]
 * @returns {Promise<number>}
 */
export async function count(resource, options = {}) {
  const { hooks } = resource._core;
  const { partition = null, partitionValues = {} } = options;
  if (hooks.has('beforeCount')) await hooks.run('beforeCount', { partition, partitionValues });
  const walk = walkOf(resource, options, 'count');
  const total = await attempt(resource, 'count', undefined, () => resource._engine.count(walk));
  if (hooks.has('afterCount')) {
    await hooks.run('afterCount', { count: total, partition, partitionValues });
  }
  resource._emitStandardized('count', total);
  return total;
}

/**
 * @param {Resource} resource
 * @param {ListOptions} options
 * @param {number} found
 */
function tellList(resource, { partition, partitionValues = {} }, found) {
  if (!resource._hears('list')) return;
  const summary = { count: found, errors: 0 };
  if (partition) {
    resource._emitStandardized('list', { partition, partitionValues, ...summary });
  } else {
    resource._emitStandardized('list', summary);
    resource._emitStandardized('list', { ...summary });
  }
}

/**
 * Records that were read through a partition say through which.
 *
 * @param {Resource} resource
 * @param {string} partition
 * @param {Fields} record
 * @param {import('./partition-definition.js').Partition} [definition]
 * @returns {Fields} the same record
 */
export function markPartition(
  { config },
  partition,
  record,
  definition = config.partitions[partition],
) {
  record._partition = partition;
  record._partitionValues = Object.fromEntries(
    Object.entries(definition.fields)
      .map(([path, rule]) => [path, applyRule(valueAt(record, path), rule)])
      .filter(([, value]) => value !== undefined && value !== null),
  );
  return record;
}

/**
 * @param {Fields} record
 * @param {string} path dotted
 * @returns {unknown}
 */
export function valueAt(record, path) {
  return path.split('.').reduce((value, name) => /** @type {any} */ (value)?.[name], record);
}

/** @param {ListOptions} options */
function limitOf({ limit }) {
  return limit ? countOf(limit) : DEFAULT_LIMIT;
}

/** @param {ListOptions} options */
function offsetOf({ offset }) {
  return countOf(offset);
}

/**
 * @param {unknown} number
 * @returns {number} of records: what is no number is none, what is endless is more than there can be
 */
export function countOf(number) {
  return Math.min(Math.max(0, Math.floor(Number(number)) || 0), MOST);
}
