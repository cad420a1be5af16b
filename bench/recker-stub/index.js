/**
 * Replaces the HTTP library `recker`, which s3db.js imports when it starts. On S3 it is told to use
 * another one. Whatever would open a connection throws, so a benchmark cannot use it by accident.
 */

/**
 * @param {string} name
 * @returns {() => never}
 */
function unavailable(name) {
  return () => {
    throw new Error(`\`${name}\` is not part of the benchmark`);
  };
}

export const createClient = unavailable('createClient');
export const createRedDbClient = unavailable('createRedDbClient');
export const createHttp2MetricsHooks = unavailable('createHttp2MetricsHooks');
export const getGlobalHttp2Metrics = unavailable('getGlobalHttp2Metrics');

/**
 * @template T
 * @param {T} options
 * @returns {T}
 */
export const expandHTTP2Options = (options) => options;

/**
 * @template T
 * @param {T} error
 * @returns {T}
 */
export const parseHttp2Error = (error) => error;

export class Http2Error extends Error {}

export class TemplateEngine {
  constructor() {
    unavailable('TemplateEngine')();
  }
}
