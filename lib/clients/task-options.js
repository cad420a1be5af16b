/**
 * Options of the tasks that a method on many objects is made of.
 *
 * @module
 */
import { requireKind } from './option-values.js';
import { countOf } from './parameters.js';

/**
 * Times are in milliseconds.
 *
 * @typedef {object} TaskOptions
 * @property {number} [concurrency] tasks at a time, 5
 * @property {number} [retries] attempts after the first one where the failure may pass, 3
 * @property {number} [retryDelay] pause before the second attempt, 1000
 * @property {number} [timeout] of one attempt, 30000; 0 is without limit
 * @property {string[]} [retryableErrors] names or codes of errors that may pass, besides those that say
 *   so
 */

const DEFAULT_CONCURRENCY = 5;

/** @type {import('./bounded-tasks.js').TaskPolicy} */
const DEFAULTS = { retries: 3, retryDelay: 1000, timeout: 30_000, retryableErrors: [] };

/**
 * @param {TaskOptions} options
 * @returns {number}
 * @throws {ValidationError} for what is no number
 */
export function concurrencyOf({ concurrency }) {
  return countOf('concurrency', concurrency, DEFAULT_CONCURRENCY);
}

/**
 * @param {TaskOptions} options
 * @returns {import('./bounded-tasks.js').TaskPolicy}
 * @throws {ValidationError} for an option of another kind
 */
export function taskPolicy(options) {
  const policy = { ...DEFAULTS };
  for (const name of /** @type {Array<keyof typeof DEFAULTS>} */ (Object.keys(DEFAULTS))) {
    const value = options[name];
    if (value === undefined || value === null) continue;
    requireKind(name, value, name === 'retryableErrors' ? 'names' : 'number');
    Object.assign(policy, { [name]: value });
  }
  return policy;
}
