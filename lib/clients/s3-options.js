/**
 * Options of clients of S3, as the engine takes them.
 *
 * @module
 */
import { require } from '../require.js';
import { attemptsOf, httpSettings, isAdaptive } from './http-options.js';
import { requireKind } from './option-values.js';
import { countOf, invalidParameter } from './parameters.js';
import { AUTOTUNE_DEFAULTS, poolSettings, tuningOf } from './pool-options.js';
import { dialectOf } from './s3-dialect.js';
import { givenCredentials } from './s3-signer.js';

/** @typedef {import('./http-options.js').HttpClientOptions} HttpClientOptions */
/** @typedef {import('./pool-options.js').ExecutorPoolOptions} ExecutorPoolOptions */

/**
 * @typedef {object} S3Options
 * @property {string} [id]
 * @property {string} [connectionString]
 * @property {string} [logLevel]
 * @property {any} [logger]
 * @property {import('./s3-signer.js').Credentials
 *   | import('./s3-signer.js').CredentialsProvider} [credentials] unless the connection string has some
 * @property {any} [AwsS3Client] client of the AWS SDK of the user's own, which makes all requests
 * @property {HttpClientOptions} [httpClientOptions]
 * @property {import('./http-options.js').HttpClientProfile} [httpClientProfile] this and the following
 *   as in `httpClientOptions`
 * @property {import('./http-options.js').RetryProfile} [retryProfile]
 * @property {import('./http-options.js').RetryMode} [retryMode]
 * @property {number} [retryAttempts] attempts of a request, 3
 * @property {number} [awsMaxAttempts] older name of `retryAttempts`
 * @property {ExecutorPoolOptions | boolean | null} [executorPool]
 * @property {ExecutorPoolOptions | boolean | null} [taskExecutor] older name of `executorPool`
 * @property {number} [metadataLimit] bytes of an object's metadata that behaviors may use
 * @property {boolean} [checksums] whether requests carry a CRC32; of the service when absent
 * @property {boolean} [conditionalWrites] whether the service compares conditions of writes; of the
 *   service when absent
 */

/** Attempts of a request where nothing else is asked for. */
const DEFAULT_ATTEMPTS = 3;

/** Longest pause before the second attempt where nothing else is asked for. */
const DEFAULT_RETRY_DELAY = 100;

/** @typedef {ReturnType<typeof s3Settings>} S3Settings */

/**
 * @param {import('../connection-string.js').ConnectionString} connection
 * @param {S3Options} options
 * @returns what holds for a client of S3
 * @throws {ValidationError} for an option that cannot be followed
 */
export function s3Settings(connection, options) {
  const dialect = dialectOf(connection.endpoint);
  const { given, settings: http } = httpSettings(options);
  const pool = poolSettings(options);
  const attempts = Math.max(1, attemptsOf(http, pool?.retries) ?? DEFAULT_ATTEMPTS);
  const autotune = pool?.autotune ?? (isAdaptive(http) ? AUTOTUNE_DEFAULTS : null);
  return {
    dialect,
    region: regionOf(connection, dialect),
    pathStyle: connection.forcePathStyle ?? dialect.pathStyle,
    checksums: checksumsOf(options, dialect),
    conditionalWrites: flagOf('conditionalWrites', options) ?? dialect.conditionalWrites,
    metadataLimit: countOf('metadataLimit', options.metadataLimit, dialect.metadataLimit),
    http,
    keepsConnections: given.keepAliveTimeout ?? given.keepAliveMsecs,
    attempts,
    autotune,
    hosts: hostsOf(http.hosts),
    concurrency: Math.max(1, pool ? Math.min(http.maxSockets, pool.concurrency) : http.maxSockets),
    pool: pool && {
      enabled: true,
      concurrency: pool.concurrency,
      retries: attempts - 1,
      retryDelay: pool.retryDelay ?? http.retryDelay ?? DEFAULT_RETRY_DELAY,
      timeout: pool.timeout ?? http.bodyTimeout ?? 0,
      retryableErrors: pool.retryableErrors ?? [],
      autotune,
      monitoring: { collectMetrics: true, ...pool.monitoring },
    },
  };
}

/**
 * @param {import('../connection-string.js').ConnectionString} connection
 * @param {S3Options} options
 * @param {S3Settings} settings
 * @returns options of a bucket of the engine
 * @throws {ValidationError} for credentials that are none
 */
export function bucketOptions(connection, options, settings) {
  const { http, pool, checksums, autotune, hosts, keepsConnections } = settings;
  return {
    endpoint: connection.endpoint,
    region: settings.region,
    bucket: connection.bucket,
    pathStyle: settings.pathStyle,
    ...keysOf(connection, options),
    attempts: settings.attempts,
    retryDelay: pool?.retryDelay ?? http.retryDelay,
    longestPause: http.maxRetryDelay,
    heedsService: http.respectRetryAfter,
    retryable: pool?.retryableErrors,
    concurrency: settings.concurrency,
    tuning: tuningOf(autotune),
    bare: !checksums,
    conditionalWrites: settings.conditionalWrites,
    hosts,
    connectTimeout: http.connectTimeout,
    readTimeout: http.headersTimeout ?? http.timeout,
    attemptTimeout: pool?.timeout ?? http.bodyTimeout,
    idleTimeout: http.keepAlive === false ? 0 : keepsConnections,
  };
}

/**
 * The region of a connection string is its default where it names none.
 *
 * @param {import('../connection-string.js').ConnectionString} connection
 * @param {import('./s3-dialect.js').Dialect & {regionOfHost?: string}} dialect
 */
function regionOf({ region, clientOptions }, { regionOfHost }) {
  return clientOptions.region === undefined ? (regionOfHost ?? region) : region;
}

/**
 * @param {S3Options} options
 * @param {import('./s3-dialect.js').Dialect} dialect
 * @returns {boolean}
 */
function checksumsOf(options, dialect) {
  const ofEnvironment = process.env.AWS_REQUEST_CHECKSUM_CALCULATION?.toLowerCase();
  const asked = { when_required: false, when_supported: true }[ofEnvironment ?? ''];
  return flagOf('checksums', options) ?? asked ?? dialect.checksums;
}

/**
 * @param {'checksums' | 'conditionalWrites'} name
 * @param {S3Options} options
 * @returns {boolean | undefined}
 */
function flagOf(name, { [name]: value }) {
  if (value === undefined || value === null) return undefined;
  requireKind(name, value, 'boolean');
  return value;
}

/**
 * @param {Record<string, string> | undefined} hosts
 * @returns {string[]} names and addresses, one after another
 * @throws {ValidationError} for an address that is none
 */
function hostsOf(hosts = {}) {
  return Object.entries(hosts).flatMap(([name, address]) => {
    if (require('node:net').isIP(address)) return [name, address];
    throw invalidParameter(`httpClientOptions.hosts.${name}`, address, 'must be an IP address');
  });
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
