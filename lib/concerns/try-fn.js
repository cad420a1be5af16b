import { types } from 'node:util';

/**
 * Outcome of a call that does not throw.
 *
 * @template T
 * @typedef {[ok: true, error: null, data: T] | [ok: false, error: Error, data: undefined]} Outcome
 */

/**
 * Calls a function, or awaits a promise, without throwing. What is thrown is passed on as an
 * Error: other values are wrapped as `new Error(String(value))`. The stack of the caller is kept
 * in the hidden property `capturedAtStack` of the error.
 *
 * @param {any} fnOrPromise function, promise, or a value that is taken as the result
 * @returns {any} an {@link Outcome}, or a promise of one when there is something to wait for
 */
export function tryFn(fnOrPromise) {
  if (fnOrPromise === null || fnOrPromise === undefined) {
    return [false, new Error('fnOrPromise cannot be null or undefined'), undefined];
  }
  try {
    const result = typeof fnOrPromise === 'function' ? fnOrPromise() : fnOrPromise;
    return isThenable(result) ? settled(result) : [true, null, result];
  } catch (thrown) {
    return failed(thrown, tryFn);
  }
}

/**
 * Synchronous {@link tryFn}: a promise that the function returns is its result.
 *
 * @template T
 * @param {() => T} fn
 * @returns {Outcome<T>}
 */
export function tryFnSync(fn) {
  try {
    return [true, null, fn()];
  } catch (thrown) {
    return failed(thrown, tryFnSync);
  }
}

export default tryFn;

/** @param {any} value */
function isThenable(value) {
  return typeof value?.then === 'function';
}

/**
 * @param {PromiseLike<any>} promise
 * @returns {Promise<Outcome<any>>}
 */
async function settled(promise) {
  try {
    return [true, null, await promise];
  } catch (thrown) {
    return failed(thrown, settled);
  }
}

/**
 * @param {unknown} thrown
 * @param {(...args: any[]) => any} caller topmost function to leave out of the captured stack
 * @returns {[ok: false, error: Error, data: undefined]}
 */
function failed(thrown, caller) {
  const error = isError(thrown) ? thrown : new Error(String(thrown));
  const capture = new Error();
  Error.captureStackTrace(capture, caller);
  Reflect.defineProperty(error, 'capturedAtStack', {
    value: capture.stack,
    configurable: true,
    writable: true,
  });
  return [false, error, undefined];
}

/**
 * An error may come from another realm, as it does under Jest, where `instanceof` fails.
 *
 * @param {unknown} value
 * @returns {value is Error}
 */
function isError(value) {
  return value instanceof Error || types.isNativeError(value);
}
