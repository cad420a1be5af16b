/**
 * Failures of S3 services, as the classes that users know.
 *
 * @module
 */
import { mapAwsError } from './errors.js';

/** @typedef {import('./failure.js').Failure} Failure */

/** Codes of the engine that stand for an answer of a service, or for none. */
const SERVICE_CODES = new Set(['S3_ERROR', 'NoSuchKey', 'PreconditionFailed']);

/**
 * @param {Failure} failure
 * @returns {boolean} whether {@link serviceError} is to make the error
 */
export function isOfService({ code }) {
  return SERVICE_CODES.has(code);
}

/**
 * @param {Failure} failure
 * @param {import('./failure.js').Circumstances} circumstances
 * @returns {Error} of the class that s3db.js maps the answer to; `original` is in the form of the
 *   errors of the AWS SDK
 */
export function serviceError(failure, { bucket = '', resourceName, id, operation }) {
  const { key = '' } = failure;
  const context = { bucket, key, resourceName, id: id === undefined ? undefined : String(id) };
  return mapAwsError(sdkError(failure, operation), context);
}

/**
 * @param {Failure} failure
 * @param {string} [operation]
 */
function sdkError(failure, operation) {
  const {
    name,
    httpStatusCode,
    requestId,
    reason = failure.message,
  } = answerOf(failure, operation);
  return Object.assign(new Error(reason), {
    name,
    $fault: httpStatusCode === undefined || httpStatusCode >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode, requestId },
  });
}

/**
 * @param {Failure} failure
 * @param {string} [operation]
 * @returns {{name: string, httpStatusCode?: number, requestId?: string, reason?: string}}
 */
function answerOf(failure, operation) {
  switch (failure.code) {
    case 'NoSuchKey':
      return {
        name: operation === 'head' ? 'NotFound' : 'NoSuchKey',
        httpStatusCode: 404,
        reason: 'The specified key does not exist.',
      };
    case 'PreconditionFailed':
      return {
        name: 'PreconditionFailed',
        httpStatusCode: 412,
        reason: `At least one of the pre-conditions did not hold: ${failure.reason}`,
      };
    default:
      return {
        name: failure.name,
        httpStatusCode: failure.httpStatusCode ?? undefined,
        requestId: failure.requestId ?? undefined,
        reason: failure.reason,
      };
  }
}
