/**
 * Metadata as it is stored: names in lower case, values in ASCII.
 *
 * @module
 */
import { native } from '../space.js';

/**
 * @param {Array<string | null>} pairs names and plain values one after another
 * @returns {Record<string, string>}
 */
export function encodedMetadata(pairs) {
  const texts = native.encodeMetadata(pairs);
  /** @type {Record<string, string>} */
  const metadata = {};
  for (let index = 0; index < texts.length; index += 2) metadata[texts[index]] = texts[index + 1];
  return metadata;
}

/**
 * @param {Record<string, string> | undefined} metadata
 * @returns {Record<string, string | null>} plain values
 */
export function decodedMetadata(metadata = {}) {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, text]) => [name, native.decodeMetadata(text)]),
  );
}
