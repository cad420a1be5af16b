/**
 * Fields of a record by their path: `['o', 'n']` for the dotted name `o.n`.
 *
 * @module
 */
import { isNested } from './frame/value.js';

/** @typedef {Record<string, any>} Fields */

/**
 * @param {Fields} record
 * @param {string[]} path
 * @returns {unknown} undefined where there is no such field
 */
export function getPath(record, path) {
  const holder = holderOf(record, path);
  const name = /** @type {string} */ (path.at(-1));
  return holder && Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/**
 * @param {Fields} record
 * @param {string[]} path
 * @returns {Fields | undefined} the object that holds the field, or would hold it
 */
export function holderOf(record, path) {
  /** @type {unknown} */
  let holder = record;
  for (const name of path.slice(0, -1)) {
    if (!isNested(holder) || !Object.hasOwn(holder, name)) return undefined;
    holder = holder[name];
  }
  return isNested(holder) ? holder : undefined;
}

/**
 * Sets a field; what stands in its way gives place to a nested object.
 *
 * @param {Fields} record
 * @param {string[]} path without unsafe names
 * @param {unknown} value
 */
export function setPath(record, path, value) {
  let holder = record;
  for (const name of path.slice(0, -1)) {
    if (!Object.hasOwn(holder, name) || !isNested(holder[name])) holder[name] = {};
    holder = holder[name];
  }
  holder[/** @type {string} */ (path.at(-1))] = value;
}

/**
 * @param {Fields} record
 * @param {string[]} path
 */
export function deletePath(record, path) {
  const holder = holderOf(record, path);
  if (holder) delete holder[/** @type {string} */ (path.at(-1))];
}

/**
 * The field that a dotted name stands for, also inside arrays.
 *
 * @param {any} record
 * @param {string} path
 * @returns {unknown} undefined where there is none
 */
export function nestedValue(record, path) {
  return path.split('.').reduce((value, name) => {
    const isObject = typeof value === 'object' && value !== null;
    return isObject && Object.hasOwn(value, name) ? value[name] : undefined;
  }, record);
}
