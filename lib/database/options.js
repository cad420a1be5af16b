/**
 * What `new Database()` makes of its options.
 *
 * @module
 */
import { DatabaseError } from '../errors.js';
import { checkSecurity } from '../security-options.js';
import { DEFAULT_PASSPHRASE } from '../security-warnings.js';

/** @typedef {import('../database.js').Options} Options */

/**
 * @param {unknown} value
 * @param {string} message
 * @throws {TypeError}
 */
export function requireObject(value, message) {
  if (typeof value !== 'object' || value === null) throw new TypeError(message);
}

/**
 * @param {unknown} plugins
 * @throws {DatabaseError} `NOT_SUPPORTED`, 501, for a list that is not empty
 */
export function refusePlugins(plugins) {
  if (!Array.isArray(plugins) || plugins.length === 0) return;
  throw new DatabaseError('Plugins are not available in this version of s3db-native', {
    code: 'NOT_SUPPORTED',
    statusCode: 501,
  });
}

/**
 * @param {Options} options
 * @returns {Record<string, any>} `security` as it is given, or made of `passphrase` and `bcryptRounds`
 */
export function securityOf({ security, passphrase = DEFAULT_PASSPHRASE, bcryptRounds = 12 }) {
  const given = security || { passphrase, bcrypt: { rounds: bcryptRounds } };
  checkSecurity(given);
  return given;
}
