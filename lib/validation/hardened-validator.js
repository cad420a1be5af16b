/**
 * `fastest-validator` 1.19 compiles a schema to source code and pastes parts of the schema into it.
 * Here these parts are converted or escaped first, so that no schema, wherever it comes from, can
 * put code of its own there. Functions in a schema are called, as ever.
 */

import { FastestValidator } from './fastest-validator.js';
import { convertRuleValues } from './rule-value.js';

/** @typedef {import('./fastest-validator.js').Compiler} Compiler */

/** Errors whose `expected` is a text between quotes that the rule did not escape. */
const QUOTED_EXPECTATIONS = new Set([
  'stringEnum',
  'arrayEnum',
  'enumValue',
  'objectStrict',
  'classInstanceOf',
]);

/**
 * The content of a JavaScript string literal for a text.
 *
 * @param {unknown} text
 * @returns {string}
 */
function escapeLiteral(text) {
  return JSON.stringify(String(text)).slice(1, -1);
}

/**
 * @param {string} type
 * @param {any} expected
 * @returns {any}
 */
function escapeExpectation(type, expected) {
  if (QUOTED_EXPECTATIONS.has(type)) return JSON.stringify(expected.slice(1, -1));
  // This rule escapes the quotes of a pattern, but not its backslashes.
  if (type === 'stringPattern') return JSON.stringify(expected.slice(1, -1).replace(/\\"/g, '"'));
  return expected;
}

/**
 * @param {unknown} error of a definition; its class and message are known to users
 * @returns {unknown}
 */
function withCode(error) {
  if (/** @type {any} */ (error).code !== undefined) return error;
  return Object.assign(/** @type {Error} */ (error), {
    code: 'INVALID_DEFINITION',
    statusCode: 400,
  });
}

/**
 * A `fastest-validator` that compiles schemas of any origin.
 */
export class HardenedValidator extends FastestValidator {
  /**
   * @param {object} options of `fastest-validator`
   */
  constructor(options) {
    super(options);
    this.customFunctions = Object.assign(Object.create(null), this.customFunctions);
  }

  /**
   * @param {any} schema of `fastest-validator`; `$$async: true` gives an asynchronous function
   * @returns {any} the check function
   * @throws {import('../errors.js').SchemaError} if a value does not fit its rule
   * @throws {Error} `INVALID_DEFINITION`, 400, for an unknown type
   */
  compile(schema) {
    const labelled = schema?.$$root === true && schema.label;
    return super.compile(labelled ? { ...schema, label: escapeLiteral(schema.label) } : schema);
  }

  /**
   * @param {any} definition
   * @returns {any}
   */
  getRuleFromSchema(definition) {
    const rule = this.#ruleOf(definition);
    if (rule.schema.label) rule.schema.label = String(rule.schema.label);
    return rule;
  }

  /**
   * @param {any} definition
   * @returns {any}
   */
  #ruleOf(definition) {
    try {
      return super.getRuleFromSchema(definition);
    } catch (error) {
      throw withCode(error);
    }
  }

  /** @type {Compiler['compileRule']} */
  compileRule(rule, context, path, innerSource, variable) {
    try {
      convertRuleValues(rule.schema, path);
    } catch (error) {
      throw withCode(error);
    }
    return super.compileRule(rule, context, path, innerSource, variable);
  }

  /**
   * @param {import('./fastest-validator.js').ErrorSource} error
   * @returns {string}
   */
  makeError(error) {
    const { type, expected, messages } = error;
    return super.makeError({
      ...error,
      expected: escapeExpectation(type, expected),
      messages: { [type]: escapeLiteral(messages[type]) },
    });
  }

  /**
   * The source that calls custom checkers. They also run for absent attributes; one that leaves such
   * an attribute undefined must not add it to the record.
   *
   * @type {Compiler['makeCustomValidator']}
   */
  makeCustomValidator(checker) {
    const { vName = 'value', ruleIndex, path } = checker;
    const escaped = { ...checker, path: escapeLiteral(path) };
    if (!vName.startsWith('parentObj')) return super.makeCustomValidator(escaped);
    const result = `checked${ruleIndex}`;
    const source = super.makeCustomValidator({ ...escaped, vName: result });
    return (
      source &&
      `
      let ${result} = ${vName};
      ${source}
      if (${result} !== ${vName}) ${vName} = ${result};
    `
    );
  }
}
