/**
 * Texts that become segments of object keys.
 *
 * @module
 */
import { ValidationError } from '../errors.js';

/**
 * @param {unknown} value
 * @param {string} field for the error
 * @returns {string} the value as text
 * @throws {ValidationError} for characters that divide or encode segments
 */
export function requireUrlSafe(value, field) {
  const text = String(value);
  const unsafe = /[/\\=%]/.exec(text)?.[0];
  if (unsafe === undefined) return text;
  throw new ValidationError(`Invalid ${field}: contains unsafe character '${unsafe}'`, {
    statusCode: 400,
    field,
    value,
    constraint: 'url-safe',
  });
}

/**
 * @param {string[]} keys of records or references
 * @returns {string[]} the ids in them; keys without one are left out
 */
export function idsOfKeys(keys) {
  return keys.flatMap((key) => {
    const segment = key.split('/').find((part) => part.startsWith('id='));
    return segment === undefined ? [] : [segment.slice('id='.length)];
  });
}
