/**
 * The class of the npm package `fastest-validator`, loaded with the first validator, and typed with
 * the parts of its compiler that are absent from its own type definitions.
 */

import { require } from '../require.js';

/** @typedef {Record<string, any>} Rules one object definition of a schema */

/**
 * What the compiler knows of one definition.
 *
 * @typedef {{ schema: Rules, messages: Record<string, string>, index: number }} Rule
 */

/**
 * What a rule generates: the source of a function body that returns the value to keep. `value`,
 * `errors`, `field` and `parent` are in its scope.
 *
 * @typedef {{ source: string, sanitized?: boolean }} CheckSource
 */

/**
 * A failure to report; `expected` and `actual` are sources of expressions.
 *
 * @typedef {{ type: string, field?: string, expected?: any, actual?: any,
 *   messages: Record<string, unknown> }} ErrorSource
 */

/**
 * A custom checker to call for the value in the variable `vName`.
 *
 * @typedef {{ vName?: string, path: string | null, ruleIndex: number }} CheckerSource
 */

/**
 * @callback RuleFunction
 * @this {Compiler}
 * @param {Rule} rule
 * @param {string | null} path
 * @param {object} context
 * @returns {CheckSource}
 */

/**
 * @typedef {{
 *   rules: Record<string, RuleFunction>,
 *   customFunctions: Record<string, Function>,
 *   messages: Record<string, string>,
 *   aliases: Record<string, Rules>,
 *   compile(schema: any): any,
 *   validate(value: any, schema: any): any,
 *   normalize(definition: any): any,
 *   add(type: string, rule: RuleFunction): void,
 *   addMessage(name: string, message: string): void,
 *   addCustomFunction(name: string, checker: Function): void,
 *   alias(name: string, definition: Rules): void,
 *   plugin(install: Function): any,
 *   getRuleFromSchema(definition: any): Rule,
 *   compileRule(rule: Rule, context: object, path: string | null, innerSource: string,
 *     variable: string): string,
 *   makeError(error: ErrorSource): string,
 *   makeCustomValidator(checker: CheckerSource): string,
 * }} Compiler
 */

/**
 * Constructed with the options of the package. Its own class comes into the chain of prototypes with
 * the first instance.
 */
export const FastestValidator = /** @type {new (options?: object) => Compiler} */ (
  /** @type {unknown} */ (construct)
);

/**
 * @param {object} [options]
 * @returns {Compiler}
 */
function construct(options) {
  /** @type {new (options?: object) => Compiler} */
  const Package = require('fastest-validator');
  Object.setPrototypeOf(construct.prototype, Package.prototype);
  return Reflect.construct(Package, [options], new.target);
}
