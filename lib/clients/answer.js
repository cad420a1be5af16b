/**
 * Answers of the clients without a server, in the shapes of the AWS SDK.
 *
 * @module
 */
import { ObjectBody } from './object-body.js';

/**
 * What a store knows of an object besides its body.
 *
 * @typedef {object} StoredObject
 * @property {Record<string, string | null>} metadata decoded
 * @property {string | null} contentType
 * @property {string | null} contentEncoding
 * @property {string} etag quoted
 * @property {number} lastModified milliseconds since 1970
 * @property {number} size bytes of the body
 */

/** @typedef {ReturnType<typeof headAnswer>} HeadAnswer */
/** @typedef {ReturnType<typeof getAnswer>} GetAnswer */
/** @typedef {ReturnType<typeof putAnswer>} PutAnswer */
/** @typedef {ReturnType<typeof copyAnswer>} CopyAnswer */
/** @typedef {ReturnType<typeof deleteAnswer>} DeleteAnswer */
/** @typedef {{key: string, error: Error & {code?: string}}} Deletion that failed */
/** @typedef {{Key: string, Code?: string, Message: string}} DeletionError */
/** @typedef {{Deleted: Array<{Key: string}>, Errors: DeletionError[]}} DeletionsAnswer */

/** Media type of an object that was written without one. */
export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

/** @param {StoredObject} object */
export function headAnswer(object) {
  return {
    Metadata: object.metadata,
    ContentType: object.contentType ?? DEFAULT_CONTENT_TYPE,
    ContentLength: object.size,
    ETag: object.etag,
    LastModified: new Date(object.lastModified),
    ContentEncoding: object.contentEncoding ?? undefined,
  };
}

/**
 * @param {StoredObject} object
 * @param {Buffer} body
 */
export function getAnswer(object, body) {
  return { Body: new ObjectBody(body), ...headAnswer(object) };
}

/**
 * @param {string} bucket
 * @param {string} key full key
 * @param {string} etag
 */
export function putAnswer(bucket, key, etag) {
  return { ETag: etag, VersionId: null, ServerSideEncryption: null, Location: `/${bucket}/${key}` };
}

/** @param {Pick<StoredObject, 'etag' | 'lastModified'>} copy */
export function copyAnswer({ etag, lastModified }) {
  return {
    CopyObjectResult: { ETag: etag, LastModified: new Date(lastModified).toISOString() },
    BucketKeyEnabled: false,
    VersionId: null,
    ServerSideEncryption: null,
  };
}

export function deleteAnswer() {
  return { DeleteMarker: false, VersionId: null };
}

/**
 * @param {string[]} keys
 * @param {Deletion[]} failures those of the keys that are still there
 * @returns {DeletionsAnswer}
 */
export function deletionsAnswer(keys, failures) {
  const failed = new Set(failures.map(({ key }) => key));
  return {
    Deleted: keys.filter((key) => !failed.has(key)).map((key) => ({ Key: key })),
    Errors: failures.map(({ key, error }) => ({
      Key: key,
      Code: error.code,
      Message: error.message,
    })),
  };
}
