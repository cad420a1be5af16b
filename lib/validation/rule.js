/**
 * Rules that replace or extend those of `fastest-validator`.
 */

import { FastestValidator } from './fastest-validator.js';

/** @typedef {import('./fastest-validator.js').RuleFunction} RuleFunction */

/** @type {Record<string, RuleFunction> | undefined} */
let builtInRules;

const ISO_DATE = /^[+-]?\d{4,6}-\d\d(?:-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?$/;

const BCRYPT = /^\$(?:2[abxy]\$\d\d|[0-9a-zA-Z]{1,2})\$[./A-Za-z0-9]{53}$/;
const ARGON2 = /^\$(?:argon2(?:id|i|d)(?:\$[^$]+){3}\$[^$]+|[^|$]+(?:\|[^|$]+){3}\$[^$]+\$[^$]+)$/;

/**
 * The built-in rule, with the text of `contains` escaped where the built-in one pastes it.
 *
 * @type {RuleFunction}
 */
function stringRule(rule, path, context) {
  const { contains } = rule.schema;
  const { string } = builtIn();
  if (typeof contains !== 'string') return string.call(this, rule, path, context);
  const schema = { ...rule.schema, contains: JSON.stringify(contains).slice(1, -1) };
  return string.call(this, { ...rule, schema }, path, context);
}

/**
 * A plain password obeys the rules of a string; one that is already hashed, in its full or its
 * stored form, passes as it is.
 *
 * @type {RuleFunction}
 */
function passwordRule(rule, path, context) {
  const { source, sanitized } = stringRule.call(this, rule, path, context);
  const hashed = `typeof value === "string" && (${BCRYPT}.test(value) || ${ARGON2}.test(value))`;
  return { sanitized, source: `if (${hashed}) return value;${source}` };
}

/**
 * The built-in rule, which without `convert` accepts nothing but a Date, preceded by a conversion of
 * ISO text and epoch milliseconds: records are read with ISO text. `convert:false` keeps to the
 * built-in rule.
 *
 * @type {RuleFunction}
 */
function dateRule(rule, path, context) {
  const built = builtIn().date.call(this, rule, path, context);
  if (typeof rule.schema.convert === 'boolean') return built;
  const source = `
    if (typeof value === "number" || (typeof value === "string" && ${ISO_DATE}.test(value))) {
      const instant = new Date(value);
      if (!Number.isNaN(instant.getTime())) value = instant;
    }
    ${built.source}`;
  return { sanitized: true, source };
}

/**
 * The built-in rule for what is stored: a Date is no number, and no store tells -0 from 0.
 *
 * @type {RuleFunction}
 */
function storedNumberRule(rule, path, context) {
  const { source } = builtIn().number.call(this, rule, path, context);
  const { schema, messages } = rule;
  const isMinusZero = schema.convert === true ? 'Object.is(Number(value), -0)' : 'false';
  return {
    sanitized: true,
    source: `
      if (typeof value === "number") {
        if (value === 0) value = 0;
      } else if (typeof value === "string") {
        if (${isMinusZero}) value = 0;
      } else if (Object.prototype.toString.call(value) === "[object Date]") {
        ${this.makeError({ type: 'number', actual: 'value', messages })}
        return value;
      }
      ${source}`,
  };
}

/** @returns {Record<string, RuleFunction>} the rules of the package as it has them */
function builtIn() {
  return (builtInRules ??= new FastestValidator().rules);
}

/** @type {Readonly<Record<string, RuleFunction>>} */
export const RULES = { string: stringRule, date: dateRule, 's3db-password': passwordRule };

/**
 * Rules that hold for records on their way to the store, in addition.
 *
 * @type {Readonly<Record<string, RuleFunction>>}
 */
export const STORED_RULES = { number: storedNumberRule };
