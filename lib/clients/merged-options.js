/**
 * Options of a client, and those that its connection string names.
 *
 * @module
 */

/**
 * @param {Record<string, any>} options
 * @param {Record<string, any>} parameters of the connection string, which win
 * @returns {Record<string, any>} both; of objects that both have, the members of both
 */
export function merged(options, parameters) {
  const all = { ...options };
  for (const [name, value] of Object.entries(parameters)) {
    const isNested = isPlain(value) && isPlain(options[name]);
    all[name] = isNested ? merged(options[name], value) : value;
  }
  return all;
}

/** @param {unknown} value */
function isPlain(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
