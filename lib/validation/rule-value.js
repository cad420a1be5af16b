/**
 * Values of rules that `fastest-validator` 1.19 pastes into the code that it generates. Each is
 * brought to the JavaScript type that the rule needs, or refused.
 */

import { types } from 'node:util';

import { SchemaError } from '../errors.js';

/**
 * Gives the value to use, null for none, undefined if the value does not fit. `rules` are all rules
 * of the attribute.
 *
 * @typedef {(value: any, rules: Record<string, any>) => unknown} Conversion
 */

const BREAKS_STRING_LITERAL = /["\\\n\r\u2028\u2029]/;

const REGEXP_LITERAL = /^\/(.+)\/([a-z]*)$/s;

/** @type {Conversion} */
function toNumber(value) {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

/** @type {Conversion} */
function toBoolean(value) {
  return typeof value === 'boolean' ? value : undefined;
}

/** @type {Conversion} */
function toText(value) {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
    ? String(value)
    : undefined;
}

/** @type {Conversion} */
function toFieldName(value) {
  const name = toText(value, {});
  return typeof name === 'string' && !BREAKS_STRING_LITERAL.test(name) ? name : undefined;
}

/**
 * An empty object is what 21.6.2 stores for a regular expression: no pattern.
 *
 * @type {Conversion}
 */
function toPattern(value, { patternFlags }) {
  if (types.isRegExp(value)) return new RegExp(value.source, value.flags);
  if (JSON.stringify(value) === '{}') return null;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return new RegExp(String(value), patternFlags);
}

/** @type {Conversion} */
function toRegExp(value) {
  const [, source, flags] = REGEXP_LITERAL.exec(value) ?? [];
  return toPattern(source ?? value, { patternFlags: flags });
}

const LENGTHS = { min: toNumber, max: toNumber, length: toNumber };

const TEXT_RULES = {
  ...LENGTHS,
  padStart: toNumber,
  padEnd: toNumber,
  pattern: toPattern,
  contains: toText,
};

/** @typedef {Readonly<Record<string, Conversion>>} Conversions */

const CONVERSIONS = new Map(
  Object.entries(
    /** @type {Record<string, Conversions>} */ ({
      string: TEXT_RULES,
      's3db-password': TEXT_RULES,
      number: { min: toNumber, max: toNumber, equal: toNumber, notEqual: toNumber },
      array: LENGTHS,
      email: LENGTHS,
      object: { minProps: toNumber, maxProps: toNumber },
      tuple: { empty: toBoolean },
      uuid: { version: toNumber },
      equal: { field: toFieldName },
      currency: { customRegex: toRegExp },
    }),
  ),
);

/**
 * Converts the rule values of one attribute in place.
 *
 * @param {Record<string, any>} rules one object definition, `type` being a rule of the validator
 * @param {string | null} path of the attribute, for the error
 * @throws {SchemaError} if a value does not fit its rule
 * @throws {SyntaxError} for an invalid regular expression
 */
export function convertRuleValues(rules, path) {
  for (const [rule, convert] of Object.entries(CONVERSIONS.get(rules.type) ?? {})) {
    const value = rules[rule];
    if (value === undefined || value === null) continue;
    const converted = convert(value, rules);
    if (converted === undefined) refuse(rule, value, path);
    rules[rule] = converted;
  }
}

/**
 * @param {string} rule
 * @param {unknown} value
 * @param {string | null} path
 * @returns {never}
 */
function refuse(rule, value, path) {
  const text = (JSON.stringify(value) ?? String(value)).slice(0, 80);
  throw new SchemaError(`Invalid value ${text} for rule '${rule}' of attribute '${path ?? ''}'.`, {
    code: 'INVALID_DEFINITION',
    attribute: path,
    rule,
    value,
  });
}
