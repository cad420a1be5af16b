/**
 * What the stores of the engine answer (`src/binding/object.rs`, `src/binding/bucket.rs`).
 *
 * @module
 */
import { readFailure } from '../failure.js';
import { DEFAULT_CONTENT_TYPE } from './answer.js';

/** @typedef {import('../frame/reply.js').ReplyReader} ReplyReader */
/** @typedef {import('./answer.js').StoredObject} StoredObject */

/**
 * An object of a snapshot. `metadata` is as stored, `body` is base64, `etag` has no quotes.
 *
 * @typedef {object} SnapshotObject
 * @property {string} body
 * @property {Record<string, string | null>} metadata
 * @property {string} contentType
 * @property {string} etag
 * @property {string} lastModified ISO
 * @property {number} size
 * @property {string | undefined} contentEncoding
 * @property {number} contentLength
 */

/**
 * @param {ReplyReader} reply
 * @returns {StoredObject}
 */
export function readObject(reply) {
  /** @type {Array<[string, string | null]>} */
  const metadata = [];
  for (let count = reply.value(); count > 0; count--) {
    metadata.push([reply.value(), reply.value()]);
  }
  return {
    metadata: Object.fromEntries(metadata),
    contentType: reply.value(),
    contentEncoding: reply.value(),
    etag: reply.value(),
    lastModified: reply.value(),
    size: reply.value(),
  };
}

/**
 * @param {ReplyReader} reply
 * @returns {{object: StoredObject, body: Buffer}}
 */
export function readWhole(reply) {
  return { object: readObject(reply), body: reply.value() };
}

/**
 * @param {ReplyReader} reply
 * @returns {import('../failure.js').Failure[]} of deletions
 */
export function readFailures(reply) {
  const failures = [];
  for (let count = reply.value(); count > 0; count--) {
    const key = reply.value();
    failures.push({ ...readFailure(reply), key });
  }
  return failures;
}

/**
 * @param {ReplyReader} reply
 * @returns {import('./listing.js').Page}
 */
export function readPage(reply) {
  const entries = [];
  for (let count = reply.value(); count > 0; count--) {
    const [key, size] = [reply.value(), reply.value()];
    entries.push({ key, size, etag: reply.value(), lastModified: reply.value() });
  }
  const groups = [];
  for (let count = reply.value(); count > 0; count--) groups.push(reply.value());
  return { entries, groups, next: reply.value() };
}

/**
 * @param {ReplyReader} reply
 * @returns {Array<[key: string, object: SnapshotObject]>}
 */
export function readSnapshot(reply) {
  /** @type {Array<[string, SnapshotObject]>} */
  const objects = [];
  for (let count = reply.value(); count > 0; count--) {
    const key = reply.value();
    const { metadata, contentType, contentEncoding, ...object } = readObject(reply);
    const snapshot = {
      body: reply.value(),
      metadata,
      contentType: contentType ?? DEFAULT_CONTENT_TYPE,
      etag: object.etag.slice(1, -1),
      lastModified: new Date(object.lastModified).toISOString(),
      size: object.size,
      contentEncoding: contentEncoding ?? undefined,
      contentLength: object.size,
    };
    objects.push([key, snapshot]);
  }
  return objects;
}
