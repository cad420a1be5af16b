/**
 * Attribute definitions: their translation for the validator and the form in which they are stored.
 *
 * Definitions may come from a bucket that others can write to. What reaches the validator is always
 * a copy without unsafe names, and the {@link import('./validator.js').Validator} escapes or refuses
 * every value that it would otherwise paste into generated code.
 */

import { types } from 'node:util';

import { SchemaError } from './errors.js';
import { isUnsafeKey } from './unsafe-key.js';
import { expandDefinition, isObjectDefinition } from './validation/attribute-type.js';
import { translateShorthand } from './validation/shorthand.js';

/** @typedef {Record<string, unknown>} Attributes definitions by attribute name */

/**
 * @typedef {object} TranslationOptions
 * @property {boolean} [allNestedObjectsOptional] whether a nested object that does not say otherwise
 *   in `$$type` may be absent; default true
 */

const MAX_DEPTH = 64;

/** Half of a surrogate pair in the JSON that is made here. */
const HALF_PAIR = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

const PLUGIN_MARKS = new Set(['__plugin__', '__pluginCreated__']);

/**
 * Translates attribute definitions to a schema of `fastest-validator`.
 *
 * @param {Attributes} attributes not changed
 * @param {TranslationOptions} [options]
 * @returns {Record<string, unknown>} a fresh schema; `$$strict` is `false` unless the attributes
 *   set it to `'remove'` or to another true value
 * @throws {SchemaError} for an unsafe name or definitions nested deeper than 64 levels
 */
export function toValidatorSchema(attributes, { allNestedObjectsOptional = true } = {}) {
  const { $$strict: strict } = attributes;
  return {
    ...translateAttributes(copyDefinition(attributes, 0), { allNestedObjectsOptional }),
    $$strict: strict === 'remove' ? strict : Boolean(strict),
  };
}

/**
 * @param {Attributes} attributes
 * @param {TranslationOptions} options
 * @returns {Attributes}
 */
function translateAttributes(attributes, options) {
  /** @type {Attributes} */
  const schema = {};
  for (const [name, definition] of Object.entries(attributes)) {
    if (name.startsWith('$$') || PLUGIN_MARKS.has(name)) continue;
    schema[name] = translateDefinition(definition, options);
  }
  return schema;
}

/**
 * @param {unknown} definition
 * @param {TranslationOptions} options
 * @returns {unknown}
 */
function translateDefinition(definition, options) {
  if (typeof definition === 'string') return translateShorthand(definition);
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    return definition;
  }
  const attributes = /** @type {Attributes} */ (definition);
  return isObjectDefinition(attributes)
    ? translateObjectDefinition(attributes, options)
    : translateNestedObject(attributes, options);
}

/**
 * @param {import('./validation/attribute-type.js').RuleDefinition} definition
 * @param {TranslationOptions} options
 * @returns {import('./validation/attribute-type.js').RuleDefinition}
 */
function translateObjectDefinition(definition, options) {
  const schema = expandDefinition(definition);
  for (const mark of PLUGIN_MARKS) delete schema[mark];
  if (definition.type !== 'object') return schema;
  for (const key of ['props', 'properties']) {
    const attributes = schema[key];
    if (typeof attributes !== 'object' || attributes === null) continue;
    schema[key] = translateAttributes(/** @type {Attributes} */ (attributes), options);
  }
  return schema;
}

/**
 * @param {Attributes} attributes
 * @param {TranslationOptions} options
 * @returns {import('./validation/attribute-type.js').RuleDefinition}
 */
function translateNestedObject(attributes, options) {
  const presence = typeof attributes.$$type === 'string' ? attributes.$$type : '';
  const optional =
    !presence.includes('required') &&
    (presence.includes('optional') || options.allNestedObjectsOptional === true);
  return {
    type: 'object',
    props: translateAttributes(attributes, options),
    strict: false,
    optional,
  };
}

/**
 * @template T
 * @param {T} value
 * @param {number} depth
 * @returns {T}
 */
