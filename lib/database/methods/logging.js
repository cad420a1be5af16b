/**
 * The log of a database.
 *
 * @module
 */
import { SafeEventEmitter } from '../../events.js';
import { Logger, checkLevel } from '../../logger.js';

/** @typedef {import('../../database.js').Options} Options */

/** Level where nobody says another. */
const DEFAULT_LEVEL = 'info';

/** Methods about what is logged. */
export class DatabaseLogging extends SafeEventEmitter {
  /** Level that is asked for; `logger.level` is the one that holds. */
  logLevel;

  /** @type {any} */
  #logger;

  /** The user's own logger, which is told of the connection. */
  #own;

  /** @type {Record<string, string>} levels by name of a child */
  #childLevels;

  #options;

  /**
   * @param {Options} options
   * @throws {import('../../errors.js').ValidationError} for an unknown level of a logger that is not
   *   the user's
   */
  constructor({ logger, logLevel, loggerOptions, verbose }) {
    super();
    const { level, childLevels, bindings } = loggerOptions ?? {};
    this.logLevel = logLevel ?? level ?? (verbose === true ? 'debug' : DEFAULT_LEVEL);
    this.#childLevels = { ...childLevels };
    this.#options = bindings;
    this.#own = logger;
    this.#logger = logger;
    if (!logger) checkLevel(this.logLevel);
    else if (logLevel !== undefined) logger.level = logLevel;
  }

  /**
   * The user's own logger, or one that writes lines of JSON on the standard output.
   *
   * @returns {any}
   */
  get logger() {
    const level = process.env.S3DB_LOG_LEVEL || this.logLevel;
    return (this.#logger ??= new Logger(level, { name: 'Database', ...this.#options }));
  }

  set logger(logger) {
    this.#own = logger;
    this.#logger = logger;
  }

  /**
   * @param {string} name
   * @param {Record<string, any>} [bindings] members of every line
   * @returns {any} a child of the logger; the logger itself where that has none
   */
  getChildLogger(name, bindings = {}) {
    const { logger } = this;
    if (typeof logger.child !== 'function') return logger;
    const child = logger.child({ name, ...bindings });
    if (Object.hasOwn(this.#childLevels, name)) child.level = this.#childLevels[name];
    return child;
  }

  /**
   * Decides on the level of children that are made from now on.
   *
   * @param {string} name
   * @param {string} level
   */
  setChildLevel(name, level) {
    this.#childLevels[name] = level;
  }

  /**
   * Tells the user's own logger; without one, nobody.
   *
   * @param {'debug' | 'info'} level
   * @param {object} facts
   * @param {string} message
   */
  _log(level, facts, message) {
    this.#own?.[level]?.(facts, message);
  }
}
