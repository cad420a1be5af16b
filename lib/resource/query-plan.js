/**
 * Which partition answers a query.
 *
 * @module
 */
import { types } from 'node:util';

import { valueAt } from './list.js';
import { applyRule } from './partition-rule.js';
import { unknownPartition } from './walk.js';

/** @typedef {import('../resource.js').Resource} Resource */

/**
 * The partition that was asked for, completed from the filter; or the one with the most fields in the
 * filter, then the fewest fields, then the first name.
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

/**
 * The conditions that the keys of a partition have decided, but for stale references.
 *
 * @param {Resource} resource
 * @param {import('./walk.js').Selection} selection
 * @param {Array<[path: string, value: unknown]>} filter
 * @returns {Map<string, string>} rule of the partition by path
 */
export function keyedRules({ config }, { partition, partitionValues }, filter) {
  /** @type {Map<string, string>} */
  const rules = new Map();
  if (!partition) return rules;
  const { fields } = config.partitions[partition];
  for (const [path, value] of filter) {
    if (!Object.hasOwn(fields, path) || !isGiven(value)) continue;
    const rule = fields[path];
    if (keyText(value, rule) === keyText(partitionValues?.[path], rule)) rules.set(path, rule);
  }
  return rules;
}

/**
 * Whether a record has the values asked for, or values that its partition spells so: a day for a date,
 * the text of a number, the beginning of a text.
 *
 * @param {Array<[path: string, value: unknown]>} conditions
 * @param {Map<string, string>} rules by path
 * @param {Record<string, any>} record
 */
export function holdsByRule(conditions, rules, record) {
  return conditions.every(([path, value]) => {
    const actual = valueAt(record, path);
    if (actual === value || !isGiven(actual)) return actual === value;
    const rule = /** @type {string} */ (rules.get(path));
    const asked = types.isDate(value) ? keyText(value, rule) : String(value);
    return keyText(actual, rule) === asked;
  });
}

/**
 * @param {unknown} value
 * @param {string} rule
 */
function keyText(value, rule) {
  return String(applyRule(value, rule));
}

/** @param {unknown} value */
function isGiven(value) {
  return value !== undefined && value !== null;
}
