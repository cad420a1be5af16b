/**
 * Records of objects that the caller has: what a client answered, or what a write is about to store.
 *
 * @module
 */
import { bytesOf } from '../clients/object-body.js';
import { attempt } from './attempt.js';
import { requireId } from './id.js';
import { withoutSystemFields } from './merge.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * What the client answers of a record's object, as `client.getObject` gives it. Without a
 * `ContentLength` above 0 the body is not read.
 *
 * @typedef {object} ClientObject
 * @property {Record<string, unknown> | null} [Metadata]
 * @property {import('../clients/object-body.js').BodyInput} [Body]
 * @property {string} [ContentType]
 * @property {number} [ContentLength] bytes
 * @property {string} [ETag]
 * @property {Date} [LastModified]
 * @property {string} [VersionId]
 * @property {unknown} [Expiration]
 */

/**
 * What a write stores.
 *
 * @typedef {object} WrittenObject
 * @property {string | number} id
 * @property {Record<string, unknown> | null} [metadata]
 * @property {import('../clients/object-body.js').BodyInput} [body]
 * @property {string} [behavior] that laid the record out
 */

/** Behaviors that put fields into bodies. */
const USES_BODY = new Set(['body-only', 'body-overflow']);

/**
 * Makes the record of an object that the client answered, with the hooks `afterGet` and the event
 * `fetched`.
 *
 * @param {Resource} resource
 * @param {unknown} id
 * @param {ClientObject} response
 * @returns {Promise<Fields>} the record as `get` gives it
 */
export async function hydrateObject(resource, id, response) {
  const key = requireId(id);
  const { Metadata, Body, ContentType, ContentLength } = response;
  const body = ContentLength ? await bytesOf(Body) : await bytesOf(undefined);
  const record = await decode(resource, key, Metadata, ContentType, body);
  record._contentLength = ContentLength;
  record._lastModified = response.LastModified;
  record._hasContent = (ContentLength ?? 0) > 0;
  record._mimeType = ContentType ?? null;
  record._etag = response.ETag;
  if (response.VersionId) record._versionId = response.VersionId;
  if (response.Expiration) record._expiresAt = response.Expiration;
  const { hooks } = resource._core;
  const result = hooks.has('afterGet') ? await hooks.run('afterGet', record) : record;
  resource._emitStandardized('fetched', result, key);
  return result;
}

/**
 * Makes the record of what a write stores.
 *
 * @param {Resource} resource
 * @param {WrittenObject} written
 * @returns {Promise<Fields>} the user's fields and the id
 */
export async function composeWritten(resource, { id, metadata, body, behavior }) {
  const key = requireId(id);
  const used = USES_BODY.has(behavior ?? resource.behavior) ? body : undefined;
  const record = await decode(resource, key, metadata, 'application/json', await bytesOf(used));
  return withoutSystemFields(record);
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {Record<string, unknown> | null | undefined} metadata
 * @param {string | undefined} contentType
 * @param {Uint8Array} body
 * @returns {Fields | Promise<Fields>}
 */
function decode(resource, id, metadata, contentType, body) {
  const pairs = Object.entries(metadata ?? {}).flatMap(([name, value]) => [
    name,
    value === null || value === undefined ? null : String(value),
  ]);
  const object = { metadata: pairs, contentType, body };
  return attempt(resource, 'hydrateClientObject', id, () =>
    resource._engine.decode(id, object, () => resource._core.plan.readRecord(id)),
  );
}
