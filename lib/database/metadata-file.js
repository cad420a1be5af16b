/**
 * `s3db.json`: reading it, and writing it so that no definition of another process is lost.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises';

import { S3Client } from '../clients/s3-client.js';
import { isPreconditionFailure } from '../concerns/s3-errors.js';
import { DatabaseError } from '../errors.js';
import { hasStore } from '../route.js';
import { underMetadataLock } from './metadata-lock.js';
import { METADATA_KEY, metadataText } from './metadata.js';

/** @typedef {import('./metadata.js').Metadata} Metadata */

/**
 * @typedef {object} Change
 * @property {Metadata} metadata to be written
 * @property {() => void} [written] called when it is
 */

/** How often a change is made anew because another process was faster, each time after it succeeded. */
const ATTEMPTS = 100;

/** Most milliseconds before the next attempt. */
const PAUSE = 20;

/** @type {Map<string, Promise<unknown>>} the last write per file, in this process */
const writes = new Map();

/**
 * @param {any} client
 * @returns {Promise<string | null>} the text of the file, or null where there is none
 * @throws when the file cannot be read: what could not be read must not be overwritten
 */
export async function readMetadataFile(client) {
  return (await find(client))?.text ?? null;
}

/**
 * Changes the file, one change after another within this process, and on S3 under the lock that s3db.js
 * takes, too. Where the client's store compares
 * and replaces in one step, what another process wrote meanwhile is changed as well.
 *
 * @param {any} client
 * @param {(text: string | null) => Promise<Change>} change makes the new content from the text of the
 *   file, which is null where there is none
 * @returns {Promise<Metadata>} what was written
 * @throws when the file cannot be read or written
 */
export async function changeMetadataFile(client, change) {
  const changed = () => attemptChange(client, change);
  const locks = client instanceof S3Client;
  return inTurn(`${client.connectionString ?? client.id ?? ''}`, () =>
    locks ? underMetadataLock(client, changed) : changed(),
  );
}

/**
 * @param {any} client
 * @param {(text: string | null) => Promise<Change>} change
 * @returns {Promise<Metadata>}
 */
async function attemptChange(client, change) {
  for (let attempt = 1; ; attempt++) {
    const found = await find(client);
    const { metadata, written } = await change(found?.text ?? null);
    try {
      await put(client, metadata, found);
      written?.();
      return metadata;
    } catch (error) {
      if (attempt === ATTEMPTS || !isPreconditionFailure(error)) throw error;
      await wait(Math.random() * PAUSE);
    }
  }
}

/**
 * @param {any} client
 * @returns {Promise<{text: string, etag: string | undefined} | null>}
 */
async function find(client) {
  let response;
  try {
    response = await client.getObject(METADATA_KEY);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  return { text: await textOf(response.Body), etag: response.ETag };
}

/**
 * @param {any} client
 * @param {Metadata} metadata
 * @param {{etag: string | undefined} | null} found what the file was made from
 */
async function put(client, metadata, found) {
  const condition = found ? { ifMatch: found.etag } : { ifNoneMatch: '*' };
  await client.putObject({
    key: METADATA_KEY,
    body: metadataText(metadata),
    contentType: 'application/json',
    // What clients of a user's own make of a condition is not known.
    ...(hasStore(client) && condition),
  });
}

/**
 * @template T
 * @param {string} name of a file
 * @param {() => Promise<T>} change
 * @returns {Promise<T>} what the change answers, when those before it have ended
 */
async function inTurn(name, change) {
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
