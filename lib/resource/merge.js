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
 * @returns {Fields} the fields that are the user's, without those that say how a record is stored
 */
export function withoutSystemFields(record) {
  /** @type {Fields} */
  const fields = {};
  for (const name of Object.keys(record)) {
    const isSystem = (name.startsWith('_') && !name.startsWith('_geohash')) || name.startsWith('$');
    if (!isSystem && record[name] !== undefined) fields[name] = record[name];
  }
  return fields;
}
