/**
 * Golden vectors: reading the files, and turning their tagged values (`{"$date": …}`) into values
 * and into expectations.
 */

import { readFileSync } from 'node:fs';

import { expect } from '@jest/globals';

/** The functions that vectors name with `$fn`. */
const FUNCTIONS = {
  upper: (value) => (typeof value === 'string' ? value.toUpperCase() : value),
  asyncUpper: async (value) => FUNCTIONS.upper(value),
  failBad: (value, errors) => {
    const message = "The '{field}' is {actual}, wanted {expected}.";
    if (value === 'bad') {
      errors.push({ type: 'customBad', message, expected: 'good', actual: value });
    }
    return value;
  },
  failNoMessage: (value, errors) => {
    if (value === 'bad') errors.push({ type: 'stringMin', expected: 9, actual: value });
    return value;
  },
  failUnknownType: (value, errors) => {
    if (value === 'bad') errors.push({ type: 'unknownType' });
    return value;
  },
  throwing: () => {
    throw new Error('boom');
  },
  checkOne: (value, errors) => {
    if (value !== 1) errors.push({ type: 'notOne', expected: 1, actual: value });
    return value;
  },
  dropToUndefined: () => undefined,
  defaultDyn: () => 'dyn',
};

const VALUES = {
  $undefined: () => undefined,
  $date: (text) => new Date(text ?? NaN),
  $number: (text) => Number(text),
  $bigint: (text) => BigInt(text),
  $symbol: (description) => Symbol.for(description),
  $bytes: (base64, { $class: name }) => bytes(Buffer.from(base64, 'base64'), name),
  $fn: (name) => FUNCTIONS[name],
  $regex: ([source, flags]) => new RegExp(source, flags),
  $repeat: ([item, count]) =>
    typeof item === 'string' ? item.repeat(count) : Array(count).fill(item),
  $boxed: (value) => Object(value),
  $native: (name) => Object.prototype[name],
};

/** Two invalid dates are not equal; this equals each of them. */
const INVALID_DATE = {
  asymmetricMatch: (value) => value instanceof Date && Number.isNaN(value.getTime()),
};

function bytes(buffer, name) {
  return name === 'Buffer' ? buffer : new Uint8Array(buffer);
}

/**
 * Reads `__test__/golden/<name>.json`.
 *
 * @param {string} name
 * @returns {any}
 */
export function readVectors(name) {
  const file = new URL(`../golden/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Turns a tagged value into the value it stands for.
 *
 * @param {unknown} value
 * @returns {any}
 */
export function decodeValue(value) {
  return mapTagged(value, VALUES);
}

/**
 * Turns a tagged value into one for `toEqual`, which takes an undefined property for a missing one.
 *
 * @param {unknown} value
 * @param {Record<string, string>} matchers regular expressions by name, of the vectors file
 * @returns {any}
 */
export function decodeExpectation(value, matchers) {
  return mapTagged(value, {
    ...VALUES,
    $date: (text) => (text === null ? INVALID_DATE : new Date(text)),
    $error: ({ name, message }) => expect.objectContaining({ name, message }),
    $match: (name) =>
      name === 'anyDate' ? expect.any(Date) : expect.stringMatching(new RegExp(matchers[name])),
  });
}

/**
 * Compares a list of validation errors, the order of the errors and of their keys included.
 *
 * @param {object[]} errors
 * @param {object[]} recorded tagged values
 * @param {Record<string, string>} matchers
 * @param {string[]} [keys] compare only these keys, in any order
 */
export function expectErrors(errors, recorded, matchers, keys) {
  const expected = decodeExpectation(recorded, matchers);
  if (keys === undefined) {
    expect(errors).toEqual(expected);
    expect(errors.map(definedKeys)).toEqual(expected.map(definedKeys));
    return;
  }
  const pick = (error) => Object.fromEntries(keys.map((key) => [key, error[key]]));
  expect(errors.map(pick)).toEqual(expected.map(pick));
}

function definedKeys(error) {
  return Object.keys(error).filter((key) => error[key] !== undefined);
}

function mapTagged(value, tags) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapTagged(item, tags));
  const [tag] = Object.keys(value);
  if (Object.hasOwn(tags, tag ?? '')) return tags[tag](value[tag], value);
  const object = {};
  for (const key of Object.keys(value)) {
    const item = { value: mapTagged(value[key], tags), enumerable: true };
    Object.defineProperty(object, key, { ...item, configurable: true, writable: true });
  }
  return object;
}
