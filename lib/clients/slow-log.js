/**
 * A log of requests to S3 that took long, as variables of the environment ask for it.
 *
 * @module
 */

import { AsyncLocalStorage } from 'node:async_hooks';

/** @typedef {'execute' | 'getObject' | 'listObjects' | 'iteration' | 'total' | 'getKeysPage'} Measured */

/** What is said to be slow when a walk of keys, or one of its listings, takes long. */
const WALKS = {
  getAllKeys: { measured: 'total', name: 'getAllKeys SLOW TOTAL' },
  getKeysPage: { measured: 'getKeysPage', name: 'getKeysPage SLOW' },
};

/** Variables that say from how many milliseconds on something is slow. */
const VARIABLES = {
  execute: 'S3DB_S3_SLOW_EXECUTE_MS',
  getObject: 'S3DB_S3_SLOW_GETOBJECT_MS',
  listObjects: 'S3DB_S3_SLOW_LISTOBJECTS_MS',
  iteration: 'S3DB_S3_SLOW_LIST_ITERATION_MS',
  total: 'S3DB_S3_SLOW_LIST_TOTAL_MS',
  getKeysPage: 'S3DB_S3_SLOW_GETKEYSPAGE_MS',
};

const PROFILE = 'S3DB_S3_SLOW_PROFILE';

/** Milliseconds where no variable says how many, and those of the profile 2. */
const LIMIT = 750;
const LAX_LIMITS = { iteration: 1000, other: 2000 };

const OFF = /^(?:false|0|no|off)$/i;

/** Levels of a client's log that leave out warnings. */
const WITHOUT_WARNINGS = ['silent', 'error', 'fatal'];

/**
 * The log that is asked for: by `S3DB_S3_SLOW_LOGS_ENABLED`, else `S3DB_SLOW_LOGS_ENABLED`, else by any
 * variable that says what is slow.
 *
 * @param {{logLevel?: string, logger?: any}} options of the client
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {SlowLog | null} null where nobody asks
 */
export function slowLogOf({ logLevel, logger }, environment = process.env) {
  const names = [...Object.values(VARIABLES), PROFILE];
  const { S3DB_S3_SLOW_LOGS_ENABLED: ofS3, S3DB_SLOW_LOGS_ENABLED: ofAll } = environment;
  const enabled = ofS3 ?? ofAll;
  const isOn = enabled === undefined ? names.some((name) => environment[name]) : !OFF.test(enabled);
  if (!isOn || (!logger && WITHOUT_WARNINGS.includes(logLevel ?? ''))) return null;
  return new SlowLog((measured) => limitOf(measured, environment), logger);
}

/**
 * @param {Measured} measured
 * @param {NodeJS.ProcessEnv} environment
 * @returns {number} milliseconds
 */
function limitOf(measured, environment) {
  const given = environment[VARIABLES[measured]];
  if (given && Number(given) >= 0) return Number(given);
  if (environment[PROFILE] !== '2') return LIMIT;
  return measured === 'iteration' ? LAX_LIMITS.iteration : LAX_LIMITS.other;
}

/** Warns of what took longer than its limit: by the user's logger, or as a warning of the process. */
export class SlowLog {
  #limits;
  #logger;

  /** @type {AsyncLocalStorage<{method: string, iterations: number}>} the walk that a listing is part of */
  #walks = new AsyncLocalStorage();

  /**
   * @param {(measured: Measured) => number} limitFor
   * @param {any} [logger] with `warn(facts, message)`
   */
  constructor(limitFor, logger) {
    const measured = /** @type {Measured[]} */ (Object.keys(VARIABLES));
    this.#limits = new Map(measured.map((each) => [each, limitFor(each)]));
    this.#logger = logger;
  }

  /**
   * Times something, and warns of it if it succeeds late.
   *
   * @template T
   * @param {Measured} measured
   * @param {string} name what is said to be slow
   * @param {() => T | Promise<T>} call
   * @param {(answer: T, milliseconds: number) => object} factsOf
   * @returns {Promise<T>}
   */
  async time(measured, name, call, factsOf) {
    const start = performance.now();
    const answer = await call();
    const milliseconds = Math.round(performance.now() - start);
    if (milliseconds >= /** @type {number} */ (this.#limits.get(measured))) {
      this.#warn(factsOf(answer, milliseconds), `[PERF] S3Client.${name}`);
    }
    return answer;
  }

  /**
   * Times a request on an object.
   *
   * @template T
   * @param {string} operation such as `PutObject`
   * @param {unknown} key
   * @param {() => T | Promise<T>} send
   * @param {import('./request-pool.js').RequestPool | null} pool that it is part of
   * @returns {T | Promise<T>}
   */
  request(operation, key, send, pool) {
    const facts = (/** @type {T} */ _answer, /** @type {number} */ totalMs) => {
      return { totalMs, cmdMs: totalMs, key };
    };
    const get = () => this.time('getObject', 'getObject SLOW', send, facts);
    const call = operation === 'GetObject' ? get : send;
    if (!pool) return call();
    return this.time('execute', '_executeOperation SLOW', call, (_answer, totalMs) => {
      const { queueSize, activeCount: active } = pool.getStats();
      const op = operation[0].toLowerCase() + operation.slice(1);
      return { op, totalMs, key: key ?? '?', queueSize, active };
    });
  }

  /**
   * Times a listing, once more where it is part of a walk of all keys.
   *
   * @template {{KeyCount?: number}} T
   * @param {string} prefix
   * @param {() => T | Promise<T>} call
   * @returns {Promise<T>}
   */
  list(prefix, call) {
    const walk = this.#walks.getStore();
    if (walk) walk.iterations++;
    const list = () =>
      this.time('listObjects', 'listObjects SLOW', call, ({ KeyCount: keys }, totalMs) => {
        return { totalMs, prefix, keys };
      });
    if (walk?.method !== 'getAllKeys') return list();
    const { iterations } = walk;
    const facts = (/** @type {T} */ _answer, /** @type {number} */ listMs) => {
      return { iterations, listMs, prefix };
    };
    return this.time('iteration', 'getAllKeys: listObjects iteration SLOW', list, facts);
  }

  /**
   * Times a walk of keys.
   *
   * @param {keyof typeof WALKS} method
   * @param {string | undefined} prefix
   * @param {() => Promise<string[]>} call
   * @returns {Promise<string[]>}
   */
  walk(method, prefix, call) {
    const walk = { method, iterations: 0 };
    const { measured, name } = WALKS[method];
    const facts = (
      /** @type {string[]} */ { length: keysCount },
      /** @type {number} */ totalMs,
    ) => {
      return { totalMs, iterations: walk.iterations, keysCount, prefix };
    };
    const run = () => this.#walks.run(walk, call);
    return this.time(/** @type {Measured} */ (measured), name, run, facts);
  }

  /**
   * @param {object} facts
   * @param {string} message
   */
  #warn(facts, message) {
    if (this.#logger) this.#logger.warn(facts, message);
    else {
      const detail = JSON.stringify(facts);
      process.emitWarning(message, { type: 'SlowWarning', code: 'S3DB_SLOW', detail });
    }
  }
}
