/**
 * Listings of the clients without a server, in the shape of ListObjectsV2.
 *
 * @module
 */
import { decodeToken, encodeToken } from './continuation-token.js';
import { countOf, optionalText } from './parameters.js';

/**
 * Which keys a page holds: those that begin with the prefix and come after a key, in the order of
 * their UTF-8 bytes.
 *
 * @typedef {object} Range
 * @property {string} prefix
 * @property {string | null} [after] full key, or a group of the page before
 * @property {string | null} [delimiter] keys that contain it behind the prefix are grouped
 * @property {number | null} [limit] most keys and groups; null for no limit
 */

/** @typedef {{key: string, size: number, etag: string, lastModified: number}} Entry */

/**
 * @typedef {object} Page
 * @property {Entry[]} entries
 * @property {string[]} groups
 * @property {string | null} next what the following page comes after; null on the last one
 */

/**
 * @typedef {object} ListRequest
 * @property {string} [prefix]
 * @property {string} [delimiter]
 * @property {number} [maxKeys] keys and groups of a page, 1000 when absent
 * @property {string} [continuationToken] wins over `startAfter`
 * @property {string} [startAfter]
 */

/** @typedef {Awaited<ReturnType<typeof listAnswer>>} ListAnswer */

/**
 * @param {(range: Range) => Page | Promise<Page>} readPage
 * @param {ListRequest} request full keys
 * @throws {ValidationError} when a parameter is of another type, or the token is none
 */
export async function listAnswer(readPage, request) {
  const { prefix = '', maxKeys = 1000 } = request;
  const continuationToken = request.continuationToken || undefined;
  const startAfter = optionalText('startAfter', request.startAfter);
  const delimiter = optionalText('delimiter', request.delimiter);
  const after = continuationToken ? decodeToken(continuationToken) : startAfter;
  const limit = countOf('maxKeys', maxKeys, 1000);
  const page =
    limit === 0
      ? { entries: [], groups: [], next: null }
      : await readPage({ prefix, after, delimiter, limit: Number.isFinite(limit) ? limit : null });
  return {
    Contents: page.entries.map(contentOf),
    CommonPrefixes: page.groups.map((group) => ({ Prefix: group })),
    IsTruncated: page.next !== null,
    ContinuationToken: continuationToken,
    NextContinuationToken: page.next === null ? null : encodeToken(page.next),
    KeyCount: page.entries.length + page.groups.length,
    MaxKeys: maxKeys,
    Prefix: prefix,
    Delimiter: delimiter,
    StartAfter: startAfter,
  };
}

/** @param {Entry} entry */
function contentOf({ key, size, etag, lastModified }) {
  return {
    Key: key,
    Size: size,
    LastModified: new Date(lastModified),
    ETag: etag,
    StorageClass: 'STANDARD',
  };
}

/**
 * The listing as the user of a key prefix sees it. Token and `StartAfter` stay full keys.
 *
 * @param {ListAnswer} answer
 * @param {import('./key-space.js').KeySpace} keys
 * @returns {ListAnswer}
 */
export function relativeListing(answer, keys) {
  for (const content of answer.Contents) content.Key = keys.relative(content.Key);
  for (const group of answer.CommonPrefixes) group.Prefix = keys.relative(group.Prefix);
  answer.Prefix = keys.relative(answer.Prefix);
  return answer;
}
