/**
 * Shorthand definitions: `'string|min:3|optional'`.
 */

import { expandType } from './attribute-type.js';

/** @typedef {import('./attribute-type.js').RuleDefinition} RuleDefinition */

/**
 * Translates a shorthand attribute definition.
 *
 * A type that stands for other rules gives shorthand text, everything behind it verbatim; other
 * text with modifiers gives an object definition; a bare type is left to the validator, which also
 * knows `type[]`.
 *
 * @param {string} text
 * @returns {string | RuleDefinition}
 */
export function translateShorthand(text) {
  const end = text.indexOf('|');
  const name = end === -1 ? text : text.slice(0, end);
  const expansion = expandType(name);
  if (expansion !== undefined) return formatRules(expansion) + text.slice(name.length);
  return end === -1 ? text : parseModifiers(name, text.slice(end + 1));
}

/**
 * @param {RuleDefinition} definition
 * @returns {string}
 */
function formatRules({ type, ...rules }) {
  return [type, ...Object.entries(rules).map(([rule, value]) => `${rule}:${value}`)].join('|');
}

/**
 * @param {string} type
 * @param {string} modifiers
 * @returns {RuleDefinition}
 */
function parseModifiers(type, modifiers) {
  /** @type {RuleDefinition} */
  const definition = { type };
  for (const modifier of modifiers.split('|')) {
    if (modifier === 'required') continue;
    const [rule, value] = modifier.split(':');
    definition[rule] = value === undefined ? true : parseValue(value);
  }
  return definition;
}

/**
 * @param {string} text
 * @returns {string | number | boolean}
 */
function parseValue(text) {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
