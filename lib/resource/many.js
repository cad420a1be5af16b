/**
 * getMany and getAll: records by their ids.
 *
 * @module
 */
import { ALL_RECORDS } from '../engine/walk.js';
import { canBatch } from '../route.js';
import { attempt } from './attempt.js';
import { requireId } from './id.js';
import { DEFAULT_LIMIT, idsOf, tellIds } from './list.js';
import { pageReader, readEach, settle } from './page.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * @param {Resource} resource
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
export async function getAll(resource, limit) {
  /** @type {Fields[]} */
  const records = [];
  for (let skip = 0; ; skip += DEFAULT_LIMIT) {
    const ids = await idsOf(resource, ALL_RECORDS, { skip, limit: DEFAULT_LIMIT }, limit);
    if (skip === 0 || ids.length > 0) tellIds(resource, ids.length);
    records.push(...(await readMany(resource, ids, limit)));
    if (ids.length < DEFAULT_LIMIT) return records;
  }
}

/**
 * @param {Resource} resource
 * @param {unknown[]} ids
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
export async function getMany(resource, ids, limit) {
  if (!Array.isArray(ids)) throw new TypeError('getMany requires an array of ids');
  const { hooks } = resource._core;
  if (hooks.has('beforeGetMany')) await hooks.run('beforeGetMany', { ids });
  const records = await readMany(resource, ids, limit);
  const result = hooks.has('afterGetMany') ? await hooks.run('afterGetMany', records) : records;
  resource._emitStandardized('fetched-many', ids.length);
  return result;
}

/**
 * @param {Resource} resource
 * @param {unknown[]} ids
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>}
 */
async function readMany(resource, ids, limit) {
  /** @type {string[]} */
  const keys = [];
  for (const id of ids) {
    try {
      keys.push(requireId(id));
    } catch (error) {
      resource._emitItemError(error, id);
    }
  }
  if (limit || !canBatch(resource)) return readEach(resource, keys, limit);
  const page = await attempt(resource, 'getMany', undefined, () =>
    resource._engine.getMany(keys, pageReader(resource, 'getMany')),
  );
  return settle(resource, page.entries);
}