function copyDefinition(value, depth) {
  if (!isPlain(value)) return value;
  if (depth > MAX_DEPTH) {
    throw new SchemaError(`Attribute definitions are nested deeper than ${MAX_DEPTH} levels.`, {
      code: 'INVALID_DEFINITION',
    });
  }
  if (Array.isArray(value)) {
    return /** @type {T} */ (value.map((item) => copyDefinition(item, depth + 1)));
  }
  /** @type {Attributes} */
  const copy = {};
  for (const [name, item] of Object.entries(/** @type {object} */ (value))) {
    assertSafeName(name);
    copy[name] = copyDefinition(item, depth + 1);
  }
  return /** @type {T} */ (copy);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isPlain(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * @param {string} name
 */
function assertSafeName(name) {
  if (isUnsafeKey(name)) {
    throw new SchemaError(`The name '${name}' is not allowed in attribute definitions.`, {
      code: 'INVALID_DEFINITION',
      attribute: name,
    });
  }
}

/**
 * Tells whether a translated schema calls functions of the user that may be asynchronous: `custom`
 * and `check`, alone or in arrays. Default functions are always synchronous.
 *
 * @param {unknown} schema from {@link toValidatorSchema}
 * @returns {boolean}
 */
export function hasCustomCheckers(schema) {
  if (!isPlain(schema)) return false;
  return Object.entries(/** @type {object} */ (schema)).some(
    ([key, value]) => isCustomChecker(key, value) || hasCustomCheckers(value),
  );
}

/**
 * @param {string} key
 * @param {unknown} value
 * @returns {boolean}
 */
function isCustomChecker(key, value) {
  if (key !== 'custom' && key !== 'check') return false;
  return [value].flat().some((item) => typeof item === 'function');
}

/**
 * The form of attribute definitions that is handed to the engine and stored in `s3db.json`.
 *
 * Functions are dropped. A regular expression becomes text: `pattern` its source, with the flags in
 * `patternFlags`; any other its literal.
 *
 * @param {Attributes} attributes not changed
 * @returns {Attributes} JSON values only
 * @throws {SchemaError} for an unsafe name, and for what JSON cannot hold: a BigInt, a definition that
 *   holds itself
 */
export function serializableAttributes(attributes) {
  return JSON.parse(storableText(attributes));
}

/**
 * @param {Attributes} attributes
 * @returns {string}
 */
function storableText(attributes) {
  try {
    return JSON.stringify(attributes, toStorable);
  } catch (error) {
    if (error instanceof SchemaError) throw error;
    const { message } = /** @type {Error} */ (error);
    throw new SchemaError(`The attributes cannot be stored: ${message.split('\n')[0]}`, {
      code: 'INVALID_DEFINITION',
      original: error,
    });
  }
}

/**
 * @param {string} key
 * @param {any} value
 * @returns {unknown}
 */
function toStorable(key, value) {
  assertSafeName(key);
  if (typeof value !== 'object' || value === null) return value;
  if (types.isRegExp(value)) return String(value);
  if (Array.isArray(value)) return withoutFunctions(value);
  if (!types.isRegExp(value.pattern)) return value;
  const { source, flags } = value.pattern;
  return { ...value, pattern: source, patternFlags: flags };
}

/**
 * @param {unknown[]} items
 * @returns {unknown[] | undefined}
 */
function withoutFunctions(items) {
  const rest = items.filter((item) => typeof item !== 'function');
  return rest.length === 0 && items.length > 0 ? undefined : rest;
}

/**
 * @param {string} definition JSON, in which nothing else is escaped as half of a surrogate pair is
 * @param {string} resourceName
 * @throws {SchemaError} if a name or a text in it holds one: no store could
 */
export function requireWholePairs(definition, resourceName) {
  if (!HALF_PAIR.test(definition)) return;
  throw new SchemaError('The definition holds half of a surrogate pair', {
    code: 'INVALID_DEFINITION',
    resourceName,
  });
}
