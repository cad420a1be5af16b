/**
 * The public validator, and the checking of one resource's records.
 */

import { CompiledTexts } from './compiled.js';
import { hasCustomCheckers, toValidatorSchema } from './definition.js';
import { ALIASES, MESSAGES } from './validation/alias.js';
import { dottedNames, withDottedNames } from './validation/dotted-name.js';
import { HardenedValidator } from './validation/hardened-validator.js';
import { RULES, STORED_RULES } from './validation/rule.js';

/** @typedef {import('./definition.js').Attributes} Attributes */

/**
 * One failed check. `field` is the path of the attribute, undefined for the record itself; a caught
 * exception has only `message` and `error`.
 *
 * @typedef {{ message?: string, type?: string, field?: string, expected?: unknown,
 *   actual?: unknown, label?: string, error?: unknown }} ValidationFailure
 */

/** @typedef {true | ValidationFailure[]} Verdict true if every check passed */

/**
 * @typedef {object} ValidatorSettings
 * @property {Record<string, any>} [options] merged into the options of `fastest-validator`
 * @property {object} [security] kept as a property
 * @property {boolean} [autoEncrypt] kept as a property, default true
 * @property {boolean} [autoHash] kept as a property, default true
 * @property {object} [threadPool] kept as a property
 */

const DEFAULTS = {
  string: { trim: true },
  's3db-password': { trim: true },
  object: { strict: 'remove' },
  number: { convert: true },
  boolean: { convert: true },
};

/**
 * `fastest-validator` with the types and messages of this package.
 *
 * Secrets and passwords are checked only: the engine encrypts and hashes what passed.
 */
export class Validator extends HardenedValidator {
  /**
   * @param {ValidatorSettings} [settings]
   */
  constructor({ options = {}, security, autoEncrypt = true, autoHash = true, threadPool } = {}) {
    super({
      useNewCustomCheckerFunction: true,
      ...options,
      messages: { ...MESSAGES, ...options.messages },
      defaults: { ...DEFAULTS, ...options.defaults },
      aliases: { ...ALIASES, ...options.aliases },
      customRules: { ...RULES, ...options.customRules },
    });
    this.security = security;
    this.autoEncrypt = autoEncrypt;
    this.autoHash = autoHash;
    this.threadPool = threadPool;
  }
}

/** What compiles schemas, and what it has compiled. */
class Compiler {
  /** @type {CompiledTexts<(record: unknown) => any>} */
  #checks = new CompiledTexts();

  /** @type {Validator | undefined} */
  #validator;

  #settings;

  /** @param {ValidatorSettings} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /**
   * @param {Record<string, unknown>} schema of `fastest-validator`
   * @returns {(record: unknown) => any}
   */
  compile(schema) {
    const compile = () => (this.#validator ??= new Validator(this.#settings)).compile(schema);
    const text = textOf(schema);
    return text === null ? compile() : this.#checks.get(text, compile);
  }
}

/** Schemas for records on their way to the store. */
const writes = new Compiler({ options: { customRules: STORED_RULES } });

/** Schemas for records that are only looked at. */
const previews = new Compiler({});

/**
 * Checks the records of one resource. The schema is compiled, about a millisecond, on first use.
 */
export class RecordValidator {
  /** @type {Attributes} */
  #attributes;

  /** @type {import('./definition.js').TranslationOptions} */
  #options;

  /** @type {((record: unknown) => any) | undefined} */
  #run;

  /** @type {((record: unknown) => any) | undefined} */
  #preview;

  #isAsync = false;

  /**
   * @param {Attributes} attributes
   * @param {import('./definition.js').TranslationOptions} [options]
   */
  constructor(attributes, options) {
    this.#attributes = attributes;
    this.#options = options ?? {};
  }

  /** Whether {@link check} gives a promise: only if the attributes have `custom` or `check`. */
  get isAsync() {
    this.compile();
    return this.#isAsync;
  }

  /** Whether the schema has been compiled. */
  get isCompiled() {
    return this.#run !== undefined || this.#preview !== undefined;
  }

  /**
   * Compiles the schema now, so that errors of the definition surface here.
   *
   * @returns {(record: unknown) => any} the compiled function
   * @throws {import('./errors.js').SchemaError} for an unsafe name, a value that does not fit its
   *   rule, or definitions nested too deeply
   * @throws {Error} for an unknown type
   */
  compile() {
    return (this.#run ??= this.#compile(writes));
  }

  /** @param {Compiler} compiler */
  #compile(compiler) {
    const schema = toValidatorSchema(this.#attributes, this.#options);
    this.#isAsync = hasCustomCheckers(schema);
    const check = compiler.compile({ ...schema, $$async: this.#isAsync });
    const names = dottedNames(this.#attributes);
    if (names.length === 0) return check;
    return withDottedNames(check, names, {
      isAsync: this.#isAsync,
      isStrict: schema.$$strict !== false,
    });
  }

  /**
   * Checks a record and brings it, in place, to the form in which it is stored: trimmed, converted,
   * with defaults, at every depth. What a checker throws becomes a failure.
   *
   * @param {unknown} record
   * @returns {Verdict | Promise<Verdict>} failures in the order of the attributes, depth first
   * @throws what {@link compile} throws
   */
  check(record) {
    return this.#judge(this.#run ?? this.compile(), record);
  }

  /**
   * Checks a record that is not on its way to the store: in place as {@link check} does, but a Date
   * passes for a number, its milliseconds, and -0 stays.
   *
   * @param {unknown} record
   * @returns {Verdict | Promise<Verdict>} failures in the order of the attributes, depth first
   * @throws what {@link compile} throws
   */
  preview(record) {
    return this.#judge((this.#preview ??= this.#compile(previews)), record);
  }

  /**
   * @param {(record: unknown) => any} run
   * @param {unknown} record
   * @returns {Verdict | Promise<Verdict>}
   */
  #judge(run, record) {
    if (this.#isAsync) return run(record).catch(failuresOf);
    try {
      return run(record);
    } catch (error) {
      return failuresOf(error);
    }
  }
}

/**
 * @param {unknown} error
 * @returns {ValidationFailure[]}
 */
function failuresOf(error) {
  return [{ message: error instanceof Error ? error.message : String(error), error }];
}

/**
 * @param {object} schema
 * @returns {string | null} text that says all of the schema; null where it holds what JSON cannot say
 */
function textOf(schema) {
  let isPlain = true;
  const text = JSON.stringify(schema, function (name, value) {
    isPlain &&= isSayable(this[name]);
    return value;
  });
  return isPlain ? text : null;
}

/**
 * @param {any} value
 * @returns {boolean}
 */
function isSayable(value) {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean';
  if (value === null || Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
