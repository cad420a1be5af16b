/** @typedef {{[name: string]: string | number | boolean | ClientOptions}} ClientOptions */

const FORBIDDEN_SEGMENTS = ['__proto__', 'constructor', 'prototype'];

/**
 * Options of a client from the query of a connection string: `a.b=1` builds nested objects, a
 * later parameter wins. Texts that look like booleans, integers or decimals become such values.
 * A name with a segment that could reach a prototype is left out.
 *
 * @param {URLSearchParams} query
 * @returns {ClientOptions}
 */
export function readOptions(query) {
  /** @type {ClientOptions} */
  const options = {};
  for (const [name, text] of query) {
    const segments = name.split('.');
    if (segments.some((segment) => FORBIDDEN_SEGMENTS.includes(segment))) continue;
    assign(options, segments, coerce(text));
  }
  return options;
}

/**
 * Text of a query parameter as it was given, the last one when it is repeated.
 *
 * @param {URL} url
 * @param {string} name
 * @returns {string | undefined} undefined when absent or empty
 */
export function readParameter(url, name) {
  return url.searchParams.getAll(name).at(-1) || undefined;
}

/**
 * @param {ClientOptions} options
 * @param {string[]} segments
 * @param {string | number | boolean} value
 */
function assign(options, segments, value) {
  const [name, ...rest] = segments;
  if (rest.length === 0) {
    options[name] = value;
    return;
  }
  const present = Object.hasOwn(options, name) ? options[name] : undefined;
  const nested = typeof present === 'object' ? present : {};
  options[name] = nested;
  assign(nested, rest, value);
}

/**
 * @param {string} text
 * @returns {string | number | boolean}
 */
function coerce(text) {
  if (text === 'true') return true;
  if (text === 'false') return false;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
