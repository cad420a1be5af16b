/**
 * Cursors: texts that say where the next page of a listing begins.
 *
 * @module
 */
import { decodeToken, encodeToken } from '../clients/continuation-token.js';

/** Form of the cursors that are made here. */
const VERSION = 1;

/**
 * What a cursor belongs to; it is no good for another listing or another size.
 *
 * @typedef {{prefix: string, pageSize: number}} Listing
 */

/**
 * @param {string} key after which the next page begins
 * @param {Listing} listing
 * @returns {string}
 */
export function encodeCursor(key, { prefix, pageSize }) {
  const cursor = { v: VERSION, prefix, token: encodeToken(key), pageSize };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/**
 * @param {string} cursor
 * @param {Listing} listing
 * @returns {string | null} the key after which the page begins; null for what is no cursor of the
 *   listing
 */
export function decodeCursor(cursor, { prefix, pageSize }) {
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const fits = read.v === VERSION && read.prefix === prefix && read.pageSize === pageSize;
    return fits ? decodeToken(read.token) : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} resourceName
 * @param {import('../engine/walk.js').Walk} walk
 * @returns {string} beginning of the keys of a walk, below the connection's prefix
 */
export function prefixOf(resourceName, { partition, values }) {
  if (partition === null) return `resource=${resourceName}/data`;
  /** @type {Array<[field: string, value: string]>} */
  const segments = [];
  for (let at = 0; at < values.length; at += 2) segments.push([values[at], values[at + 1]]);
  segments.sort(([a], [b]) => a.localeCompare(b));
  const path = segments.map(([field, value]) => `/${field}=${value}`).join('');
  return `resource=${resourceName}/partition=${partition}${path}`;
}
