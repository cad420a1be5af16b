import { createHash } from 'node:crypto';

/**
 * @param {unknown} value
 * @returns {unknown} the same with the keys of plain objects sorted
 */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

/**
 * Keeps of each record what the shape declares: ETags, times and other fields the store adds
 * differ from run to run. Lists are followed; anything that is no record stays as it is.
 * @param {unknown} value
 * @param {string[]} fields
 * @returns {unknown}
 */
function declared(value, fields) {
  if (Array.isArray(value)) return value.map((entry) => declared(entry, fields));
  if (value === null || typeof value !== 'object') return value;
  const record = new Map(Object.entries(value));
  return Object.fromEntries(fields.map((field) => [field, record.get(field)]));
}

/**
 * @param {unknown} evidence records, ids, booleans, numbers or nested lists of them
 * @param {string[]} fields attributes that take part, beside `id`
 * @returns {string} hexadecimal SHA-256; equal for equal evidence, whatever the order of keys
 */
export function digest(evidence, fields) {
  const text = JSON.stringify(sorted(declared(evidence, ['id', ...fields])));
  return createHash('sha256').update(text).digest('hex');
}
