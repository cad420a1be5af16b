/**
 * `{ signal, timeout }`: limits to the time that a call may take.
 *
 * @module
 */
import { ResourceError } from '../errors.js';
import { cancel, runFor } from '../pending.js';
import { signalOf, timeoutOf } from './limit-options.js';
import { Turn } from './turn.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {import('./limit-options.js').LimitOptions} LimitOptions */

/** Milliseconds for which others wait for a write that was broken off. */
const PATIENCE = 1000;

/** @type {WeakMap<Promise<any>, Promise<any>>} what to wait for in place of a call that has a limit */
const waits = new WeakMap();

/**
 * @param {Iterable<Promise<any>>} calls of the engine
 * @returns {Promise<unknown>} settles when they have, or those that were broken off have had their time
 */
export function settled(calls) {
  return Promise.allSettled(Array.from(calls, (call) => waits.get(call) ?? call));
}

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

/** The limit of one call. */
export class Limit {
  /** @type {ResourceError | null} what the call rejects with, once it has taken too long */
  error = null;

  #turn = new Turn();

  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @type {(() => void) | undefined} */
  #onAbort;

  /** @type {Set<number>} tickets of the calls of the engine that are under way */
  #tickets = new Set();

  /** @type {() => void} */
  #release = () => {};

  /** @type {Promise<void>} when nobody has to wait for these calls any more */
  #released = new Promise((resolve) => {
    this.#release = resolve;
  });

  /**
   * @param {Resource} resource
   * @param {string} operation
   * @param {LimitOptions} options
   * @throws {import('../errors.js').ValidationError} for a signal or timeout that is none
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
   * Makes a call of the engine, or several, unless the call has taken too long.
   *
   * @template T
   * @param {() => T} call
   * @returns {T}
   * @throws {ResourceError} when it has
   */
  run(call) {
    if (this.error) throw this.error;
    return runFor(this, call);
  }

  /**
   * @param {number} ticket
   * @param {Promise<any>} reply
   */
  begin(ticket, reply) {
    this.#tickets.add(ticket);
    const end = () => void this.#tickets.delete(ticket);
    waits.set(reply, Promise.race([reply.then(end, end), this.#released]));
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
    if (WRITES.has(this.operation)) setTimeout(this.#release, PATIENCE).unref();
    else {
      for (const ticket of this.#tickets) cancel(ticket);
      this.#release();
    }
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
 * Makes a call that rejects when it takes too long. A read that it has begun is cancelled, a write goes
 * on unseen; loops within it end at their next item.
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
    limit
      .run(() => call(resource, ...args, limit))
      .then(resolve, reject)
      .finally(() => limit.end());
  });
}
