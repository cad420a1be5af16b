/**
 * Validation of a record on request, outside of a write: `resource.validate()`.
 */

import { cloneRecord } from './record-copy.js';

/** @typedef {import('./validator.js').ValidationFailure} ValidationFailure */

/**
 * Records that a write asks the method `validate` about.
 *
 * @type {WeakSet<object>}
 */
export const recordsOfWrites = new WeakSet();

/**
 * @typedef {object} ValidationOptions
 * @property {boolean} [throwOnError] reject instead of reporting; default false
 * @property {boolean} [includeId] validate the `id` too; default false
 * @property {boolean} [mutateOriginal] sanitise the record itself, not a copy; default false
 */

/**
 * @typedef {object} ValidationReport
 * @property {boolean} isValid
 * @property {ValidationFailure[]} errors
 * @property {any} data the record as the checks left it, also when it is invalid
 */

/**
 * Validates a record: as the write does that asks for it, or else as s3db.js does, which lets a Date
 * pass for a number.
 *
 * @param {import('./validator.js').RecordValidator} validator
 * @param {any} record
 * @param {ValidationOptions} [options]
 * @returns {Promise<ValidationReport>} rejects with a TypeError for null and undefined, and with
 *   `throwOnError` with an Error that has `validationErrors` and `invalidData`
 */
export async function validateRecord(validator, record, options = {}) {
  const data = options.mutateOriginal ? record : cloneRecord(record);
  if (data.id && !options.includeId) delete data.id;
  const isWritten = recordsOfWrites.has(record);
  const verdict = await (isWritten ? validator.check(data) : validator.preview(data));
  const errors = verdict === true ? [] : verdict;
  if (errors.length > 0 && options.throwOnError) {
    throw Object.assign(new Error('Validation failed'), {
      validationErrors: errors,
      invalidData: data,
    });
  }
  return { isValid: verdict === true, errors, data };
}
