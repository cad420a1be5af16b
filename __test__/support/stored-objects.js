/**
 * The objects of a bucket in memory, as they are stored, without what differs from run to run.
 */

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/**
 * @param {any} client a MemoryClient
 * @returns {Record<string, string>} what each object is, by full key
 */
export function storedObjects(client) {
  const { objects } = client.snapshot();
  return Object.fromEntries(Object.entries(objects).map(([key, object]) => [key, textOf(object)]));
}

/** @param {any} object */
function textOf({ body, metadata, contentType, contentEncoding }) {
  const { _cas, ...entries } = metadata;
  const shown = { ...entries, ...(_cas && { _cas: 'stamp' }) };
  const text = Buffer.from(body, 'base64').toString().replace(TIME, 'time');
  return JSON.stringify([Object.entries(shown).sort(), text, contentType, contentEncoding]);
}

/**
 * @param {Record<string, string>} found
 * @param {Record<string, string>} before
 * @param {Record<string, string>} after
 * @returns {string[]} keys of objects that are neither what they were nor what they should become
 */
export function tornObjects(found, before, after) {
  const keys = new Set([...Object.keys(found), ...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => found[key] !== before[key] && found[key] !== after[key]);
}

/**
 * @param {Record<string, string>} objects
 * @returns {string} the records and references among them
 */
export function recordsOf(objects) {
  const isRecord = (key) => key.includes('/data/') || key.includes('/partition=');
  return JSON.stringify(
    Object.entries(objects)
      .filter(([key]) => isRecord(key))
      .sort(),
  );
}
