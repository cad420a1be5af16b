/**
 * Errors of the engine, as the classes that users know.
 *
 * @module
 */
import {
  AuthenticationError,
  BehaviorError,
  CryptoError,
  DatabaseError,
  InvalidResourceItem,
  MetadataLimitError,
  NoSuchKey,
  PartitionError,
  ResourceError,
  S3dbError,
  SchemaError,
  ValidationError,
} from './errors.js';
import { shareFrames, withoutFrames } from './errors/stack.js';
import { serviceError } from './service-error.js';

/**
 * What the engine says of an error (`src/facts.rs`); `code` is one of `Error::code` in `src/error.rs`.
 *
 * @typedef {{code: string, message: string, statusCode: number, retriable?: boolean,
 *   [fact: string]: any}} Failure
 */

/**
 * What the operation knows about it.
 *
 * @typedef {object} Circumstances
 * @property {string} [operation] name of the method
 * @property {string} [bucket]
 * @property {string} [resourceName]
 * @property {unknown} [id]
 * @property {unknown} [attributes]
 */

/**
 * Errors thrown by a user's client, by the number under which the engine passes them on. A reply may name
 * one for each of the records that its request was for.
 */
const thrownErrors = new Map();
let thrownCount = 0;

/**
 * Keeps an error of user code until the engine hands its number back.
 *
 * @param {unknown} error
 * @returns {number}
 */
export function keepThrown(error) {
  thrownErrors.set(++thrownCount, error);
  return thrownCount;
}

/**
 * @param {unknown} error what a call of the addon threw
 * @returns {Failure | null} null for what is no error of the engine
 */
export function failureOf(error) {
  const message = /** @type {{message?: unknown} | null} */ (error)?.message;
  if (typeof message !== 'string' || !message.startsWith('{"code":')) return null;
  return JSON.parse(message);
}

/**
 * An error inside a reply (`Reply::error` in `src/frame/reply.rs`).
 *
 * @param {import('./frame/reply.js').ReplyReader} reply
 * @returns {Failure}
 */
export function readFailure(reply) {
  return JSON.parse(reply.value());
}

/**
 * @param {unknown} error what a call of the addon threw
 * @param {Circumstances} [circumstances]
 * @returns {unknown} the error to throw instead
 */
export function publicError(error, circumstances = {}) {
  const failure = failureOf(error);
  return failure ? errorOf(failure, circumstances) : error;
}

/**
 * @param {Failure} failure
 * @param {Circumstances} [circumstances]
 * @returns {unknown} the error of the class that stands for the failure
 */
export function errorOf(failure, circumstances = {}) {
  if (failure.thrown !== undefined) {
    const { thrown: number } = failure;
    const thrown = thrownErrors.get(number);
    queueMicrotask(() => thrownErrors.delete(number));
    return withRecord(thrown, circumstances);
  }
  const make = MAKERS[failure.code];
  if (make) return make(failure, circumstances);
  return new DatabaseError(failure.message, detailsOf(failure, circumstances));
}

/**
 * Clients do not know which record a request is for.
 *
 * @param {any} thrown by a client
 * @param {Circumstances} circumstances
 * @returns {any} the same error; one of ours names the record
 */
function withRecord(thrown, { id, resourceName }) {
  const isNameless = id !== undefined && thrown?.id === undefined;
  if (isNameless && thrown instanceof S3dbError) {
    Object.assign(thrown, { id: String(id), resourceName });
    if (thrown.statusCode === 412) named(thrown, String(id));
  }
  return thrown;
}

/**
 * A condition that did not hold names the record in `data` alone: s3db.js gives such errors no `id`.
 *
 * @template {Error & {id?: unknown, data: Record<string, unknown>}} T
 * @param {T} error
 * @param {unknown} id
 * @returns {T} the same error
 */
export function named(error, id) {
  error.data.id = id;
  delete error.id;
  return error;
}

/**
 * @param {Failure} failure
 * @param {Circumstances} circumstances
 */
function detailsOf({ message: _message, ...facts }, { attributes: _attributes, ...circumstances }) {
  return { ...circumstances, ...facts };
}

