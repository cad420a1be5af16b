import { inspect } from 'node:util';

/**
 * Text of a value for an error message: JSON indented by two spaces, or Node's inspection when
 * the value has no JSON form (cycles, BigInt), so that reporting a failure never fails itself.
 *
 * @param {unknown} value
 * @returns {string} `'undefined'` for undefined
 */
export function jsonText(value) {
  try {
    return String(JSON.stringify(value, null, 2));
  } catch {
    return inspect(value);
  }
}
