import { ConnectionStringError } from '../errors.js';

/**
 * Percent-decoded part of a connection string.
 *
 * @param {string} text
 * @param {string} subject what the text is, and of what: `bucket in connection string`
 * @returns {string}
 * @throws {ConnectionStringError} `Invalid <subject>`; `data.input` is the text, less what may be
 *   a misplaced secret before an `@`
 */
export function decodeComponent(text, subject) {
  return decode(text, subject, text.replace(/^.*@/s, '***@'));
}

/**
 * Percent-decoded secret. Its error does not show it.
 *
 * @param {string} text
 * @param {string} subject
 * @returns {string}
 * @throws {ConnectionStringError} `Invalid <subject>`
 */
export function decodeSecret(text, subject) {
  return decode(text, subject, '***');
}

/**
 * Percent-decoded text, or the text itself when it cannot be decoded.
 *
 * @param {string} text
 * @returns {string}
 */
export function decodeLeniently(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Path of a URL as segments, percent-encoded as they stand.
 *
 * @param {URL} url
 * @returns {string[]} empty for a URL without a hierarchical path, such as `s3:bucket`
 */
export function pathSegments(url) {
  return url.pathname.split('/').slice(1);
}

/**
 * @param {string} text
 * @param {string} subject
 * @param {string} shown
 */
function decode(text, subject, shown) {
  try {
    return decodeURIComponent(text);
  } catch (original) {
    throw new ConnectionStringError(`Invalid ${subject}`, { input: shown, original });
  }
}
