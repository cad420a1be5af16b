/**
 * Content: bytes that a record carries beside its fields.
 *
 * @module
 */
import { bytesOf } from '../clients/object-body.js';
import { NoSuchKey, ResourceError, ValidationError } from '../errors.js';
import { recyclePreimage } from '../preimage.js';
import { readsThroughOriginalGet } from '../route.js';
import { attempt } from './attempt.js';
import { anyId, requireId } from './id.js';
import { loadRecord, loadUntold } from './load.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {{buffer: Buffer | null, contentType: string | null}} StoredContent */

/** Media type of bytes of which nothing is known. */
const OCTET_STREAM = 'application/octet-stream';

/**
 * @typedef {object} NewContent
 * @property {string | number} id
 * @property {unknown} buffer text, bytes, a Blob or a stream of bytes
 * @property {string | null} [contentType]
 */

/**
 * @param {Resource} resource
 * @param {NewContent} content
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields>} the record
 */
export async function setContent(resource, { id, buffer, contentType }, limit) {
  const key = requireId(id);
  if (buffer === undefined || buffer === null) {
    throw new TypeError('setContent requires a buffer');
  }
  const content = await contentOf(buffer, contentType);
  const read = () => load(resource, key);
  const { preimage, record } = await (limit ? limit.run(read) : read()).catch((error) => {
    throw error?.code === 'NoSuchKey' ? missing(resource, key, error) : error;
  });
  const write = () => resource._engine.setContent(preimage, content);
  const etag = await attempt(resource, 'setContent', key, write, limit);
  recyclePreimage(preimage);
  const contentLength = content.bytes.length;
  const payload = { id, contentType: content.mediaType, contentLength };
  resource._emitStandardized('content-set', payload, key);
  return {
    ...record,
    _contentLength: contentLength,
    _hasContent: contentLength > 0,
    _mimeType: content.mediaType,
    _etag: etag,
  };
}

/**
 * Reads the record as `get` does, and what is needed to write it again.
 *
 * @param {Resource} resource
 * @param {string} id
 * @returns {Promise<{preimage: any, record: Fields}>}
 */
async function load(resource, id) {
  if (readsThroughOriginalGet(resource)) return loadRecord(resource, id, 'setContent');
  const record = await resource.get(id);
  const { preimage } = await loadUntold(resource, id, 'setContent');
  return { preimage, record };
}

/**
 * The body of a record's object, whatever it is.
 *
 * @param {Resource} resource
 * @param {unknown} id
 * @returns {Promise<StoredContent>}
 */
export async function content(resource, id) {
  const key = anyId(id);
  const found = await attempt(resource, 'content', key, () =>
    resource._engine.content(key, readContent),
  );
  if (found === null) return { buffer: null, contentType: null };
  const { buffer, contentType } = found;
  const payload = { id, contentLength: buffer.length, contentType };
  resource._emitStandardized('content-fetched', payload, key);
  return found;
}

/**
 * @param {import('../frame/reply.js').ReplyReader} reply
 * @returns {{buffer: Buffer, contentType: string} | null} null where there is no record
 */
function readContent(reply) {
  const contentType = reply.value();
  if (contentType === undefined) return null;
  return { buffer: reply.value(), contentType: contentType ?? OCTET_STREAM };
}

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @returns {Promise<boolean>}
 */
export async function hasContent(resource, id) {
  const key = anyId(id);
  return attempt(resource, 'hasContent', key, () => resource._engine.hasContent(key));
}

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @returns {Promise<void>}
 */
export async function deleteContent(resource, id) {
  const key = requireId(id);
  try {
    await attempt(resource, 'deleteContent', key, () => resource._engine.deleteContent(key));
  } catch (error) {
    throw /** @type {{code?: string}} */ (error)?.code === 'NoSuchKey'
      ? missingObject(resource, key, error)
      : error;
  }
  resource._emitStandardized('content-deleted', id, key);
}

/**
 * @param {any} body text, a Buffer, an object to be written as JSON, or another value to be printed
 * @returns {number} bytes
 */
export function contentLength(body) {
  if (!body) return 0;
  if (Buffer.isBuffer(body)) return body.length;
  if (typeof body === 'object') return Buffer.byteLength(JSON.stringify(body));
  return Buffer.byteLength(String(body));
}

/**
 * @param {unknown} buffer
 * @param {unknown} contentType
 * @returns {Promise<import('../engine.js').Content>}
 */
export async function contentOf(buffer, contentType) {
  const mediaType = mediaTypeOf(contentType);
  const bytes = await bytesOf(Array.isArray(buffer) ? bytesOfArray(buffer) : buffer);
  return { bytes, mediaType };
}

/**
 * @param {unknown[]} numbers
 * @returns {Buffer}
 */
function bytesOfArray(numbers) {
  const isByte = (/** @type {any} */ number) =>
    Number.isInteger(number) && number >= 0 && number <= 255;
  if (numbers.every(isByte)) return Buffer.from(/** @type {number[]} */ (numbers));
  throw new TypeError('an array of content holds bytes, from 0 to 255');
}

/**
 * @param {unknown} contentType
 * @returns {string}
 * @throws {ValidationError} for what cannot stand in a header
 */
function mediaTypeOf(contentType) {
  if (contentType === undefined || contentType === null || contentType === '') return OCTET_STREAM;
  if (typeof contentType === 'string' && /^[\x20-\x7e]+$/.test(contentType)) return contentType;
  throw new ValidationError('contentType must be printable ASCII text', {
    code: 'INVALID_ARGUMENT',
    statusCode: 400,
    field: 'contentType',
    value: contentType,
  });
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {unknown} original
 */
function missing({ name: resourceName }, id, original) {
  return new ResourceError(`Resource with id '${id}' not found`, {
    resourceName,
    id,
    original,
    operation: 'setContent',
  });
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {any} error
 */
function missingObject({ name: resourceName }, id, { key, original }) {
  return new NoSuchKey({ bucket: '', key, resourceName, id, original });
}
