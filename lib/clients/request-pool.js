import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';

import { replyOf } from '../pending.js';
import { reader } from '../space.js';
import { requireKind } from './option-values.js';

/**
 * The bounds of the requests of a client of S3, in the form of the pool of s3db.js. They hold for
 * resources as well.
 *
 * Emits `pool:paused`, `pool:resumed`, `pool:drained` and `pool:stopped`.
 */
export class RequestPool extends EventEmitter {
  #handle;
  #settings;

  /**
   * @param {any} handle bucket of the engine
   * @param {NonNullable<import('./s3-options.js').S3Settings['pool']>} settings
   */
  constructor(handle, settings) {
    super();
    this.#handle = handle;
    this.#settings = settings;
  }

  /** Most requests at a time, at present. */
  get concurrency() {
    return this.getStats().concurrency;
  }

  /** @returns {number} */
  getConcurrency() {
    return this.concurrency;
  }

  /**
   * @param {number} concurrency requests at a time from now on; with `autotune`, to begin with
   * @throws {ValidationError} for what is no number
   */
  setConcurrency(concurrency) {
    requireKind('concurrency', concurrency, 'number');
    this.#handle.setConcurrency(Math.max(1, Math.floor(concurrency)));
  }

  /** Lets requests wait from now on; those under way go on. */
  async pause() {
    this.#handle.pause();
    this.emit('pool:paused');
  }

  /** Lets requests go on. */
  resume() {
    this.#handle.resume();
    this.emit('pool:resumed');
  }

  /** Waits until no request is under way, those of calls that were made just before included. */
  async drain() {
    await setImmediate();
    await replyOf(this.#handle.drain(), () => reader.value());
    this.emit('pool:drained');
  }

  /** Refuses requests that wait, and all to come. */
  stop() {
    this.#handle.stop();
    this.emit('pool:stopped');
  }

  /** Counts since the client was made; `rolling` are means of the last 200 requests, in milliseconds. */
  getStats() {
    const [attempts, retries, done, failed, active, waiting, limit, paused, stopped, ...last] =
      this.#handle.stats();
    return {
      queueSize: waiting,
      activeCount: active,
      processedCount: done,
      errorCount: failed,
      retryCount: retries,
      concurrency: limit,
      effectiveConcurrency: limit,
      attemptCount: attempts,
      paused: paused === 1,
      stopped: stopped === 1,
      rolling: this.#settings.monitoring.collectMetrics === false ? null : rollingOf(last),
    };
  }
}

/** @param {number[]} last */
function rollingOf([sampleSize, avgQueueWait, avgExecution, avgRetries, errorRate, recent, rate]) {
  return {
    samples: { sampleSize, avgQueueWait, avgExecution, avgRetries, errorRate },
    throughput: { windowMs: 1000, throughputPerSec: recent, successRate: rate },
  };
}
