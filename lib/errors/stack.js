/**
 * Stacks of errors. To capture one takes longer than all else about an error.
 *
 * @module
 */

/**
 * @template T
 * @param {() => T} make
 * @returns {T} what `make` answers; the errors that it makes have no frames
 */
export function withoutFrames(make) {
  const { stackTraceLimit } = Error;
  Reflect.set(Error, 'stackTraceLimit', 0);
  try {
    return make();
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  }
}

/**
 * Gives an error the frames of another one that was made at the same place, when they are asked for.
 *
 * @template {Error} T
 * @param {T} error
 * @param {Error} other
 * @returns {T} the same error
 */
export function shareFrames(error, other) {
  const define = (/** @type {unknown} */ value) =>
    Object.defineProperty(error, 'stack', { value, configurable: true, writable: true });
  return Object.defineProperty(error, 'stack', {
    configurable: true,
    get() {
      const stack = `${error.name}: ${error.message}${framesOf(other)}`;
      define(stack);
      return stack;
    },
    set: define,
  });
}

/** @param {Error} error */
function framesOf({ stack }) {
  const text = String(stack);
  const start = text.indexOf('\n    at ');
  return start < 0 ? '' : text.slice(start);
}
