/**
 * Versions of a resource's definition: the hash that tells them apart, and their names.
 *
 * @module
 */
import { serializableAttributes } from '../definition.js';
import { require } from '../require.js';

/**
 * What the hash covers.
 *
 * @typedef {object} Definition
 * @property {Record<string, unknown>} attributes
 * @property {string} [behavior]
 * @property {object | null} [partitions]
 * @property {boolean} [timestamps] whether `createdAt` and `updatedAt` are left out
 */

const VERSION_NAME = /^v(\d+)$/;

/**
 * @param {unknown} value a JSON value
 * @returns {string} its JSON text without spaces, the keys of objects in the order of their UTF-16
 *   code units
 */
export function canonicalJson(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${members.join(',')}}`;
}

/**
 * The hash of a definition: SHA-256 of the canonical JSON of `{attributes, behavior, partitions}`,
 * with the attributes as they are stored.
 *
 * @param {Definition} definition not changed
 * @returns {string} `sha256:` and 64 hexadecimal digits
 * @throws {import('../errors.js').SchemaError} for an attribute with an unsafe name
 */
export function definitionHash({ attributes, behavior, partitions, timestamps = false }) {
  const all = serializableAttributes(attributes ?? {});
  const { createdAt: _createdAt, updatedAt: _updatedAt, ...own } = all;
  const text = canonicalJson({
    attributes: timestamps ? own : all,
    behavior: behavior || 'user-managed',
    partitions: partitions ?? {},
  });
  const { createHash } = require('node:crypto');
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/**
 * @param {object} versions by name
 * @returns {string} name of the version that comes after them: `v<n+1>`, where names of another form
 *   do not count
 */
export function nextVersion(versions) {
  const numbers = Object.keys(versions).map((name) => Number(VERSION_NAME.exec(name)?.[1] ?? 0));
  return `v${numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1}`;
}
