/**
 * The lock under which `s3db.json` is changed where several machines may do so.
 *
 * It is an object of the same key and form as that of s3db.js, so that both wait for each other.
 *
 * @module
 */
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

import { isNotFoundError, isPreconditionFailure } from '../concerns/s3-errors.js';
import { DatabaseError } from '../errors.js';
import { native } from '../space.js';

const KEY = 'plugin=s3db-core/locks/namespace=metadata/s3db-metadata.json';

/** Milliseconds that a lock holds. */
const HOLD = 30_000;

/** Milliseconds behind its end after which others may remove the object. */
const GRACE = 60_000;

/** Most milliseconds of waiting: a holder that crashed is waited out. */
const PATIENCE = 35_000;

/** Most milliseconds between two looks at a lock that is held. */
const PAUSE = 250;

/** Characters that tell locks of one millisecond apart. */
const SUFFIX_LENGTH = 8;

/**
 * Locks of this process of which nobody knows whether they are held: a request to take or to release
 * them was not answered. Times at which they expire, by id.
 *
 * @type {Map<string, number>}
 */
const abandoned = new Map();

/** @typedef {{lockId: string, holderId: string, expiresAt: number}} LockRecord */
/** @typedef {{etag: string, lockId: string, expiresAt: number}} HeldLock */

/**
 * Does something while no other process does.
 *
 * @template T
 * @param {any} client of S3
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {DatabaseError} of code `METADATA_LOCKED` when another process holds the lock for too long
 */
export async function underMetadataLock(client, work) {
  const lock = await acquire(client);
  try {
    return await work();
  } finally {
    await release(client, lock);
  }
}

/**
 * @param {any} client
 * @returns {Promise<HeldLock>}
 */
async function acquire(client) {
  const end = performance.now() + PATIENCE;
  for (let attempts = 1; ; attempts++) {
    const held = await take(client, { ifNoneMatch: '*' });
    if (held) return held;
    const found = await read(client);
    if (found && isFree(found.record)) {
      const taken = await take(client, { ifMatch: found.etag });
      if (taken) return taken;
    }
    if (performance.now() >= end) throw locked(attempts, found?.record);
    await wait(Math.random() * PAUSE);
  }
}

/**
 * @param {any} client
 * @param {{ifNoneMatch?: string, ifMatch?: string}} condition
 * @returns {Promise<HeldLock | null>} null when another process was faster
 */
async function take(client, condition) {
  const now = Date.now();
  const holderId = `holder-${process.env.POD_NAME || process.env.HOSTNAME || hostname()}`;
  const expiresAt = now + HOLD;
  const lockId = `lock-${holderId}-${now}-${native.generateId(SUFFIX_LENGTH)}`;
  const record = {
    lockId,
    holderId,
    acquiredAt: now,
    expiresAt,
    _expiresAt: expiresAt + GRACE,
  };
  const body = JSON.stringify(record);
  try {
    const object = { key: KEY, body, contentType: 'application/json', ...condition };
    const { ETag } = await client.putObject(object);
    return { etag: ETag, lockId, expiresAt };
  } catch (error) {
    if (isPreconditionFailure(error)) return null;
    abandon(lockId, expiresAt);
    throw error;
  }
}

/**
 * @param {string} lockId
 * @param {number} expiresAt
 */
function abandon(lockId, expiresAt) {
  for (const [other, end] of abandoned) if (end <= Date.now()) abandoned.delete(other);
  abandoned.set(lockId, expiresAt);
}

/**
 * @param {LockRecord} record
 * @returns {boolean} whether it protects nobody
 */
function isFree({ lockId, expiresAt }) {
  return expiresAt <= Date.now() || abandoned.has(lockId);
}

/**
 * @param {any} client
 * @returns {Promise<{record: LockRecord, etag: string} | null>} null when nobody holds the lock
 */
async function read(client) {
  try {
    const { Body, ETag } = await client.getObject(KEY);
    return { record: recordOf(await Body.transformToString()), etag: ETag };
  } catch (error) {
    if (isNotFoundError(error)) return null;
    throw error;
  }
}

/**
 * @param {string} text
 * @returns {LockRecord} one that has expired where the text is none: it protects nothing
 */
function recordOf(text) {
  const unknown = { lockId: '', holderId: 'unknown', expiresAt: 0 };
  try {
    const record = JSON.parse(text);
    return typeof record?.expiresAt === 'number' ? record : unknown;
  } catch {
    return unknown;
  }
}

/**
 * Gives the lock back, unless it has expired: then it may be another's.
 *
 * @param {any} client
 * @param {HeldLock} lock
 */
async function release(client, { etag, lockId, expiresAt }) {
  if (Date.now() >= expiresAt) return;
  try {
    await client._deleteIfMatch(KEY, etag);
  } catch {
    // What was done under the lock is done; without a release other processes wait until it expires.
    abandon(lockId, expiresAt);
  }
}

/**
 * @param {number} attempts
 * @param {LockRecord | undefined} record
 */
function locked(attempts, record) {
  const holder = record?.holderId ?? 'unknown';
  const until = new Date(record?.expiresAt ?? Date.now()).toISOString();
  return new DatabaseError(
    `Failed to acquire metadata lock after ${attempts} attempts: Lock is held by ${holder} until ${until}`,
    { code: 'METADATA_LOCKED', statusCode: 409, retriable: true, key: KEY },
  );
}
