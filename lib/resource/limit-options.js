/**
 * The options `signal` and `timeout`.
 *
 * @module
 */
import { ValidationError } from '../errors.js';

/** @typedef {{signal?: AbortSignal | null, timeout?: number | null}} LimitOptions timeout in ms */

/** Most milliseconds that a timer of Node.js takes. */
const LONGEST = 2 ** 31 - 1;

/**
 * @param {any} options
 * @returns {options is LimitOptions} whether a call with these options has a limit
 */
export function isLimited(options) {
  if (typeof options !== 'object' || options === null) return false;
  return (options.signal ?? options.timeout ?? undefined) !== undefined;
}

/**
 * @param {any} signal
 * @returns {AbortSignal | null}
 * @throws {ValidationError} for what is none
 */
export function signalOf(signal) {
  if (signal === undefined || signal === null) return null;
  if (typeof signal.aborted === 'boolean' && typeof signal.addEventListener === 'function') {
    return signal;
  }
  throw invalid('signal', 'must be an AbortSignal', signal);
}

/**
 * @param {unknown} timeout
 * @returns {number | null} milliseconds
 * @throws {ValidationError} for what no timer takes
 */
export function timeoutOf(timeout) {
  if (timeout === undefined || timeout === null) return null;
  if (typeof timeout === 'number' && timeout > 0 && timeout <= LONGEST) return timeout;
  throw invalid('timeout', `must be a number above 0, at most ${LONGEST}`, timeout);
}

/**
 * @param {string} field
 * @param {string} text
 * @param {unknown} value
 */
function invalid(field, text, value) {
  const details = { code: 'INVALID_ARGUMENT', statusCode: 400, field, value };
  return new ValidationError(`${field} ${text}`, details);
}
