/**
 * Defaults of shorthand attributes (`'string|default:draft'`), filled in before a record is
 * validated. Defaults of object definitions, of nested attributes and for `null` are the
 * validator's.
 */

import { getPath, setPath } from './field-path.js';

/**
 * A top-level attribute and the value it gets when a record lacks it.
 *
 * @typedef {readonly [name: string, value: string | number | boolean]} AttributeDefault
 */

const DEFAULT_MODIFIER = /default:([^|]+)/;

/**
 * Reads the defaults of a resource's attributes, once per definition.
 *
 * The text after `default:` reaches up to the next `|`. For the base type `boolean` only `true` is
 * true, for `number` the text is converted; any other type keeps the text, which the validator may
 * then convert.
 *
 * @param {Record<string, unknown>} attributes
 * @returns {ReadonlyArray<AttributeDefault>}
 */
export function readDefaults(attributes) {
  /** @type {AttributeDefault[]} */
  const defaults = [];
  for (const [name, definition] of Object.entries(attributes)) {
    if (typeof definition !== 'string') continue;
    const text = DEFAULT_MODIFIER.exec(definition)?.[1];
    if (text !== undefined) defaults.push([name, convertDefault(definition, text)]);
  }
  return defaults;
}

/**
 * @param {string} definition
 * @param {string} text
 * @returns {string | number | boolean}
 */
function convertDefault(definition, text) {
  const baseType = definition.split(/[|:]/, 1)[0];
  if (baseType === 'boolean' || baseType === 'bool') return text === 'true';
  if (baseType === 'number') return Number(text);
  return text;
}

/**
 * Sets the defaults of the attributes that are `undefined` in the record.
 *
 * @template {Record<string, unknown>} T
 * @param {T} record changed in place
 * @param {ReadonlyArray<AttributeDefault>} defaults from {@link readDefaults}
 * @returns {T} the same record
 */
export function applyDefaults(record, defaults) {
  for (const [name, value] of defaults) {
    if (name.includes('.')) applyDotted(record, name.split('.'), value);
    else if (record[name] === undefined)
      /** @type {Record<string, unknown>} */ (record)[name] = value;
  }
  return record;
}

/**
 * @param {Record<string, unknown>} record
 * @param {string[]} path
 * @param {unknown} value
 */
function applyDotted(record, path, value) {
  if (getPath(record, path) === undefined) setPath(record, path, value);
}
