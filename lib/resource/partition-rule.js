/**
 * Partition rules (`string`, `date|maxlength:10`), applied to values that are looked for. What a
 * record's own values become is decided in `src/partition.rs` and `partition-date.js`.
 *
 * @module
 */
import { types } from 'node:util';

/** What a cut leaves of a character of two UTF-16 units. */
const HALF_CHARACTER = /[\uD800-\uDBFF]$/;

/**
 * @param {string} rule
 * @returns {number | null} in UTF-16 units
 */
function maxLengthOf(rule) {
  const digits = /maxlength:(\d+)/.exec(rule)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * @param {unknown} value
 * @param {string} rule
 * @returns {unknown} the value as it stands in a reference key
 */
export function applyRule(value, rule) {
  const maxLength = maxLengthOf(rule);
  const isCut = maxLength !== null && typeof value === 'string' && value.length > maxLength;
  const cut = isCut ? value.slice(0, maxLength).replace(HALF_CHARACTER, '') : value;
  if (!rule.includes('date')) return types.isDate(cut) ? cut.toISOString() : cut;
  if (types.isDate(cut)) return cut.toISOString().split('T')[0];
  if (typeof cut !== 'string') return cut;
  if (cut.includes('T') && cut.includes('Z')) return cut.split('T')[0];
  const date = new Date(cut);
  return Number.isNaN(date.getTime()) ? cut : date.toISOString().split('T')[0];
}
