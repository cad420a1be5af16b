import { setTimeout as pause } from 'node:timers/promises';

import { DatabaseError } from '../errors.js';

/**
 * What is done where a task fails, times in milliseconds.
 *
 * @typedef {object} TaskPolicy
 * @property {number} retries attempts after the first one, for what may pass
 * @property {number} retryDelay pause before the second attempt, twice as long before each further one
 * @property {number} timeout of one attempt; 0 is without limit
 * @property {string[]} retryableErrors names or codes of errors that may pass, besides those that say so
 */

/** Failed tasks are not tried again. */
const ONCE = { retries: 0, retryDelay: 0, timeout: 0, retryableErrors: [] };

/** Runs tasks, a bounded number of them at a time, and counts them. */
export class BoundedTasks {
  #processedCount = 0;
  #errorCount = 0;
  #retryCount = 0;
  #activeCount = 0;

  /**
   * @param {number} concurrency most tasks at a time
   * @param {TaskPolicy} [policy]
   */
  constructor(concurrency, policy = ONCE) {
    this.concurrency = Math.max(1, concurrency);
    this.policy = policy;
  }

  /** @returns {number} */
  getConcurrency() {
    return this.concurrency;
  }

  /** @param {number} concurrency most tasks at a time from now on */
  setConcurrency(concurrency) {
    this.concurrency = Math.max(1, Math.floor(concurrency));
  }

  /**
   * Runs a task for each item; one that fails does not stop the others.
   *
   * @template T, R
   * @param {T[]} items
   * @param {(item: T) => Promise<R>} task
   * @returns {Promise<{results: R[], errors: Array<{item: T, error: unknown, index: number}>}>}
   *   results and errors in the order of the items
   */
  async settle(items, task) {
    /** @type {Array<{result: R} | {error: unknown}>} */
    const outcomes = new Array(items.length);
    let started = 0;
    const work = async () => {
      while (started < items.length) {
        const index = started++;
        outcomes[index] = await this.run(() => task(items[index])).then(
          (result) => ({ result }),
          (error) => ({ error }),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.concurrency, items.length) }, work));
    return {
      results: outcomes.flatMap((outcome) => ('result' in outcome ? [outcome.result] : [])),
      errors: outcomes.flatMap((outcome, index) =>
        'error' in outcome ? [{ item: items[index], error: outcome.error, index }] : [],
      ),
    };
  }

  /**
   * Runs and counts one task, whatever the number of those under way.
   *
   * @template R
   * @param {() => Promise<R>} task
   * @returns {Promise<R>}
   */
  async run(task) {
    this.#activeCount++;
    try {
      const result = await this.#attempts(task);
      this.#processedCount++;
      return result;
    } catch (error) {
      this.#errorCount++;
      throw error;
    } finally {
      this.#activeCount--;
    }
  }

  /** Counts since the beginning, in the form of s3db.js's task runner. */
  getStats() {
    return {
      queueSize: 0,
      activeCount: this.#activeCount,
      processedCount: this.#processedCount,
      errorCount: this.#errorCount,
      retryCount: this.#retryCount,
      concurrency: this.concurrency,
      paused: false,
      stopped: false,
      rolling: null,
    };
  }

  /**
   * @template R
   * @param {() => Promise<R>} task
   * @returns {Promise<R>}
   */
  async #attempts(task) {
    const { retries, retryDelay, timeout } = this.policy;
    for (let made = 0; ; made++) {
      try {
        return await (timeout > 0 ? within(timeout, task()) : task());
      } catch (error) {
        if (made >= retries || !this.#mayPass(error)) throw error;
        this.#retryCount++;
        await pause(retryDelay * 2 ** made);
      }
    }
  }

  /** @param {any} error */
  #mayPass(error) {
    const { retryableErrors } = this.policy;
    const cause = error?.original ?? error;
    return [error, cause].some(
      (failure) =>
        failure?.retriable === true ||
        retryableErrors.includes(failure?.name) ||
        retryableErrors.includes(failure?.code),
    );
  }
}

/**
 * @template R
 * @param {number} milliseconds
 * @param {Promise<R>} work goes on when its time is over
 * @returns {Promise<R>}
 * @throws {DatabaseError} when it takes longer
 */
async function within(milliseconds, work) {
  const timer = new AbortController();
  const end = pause(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new DatabaseError(`Task timed out after ${milliseconds} ms; its outcome is unknown`, {
      code: 'TIMEOUT',
      statusCode: 408,
      retriable: true,
    });
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    timer.abort();
    end.catch(() => {});
  }
}
