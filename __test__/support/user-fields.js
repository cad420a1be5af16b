/**
 * @param {any} record a record, or a list of records
 * @returns {any} the same without the fields that the package adds
 */
export function userFields(record) {
  if (Array.isArray(record)) return record.map(userFields);
  return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('_')));
}
