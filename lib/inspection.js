/**
 * What logs show of objects that hold secrets.
 *
 * @module
 */

/** Under this name `util.inspect()` and `console.log()` look for a method. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * @param {object} instance
 * @param {object} shown what there is to be seen of it
 * @param {number} depth levels that may still be shown
 * @param {any} options of `util.inspect()`
 * @param {typeof import('node:util').inspect} inspect
 * @returns {string}
 */
export function inspected(instance, shown, depth, options, inspect) {
  const className = instance.constructor.name;
  if (depth < 0) return options.stylize(`[${className}]`, 'special');
  const depthBelow = options.depth === null ? null : options.depth - 1;
  return `${className} ${inspect(shown, { ...options, depth: depthBelow })}`;
}
