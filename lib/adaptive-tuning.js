import { requireKind } from './clients/option-values.js';
import { require } from './require.js';
import { native } from './space.js';

/** Adjustments that are remembered. */
const HISTORY = 100;

/** Tasks of which means are told. */
const SAMPLES = 100;

const DEFAULTS = {
  minConcurrency: 1,
  maxConcurrency: 100,
  targetLatency: 200,
  targetMemoryPercent: 0.7,
  adjustmentInterval: 5000,
};

/** Tasks at a time to begin with. */
const INITIAL = 10;

/**
 * @typedef {object} TaskMetrics
 * @property {number} latency milliseconds
 * @property {number} [queueWait] milliseconds; 0 says that nothing waits, so that more need not run
 * @property {boolean} [success] true when absent
 */

/** @typedef {{timestamp: number, old: number, new: number}} Adjustment */

/**
 * A number of tasks at a time that follows how they end: it grows while they end fast and others wait,
 * and shrinks while they are slow, fail, or the heap is fuller than it may be. Requests of a client of
 * S3 have theirs in the engine, as `executorPool.autotune` says; this one is for tasks of one's own.
 */
export class AdaptiveTuning {
  #tuner;

  /** @type {Adjustment[]} */
  #history = [];

  /** @type {number[]} milliseconds of the last tasks */
  #latencies = [];

  /**
   * @param {Partial<typeof DEFAULTS>} [options]
   * @throws {ValidationError} for what is no number
   */
  constructor(options = {}) {
    const given = { ...DEFAULTS, ...options };
    for (const name of /** @type {Array<keyof typeof DEFAULTS>} */ (Object.keys(DEFAULTS))) {
      requireKind(name, given[name], 'number');
    }
    this.minConcurrency = given.minConcurrency;
    this.maxConcurrency = given.maxConcurrency;
    this.targetLatency = given.targetLatency;
    this.targetMemoryPercent = given.targetMemoryPercent;
    this.adjustmentInterval = given.adjustmentInterval;
    this.lastAdjustment = Date.now();
    const bounds = { least: given.minConcurrency, most: given.maxConcurrency };
    const aims = { target: given.targetLatency, interval: given.adjustmentInterval };
    this.#tuner = new native.Tuner({ ...bounds, ...aims }, INITIAL, performance.now());
  }

  /** Tasks at a time, at present. */
  get currentConcurrency() {
    return /** @type {number} */ (this.#tuner.limit());
  }

  /** @returns {number} tasks at a time, at present */
  getConcurrency() {
    return this.currentConcurrency;
  }

  /**
   * Takes a task into account that has just ended. At the end of an interval the number changes.
   *
   * @param {TaskMetrics} task
   */
  recordTaskMetrics({ latency, queueWait, success = true }) {
    requireKind('latency', latency, 'number');
    this.#latencies.push(latency);
    if (this.#latencies.length > SAMPLES) this.#latencies.shift();
    const isFine = success && memoryPercent() <= this.targetMemoryPercent;
    this.#follow(() => {
      this.#tuner.record(performance.now(), latency, isFine, queueWait !== 0);
    });
  }

  /**
   * Ends the interval now.
   *
   * @returns {number | null} tasks at a time, if it is another number now
   */
  adjust() {
    return this.#follow(() => this.#tuner.adjust(performance.now()));
  }

  /** The number, means of the last tasks in milliseconds, how full the heap is, and what was changed. */
  getMetrics() {
    const sum = this.#latencies.reduce((total, latency) => total + latency, 0);
    return {
      current: this.currentConcurrency,
      avgLatency: sum / (this.#latencies.length || 1),
      avgMemory: memoryPercent(),
      history: [...this.#history],
    };
  }

  /** Forgets what was changed. There is no timer to be stopped. */
  stop() {
    this.#history = [];
  }

  /** @param {() => void} change */
  #follow(change) {
    const before = this.currentConcurrency;
    change();
    const after = this.currentConcurrency;
    if (after === before) return null;
    this.lastAdjustment = Date.now();
    this.#history.push({ timestamp: this.lastAdjustment, old: before, new: after });
    if (this.#history.length > HISTORY) this.#history.shift();
    return after;
  }
}

function memoryPercent() {
  const { used_heap_size: used, heap_size_limit: limit } = require('node:v8').getHeapStatistics();
  return used / limit;
}
