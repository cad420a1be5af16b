/**
 * Property names through which an assignment could reach a prototype.
 */

/**
 * @param {string} part
 * @returns {boolean}
 */
function isUnsafePart(part) {
  return part === '__proto__' || part === 'constructor' || part === 'prototype';
}

/**
 * Tells whether a key, or one of the parts of a dotted key, is `__proto__`, `constructor` or
 * `prototype`.
 *
 * @param {string} key
 * @returns {boolean}
 */
export function isUnsafeKey(key) {
  return key.includes('.') ? key.split('.').some(isUnsafePart) : isUnsafePart(key);
}
