/**
 * `db.resources`: a live view in which an unknown name is undefined and nothing can be set by
 * accident.
 *
 * @module
 */

/** Names that are looked up plainly, so that printing and awaiting the view does not surprise. */
const PLAIN = new Set(['constructor', 'toJSON', 'then']);

/**
 * @param {Record<string, any>} map resources by name, without a prototype
 * @returns {Record<string, any>}
 */
export function resourcesProxy(map) {
  return new Proxy(map, {
    get(target, name) {
      const isPlain = typeof name === 'symbol' || (PLAIN.has(name) && !(name in target));
      return isPlain ? Reflect.get(Object.prototype, name) : target[name];
    },
  });
}
