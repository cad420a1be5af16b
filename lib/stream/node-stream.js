/**
 * Classes of `node:stream`, which is loaded when the first stream is made.
 *
 * @module
 */
import { require } from '../require.js';

/** @type {typeof import('node:stream') | undefined} */
let stream;

/**
 * Puts a class of Node's below one that was declared without it.
 *
 * @param {Function} declared
 * @param {'Readable' | 'Writable'} name
 */
export function becomeStream(declared, name) {
  stream ??= /** @type {typeof import('node:stream')} */ (require('node:stream'));
  const base = stream[name];
  if (Object.getPrototypeOf(declared) === base) return;
  Object.setPrototypeOf(declared, base);
  Object.setPrototypeOf(declared.prototype, base.prototype);
}
