/**
 * Failures of the memory store, as its users know them.
 *
 * @module
 */
import { MetadataLimitError, ResourceError, ValidationError } from '../errors.js';
import { errorOf, failureOf, missingObject } from '../failure.js';

/** @typedef {import('../failure.js').Failure} Failure */

/**
 * @typedef {object} StoreCall
 * @property {string} bucket
 * @property {'get' | 'head' | 'put' | 'copy'} operation
 * @property {number} [size] bytes of the body to be written
 */

/**
 * @param {unknown} error what a call of the store threw
 * @param {StoreCall} call
 * @returns {unknown} the error to throw instead
 */
export function storeError(error, call) {
  const failure = failureOf(error);
  if (!failure) return error;
  const make = MAKERS[failure.code];
  return make ? make(failure, call) : errorOf(failure, { bucket: call.bucket });
}

/** @type {Record<string, (failure: Failure, call: StoreCall) => Error>} */
const MAKERS = {
  NoSuchKey: ({ key }, { bucket, operation }) => {
    const isCopy = operation === 'copy';
    return missingObject(`${isCopy ? 'Source object' : 'Object'} not found: ${key}`, {
      bucket,
      key,
      suggestion: isCopy
        ? 'Copy requires an existing source object. Verify the source key before retrying.'
        : 'Ensure the key exists before attempting to read it.',
    });
  },

  METADATA_LIMIT_EXCEEDED: ({ totalSize, effectiveLimit, code }, { bucket, operation }) =>
    new MetadataLimitError('Metadata limit exceeded in memory storage', {
      bucket,
      operation,
      code,
      totalSize,
      effectiveLimit,
      excess: totalSize - effectiveLimit,
      suggestion: 'Reduce metadata size or disable enforceLimits in MemoryClient configuration.',
    }),

  LIMIT_EXCEEDED: ({ message, code }, { bucket, operation, size }) =>
    new ResourceError(message[0].toUpperCase() + message.slice(1), {
      bucket,
      operation,
      code,
      size,
      statusCode: 413,
      suggestion: 'Store smaller objects, or increase maxObjectSize or maxMemoryMB.',
    }),
};

/**
 * @param {string} bucket
 * @param {string} key
 * @returns {Error} the error of a conditional write whose object must not be there
 */
export function alreadyExists(bucket, key) {
  const reason = 'object already exists';
  const failure = { code: 'PreconditionFailed', message: reason, statusCode: 412, key, reason };
  return /** @type {Error} */ (errorOf(failure, { bucket }));
}

/**
 * @param {unknown} value
 * @param {unknown} [original] what reading it threw
 * @returns {ValidationError}
 */
export function invalidSnapshot(value, original) {
  return new ValidationError('Invalid snapshot format', {
    code: 'INVALID_SNAPSHOT',
    field: 'snapshot',
    value: value === null ? 'null' : typeof value,
    original,
    suggestion:
      'Provide the snapshot returned by MemoryStorage.snapshot() before calling restore().',
  });
}
