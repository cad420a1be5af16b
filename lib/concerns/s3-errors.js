import { TRANSIENT_CODES } from '../errors/retriable-codes.js';

/**
 * Whether a storage failure says that the object does not exist.
 *
 * @param {any} error error of this package, of an AWS SDK, or of the like shape
 * @returns {boolean} false for a missing error
 */
export function isNotFoundError(error) {
  if (!error) return false;
  return (
    hasCode(error, 'NoSuchKey', 'NotFound') ||
    hasStatus(error, 404) ||
    (typeof error.message === 'string' && error.message.includes('NoSuchKey'))
  );
}

/**
 * Whether a storage failure says that the credentials do not allow the operation.
 *
 * @param {any} error
 * @returns {boolean} false for a missing error
 */
export function isAccessDeniedError(error) {
  return Boolean(error) && (hasCode(error, 'AccessDenied') || hasStatus(error, 403));
}

/**
 * Whether a storage failure may be gone when the request is sent again: status 429 or 5xx, or the
 * name of a network failure, a timeout or throttling.
 *
 * @param {any} error
 * @returns {boolean} false for a missing error
 */
export function isTransientError(error) {
  if (!error) return false;
  const status = Number(error.statusCode ?? error.$metadata?.httpStatusCode);
  if (status === 429 || (status >= 500 && status < 600)) return true;
  return TRANSIENT_CODES.has(error.name) || TRANSIENT_CODES.has(error.code);
}

/**
 * Whether an error, or the one that caused it, says that the condition of a conditional write did
 * not hold. The clients report it under two spellings of the code.
 *
 * @param {any} error
 * @returns {boolean} false for a missing error
 */
export function isPreconditionFailure(error) {
  return [error, error?.original].some(
    (candidate) =>
      Boolean(candidate) &&
      (hasCode(candidate, 'PreconditionFailed', 'PRECONDITION_FAILED') ||
        hasStatus(candidate, 412)),
  );
}

/**
 * @param {any} error
 * @param {...string} codes
 */
function hasCode(error, ...codes) {
  return [error.name, error.code, error.Code].some((code) => codes.includes(code));
}

/**
 * @param {any} error
 * @param {number} status
 */
function hasStatus(error, status) {
  return error.statusCode === status || error.$metadata?.httpStatusCode === status;
}
