/**
 * Which partition answers a query.
 *
 * @module
 */
import { unknownPartition } from './walk.js';

/** @typedef {import('../resource.js').Resource} Resource */

/**
 * The partition that was asked for, completed from the filter; or the one with the most fields in the
 * filter, then the fewest fields, then the first name. The filter itself is applied all the same: a
 * rule may have cut a value, and a reference may be stale.
 *
 * @param {Resource} resource
 * @param {Record<string, unknown>} filter
 * @param {import('./walk.js').Selection} asked
 * @returns {import('./walk.js').Selection}
 */
export function choosePartition(resource, filter, { partition, partitionValues }) {
  const { partitions } = resource.config;
  if (partition && !partitions[partition]) throw unknownPartition(resource, partition, 'page');
  const name = partition ?? bestPartition(partitions, filter);
  if (!name) return {};
  const values = pick(filter, Object.keys(partitions[name].fields));
  return { partition: name, partitionValues: { ...values, ...partitionValues } };
}

/**
 * @param {Record<string, {fields: Record<string, string>}>} partitions
 * @param {Record<string, unknown>} filter
 * @returns {string | null}
 */
function bestPartition(partitions, filter) {
  const candidates = Object.entries(partitions)
    .map(([name, { fields }]) => {
      const paths = Object.keys(fields);
      const matched = paths.filter((path) => filter[path] !== undefined && filter[path] !== null);
      return { name, matched: matched.length, total: paths.length };
    })
    .filter(({ matched }) => matched > 0);
  candidates.sort(
    (a, b) => b.matched - a.matched || a.total - b.total || (a.name < b.name ? -1 : 1),
  );
  return candidates[0]?.name ?? null;
}

/**
 * @param {Record<string, unknown>} filter
 * @param {string[]} paths
 */
function pick(filter, paths) {
  const given = paths.filter((path) => filter[path] !== undefined && filter[path] !== null);
  return Object.fromEntries(given.map((path) => [path, filter[path]]));
}
