/**
 * What the streams of a resource have in common: their options, and that they tell of items that
 * failed without ending.
 *
 * @module
 */
import { StreamError, ValidationError } from '../errors.js';
import { isLimited } from '../resource/limit-options.js';
import { Limit } from '../resource/limit.js';

/** Records that are read or kept at a time. */
const BATCH_SIZE = 10;

/** Records that are read or written at the same time. */
const CONCURRENCY = 5;

/**
 * @typedef {object} StreamSize
 * @property {import('../resource.js').Resource} resource
 * @property {number} [batchSize] 10 when absent
 * @property {number} [concurrency] 5 when absent
 */

/** @typedef {StreamSize & import('../resource/limit.js').LimitOptions} StreamOptions */

/**
 * @param {StreamOptions} options
 * @param {string} className for errors
 * @returns {Required<StreamSize>}
 * @throws {StreamError} without a resource
 * @throws {ValidationError} for a number that is not whole or not above 0
 */
export function streamOptions({ resource, batchSize, concurrency }, className) {
  if (!resource) {
    throw new StreamError(`Resource is required for ${className}`, { operation: 'constructor' });
  }
  return {
    resource,
    batchSize: countOf('batchSize', batchSize ?? BATCH_SIZE),
    concurrency: countOf('concurrency', concurrency ?? CONCURRENCY),
  };
}

/**
 * @param {string} field
 * @param {number} value
 * @returns {number}
 */
function countOf(field, value) {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ValidationError(`${field} must be a whole number above 0`, {
    code: 'INVALID_ARGUMENT',
    statusCode: 400,
    field,
    value,
  });
}

/**
 * Listeners of `error` that take it for the end of a stream: those of pipe, pipeline and finished, and
 * of events.once.
 */
const consumers = new WeakSet();

/** Frames that are looked at to find one in which Node.js consumes a stream. */
const STACK_LIMIT = 20;

/** A frame of a stack in which Node.js consumes a stream. */
const CONSUMING =
  /\.pipe \(node:|at once \(node:|node:internal\/streams\/(?:end-of-stream|pipeline|legacy)/;

/**
 * Notes which listeners of `error` are of Node.js's own making: these must not hear of items.
 *
 * @param {import('node:stream').Stream} stream
 */
export function noteConsumers(stream) {
  stream.on('newListener', (event, listener) => {
    if (event === 'error' && isConsuming(stackText())) consumers.add(listener);
  });
}

/** @returns {string} the stack, whatever the program says of stacks */
function stackText() {
  const { stackTraceLimit, prepareStackTrace } = Error;
  try {
    Object.assign(Error, { stackTraceLimit: STACK_LIMIT, prepareStackTrace: undefined });
    return String(new Error().stack);
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
}

/**
 * @param {string} stack
 * @returns {boolean} whether Node.js itself adds the listener
 */
function isConsuming(stack) {
  for (const frame of stack.split('\n').slice(4)) {
    if (!/node:|\(<anonymous>\)/.test(frame)) return false;
    if (CONSUMING.test(frame)) return true;
  }
  return false;
}

/**
 * Destroys a stream that takes too long.
 *
 * @param {(import('node:stream').Readable | import('node:stream').Writable)
 *   & {resource: import('../resource.js').Resource}} stream
 * @param {string} operation
 * @param {import('../resource/limit.js').LimitOptions} options
 */
export function endInTime(stream, operation, options) {
  if (!isLimited(options)) return;
  const limit = new Limit(stream.resource, operation, options);
  stream.once('close', () => limit.end());
  limit.start((error) => stream.destroy(error));
}

/**
 * Tells of an item that failed. The stream goes on.
 *
 * @param {import('node:stream').Stream & {resource: import('../resource.js').Resource}} stream
 * @param {unknown} error
 * @param {unknown} item
 */
export function tellItem(stream, error, item) {
  for (const listener of stream.rawListeners('error')) {
    const { listener: original = listener } = /** @type {{listener?: Function}} */ (listener);
    if (!consumers.has(original)) Reflect.apply(listener, stream, [error, item]);
  }
  stream.resource._emitItemError(error, item);
}
