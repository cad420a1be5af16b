/**
 * page: records by the number of their page, by the cursor of the page before, or by offset.
 *
 * @module
 */
import { PartitionError } from '../errors.js';
import { attempt } from './attempt.js';
import { markPartition } from './list.js';
import { readPage } from './page.js';
import { decodeCursor, encodeCursor, prefixOf } from './page-cursor.js';
import { walkOf } from './walk.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * @typedef {object} PageOptions
 * @property {number} [size]
 * @property {number} [page] from 1
 * @property {string | null} [cursor]
 * @property {number} [offset]
 * @property {boolean} [skipCount]
 * @property {string | null} [partition]
 * @property {Record<string, unknown> | null} [partitionValues]
 */

/**
 * @typedef {object} RecordPage
 * @property {Fields[]} items
 * @property {number | null} totalItems
 * @property {number | null} page
 * @property {number} pageSize
 * @property {number | null} totalPages
 * @property {boolean} hasMore
 * @property {string | null} nextCursor
 * @property {Record<string, unknown>} _debug
 */

const DEFAULT_SIZE = 100;

/** Most keys that the engine counts. */
const MOST_KEYS = 0xffffffff;

/**
 * @param {Resource} resource
 * @param {PageOptions} [options]
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<RecordPage>}
 */
export async function page(resource, options = {}, limit) {
  const { size = DEFAULT_SIZE, skipCount = false, partition } = options;
  const place = placeOf(resource, options);
  const walk = walkOf(resource, options, 'page');
  const pageSize = sizeOf(size);
  const listing = { prefix: prefixOf(resource.name, walk), pageSize };
  const after = cursorKey(resource, options, listing);
  const skip = place.offset ?? ((place.page ?? 1) - 1) * pageSize;
  const range = { after, skip: Math.min(skip, MOST_KEYS), limit: Math.min(pageSize, MOST_KEYS) };
  const { records, next } = await readPage(resource, walk, range, 'page', limit);
  const counts = place.offset !== undefined && !skipCount;
  const totalItems = counts
    ? await attempt(resource, 'page', undefined, () => resource._engine.count(walk))
    : null;
  if (partition) for (const record of records) markPartition(resource, partition, record);
  else resource._emitStandardized('list', { count: records.length, errors: 0 });
  const result = {
    items: records,
    totalItems,
    page: place.offset === undefined ? (place.page ?? null) : Math.floor(skip / pageSize) + 1,
    pageSize,
    totalPages: totalItems === null ? null : Math.ceil(totalItems / pageSize),
    hasMore: next !== null,
    nextCursor: next === null ? null : encodeCursor(next, listing),
    _debug: {
      requestedSize: size,
      requestedOffset: place.offset ?? 0,
      actualItemsReturned: records.length,
      skipCount: place.offset !== undefined && Boolean(skipCount),
      hasTotalItems: totalItems !== null,
      usedCursor: place.page === undefined && place.offset === undefined,
      hasNextCursor: next !== null,
    },
  };
  resource._emitStandardized('paginated', result);
  return result;
}

/**
 * Where the page is, unless a cursor says it.
 *
 * @param {Resource} resource
 * @param {PageOptions} options
 * @returns {{page?: number, offset?: number}}
 * @throws {PartitionError}
 */
function placeOf(resource, options) {
  const { page: number, cursor = null, offset } = options;
  if (offset !== undefined) {
    if ('page' in options || 'cursor' in options) {
      throw refusal(resource, 'Cannot combine an offset with a page number or cursor', { offset });
    }
    return { offset: Math.max(0, Math.floor(Number(offset)) || 0) };
  }
  if (!('page' in options)) return {};
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 1) {
    throw refusal(resource, 'Invalid pagination page number', { page: number });
  }
  if ('cursor' in options) {
    const text = 'Cannot combine page number and cursor in the same request';
    throw refusal(resource, text, { page: number, cursor });
  }
  return { page: Math.floor(number) };
}

/**
 * @param {Resource} resource
 * @param {PageOptions} options
 * @param {import('./page-cursor.js').Listing} listing
 * @returns {string | null}
 * @throws {PartitionError}
 */
function cursorKey(resource, { cursor }, listing) {
  if (cursor === undefined || cursor === null || cursor === '') return null;
  const key = decodeCursor(String(cursor), listing);
  if (key === null) throw refusal(resource, 'Invalid pagination cursor', { cursor });
  return key;
}

/**
 * @param {unknown} size
 * @returns {number} a whole number above 0, or Infinity
 */
function sizeOf(size) {
  const number = Math.floor(Number(size));
  return number > 0 ? number : DEFAULT_SIZE;
}

/**
 * @param {Resource} resource
 * @param {string} message
 * @param {Record<string, unknown>} details
 */
function refusal({ name: resourceName }, message, details) {
  return new PartitionError(message, {
    ...details,
    code: 'INVALID_PAGE',
    resourceName,
    operation: 'page',
  });
}
