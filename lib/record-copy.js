/**
 * Copies of records: what hooks and sanitisers change is never the caller's object.
 */

import { types } from 'node:util';

import { ValidationError } from './errors.js';
import { isUnsafeKey } from './unsafe-key.js';

/**
 * Copies a record for a write and leaves out, at any depth and inside arrays, the keys of
 * {@link isUnsafeKey}.
 *
 * Dates are copied; buffers, typed arrays and functions are shared. Any other object, class
 * instances included, becomes a plain object of its own enumerable properties. What an array lacks
 * becomes null and -0 becomes 0, as they are stored.
 *
 * @template T
 * @param {T} value
 * @returns {T}
 * @throws {ValidationError} if the value contains itself, or is nested too deeply
 */
export function copyRecord(value) {
  try {
    return /** @type {T} */ (copyValue(value));
  } catch (error) {
    throw unlessEndless(error);
  }
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function copyValue(value) {
  if (typeof value !== 'object') return value === 0 ? 0 : value;
  if (value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return copyList(value);
  if (types.isDate(value)) return new Date(value.getTime());
  /** @type {Record<string, unknown>} */
  const copy = {};
  const source = /** @type {Record<string, unknown>} */ (value);
  for (const key of Object.keys(source)) {
    if (!isUnsafeKey(key)) copy[key] = copyValue(source[key]);
  }
  return copy;
}

/**
 * @param {unknown[]} list
 * @returns {unknown[]} with null where an item is missing or undefined, as JSON has it
 */
function copyList(list) {
  const copy = [];
  for (let at = 0; at < list.length; at++) {
    const item = list[at];
    copy.push(item === undefined ? null : copyValue(item));
  }
  return copy;
}

/**
 * Copies a value for a validation that must not touch it: every own enumerable key and the
 * prototypes of class instances are kept. Dates are copied; other built-in objects (buffers, maps,
 * boxed primitives) and functions are shared.
 *
 * @template T
 * @param {T} value
 * @returns {T}
 * @throws {ValidationError} if the value contains itself, or is nested too deeply
 */
export function cloneRecord(value) {
  try {
    return /** @type {T} */ (cloneValue(value));
  } catch (error) {
    throw unlessEndless(error);
  }
}

/**
 * @param {unknown} error what stopped a copy: the end of the stack, or a getter of the user's
 * @returns {unknown}
 */
function unlessEndless(error) {
  const { name, message } = /** @type {Error} */ (error ?? {});
  if (name !== 'RangeError' || message !== 'Maximum call stack size exceeded') return error;
  return new ValidationError('A value contains itself or is nested too deeply', {
    code: 'INVALID_FIELD',
    statusCode: 422,
  });
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function cloneValue(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneValue);
  if (types.isDate(value)) return new Date(value.getTime());
  if (Object.prototype.toString.call(value) !== '[object Object]') return value;
  const clone = Object.create(Object.getPrototypeOf(value));
  for (const [key, item] of Object.entries(value)) setOwn(clone, key, cloneValue(item));
  return clone;
}

/**
 * @param {Record<string, unknown>} target
 * @param {string} key
 * @param {unknown} value
 */
function setOwn(target, key, value) {
  if (key !== '__proto__') {
    target[key] = value;
    return;
  }
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
