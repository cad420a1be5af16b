/**
 * Options of a database that bound the requests of its client.
 *
 * @module
 */

import { requireKind } from '../clients/option-values.js';

/** Requests at a time where nothing else is asked for. */
export const DEFAULT_PARALLELISM = 10;

const POOL_DEFAULTS = { retries: 3, retryDelay: 1000, timeout: 30_000, retryableErrors: [] };

/**
 * @param {unknown} value number, or text of one
 * @param {number} fallback for `auto` and what is no number above 0
 * @returns {number}
 */
export function parallelismOf(value, fallback) {
  const number = Math.floor(Number(value === '' || value === null ? Number.NaN : value));
  return number > 0 && Number.isFinite(number) ? number : fallback;
}

/**
 * @param {Record<string, any>} options of the database
 * @param {number} parallelism
 * @returns {Record<string, any>} `executorPool` with every member
 * @throws {ValidationError} when it is neither an object nor a boolean
 */
export function executorPoolOf(options, parallelism) {
  const given = givenPool(options);
  if (given.enabled === false) {
    return { enabled: false, concurrency: parallelismOf(given.concurrency, parallelism) };
  }
  return {
    ...POOL_DEFAULTS,
    ...given,
    autotune: given.autotune ?? (given.concurrency === 'auto' ? { enabled: true } : null),
    monitoring: { collectMetrics: true, ...given.monitoring, ...options.taskExecutorMonitoring },
    enabled: true,
    concurrency: parallelismOf(given.concurrency, parallelism),
  };
}

/**
 * @param {import('../database.js').Database} database
 * @returns {Record<string, any>} options for a client of S3; of the pool what the user gave, and the
 *   concurrency
 */
export function requestOptions({ databaseOptions, executorPool }) {
  const { httpClientOptions, credentials, logLevel, logger } = databaseOptions;
  const { enabled, concurrency, autotune, monitoring } = executorPool;
  const pool = { ...givenPool(databaseOptions), enabled, concurrency, autotune, monitoring };
  return {
    ...(httpClientOptions && { httpClientOptions }),
    ...(credentials && { credentials }),
    ...(logLevel && { logLevel }),
    ...(logger && { logger }),
    executorPool: enabled ? pool : { enabled },
  };
}

/**
 * @param {Record<string, any>} options
 * @returns {Record<string, any>}
 */
function givenPool({ executorPool, operationsPool, taskExecutor }) {
  const given = executorPool ?? operationsPool ?? taskExecutor ?? {};
  if (typeof given === 'boolean') return { enabled: given };
  requireKind('executorPool', given, 'object');
  return given;
}
