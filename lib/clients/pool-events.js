import { setImmediate } from 'node:timers/promises';

import { runFor } from '../pending.js';
import { native } from '../space.js';
import { keyOf } from './parameters.js';

/** Characters of the id of a task. */
const ID_LENGTH = 22;

/** Names under which the course of a task is told: those that s3db.js declares, and those of its pool. */
const NAMES = {
  started: ['pool:taskStarted'],
  retried: ['pool:taskRetried', 'pool:taskRetry'],
  metrics: ['pool:taskMetrics'],
  completed: ['pool:taskCompleted'],
  failed: ['pool:taskFailed', 'pool:taskError'],
};

const TOLD = Object.values(NAMES).flat();

/**
 * @typedef {object} Task
 * @property {string} id
 * @property {number} retries
 * @property {number} timeout
 * @property {{operation: string, key?: unknown, from?: unknown, to?: unknown}} metadata
 * @property {number} attemptCount
 * @property {number} createdAt
 * @property {number} startedAt
 * @property {number | null} completedAt
 * @property {{total: number | null}} timings milliseconds
 */

/** A task that has not ended. */
class UnderwayTask {
  /** @type {Set<number>} of its first calls of the engine */
  tickets = new Set();

  /**
   * @param {Task} task
   * @param {string[]} keys full keys of its requests
   */
  constructor(task, keys) {
    this.task = task;
    this.keys = keys;
  }

  /** @param {number} ticket */
  begin(ticket) {
    this.tickets.add(ticket);
  }
}

/**
 * Tells of the requests of a client as tasks of its pool, on the client and on the pool.
 *
 * | event | arguments |
 * |---|---|
 * | `pool:taskStarted`, `pool:taskCompleted` | task |
 * | `pool:taskRetried`, `pool:taskRetry` | task, attempts that have failed |
 * | `pool:taskMetrics` | `{taskId, timings, metadata}` |
 * | `pool:taskFailed`, `pool:taskError` | task, error |
 */
export class PoolEvents {
  #client;
  #emitters;
  #handle;
  #settings;
  #watches = false;

  /** @type {Set<UnderwayTask>} tasks whose retries are told */
  #underway = new Set();

  /**
   * @param {import('./client.js').Client} client
   * @param {import('node:events').EventEmitter} pool
   * @param {any} handle bucket of the engine
   * @param {{retries: number, timeout: number}} settings
   */
  constructor(client, pool, handle, { retries, timeout }) {
    this.#client = client;
    this.#emitters = [client, pool];
    this.#handle = handle;
    this.#settings = { retries, timeout };
  }

  /** Whether anybody listens. */
  get isHeard() {
    return this.#emitters.some(
      (emitter) => emitter.eventNames().length > 0 && hears(emitter, TOLD),
    );
  }

  /**
   * @template T
   * @param {string} operation such as `PutObject`
   * @param {unknown} parameters
   * @param {() => T | Promise<T>} send
   * @returns {Promise<T>}
   */
  async follow(operation, parameters, send) {
    const task = this.#task(operation, /** @type {any} */ (parameters));
    const entry = new UnderwayTask(task, this.#keysOf(parameters));
    if (this.#emitters.some((emitter) => hears(emitter, NAMES.retried))) this.#watch();
    this.#underway.add(entry);
    this.#tell('started', () => [{ ...task }]);
    try {
      const answer = await this.#toItsEnd(() => runFor(entry, send));
      end(task);
      const { id: taskId, timings, metadata } = task;
      this.#tell('metrics', () => [{ taskId, timings, metadata }]);
      this.#tell('completed', () => [{ ...task }]);
      return answer;
    } catch (error) {
      end(task);
      this.#tell('failed', () => [{ ...task }, error]);
      throw error;
    } finally {
      this.#underway.delete(entry);
    }
  }

  /**
   * What the engine says of retries comes by another way than its answers, and may come a little later.
   *
   * @template T
   * @param {() => T | Promise<T>} send
   * @returns {Promise<T>}
   */
  async #toItsEnd(send) {
    try {
      return await send();
    } finally {
      if (this.#watches) await setImmediate();
    }
  }

  /** Lets the engine tell of retries from now on. It holds nothing that is used no longer. */
  #watch() {
    if (this.#watches) return;
    this.#watches = true;
    const self = new WeakRef(this);
    this.#handle.watchRetries(
      (/** @type {string} */ key, /** @type {number} */ failures, /** @type {number} */ ticket) => {
        const events = self.deref();
        if (events) events.#retried(key, failures, ticket);
      },
    );
  }

  /**
   * @param {string} key full key
   * @param {number} failures attempts that have failed
   * @param {number} ticket of the call
   */
  #retried(key, failures, ticket) {
    const entry = this.#taskOf(key, failures, ticket);
    if (!entry) return;
    const { task } = entry;
    this.#tell('retried', () => [{ ...task }, failures]);
    task.attemptCount = failures + 1;
  }

  /**
   * The task that made the call. Only the first calls of a task are known; of the others, the key says
   * whose they may be.
   *
   * @param {string} key
   * @param {number} failures
   * @param {number} ticket
   * @returns {UnderwayTask | undefined}
   */
  #taskOf(key, failures, ticket) {
    const entries = [...this.#underway];
    const isOfKey = (/** @type {UnderwayTask} */ { keys, task }) =>
      keys.includes(key) && task.attemptCount <= failures;
    return entries.find(({ tickets }) => tickets.has(ticket)) ?? entries.find(isOfKey);
  }

  /**
   * @param {keyof typeof NAMES} course
   * @param {() => unknown[]} makeArguments
   */
  #tell(course, makeArguments) {
    for (const emitter of this.#emitters) {
      for (const event of NAMES[course]) {
        if (emitter.listenerCount(event) > 0) emitter.emit(event, ...makeArguments());
      }
    }
  }

  /**
   * @param {any} parameters of an operation
   * @returns {string[]} full keys of its requests
   */
  #keysOf(parameters) {
    const { key, from, to } = parameters;
    const given = Array.isArray(parameters) ? parameters.map(keyOf) : [key, from, to];
    return given.filter((each) => each !== undefined).map((each) => this.#client._keys.key(each));
  }

  /**
   * @param {string} operation
   * @param {{key?: unknown, from?: unknown, to?: unknown}} parameters
   * @returns {Task}
   */
  #task(operation, { key, from, to }) {
    const now = Date.now();
    const metadata = {
      operation: operation[0].toLowerCase() + operation.slice(1),
      ...(from === undefined ? { key } : { from, to }),
    };
    return {
      id: native.generateId(ID_LENGTH),
      ...this.#settings,
      metadata,
      attemptCount: 1,
      createdAt: now,
      startedAt: now,
      completedAt: null,
      timings: { total: null },
    };
  }
}

/** @param {Task} task */
function end(task) {
  task.completedAt = Date.now();
  task.timings = { total: task.completedAt - task.createdAt };
}

/**
 * @param {import('node:events').EventEmitter} emitter
 * @param {string[]} events
 */
function hears(emitter, events) {
  return events.some((event) => emitter.listenerCount(event) > 0);
}
