import { native } from '../space.js';

/** Characters of the id of a task. */
const ID_LENGTH = 22;

const STARTED = 'pool:taskStarted';
const COMPLETED = 'pool:taskCompleted';

/** Names under which a failed task is told: the one that s3db.js declares, and that of its pool. */
const FAILED = ['pool:taskFailed', 'pool:taskError'];

const TOLD = [STARTED, COMPLETED, ...FAILED];

/**
 * Tells of the requests of a client as tasks of its pool.
 *
 * | event | arguments |
 * |---|---|
 * | `pool:taskStarted`, `pool:taskCompleted` | task |
 * | `pool:taskFailed`, `pool:taskError` | task, error |
 */
export class PoolEvents {
  #client;
  #settings;

  /**
   * @param {import('node:events').EventEmitter} client
   * @param {{retries: number, timeout: number}} settings
   */
  constructor(client, { retries, timeout }) {
    this.#client = client;
    this.#settings = { retries, timeout };
  }

  /** Whether anybody listens. */
  get isHeard() {
    return TOLD.some((event) => this.#client.listenerCount(event) > 0);
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
    this.#client.emit(STARTED, task);
    try {
      const answer = await send();
      this.#client.emit(COMPLETED, ended(task));
      return answer;
    } catch (error) {
      for (const event of FAILED) this.#client.emit(event, ended(task), error);
      throw error;
    }
  }

  /**
   * @param {string} operation
   * @param {{key?: unknown, from?: unknown, to?: unknown}} parameters
   */
  #task(operation, { key, from, to }) {
    const now = Date.now();
    const about = operation[0].toLowerCase() + operation.slice(1);
    const metadata = { operation: about, ...(from === undefined ? { key } : { from, to }) };
    const id = native.generateId(ID_LENGTH);
    const times = {
      createdAt: now,
      startedAt: now,
      completedAt: /** @type {number | null} */ (null),
    };
    return { id, ...this.#settings, metadata, ...times };
  }
}

/** @param {Record<string, any>} task */
function ended(task) {
  const completedAt = Date.now();
  return { ...task, completedAt, timings: { total: completedAt - task.createdAt } };
}
