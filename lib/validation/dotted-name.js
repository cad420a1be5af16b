/**
 * Attributes that are defined by a dotted name (`'o.n': 'number'`). The validator knows such an
 * attribute by its name as it is written, while records hold it as the nested field that it spells.
 *
 * @module
 */
import { getPath, holderOf, setPath } from '../field-path.js';
import { isNested } from '../frame/value.js';
import { isObjectDefinition } from './attribute-type.js';

/** @typedef {Record<string, any>} Fields */

/**
 * @typedef {object} DottedName
 * @property {string[]} parents names of the definitions around it
 * @property {string} name
 * @property {string[]} path parts of the name
 */

/**
 * @param {Record<string, any>} attributes
 * @param {string[]} [parents]
 * @returns {DottedName[]} outer ones first
 */
export function dottedNames(attributes, parents = []) {
  return Object.entries(attributes).flatMap(([name, definition]) => {
    const own = name.includes('.') ? [{ parents, name, path: name.split('.') }] : [];
    const isGroup = isNested(definition) && !isObjectDefinition(definition);
    return isGroup ? [...own, ...dottedNames(definition, [...parents, name])] : own;
  });
}

/**
 * @param {(record: any) => any} check of the validator
 * @param {DottedName[]} names
 * @param {{isAsync: boolean, isStrict: boolean}} options whether the check gives a promise, and
 *   whether it objects to fields that are not defined
 * @returns {(record: any) => any} a check of records that hold these attributes as nested fields
 */
export function withDottedNames(check, names, { isAsync, isStrict }) {
  const flatten = (/** @type {Fields} */ record) => {
    for (const name of names) take(record, name, isStrict);
  };
  const innerFirst = names.toSorted((a, b) => b.parents.length - a.parents.length);
  const nest = (/** @type {Fields} */ record) => {
    for (const name of innerFirst) putBack(record, name);
  };
  const checkLater = async (/** @type {Fields} */ record) => {
    flatten(record);
    try {
      return await check(record);
    } finally {
      nest(record);
    }
  };
  const checkNow = (/** @type {Fields} */ record) => {
    flatten(record);
    try {
      return check(record);
    } finally {
      nest(record);
    }
  };
  return isAsync ? checkLater : checkNow;
}

/**
 * Moves a nested field to the attribute's own name.
 *
 * @param {Fields} record
 * @param {DottedName} attribute
 * @param {boolean} isStrict whether the objects around it go where nothing else is in them
 */
function take(record, { parents, name, path }, isStrict) {
  const group = getGroup(record, parents);
  const holder = group && holderOf(group, path);
  const last = /** @type {string} */ (path.at(-1));
  if (!group || !holder || !Object.hasOwn(holder, last) || Object.hasOwn(group, name)) return;
  group[name] = holder[last];
  delete holder[last];
  if (isStrict) dropEmpty(group, path);
}

/**
 * Deletes the objects on a path that hold nothing.
 *
 * @param {Fields} holder
 * @param {string[]} path
 */
function dropEmpty(holder, [name, ...rest]) {
  const inner = holder[name];
  if (rest.length > 1) dropEmpty(inner, rest);
  if (Object.keys(inner).length === 0) delete holder[name];
}

/**
 * @param {Fields} record
 * @param {DottedName} attribute
 */
function putBack(record, { parents, name, path }) {
  const group = getGroup(record, parents);
  if (!group || !Object.hasOwn(group, name)) return;
  const value = group[name];
  delete group[name];
  setPath(group, path, value);
}

/**
 * @param {Fields} record
 * @param {string[]} parents
 * @returns {Fields | undefined}
 */
function getGroup(record, parents) {
  const group = parents.length === 0 ? record : getPath(record, parents);
  return isNested(group) ? group : undefined;
}