/** @type {Record<string, (failure: Failure, circumstances: Circumstances) => Error>} */
const MAKERS = {
  NoSuchKey: (failure, { bucket = '', resourceName, id }) => {
    const missing = () => missingObject(`Object not found: ${failure.key}`, { key: failure.key });
    if (resourceName === undefined) return missing();
    const original = withoutFrames(missing);
    const key = `resource=${resourceName}/data/id=${id}`;
    const error = new NoSuchKey({ bucket, key, resourceName, id: String(id), original });
    shareFrames(original, error);
    return error;
  },

  PreconditionFailed: (failure, circumstances) => {
    const found = `${failure.reason} for key "${failure.key}"`;
    const { id, operation } = circumstances;
    const message =
      operation === 'insert' ? `Resource with id '${id}' already exists (${found})` : found;
    const details = detailsOf(failure, circumstances);
    return named(new ResourceError(`Precondition failed: ${message}`, details), id);
  },

  INVALID_ID: (failure, { id }) =>
    new ValidationError(`Invalid id: ${failure.message.replace(/^invalid id: /, '')}`, {
      code: failure.code,
      statusCode: 400,
      field: 'id',
      value: id,
      constraint: 'url-safe',
    }),

  INVALID_KEY: (failure, circumstances) =>
    new ValidationError(failure.message, detailsOf(failure, circumstances)),

  INVALID_FIELD: (failure, circumstances) =>
    new ValidationError(
      `Field '${failure.field}' ${failure.reason}`,
      detailsOf(failure, circumstances),
    ),

  INVALID_DEFINITION: (failure, circumstances) =>
    new SchemaError(
      `Attribute '${failure.attribute}' ${failure.reason}`,
      detailsOf(failure, circumstances),
    ),

  INVALID_SCHEMA: (failure, circumstances) =>
    new SchemaError(failure.message, detailsOf(failure, circumstances)),

  UNKNOWN_BEHAVIOR: (failure, circumstances) =>
    new BehaviorError(
      failure.message.replace(/^unknown behavior `(.*)`$/s, 'Unknown behavior: $1'),
      {
        ...detailsOf(failure, circumstances),
        operation: 'getBehavior',
      },
    ),

  INVALID_PARTITION: (failure, circumstances) => {
    const { operation } = circumstances;
    const details = {
      ...detailsOf(failure, circumstances),
      partitionName: failure.partition,
    };
    if (operation === 'insert' || operation === 'update' || operation === 'replace') {
      return new ValidationError(`Partition '${failure.partition}': ${failure.reason}`, details);
    }
    const message =
      failure.reason === 'not found'
        ? `Partition '${failure.partition}' not found`
        : `Partition '${failure.partition}': ${failure.reason}`;
    return new PartitionError(message, details);
  },

  METADATA_LIMIT_EXCEEDED: (failure, circumstances) => {
    const { totalSize, effectiveLimit } = failure;
    return new MetadataLimitError(
      `Metadata size exceeds 2KB limit on ${circumstances.operation ?? 'insert'}`,
      { ...detailsOf(failure, circumstances), excess: totalSize - effectiveLimit },
    );
  },

  CORRUPT_OBJECT: (failure, circumstances) =>
    new ResourceError(
      `Corrupt object '${failure.key}': ${failure.reason}`,
      detailsOf(failure, circumstances),
    ),

  AccessDenied: (failure, circumstances) =>
    new ResourceError(`Permission denied: ${failure.key}`, {
      ...detailsOf(failure, circumstances),
      suggestion: 'Let the process read and write the folder, then try again.',
    }),

  ServiceUnavailable: (failure, circumstances) =>
    new ResourceError(`Filesystem temporarily unavailable: ${failure.reason}`, {
      ...detailsOf(failure, circumstances),
      suggestion: 'Free disk space or file handles, then try again.',
    }),

  InvalidObjectState: (failure, circumstances) =>
    new ResourceError(`Invalid object state: ${failure.reason}`, {
      ...detailsOf(failure, circumstances),
      suggestion: 'An object cannot have the key of a folder: use another key.',
    }),

  KeyTooLongError: (failure, circumstances) =>
    new ResourceError('Key too long for filesystem', {
      ...detailsOf(failure, circumstances),
      suggestion: 'Use shorter ids, or shorter names and values of partitions.',
    }),

  LockTimeout: (failure, circumstances) =>
    new ResourceError(`Lock timeout: ${failure.key}`, {
      ...detailsOf(failure, circumstances),
      suggestion: 'Another writer holds the folder: try again, or raise locking.timeout.',
    }),

  InternalError: (failure, circumstances) =>
    new ResourceError(`Filesystem error: ${failure.reason}`, {
      ...detailsOf(failure, circumstances),
      suggestion: 'Check the disk and the folder, then try again.',
    }),

  BODY_IN_USE: (failure, circumstances) =>
    new ResourceError(`Fields of the record '${circumstances.id}' are in the body of its object`, {
      ...detailsOf(failure, circumstances),
      suggestion: 'Keep content in records whose fields all fit into the metadata.',
    }),

  LIMIT_EXCEEDED: (failure, circumstances) =>
    new ResourceError(failure.message, detailsOf(failure, circumstances)),

  S3_ERROR: (failure, circumstances) => serviceError(failure, circumstances),

  CREDENTIALS_ERROR: (failure, circumstances) =>
    new AuthenticationError(failure.message, {
      ...detailsOf(failure, circumstances),
      suggestion:
        'Put key and secret into the connection string, pass `credentials`, or let the environment ' +
        'provide them.',
    }),

  CRYPTO_ERROR: (failure, circumstances) =>
    new CryptoError(failure.message, detailsOf(failure, circumstances)),
};

/**
 * The error with which the clients without a server report a missing object.
 *
 * @param {string} message
 * @param {Record<string, unknown>} details
 * @returns {ResourceError}
 */
export function missingObject(message, details) {
  const error = new ResourceError(message, { ...details, code: 'NoSuchKey', statusCode: 404 });
  error.name = 'NoSuchKey';
  return error;
}

/**
 * @param {string} text
 * @param {import('./validator.js').ValidationFailure[]} failures
 * @param {Circumstances} circumstances
 * @returns {InvalidResourceItem}
 */
export function invalidItem(text, failures, { bucket = '', resourceName = '', attributes }) {
  return new InvalidResourceItem({
    code: 'INVALID_RECORD',
    bucket,
    resourceName,
    attributes,
    validation: failures,
    message: text,
  });
}
