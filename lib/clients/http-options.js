/**
 * Options of the transport: what may be said, and what holds where nothing is said.
 *
 * @module
 */
import { choiceOf, optionsOf } from './option-values.js';

/** @typedef {keyof typeof HTTP_CLIENT_PROFILES} HttpClientProfile */

/**
 * Settings of the transport, times in milliseconds; 0 is without limit.
 *
 * @typedef {object} HttpClientOptions
 * @property {HttpClientProfile} [httpClientProfile] settings that hold where others are not given
 * @property {boolean} [keepAlive] false closes a connection after its request
 * @property {number} [keepAliveMsecs] how long a connection without requests is kept, 90 seconds unless
 *   given
 * @property {number} [keepAliveTimeout] the same, and wins
 * @property {number} [maxSockets] requests at a time, 50
 * @property {number} [connections] the same, and wins
 * @property {number} [timeout] until an answer begins, 60000
 * @property {number} [headersTimeout] the same, and wins
 * @property {number} [bodyTimeout] of one attempt, its body included
 * @property {number} [connectTimeout] 10000
 * @property {number} [retryAttempts] attempts of a request
 * @property {number} [awsMaxAttempts] older name of `retryAttempts`
 * @property {RetryProfile} [retryProfile] whose number of attempts counts
 * @property {RetryProfile} [retryCoordination] older name of `retryProfile`
 * @property {RetryMode} [retryMode] `adaptive` lets the number of requests at a time follow the answers
 * @property {RetryMode} [awsRetryMode] older name of `retryMode`
 * @property {boolean} [enableRetry] false is `maxRetries: 0`
 * @property {number} [maxRetries] attempts after the first one
 * @property {number} [retryDelay] most milliseconds before the second attempt, 100
 * @property {number} [maxRetryDelay] longest pause, 10000
 * @property {boolean} [respectRetryAfter] whether the service's wish for a pause counts, true
 * @property {Record<string, string>} [hosts] addresses by name of host, for hosts below it, too
 */

/** @typedef {(typeof RETRY_PROFILES)[number]} RetryProfile */
/** @typedef {(typeof RETRY_MODES)[number]} RetryMode */

const RETRY_PROFILES = /** @type {const} */ (['dual', 'recker-only', 'sdk-only', 'aws-only']);
const RETRY_MODES = /** @type {const} */ (['standard', 'adaptive']);

const HTTP_DEFAULTS = {
  keepAlive: true,
  keepAliveMsecs: 1000,
  maxSockets: 50,
  maxFreeSockets: 10,
  timeout: 60_000,
};

/**
 * Names and kinds. Those of the last lines belong to the transport of s3db.js; they are shown, and have
 * no effect.
 *
 * @type {Record<string, import('./option-values.js').Kind>}
 */
const KINDS = {
  ...kinds('text', 'httpClientProfile retryProfile retryCoordination retryMode awsRetryMode'),
  ...kinds('boolean', 'keepAlive enableRetry respectRetryAfter'),
  ...kinds('number', 'keepAliveMsecs keepAliveTimeout maxSockets connections timeout'),
  ...kinds('number', 'headersTimeout bodyTimeout connectTimeout retryAttempts awsMaxAttempts'),
  ...kinds('number', 'maxRetries retryDelay maxRetryDelay'),
  ...kinds('object', 'hosts'),
  ...kinds('boolean', 'retryJitter http2 enableHttp2Metrics enableDedup enableCircuitBreaker'),
  ...kinds('boolean', 'useReckerHandler failFastOnReckerFailure'),
  ...kinds('number', 'maxFreeSockets pipelining keepAliveMaxTimeout keepAliveTimeoutThreshold'),
  ...kinds('number', 'maxRequestsPerClient clientTtl http2MaxConcurrentStreams'),
  ...kinds('number', 'circuitBreakerThreshold circuitBreakerResetTimeout'),
  ...kinds('text', 'http2Preset'),
};

/** Two names of one setting, the one that wins first. */
const NAMES = [
  ['connections', 'maxSockets'],
  ['keepAliveTimeout', 'keepAliveMsecs'],
  ['headersTimeout', 'timeout'],
  ['retryAttempts', 'awsMaxAttempts'],
  ['retryProfile', 'retryCoordination'],
  ['retryMode', 'awsRetryMode'],
];

