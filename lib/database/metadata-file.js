/**
 * `s3db.json`: reading it, and writing it so that no definition of another process is lost.
 *
 * @module
 */
import { DatabaseError } from '../errors.js';
import { METADATA_KEY, metadataText } from './metadata.js';

/** @type {Map<string, Promise<unknown>>} the last write per file, in this process */
const writes = new Map();

/**
 * @param {any} client
 * @returns {Promise<string | null>} the text of the file, or null where there is none
 * @throws when the file cannot be read: what could not be read must not be overwritten
 */
export async function readMetadataFile(client) {
  let response;
  try {
    response = await client.getObject(METADATA_KEY);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  return textOf(response.Body);
}

/**
 * @param {any} client
 * @param {import('./metadata.js').Metadata} metadata
 * @returns {Promise<void>}
 */
export async function putMetadataFile(client, metadata) {
  await client.putObject({
    key: METADATA_KEY,
    body: metadataText(metadata),
    contentType: 'application/json',
  });
}

/**
 * Changes the file, one change after another.
 *
 * @template T
 * @param {any} client
 * @param {() => Promise<T>} change reads, merges and writes
 * @returns {Promise<T>}
 */
export async function underMetadataLock(client, change) {
  const name = `${client.connectionString ?? client.id ?? ''}`;
  const before = writes.get(name) ?? Promise.resolve();
  const now = before.then(change, change);
  writes.set(name, now);
  try {
    return await now;
  } finally {
    if (writes.get(name) === now) writes.delete(name);
  }
}

/**
 * Keeps a damaged file under a key that tells the time.
 *
 * @param {any} client
 * @param {string} text
 */
export async function backUp(client, text) {
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const key = `${METADATA_KEY}.corrupted.${time}.backup`;
  await client.putObject({ key, body: text, contentType: 'application/json' });
}

/** @param {any} error */
function isMissing(error) {
  return ['NoSuchKey', 'NotFound'].includes(error?.name) || error?.statusCode === 404;
}

/**
 * @param {any} body
 * @returns {Promise<string>}
 */
async function textOf(body) {
  if (typeof body === 'string') return body;
  if (ArrayBuffer.isView(body)) return Buffer.from(/** @type {Uint8Array} */ (body)).toString();
  if (typeof body?.transformToString === 'function') return body.transformToString();
  if (!body?.[Symbol.asyncIterator]) {
    throw new DatabaseError(`${METADATA_KEY} has a body that cannot be read`, {
      code: 'UNREADABLE_METADATA',
    });
  }
  const chunks = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
