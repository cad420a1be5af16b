/** Runs tasks, a bounded number of them at a time, and counts them. */
export class BoundedTasks {
  #processedCount = 0;
  #errorCount = 0;
  #activeCount = 0;

  /** @param {number} concurrency most tasks at a time */
  constructor(concurrency) {
    this.concurrency = Math.max(1, concurrency);
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
      const result = await task();
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
  stats() {
    return {
      queueSize: 0,
      activeCount: this.#activeCount,
      processedCount: this.#processedCount,
      errorCount: this.#errorCount,
      retryCount: 0,
      concurrency: this.concurrency,
      paused: false,
      stopped: false,
      rolling: null,
    };
  }
}
