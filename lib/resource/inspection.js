/**
 * What logs show of a resource.
 *
 * @module
 */

/** Under this name `util.inspect()` and `console.log()` look for a method. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * @param {import('./methods/properties.js').ResourceProperties} resource
 * @param {number} depth levels that may still be shown
 * @param {any} options of `util.inspect()`
 * @param {typeof import('node:util').inspect} inspect
 * @returns {string} what the resource is; nothing of its client, its database and its passphrase
 */
export function inspected(resource, depth, options, inspect) {
  const className = resource.constructor.name;
  if (depth < 0) return options.stylize(`[${className}]`, 'special');
  const { name, version, behavior, attributes, config } = resource;
  const listeners = resource.eventNames();
  const shown = { name, version, behavior, attributes, config, listeners };
  const depthBelow = options.depth === null ? null : options.depth - 1;
  return `${className} ${inspect(shown, { ...options, depth: depthBelow })}`;
}
