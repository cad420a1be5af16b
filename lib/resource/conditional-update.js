/**
 * updateConditional: an update, if the record is still the one that the caller has read.
 *
 * @module
 */
import { ValidationError } from '../errors.js';
import { requireId } from './id.js';
import { loadRecord } from './load.js';
import { merge } from './merge.js';
import { readReport } from './report.js';
import { commit, missingText } from './update.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('../validator.js').ValidationFailure} ValidationFailure */

/**
 * @typedef {{success: true, data: Fields, etag: string}
 *   | {success: false, error: string, validationErrors?: ValidationFailure[]}} ConditionalResult
 */

const MODIFIED = 'ETag mismatch - object was modified by another process';

/** What an update is refused for: it becomes a result and no error of the caller's. */
class Refused extends Error {
  /** @param {ValidationFailure[]} failures with secrets masked */
  constructor(failures) {
    super(`Validation failed: ${JSON.stringify(failures)}`);
    this.failures = failures;
  }
}

/**
 * Hooks and events are those of `update`.
 *
 * @param {Resource} resource
 * @param {unknown} id
 * @param {Fields} attributes
 * @param {{ifMatch?: string}} [options] `ifMatch` is the `_etag` of the record that was read
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<ConditionalResult>} what is wrong with the record or its new fields is a result
 * @throws {ValidationError} without `ifMatch`
 */
export async function updateConditional(resource, id, attributes, options = {}, limit) {
  const key = requireId(id);
  const tag = requireTag(options.ifMatch);
  let etag = '';
  /** @param {import('../frame/reply.js').ReplyReader} reply */
  const read = (reply) => {
    const report = readReport(reply);
    etag = /** @type {string} */ (report.etag);
    return report;
  };
  try {
    const { preimage, record } = await loadRecord(resource, key, 'updateConditional');
    const expected = { tag, seenAt: performance.now() };
    if (typeof attributes !== 'object' || attributes === null) {
      throw new TypeError('updateConditional requires an object of attributes');
    }
    const merged = merge(record, attributes);
    const { hooks } = resource._core;
    const change = { preimage, before: record, merged, hooks, expected, read, limit };
    const operation = 'updateConditional';
    const data = await commit(resource, key, { ...change, operation }, refuse);
    return { success: true, data, etag };
  } catch (error) {
    return refusal(error, key);
  }
}

/**
 * @param {unknown} ifMatch
 * @returns {string}
 */
function requireTag(ifMatch) {
  if (ifMatch) return String(ifMatch);
  throw new ValidationError('updateConditional requires ifMatch option with ETag value', {
    code: 'PRECONDITION_REQUIRED',
    statusCode: 428,
    field: 'ifMatch',
    suggestion: 'Pass the _etag of the record that was read.',
  });
}

/**
 * @param {Resource} resource
 * @param {ValidationFailure[]} failures
 */
function refuse({ _core: { plan } }, failures) {
  return new Refused(plan.mask.failures(failures));
}

/**
 * @param {any} error
 * @param {string} id
 * @returns {ConditionalResult}
 * @throws what is no fault of the record or its new fields
 */
function refusal(error, id) {
  if (error instanceof Refused) {
    return { success: false, error: error.message, validationErrors: error.failures };
  }
  if (error?.code === 'NoSuchKey') return { success: false, error: missingText(id) };
  if (error?.code === 'PreconditionFailed') {
    return { success: false, error: `${MODIFIED} (${error.message})` };
  }
  throw error;
}
