/**
 * Failures of the stores, as the users of their clients know them.
 *
 * @module
 */
import { MetadataLimitError, ResourceError, ValidationError } from '../errors.js';
import { errorOf, failureOf, missingObject } from '../failure.js';
import { isOfService, serviceError } from '../service-error.js';

/** @typedef {import('../failure.js').Failure} Failure */

/** @typedef {'get' | 'head' | 'put' | 'copy' | 'delete' | 'list' | 'count' | 'clear'} StoreOperation */

/** @typedef {keyof typeof STORES} StoreKind */

/**
 * @typedef {object} StoreCall
 * @property {StoreKind} store
 * @property {string} bucket
 * @property {StoreOperation} operation
 * @property {number} [size] bytes of the body to be written
 */

const STORES = {
  memory: {
    place: 'memory storage',
    client: 'MemoryClient',
    sizes: 'Store smaller objects, or increase maxObjectSize or maxMemoryMB.',
  },
  file: {
    place: 'filesystem storage',
    client: 'FileSystemClient',
    sizes: 'Store smaller objects, or increase maxObjectSize.',
  },
  s3: {
    place: 'S3',
    client: 'S3Client',
    limit: undefined,
    sizes: 'Store smaller objects.',
  },
};

/**
 * @param {unknown} error what a call of the store threw
 * @param {StoreCall} call
 * @returns {unknown} the error to throw instead
 */
export function storeError(error, call) {
  const failure = failureOf(error);
  return failure ? failureError(failure, call) : error;
}

/**
 * @param {Failure[]} failures
 * @param {StoreCall} call
 * @returns {import('./answer.js').Deletion[]}
 */
export function deletionFailures(failures, call) {
  return failures.map((failure) => ({
    key: failure.key,
    error: /** @type {Error} */ (failureError(failure, call)),
  }));
}

/**
 * @param {Failure} failure
 * @param {StoreCall} call
 * @returns {unknown}
 */
function failureError(failure, call) {
  const { bucket, operation } = call;
  if (call.store === 's3' && isOfService(failure))
    return serviceError(failure, { bucket, operation });
  const make = MAKERS[failure.code];
  return make ? make(failure, call) : errorOf(failure, { bucket, operation });
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

  METADATA_LIMIT_EXCEEDED: ({ totalSize, effectiveLimit, code }, { store, bucket, operation }) => {
    const { place, client } = STORES[store];
    return new MetadataLimitError(`Metadata limit exceeded in ${place}`, {
      bucket,
      operation,
      code,
      totalSize,
      effectiveLimit,
      excess: totalSize - effectiveLimit,
      suggestion: `Reduce metadata size or disable enforceLimits in ${client} configuration.`,
    });
  },

  LIMIT_EXCEEDED: ({ message, code }, { store, bucket, operation, size }) => {
    const { sizes } = STORES[store];
    return new ResourceError(message[0].toUpperCase() + message.slice(1), {
      bucket,
      operation,
      code,
      size,
      statusCode: 413,
      suggestion: sizes,
    });
  },
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
