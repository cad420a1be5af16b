/**
 * Recovery of JSON text that an editor or an interrupted write has damaged. A repair never touches
 * the inside of a string.
 *
 * @module
 */

/** A string, which may lack its end: so it always matches, and the text is looked at once. */
const STRING = String.raw`"[^"\\]*(?:\\[^]?[^"\\]*)*(?:"|$)`;

const STRING_OR_TRAILING_COMMA = new RegExp(`(${STRING})|,(?=\\s*[}\\]])`, 'g');

const STRING_OR_BARE_KEY = new RegExp(`(${STRING})|([{,]\\s*)([A-Za-z_$][\\w$]*)(?=\\s*:)`, 'g');

const STRING_OR_BRACKET = new RegExp(`${STRING}|[{}[\\]]`, 'g');

/** Repairs in the order in which they are tried, each on the original text. */
const REPAIRS = [removeTrailingCommas, quoteBareKeys, closeBrackets];

/**
 * @param {string} text that is not JSON
 * @returns {{value: unknown, repair: number} | null} the value and the number, from 1, of the repair
 *   that was enough; null if none was
 */
export function recoverJson(text) {
  for (const [index, repair] of REPAIRS.entries()) {
    try {
      return { value: JSON.parse(repair(text)), repair: index + 1 };
    } catch {
      continue;
    }
  }
  return null;
}

/** @param {string} text */
function removeTrailingCommas(text) {
  return text.replace(STRING_OR_TRAILING_COMMA, (_match, string = '') => string);
}

/** @param {string} text */
function quoteBareKeys(text) {
  return text.replace(
    STRING_OR_BARE_KEY,
    (_match, string, before, key) => string ?? `${before}"${key}"`,
  );
}

/** @param {string} text */
function closeBrackets(text) {
  /** @type {string[]} */
  const closers = [];
  for (const [token] of text.matchAll(STRING_OR_BRACKET)) {
    if (token === '{') closers.push('}');
    else if (token === '[') closers.push(']');
    else if (token === '}' || token === ']') closers.pop();
  }
  return text + closers.reverse().join('');
}
