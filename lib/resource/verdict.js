/**
 * Whether a record may be written, and the errors of one that may not.
 *
 * @module
 */
import { ValidationError } from '../errors.js';
import { invalidItem } from '../failure.js';
import { recordsOfWrites } from '../record-validation.js';
import { validatesByOriginal } from '../route.js';
import { isGiven } from './id.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('../validator.js').ValidationFailure[] | null} Failures null if a record is valid */

/**
 * @param {Resource} resource
 * @param {Fields} data brought to the form in which it is stored
 * @param {unknown} id
 * @returns {Failures | Promise<Failures>}
 */
export function check(resource, data, id) {
  if (!validatesByOriginal(resource)) return checkByMethod(resource, data, id);
  const { plan } = resource._core;
  if (plan.validatesId && id !== undefined && id !== null) {
    data.id = id;
  }
  const verdict = plan.validator.check(data);
  if (verdict === true) return null;
  if (Array.isArray(verdict)) return verdict;
  return verdict.then((late) => (late === true ? null : late));
}

/**
 * Asks the method `validate` that was put around the original or in its place.
 *
 * @param {Resource} resource
 * @param {Fields} data gets the fields that the method answers
 * @param {unknown} id
 * @returns {Promise<Failures>}
 */
async function checkByMethod(resource, data, id) {
  const { plan } = resource._core;
  const includeId = isGiven(id);
  const record = includeId ? { ...data, id } : { ...data };
  recordsOfWrites.add(record);
  const report = await resource.validate(record, { includeId });
  if (!report.isValid) return report.errors ?? [];
  const validated = plan.copy(report.data);
  for (const name of Object.keys(data)) delete data[name];
  Object.assign(data, validated);
  if (plan.validatesId && includeId) data.id = id;
  return null;
}

/**
 * @param {Resource} resource
 * @param {string} message
 * @param {import('../validator.js').ValidationFailure[]} failures
 * @param {Fields} attributes
 */
export function invalid(
  { bucket, name: resourceName, _core: { plan } },
  message,
  failures,
  attributes,
) {
  return invalidItem(message, plan.mask.failures(failures), {
    bucket,
    resourceName,
    attributes: plan.mask.record(attributes),
  });
}

/**
 * @param {string} name
 * @param {unknown} fields
 * @returns {Fields}
 */
export function requireFields(name, fields) {
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields;
  throw new ValidationError(`${name} must be a non-empty object`, {
    code: 'INVALID_ARGUMENT',
    statusCode: 400,
    field: name,
    value: fields,
  });
}
