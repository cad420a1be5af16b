/**
 * Merging of changes into a record that was read.
 *
 * @module
 */
import { setPath } from '../field-path.js';
import { isNested } from '../frame/value.js';
import { copyRecord } from '../record-copy.js';
import { isUnsafeKey } from '../unsafe-key.js';

/** @typedef {Record<string, any>} Fields */

/** Fields of a record that say how it is stored, whatever the schema declares. */
const SYSTEM_FIELDS = new Set([
  '_contentLength',
  '_lastModified',
  '_hasContent',
  '_mimeType',
  '_etag',
  '_v',
  '_definitionHash',
  '_originalVersion',
  '_versionMapped',
]);

/**
 * A nested object is merged into the one that is there, one level deep; a dotted name sets the field
 * at that path and keeps its siblings at every depth; anything else replaces. `id` never changes.
 *
 * @param {Fields} record not changed
 * @param {Fields} changes
 * @returns {Fields} a copy of its own
 */
export function merge(record, changes) {
  const merged = copyRecord(record);
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'id' || isUnsafeKey(name)) continue;
    if (name.includes('.')) setPath(merged, name.split('.'), copyRecord(value));
    else if (isNested(value) && isNested(merged[name]))
      Object.assign(merged[name], copyRecord(value));
    else merged[name] = copyRecord(value);
  }
  return merged;
}

/**
 * @param {Fields} record
 * @param {Set<string> | null} [marked] attributes of the user's whose names begin as those of the system
 * @returns {Fields} the fields that are the user's, without those that say how a record is stored
 */
export function withoutSystemFields(record, marked) {
  /** @type {Fields} */
  const fields = {};
  for (const name of Object.keys(record)) {
    const isSystem = (name.startsWith('_') && !name.startsWith('_geohash')) || name.startsWith('$');
    if (isSystem && !marked?.has(name)) continue;
    if (record[name] !== undefined) fields[name] = record[name];
  }
  return fields;
}

/**
 * @param {Array<{segments: string[]}>} slots of a plan
 * @returns {Set<string> | null} attributes whose names begin as those of system fields, and are none;
 *   null where there is none
 */
export function markedNames(slots) {
  const names = slots.map(({ segments }) => segments[0]);
  const marked = names.filter((name) => /^[_$]/.test(name) && !SYSTEM_FIELDS.has(name));
  return marked.length > 0 ? new Set(marked) : null;
}
