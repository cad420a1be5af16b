/**
 * What the engine reports of a write, and what becomes of it: the record that the caller gets, and
 * the events that tell of what happened on the side.
 *
 * @module
 */
import { PartitionError } from '../errors.js';
import { errorOf, readFailure } from '../failure.js';
import { deletePath, setPath } from '../field-path.js';
import { ABSENT } from '../frame/value.js';
import { withoutSystemFields } from './merge.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {'insert' | 'update' | 'patch' | 'replace' | 'updateConditional'} WriteOperation */

/**
 * The reply of a write (`report` in `src/resource/write.rs`).
 *
 * @typedef {object} Report
 * @property {string} id
 * @property {string | null} etag of an insert, and of an update under a condition
 * @property {number} contentLength
 * @property {string | null} mimeType
 * @property {boolean} overflowed fields went to the body
 * @property {boolean} truncated fields were cut or left out
 * @property {Array<[place: number | string, value: unknown]>} corrections slots, and dotted paths of
 *   undeclared attributes, that read otherwise than given
 * @property {{totalSize: number, limit: number, excess: number} | null} exceeds
 * @property {Error[]} failures references that could not be written or deleted
 */

/**
 * @param {import('../frame/reply.js').ReplyReader} reply
 * @returns {Report}
 */
export function readReport(reply) {
  const id = reply.value();
  const etag = reply.value();
  const contentLength = reply.value();
  const mimeType = reply.value();
  const overflowed = reply.value();
  const truncated = reply.value();
  /** @type {Report['corrections']} */
  const corrections = [];
  for (let count = reply.value(); count > 0; count--) {
    corrections.push([reply.value(), reply.value()]);
  }
  const totalSize = reply.value();
  const exceeds =
    totalSize === null ? null : { totalSize, limit: reply.value(), excess: reply.value() };
  const failures = readFailures(reply);
  return {
    id,
    etag,
    contentLength,
    mimeType,
    overflowed,
    truncated,
    corrections,
    exceeds,
    failures,
  };
}

/**
 * @param {import('../frame/reply.js').ReplyReader} reply
 * @returns {Error[]}
 */
export function readFailures(reply) {
  /** @type {Error[]} */
  const failures = [];
  for (let count = reply.value(); count > 0; count--) {
    const key = reply.value();
    failures.push(/** @type {Error} */ (errorOf({ ...readFailure(reply), key })));
  }
  return failures;
}

/**
 * Makes a validated record what a read of it would give.
 *
 * @param {Resource} resource
 * @param {Record<string, any>} data changed in place
 * @param {Report} report
 * @returns {Record<string, any>} the same record
 */
export function correct(resource, data, report) {
  for (const [place, value] of report.corrections) {
    if (typeof place === 'number') resource._core.plan.set(data, place, value);
    else if (value === ABSENT) deletePath(data, place.split('.'));
    else setPath(data, place.split('.'), value);
  }
  if (report.overflowed) data.$overflow = 'true';
  if (report.truncated) data.$truncated = 'true';
  return data;
}

/**
 * Emits what a write has to tell besides its result.
 *
 * @param {Resource} resource
 * @param {WriteOperation} operation
 * @param {Report} report
 * @param {Record<string, unknown>} data
 * @throws {PartitionError} for references that could not be written, where that is to fail the write
 */
export function tell(resource, operation, report, data) {
  if (report.exceeds && resource.listenerCount('exceedsLimit') > 0) {
    const payload = { operation, ...report.exceeds, data: withoutSystemFields(data) };
    resource.emit('exceedsLimit', operation === 'insert' ? payload : { ...payload, id: report.id });
  }
  if (report.overflowed) tellOfBehavior(resource, 'overflow', operation, report.id, data);
  if (report.truncated) tellOfBehavior(resource, 'truncate', operation, report.id, data);
  if (report.failures.length === 0) return;
  const { id, failures } = report;
  if (failsWrite(resource, operation)) throw referencesFailed(resource, operation, id, failures);
  if (operation === 'insert') {
    resource.emit('partitionIndexWarning', { operation: 'create', id, failures });
  } else tellFailedReferences(resource, operation, id, failures);
}

/**
 * @param {Resource} resource
 * @param {WriteOperation} operation
 * @param {string} id
 * @param {Error[]} failures at least one
 */
export function tellFailedReferences(resource, operation, id, [error]) {
  resource.emit('partitionIndexError', { operation, id, error, message: error.message });
}

/**
 * @param {Resource} resource
 * @param {WriteOperation} operation
 * @returns {boolean} whether a write without all its references is to reject
 */
function failsWrite({ config: { strictPartitions, asyncPartitions } }, operation) {
  return strictPartitions || (!asyncPartitions && ['patch', 'replace'].includes(operation));
}

/**
 * @param {Resource} resource
 * @param {WriteOperation | 'delete'} operation
 * @param {string} id
 * @param {Error[]} failures at least one
 * @returns {PartitionError} the record is written or deleted all the same
 */
export function referencesFailed({ bucket, name: resourceName }, operation, id, failures) {
  const [original] = failures;
  const done = operation === 'delete' ? 'deleted' : 'written';
  return new PartitionError(
    `Record '${id}' is ${done}, but not all of its partition references: ${original.message}`,
    { bucket, resourceName, operation, id, failures, original, statusCode: 500 },
  );
}

/**
 * @param {Resource} resource
 * @param {'overflow' | 'truncate'} event
 * @param {string} operation
 * @param {string} id
 * @param {Record<string, unknown>} data
 */
function tellOfBehavior(resource, event, operation, id, data) {
  if (resource.listenerCount(event) > 0) resource.emit(event, { operation, id, data });
}
