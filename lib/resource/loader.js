/**
 * Records of ids that were found elsewhere, as lists give them.
 *
 * @module
 */
import { markPartition } from './list.js';
import { readEach } from './page.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * @param {Resource} resource
 * @param {string[]} ids
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>} failures are left out, and told of
 */
export async function loadListed(resource, ids, limit) {
  const records = await readEach(resource, ids, limit);
  resource._emitStandardized('list', { count: records.length, errors: 0 });
  return records;
}

/**
 * @param {Resource} resource
 * @param {string[]} ids
 * @param {string} partition
 * @param {import('./partition-definition.js').Partition} definition
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>} with the partition and its values; failures are left out, and told of
 */
export async function loadReferenced(resource, ids, partition, definition, limit) {
  const records = await readEach(resource, ids, limit);
  return records.map((record) => markPartition(resource, partition, record, definition));
}
