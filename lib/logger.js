/**
 * The log of a database without a logger of the user's: lines of JSON as pino writes them, on the
 * standard output.
 *
 * @module
 */
import { EventEmitter } from 'node:events';
import { format, types } from 'node:util';

import { maskSecrets } from './connection-string/mask.js';
import { ValidationError } from './errors.js';

/** @typedef {Record<string, any>} Bindings members of every line */
/** @typedef {{level?: string}} ChildOptions */

/** Levels by name, as pino numbers them. */
export const LEVELS = Object.freeze({
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
});

/** @type {Readonly<Record<string, number>>} */
const VALUES = { ...LEVELS, silent: Infinity };

const NAMES = Object.freeze(
  Object.fromEntries(Object.entries(LEVELS).map(([name, value]) => [value, name])),
);

/** Names of members whose values no line shows. */
const SENSITIVE =
  /pass(?:word|phrase|wd)|secret|token|credential|authorization|cookie|pepper|(?:api|access|private)[-_]?key/i;

const REDACTED = '[Redacted]';

/**
 * @param {unknown} level
 * @throws {ValidationError} `INVALID_ARGUMENT`, 400, for one that is not known
 */
export function checkLevel(level) {
  if (typeof level === 'string' && Object.hasOwn(VALUES, level)) return;
  throw new ValidationError(`unknown level ${String(level)}`, {
    code: 'INVALID_ARGUMENT',
    statusCode: 400,
    field: 'logLevel',
    value: level,
  });
}

/** Writes what is at least as grave as its level. Emits `level-change`. */
export class Logger extends EventEmitter {
  /** Names and numbers of levels. */
  levels = { values: LEVELS, labels: NAMES };

  #level;
  #bindings;

  /**
   * @param {string} level
   * @param {Bindings} bindings
   * @throws {ValidationError} for an unknown level
   */
  constructor(level, bindings) {
    super();
    checkLevel(level);
    this.#level = level;
    this.#bindings = bindings;
  }

  /** @returns {string} */
  get level() {
    return this.#level;
  }

  set level(level) {
    checkLevel(level);
    const before = this.#level;
    this.#level = level;
    if (before === level) return;
    this.emit('level-change', level, VALUES[level], before, VALUES[before], this);
  }

  /** @returns {number} */
  get levelVal() {
    return VALUES[this.#level];
  }

  /**
   * @param {string} level
   * @returns {boolean} whether something of the level is written
   */
  isLevelEnabled(level) {
    return VALUES[level] >= this.levelVal && level !== 'silent';
  }

  /** @returns {Bindings} a copy */
  bindings() {
    return { ...this.#bindings };
  }

  /** @param {Bindings} bindings to be added */
  setBindings(bindings) {
    this.#bindings = { ...this.#bindings, ...bindings };
  }

  /**
   * @param {Bindings} bindings to be added to those that are there now
   * @param {ChildOptions} [options]
   * @returns {Logger} with a level of its own, at first that of its parent
   */
  child(bindings, { level = this.#level } = {}) {
    return new Logger(level, { ...this.#bindings, ...bindings });
  }

  /**
   * Every line is handed over at once.
   *
   * @param {() => void} [done]
   */
  flush(done) {
    done?.();
  }

  /** Says nothing, at any level. */
  silent() {}

  /** @param {any[]} given fields or an Error, then a text and what stands for its placeholders; or the text */
  trace(...given) {
    this.#write('trace', given);
  }

  /** @param {any[]} given see {@link trace} */
  debug(...given) {
    this.#write('debug', given);
  }

  /** @param {any[]} given see {@link trace} */
  info(...given) {
    this.#write('info', given);
  }

  /** @param {any[]} given see {@link trace} */
  warn(...given) {
    this.#write('warn', given);
  }

  /** @param {any[]} given see {@link trace} */
  error(...given) {
    this.#write('error', given);
  }

  /** @param {any[]} given see {@link trace} */
  fatal(...given) {
    this.#write('fatal', given);
  }

  /**
   * @param {keyof typeof LEVELS} level
   * @param {any[]} given
   */
  #write(level, given) {
    if (!this.isLevelEnabled(level)) return;
    const [first] = given;
    const hasFields = typeof first === 'object';
    const fields = types.isNativeError(first) ? { err: first } : hasFields ? first : {};
    const words = hasFields ? given.slice(1) : given;
    const msg = words.length > 0 ? format(...words) : fields?.err?.message;
    const line = { level: LEVELS[level], time: Date.now(), pid: process.pid, ...this.#bindings };
    process.stdout.write(`${textOf({ ...line, ...fields, ...(msg !== undefined && { msg }) })}\n`);
  }
}

/**
 * @param {object} line
 * @returns {string} JSON, without secrets, of whatever it is
 */
function textOf(line) {
  /** @type {Array<{value: object, shown: object}>} what the present value is in */
  const around = [];
  return JSON.stringify(line, function (name, value) {
    if (name !== '' && SENSITIVE.test(name)) return REDACTED;
    if (name === 'connectionString' && typeof value === 'string') return maskSecrets(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    while (around.length > 0 && around.at(-1)?.shown !== this) around.pop();
    if (around.some((each) => each.value === value)) return '[Circular]';
    const shown = types.isNativeError(value) ? { ...value, ...shownOf(value) } : value;
    around.push({ value, shown });
    return shown;
  });
}

/**
 * @param {Error} error without a `toJSON()` of its own
 * @returns {object}
 */
function shownOf({ name: type, message, stack }) {
  return { type, message, stack };
}
