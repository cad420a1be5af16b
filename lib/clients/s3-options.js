/**
 * Options of clients of S3: what may be said, and what holds where nothing is said.
 *
 * @module
 */
import { countOf, invalidParameter } from './parameters.js';
import { givenCredentials } from './s3-signer.js';

/**
 * Settings of the transport, times in milliseconds. `keepAlive: false` closes a connection after its
 * request, `keepAliveMsecs` says how long one without requests is kept, 90 seconds when absent.
 * `timeout` is how long an answer may take to begin. `maxFreeSockets` has no effect: free connections
 * are as many as were used at once.
 *
 * @typedef {object} HttpClientOptions
 * @property {boolean} [keepAlive]
 * @property {number} [keepAliveMsecs]
 * @property {number} [maxSockets] requests at a time, 50
 * @property {number} [maxFreeSockets]
 * @property {number} [timeout] 60000; 0 is without limit
 * @property {number} [connectTimeout] 10000; 0 is without limit
 */

/**
 * Bounds of the requests under way.
 *
 * @typedef {object} ExecutorPoolOptions
 * @property {boolean} [enabled]
 * @property {number} [concurrency] requests at a time
 * @property {number} [retries] attempts after the first one
 * @property {number} [retryDelay] most milliseconds before the second attempt, 100
 * @property {string[]} [retryableErrors] names of errors after which a request is made again, besides
 *   those that may pass
 * @property {number} [timeout] milliseconds of one attempt
 */

/**
 * @typedef {object} S3Options
 * @property {string} [id]
 * @property {string} [connectionString]
 * @property {string} [logLevel]
 * @property {any} [logger]
 * @property {import('./s3-signer.js').Credentials
 *   | import('./s3-signer.js').CredentialsProvider} [credentials] unless the connection string has some
 * @property {HttpClientOptions} [httpClientOptions]
 * @property {ExecutorPoolOptions | boolean | null} [executorPool]
 * @property {ExecutorPoolOptions | boolean | null} [taskExecutor] older name of `executorPool`
 * @property {number} [retryAttempts] attempts of a request, 3
 * @property {number} [awsMaxAttempts] older name of `retryAttempts`
 * @property {number} [metadataLimit] bytes of an object's metadata that behaviors may use
 */

const HTTP_DEFAULTS = {
  keepAlive: true,
  keepAliveMsecs: 1000,
  maxSockets: 50,
  maxFreeSockets: 10,
  timeout: 60_000,
};

const METADATA_LIMIT = 2047;
const R2_METADATA_LIMIT = 8192;

/**
 * @param {S3Options} options
 * @returns {HttpClientOptions & typeof HTTP_DEFAULTS}
 */
export function httpClientOptions({ httpClientOptions: given }) {
  return { ...HTTP_DEFAULTS, ...objectOf('httpClientOptions', given) };
}

/**
 * @param {S3Options} options
 * @returns {ExecutorPoolOptions | null} null where requests are bounded by connections only
 */
export function poolOptions({ executorPool, taskExecutor }) {
  const given = executorPool ?? taskExecutor;
  if (!given) return null;
  if (given === true) return {};
  const pool = objectOf('executorPool', given);
  return pool.enabled === false ? null : pool;
}

/**
 * @param {S3Options} options
 * @param {string} endpoint
 */
export function metadataLimit({ metadataLimit: given }, endpoint) {
  const isR2 = endpoint.includes('.r2.cloudflarestorage.com');
  return countOf('metadataLimit', given, isR2 ? R2_METADATA_LIMIT : METADATA_LIMIT);
}

/**
 * Options as the engine takes them.
 *
 * @param {import('../connection-string.js').ConnectionString} connection
 * @param {S3Options} options
 * @throws {ValidationError} for an option that cannot be followed
 */
export function bucketOptions(connection, options) {
  const { endpoint, region, bucket, forcePathStyle } = connection;
  const http = httpClientOptions(options);
  const pool = poolOptions(options);
  const keeps =
    objectOf('httpClientOptions', options.httpClientOptions).keepAliveMsecs !== undefined;
  return {
    endpoint,
    region,
    bucket,
    pathStyle: forcePathStyle,
    ...keysOf(connection, options),
    attempts: attemptsOf(pool, options),
    retryDelay: numberOf('executorPool.retryDelay', pool?.retryDelay),
    retryable: namesOf('executorPool.retryableErrors', pool?.retryableErrors),
    concurrency: concurrencyOf(http, pool),
    connectTimeout: numberOf('httpClientOptions.connectTimeout', http.connectTimeout),
    readTimeout: numberOf('httpClientOptions.timeout', http.timeout),
    attemptTimeout: numberOf('executorPool.timeout', pool?.timeout),
    idleTimeout: idleOf(http, keeps),
  };
}

/**
 * @param {import('../connection-string.js').ConnectionString} connection
 * @param {S3Options} options
 */
function keysOf({ accessKeyId, secretAccessKey, sessionToken }, { credentials }) {
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, sessionToken };
  if (credentials === undefined || credentials === null || typeof credentials === 'function')
    return {};
  const { expiresAt: _expiresAt, ...keys } = givenCredentials(credentials);
  return keys;
}

/**
 * @param {ExecutorPoolOptions | null} pool
 * @param {S3Options} options
 */
function attemptsOf(pool, { retryAttempts, awsMaxAttempts }) {
  const attempts = numberOf('retryAttempts', retryAttempts ?? awsMaxAttempts);
  const retries = numberOf('executorPool.retries', pool?.retries);
  return attempts ?? (retries === undefined ? undefined : retries + 1);
}

/**
 * @param {HttpClientOptions & typeof HTTP_DEFAULTS} http
 * @param {ExecutorPoolOptions | null} pool
 */
function concurrencyOf(http, pool) {
  const sockets =
    numberOf('httpClientOptions.maxSockets', http.maxSockets) ?? HTTP_DEFAULTS.maxSockets;
  const concurrency = numberOf('executorPool.concurrency', pool?.concurrency);
  return Math.max(1, concurrency === undefined ? sockets : Math.min(sockets, concurrency));
}

/**
 * @param {HttpClientOptions & typeof HTTP_DEFAULTS} http
 * @param {boolean} isGiven whether the user says how long
 */
function idleOf(http, isGiven) {
  if (http.keepAlive === false) return 0;
  return isGiven ? numberOf('httpClientOptions.keepAliveMsecs', http.keepAliveMsecs) : undefined;
}

/**
 * @param {string} field
 * @param {unknown} value
 * @returns {Record<string, any>}
 */
function objectOf(field, value) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object') throw invalidParameter(field, value, 'must be an object');
  return value;
}

/**
 * @param {string} field
 * @param {unknown} value
 * @returns {number | undefined}
 */
function numberOf(field, value) {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw invalidParameter(field, value, 'must be a number from 0 on');
}

/**
 * @param {string} field
 * @param {unknown} value
 * @returns {string[] | undefined}
 */
function namesOf(field, value) {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw invalidParameter(field, value, 'must be an array of names');
}
