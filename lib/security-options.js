/**
 * What secrets are encrypted and passwords hashed with, as a user gives it.
 *
 * @module
 */
import { ValidationError } from './errors.js';

/** Numbers that have to be whole, with the least and the most of them. */
const INTEGERS = [
  { group: 'bcrypt', name: 'rounds', least: 4, most: 31 },
  { group: 'argon2', name: 'memoryCost', least: 8, most: 2 ** 32 - 1 },
  { group: 'argon2', name: 'timeCost', least: 1, most: 2 ** 32 - 1 },
  { group: 'argon2', name: 'parallelism', least: 1, most: 2 ** 24 - 1 },
];

const TEXTS = ['passphrase', 'pepper'];

/**
 * @param {Record<string, any>} security what is absent or null has a default or is not used
 * @throws {ValidationError} `INVALID_ARGUMENT` with `field`, for what would count for nothing
 */
export function checkSecurity(security) {
  for (const name of TEXTS) {
    const value = security[name] ?? '';
    if (typeof value !== 'string') throw invalid(`security.${name}`, 'must be a string');
  }
  for (const { group, name, least, most } of INTEGERS) {
    const value = security[group]?.[name] ?? least;
    if (!Number.isInteger(value) || value < least || value > most) {
      throw invalid(`security.${group}.${name}`, `must be an integer from ${least} to ${most}`);
    }
  }
}

/**
 * @param {string} field
 * @param {string} text
 */
function invalid(field, text) {
  const details = { code: 'INVALID_ARGUMENT', statusCode: 400, field };
  return new ValidationError(`${field} ${text}`, details);
}