/** Settings under one name, as in s3db.js. */
export const HTTP_CLIENT_PROFILES = {
  balanced: {
    ...transport({ connections: 50, timeout: 60_000, preset: 'performance' }),
    keepAliveMsecs: 1000,
    maxFreeSockets: 10,
    enableRetry: true,
    retryProfile: 'dual',
    maxRetries: 3,
  },
  throughput: {
    ...transport({ connections: 150, timeout: 120_000, preset: 'low-latency' }),
    keepAliveMsecs: 1000,
    maxFreeSockets: 20,
    enableRetry: true,
    retryProfile: 'recker-only',
    maxRetries: 2,
  },
  resilient: {
    ...transport({ connections: 50, timeout: 60_000, preset: 'balanced' }),
    keepAliveMsecs: 2000,
    maxFreeSockets: 20,
    retryProfile: 'sdk-only',
    retryMode: 'adaptive',
    retryAttempts: 4,
  },
};

const PROFILES = /** @type {HttpClientProfile[]} */ (Object.keys(HTTP_CLIENT_PROFILES));

/**
 * @param {import('./s3-options.js').S3Options} options `httpClientOptions`, and those of them that may
 *   stand beside it
 * @returns settings in force, and what was `given`
 * @throws {ValidationError} for a value that cannot be followed
 */
export function httpSettings(options) {
  const given = optionsOf('httpClientOptions', beside(options), KINDS);
  const chosen = choiceOf('httpClientProfile', given.httpClientProfile, PROFILES);
  const profile = chosen === undefined ? {} : HTTP_CLIENT_PROFILES[chosen];
  /** @type {Record<string, any>} */
  const all = { ...HTTP_DEFAULTS, ...withoutOverridden(profile, given), ...given };
  const settings = { ...all, maxSockets: all.connections ?? all.maxSockets };
  return { given, settings: /** @type {HttpClientOptions & typeof HTTP_DEFAULTS} */ (settings) };
}

/** @typedef {ReturnType<typeof httpSettings>} HttpSettings */

/**
 * @param {HttpClientOptions} settings
 * @param {number | undefined} poolRetries attempts after the first one, of the pool
 * @returns {number | undefined} attempts of a request; undefined where nothing is said
 * @throws {ValidationError} for a profile that there is none of
 */
export function attemptsOf(settings, poolRetries) {
  const { enableRetry, maxRetries, retryAttempts, awsMaxAttempts } = settings;
  const profile = settings.retryProfile ?? settings.retryCoordination;
  const chosen = choiceOf('retryProfile', profile, RETRY_PROFILES) ?? 'dual';
  const retries = enableRetry === false ? 0 : maxRetries;
  const transport = retries === undefined ? undefined : retries + 1;
  const service = retryAttempts ?? awsMaxAttempts;
  const pool = poolRetries === undefined ? undefined : poolRetries + 1;
  if (chosen === 'recker-only') return transport ?? pool;
  return service ?? pool ?? (chosen === 'dual' ? transport : undefined);
}

/**
 * @param {HttpClientOptions} settings
 * @returns {boolean} whether the number of requests at a time is to follow the answers
 * @throws {ValidationError} for a mode that there is none of
 */
export function isAdaptive({ retryMode, awsRetryMode }) {
  return choiceOf('retryMode', retryMode ?? awsRetryMode, RETRY_MODES) === 'adaptive';
}

/**
 * @param {Record<string, unknown>} profile
 * @param {Record<string, unknown>} given
 * @returns {Record<string, any>} the profile without what would win over another name of it that is given
 */
function withoutOverridden(profile, given) {
  const overridden = NAMES.filter(
    ([winner, other]) => given[winner] === undefined && given[other] !== undefined,
  );
  const left = new Set(overridden.map(([winner]) => winner));
  return Object.fromEntries(Object.entries(profile).filter(([name]) => !left.has(name)));
}

/**
 * @param {import('./s3-options.js').S3Options} options
 * @returns {HttpClientOptions}
 */
function beside({ httpClientOptions, ...options }) {
  const { httpClientProfile, retryProfile, retryAttempts, awsMaxAttempts, retryMode } = options;
  const named = { httpClientProfile, retryProfile, retryAttempts, awsMaxAttempts, retryMode };
  const given = Object.entries(named).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0 || typeof (httpClientOptions ?? {}) !== 'object') {
    return /** @type {HttpClientOptions} */ (httpClientOptions);
  }
  return { ...Object.fromEntries(given), ...httpClientOptions };
}

/**
 * @param {import('./option-values.js').Kind} kind
 * @param {string} names separated by spaces
 */
function kinds(kind, names) {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

/** @param {{connections: number, timeout: number, preset: string}} settings */
function transport({ connections, timeout, preset }) {
  return {
    keepAlive: true,
    maxSockets: connections,
    timeout,
    connections,
    headersTimeout: 30_000,
    bodyTimeout: timeout,
    http2: true,
    http2Preset: preset,
  };
}
