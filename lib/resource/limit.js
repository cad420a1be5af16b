/**
 * `{ signal, timeout }`: limits to the time that a call may take.
 *
 * @module
 */
import { ResourceError, ValidationError } from '../errors.js';
import { Turn } from './turn.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {{signal?: AbortSignal | null, timeout?: number | null}} LimitOptions timeout in ms */

/** Most milliseconds that a timer of Node.js takes. */
const LONGEST = 2 ** 31 - 1;

/** Operations after which, when they are broken off, nobody knows what is stored. */
const WRITES = new Set([
  'insert',
  'insertMany',
  'update',
  'patch',
  'replace',
  'upsert',
  'delete',
  'deleteMany',
  'deleteAll',
  'deleteAllData',
  'repairPartitions',
  'updateConditional',
  'createHistoricalVersion',
  'createPartitionReferences',
  'updatePartitionReferences',
  'deletePartitionReferences',
  'handlePartitionReferenceUpdates',
  'handlePartitionReferenceUpdate',
  'setContent',
  'deleteContent',
  'writable',
]);

/**
 * @param {any} options
 * @returns {options is LimitOptions} whether a call with these options has a limit
 */
export function isLimited(options) {
  if (typeof options !== 'object' || options === null) return false;
  return (options.signal ?? options.timeout ?? undefined) !== undefined;
}

/** The limit of one call. */
export class Limit {
  /** @type {ResourceError | null} what the call rejects with, once it has taken too long */
  error = null;

  #turn = new Turn();

  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @type {(() => void) | undefined} */
  #onAbort;

  /**
   * @param {Resource} resource
   * @param {string} operation
   * @param {LimitOptions} options
   * @throws {ValidationError} for a signal or timeout that is none
   */
  constructor(resource, operation, { signal, timeout }) {
    this.resource = resource;
    this.operation = operation;
    this.signal = signalOf(signal);
    this.timeout = timeoutOf(timeout);
  }

  /**
   * Begins to watch the time.
   *
   * @param {(error: ResourceError) => void} onOver
   * @returns {boolean} whether the call may begin
   */
  start(onOver) {
    const { signal, timeout } = this;
    if (signal?.aborted) {
      onOver((this.error = this.#abortion(false)));
      return false;
    }
    if (signal) {
      this.#onAbort = () => this.#stop(this.#abortion(true), onOver);
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
    if (timeout !== null) {
      this.#timer = setTimeout(() => this.#stop(this.#lateness(timeout), onOver), timeout);
      this.#timer.unref();
    }
    return true;
  }

  /** Watches the time no longer. */
  end() {
    clearTimeout(this.#timer);
    if (this.#onAbort) this.signal?.removeEventListener('abort', this.#onAbort);
  }

  /**
   * Lets signals and timers have their turn, if it is due.
   *
   * @throws {ResourceError} when the call has taken too long
   */
  async pass() {
    if (this.#turn.isOver) await this.#turn.pass();
    if (this.error) throw this.error;
  }

  /**
   * @param {ResourceError} error
   * @param {(error: ResourceError) => void} onOver
   */
  #stop(error, onOver) {
    this.error = error;
    this.end();
    onOver(error);
  }

  /** @param {boolean} hasBegun */
  #abortion(hasBegun) {
    const text = `${this.operation}() was aborted`;
    const details = { code: 'ABORT_ERR', statusCode: 499, original: this.signal?.reason };
    return this.#failure('AbortError', text, details, hasBegun);
  }

  /** @param {number} timeout */
  #lateness(timeout) {
    const text = `${this.operation}() took longer than ${timeout} ms`;
    const retriable = !WRITES.has(this.operation);
    const details = { code: 'TIMEOUT', statusCode: 408, timeout, retriable };
    return this.#failure('TimeoutError', text, details, true);
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {Record<string, unknown>} details
   * @param {boolean} hasBegun
   */
  #failure(name, text, details, hasBegun) {
    const { operation, resource } = this;
    const isUnknown = hasBegun && WRITES.has(operation);
    const message = isUnknown ? `${text}; whether it has an effect is unknown` : text;
    const outcome = isUnknown ? 'unknown' : 'none';
    const about = { operation, resourceName: resource.name, outcome };
    return Object.assign(new ResourceError(message, { ...about, ...details }), { name });
  }
}

/**
 * Makes a call that rejects when it takes too long. What it has begun goes on unseen; loops within it
 * end at their next item.
 *
 * @template T
 * @param {Resource} resource
 * @param {string} operation name of the method
 * @param {LimitOptions} options
 * @param {(resource: Resource, ...args: any[]) => Promise<T>} call gets the limit behind its arguments
 * @param {...any} args
 * @returns {Promise<T>}
 */
export async function limited(resource, operation, options, call, ...args) {
  const limit = new Limit(resource, operation, options);
  return new Promise((resolve, reject) => {
    if (!limit.start(reject)) return;
    call(resource, ...args, limit)
      .then(resolve, reject)
      .finally(() => limit.end());
  });
}

/**
 * @param {any} signal
 * @returns {AbortSignal | null}
 */
function signalOf(signal) {
  if (signal === undefined || signal === null) return null;
  if (typeof signal.aborted === 'boolean' && typeof signal.addEventListener === 'function') {
    return signal;
  }
  throw invalid('signal', 'must be an AbortSignal', signal);
}

/**
 * @param {unknown} timeout
 * @returns {number | null}
 */
function timeoutOf(timeout) {
  if (timeout === undefined || timeout === null) return null;
  if (typeof timeout === 'number' && timeout > 0 && timeout <= LONGEST) return timeout;
  throw invalid('timeout', `must be a number above 0, at most ${LONGEST}`, timeout);
}

/**
 * @param {string} field
 * @param {string} text
 * @param {unknown} value
 */
function invalid(field, text, value) {
  const details = { code: 'INVALID_ARGUMENT', statusCode: 400, field, value };
  return new ValidationError(`${field} ${text}`, details);
}
