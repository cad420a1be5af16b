/**
 * Options of the pool: the bounds of the requests under way.
 *
 * @module
 */
import { optionsOf, requireKind } from './option-values.js';
import { invalidParameter } from './parameters.js';

/**
 * Bounds of the requests under way, times in milliseconds.
 *
 * @typedef {object} ExecutorPoolOptions
 * @property {boolean} [enabled]
 * @property {number | 'auto'} [concurrency] requests at a time; `auto` begins with 10 and follows the
 *   answers
 * @property {number} [retries] attempts after the first one
 * @property {number} [retryDelay] most milliseconds before the second attempt, 100
 * @property {string[]} [retryableErrors] names of errors after which a request is made again, besides
 *   those that may pass
 * @property {number} [timeout] of one attempt
 * @property {AutotuneOptions | boolean | null} [autotune] lets `concurrency` follow the answers
 * @property {{collectMetrics?: boolean}} [monitoring] `collectMetrics: false` leaves `rolling` out of
 *   the statistics
 */

/**
 * @typedef {object} AutotuneOptions
 * @property {boolean} [enabled]
 * @property {number} [initialConcurrency] `concurrency` when absent
 * @property {number} [minConcurrency] 1
 * @property {number} [maxConcurrency] 100
 * @property {number} [targetLatency] mean milliseconds of an attempt that are still good, 200
 * @property {number} [targetLatencyMs] the same, and wins
 * @property {number} [adjustmentInterval] milliseconds between two changes, 5000
 */

/** How the number of requests at a time follows the answers where nothing else is said. */
export const AUTOTUNE_DEFAULTS = {
  enabled: true,
  minConcurrency: 1,
  maxConcurrency: 100,
  targetLatency: 200,
  adjustmentInterval: 5000,
};

/** Requests at a time of a pool that has no number. */
const DEFAULT_CONCURRENCY = 10;

/** @type {Record<string, import('./option-values.js').Kind>} */
const POOL_KINDS = {
  enabled: 'boolean',
  concurrency: 'any',
  retries: 'number',
  retryDelay: 'number',
  timeout: 'number',
  retryableErrors: 'names',
  autotune: 'any',
  autoTuning: 'any',
  monitoring: 'object',
};

/** @type {Record<string, import('./option-values.js').Kind>} */
const AUTOTUNE_KINDS = {
  enabled: 'boolean',
  initialConcurrency: 'number',
  minConcurrency: 'number',
  maxConcurrency: 'number',
  targetLatency: 'number',
  targetLatencyMs: 'number',
  adjustmentInterval: 'number',
};

/**
 * The pool that is asked for. `S3DB_EXECUTOR_ENABLED` of the environment, `false` or `0`, forbids one;
 * `S3DB_CONCURRENCY` is the number of one that has none.
 *
 * @param {{executorPool?: unknown, taskExecutor?: unknown}} options
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {PoolSettings | null} null where requests are bounded by connections only
 * @throws {ValidationError} for a value that cannot be followed
 */
export function poolSettings({ executorPool, taskExecutor }, environment = process.env) {
  const given = executorPool ?? taskExecutor;
  if (!given) return null;
  const pool = optionsOf('executorPool', given === true ? {} : given, POOL_KINDS);
  if (pool.enabled === false || /^(?:false|0)$/.test(environment.S3DB_EXECUTOR_ENABLED ?? '')) {
    return null;
  }
  const autotune = autotuneOf(pool);
  const concurrency = concurrencyOf(pool.concurrency, environment.S3DB_CONCURRENCY);
  return { ...pool, autotune, concurrency: autotune?.initialConcurrency ?? concurrency };
}

/**
 * @typedef {object} PoolSettings
 * @property {number} concurrency
 * @property {number} [retries]
 * @property {number} [retryDelay]
 * @property {number} [timeout]
 * @property {string[]} [retryableErrors]
 * @property {AutotuneOptions | null} autotune
 * @property {{collectMetrics?: boolean}} [monitoring]
 */

/**
 * @param {AutotuneOptions | null} autotune
 * @returns bounds as a bucket of the engine takes them
 */
export function tuningOf(autotune) {
  if (autotune === null) return undefined;
  return {
    least: autotune.minConcurrency,
    most: autotune.maxConcurrency,
    target: autotune.targetLatency,
    interval: autotune.adjustmentInterval,
  };
}

/**
 * @param {Record<string, any>} pool
 * @returns {AutotuneOptions | null}
 */
function autotuneOf({ concurrency, autotune, autoTuning }) {
  const given = autotune ?? autoTuning ?? concurrency === 'auto';
  if (given === false) return null;
  if (given === true) return AUTOTUNE_DEFAULTS;
  const options = optionsOf('executorPool.autotune', given, AUTOTUNE_KINDS);
  if (options.enabled === false) return null;
  const { targetLatencyMs, ...rest } = options;
  const target = targetLatencyMs === undefined ? {} : { targetLatency: targetLatencyMs };
  return { ...AUTOTUNE_DEFAULTS, ...rest, ...target };
}

/**
 * @param {unknown} given
 * @param {string} [ofEnvironment]
 * @returns {number}
 */
function concurrencyOf(given, ofEnvironment) {
  if (given === 'auto') return DEFAULT_CONCURRENCY;
  if (given === undefined) {
    return /^[1-9]\d*$/.test(ofEnvironment ?? '') ? Number(ofEnvironment) : DEFAULT_CONCURRENCY;
  }
  requireKind('executorPool.concurrency', given, 'number');
  if (/** @type {number} */ (given) >= 1) return Math.floor(/** @type {number} */ (given));
  throw invalidParameter('executorPool.concurrency', given, 'must be 1 or more, or auto');
}
