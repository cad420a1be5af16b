import { BaseError } from './base-error.js';
import { jsonText } from './json-text.js';
import { ValidationError } from './operation-errors.js';
import { S3dbError, TRAITS } from './s3db-error.js';
import { ERROR_TRAITS } from './traits.js';

/** @typedef {import('./base-error.js').ErrorDetails} ErrorDetails */

/**
 * A record does not exist. Details: `id`, `bucket`, `resourceName`, all strings.
 *
 * @throws {ValidationError} when one of them is not a string
 */
export class ResourceNotFound extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.ResourceNotFound;

  /** @param {ErrorDetails} [details] */
  constructor(details = {}) {
    requireStrings('ResourceNotFound', details, ['id', 'bucket', 'resourceName']);
    const { bucket, resourceName, id } = details;
    super(`Resource not found: ${resourceName}/${id} [bucket:${bucket}]`, details);
  }
}

/**
 * A bucket does not exist. Details: `bucket`, a string.
 *
 * @throws {ValidationError} when it is not a string
 */
export class NoSuchBucket extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.NoSuchBucket;

  /** @param {ErrorDetails} [details] */
  constructor(details = {}) {
    requireStrings('NoSuchBucket', details, ['bucket']);
    super(`Bucket does not exists [bucket:${details.bucket}]`, details);
  }
}

/**
 * An object does not exist. Details: `key`, `bucket`; optionally `resourceName`, `id`.
 *
 * @throws {ValidationError} when `key` or `bucket`, or an `id` that is given, is not a string
 */
export class NoSuchKey extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.NoSuchKey;

  /**
   * @param {unknown} value
   * @returns {boolean}
   */
  static [Symbol.hasInstance](value) {
    return Function.prototype[Symbol.hasInstance].call(this, value) || isReported(this, value);
  }

  /** @param {ErrorDetails} [details] */
  constructor(details = {}) {
    requireStrings('NoSuchKey', details, ['key', 'bucket']);
    if (details.id !== undefined && typeof details.id !== 'string') {
      throw new ValidationError('NoSuchKey requires id to be a string when provided', {
        field: 'id',
        value: details.id,
        suggestion: 'Provide the resource id as a string when including it in NoSuchKey.',
      });
    }
    super(`No such key: ${details.key} [bucket:${details.bucket}]`, details);
  }
}

/**
 * The clients without a server report a missing object as a ResourceError named NoSuchKey, which
 * `instanceof` counts too; for a subclass it keeps its usual meaning.
 *
 * @param {Function} constructor
 * @param {unknown} value
 * @returns {boolean}
 */
function isReported(constructor, value) {
  return constructor === NoSuchKey && value instanceof BaseError && value.name === 'NoSuchKey';
}

/**
 * Something does not exist under a key. Details: `key`, `bucket`; optionally `resourceName`, `id`.
 *
 * @throws {ValidationError} when `key` or `bucket` is not a string
 */
export class NotFound extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.NotFound;

  /** @param {ErrorDetails} [details] */
  constructor(details = {}) {
    requireStrings('NotFound', details, ['key', 'bucket']);
    super(`Not found: ${details.key} [bucket:${details.bucket}]`, details);
  }
}

/**
 * The metadata of a bucket or an object is missing. Details: `bucket`, a string.
 *
 * @throws {ValidationError} when it is not a string
 */
export class MissingMetadata extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.MissingMetadata;

  /** @param {ErrorDetails} [details] */
  constructor(details = {}) {
    requireStrings('MissingMetadata', details, ['bucket']);
    super(`Missing metadata for bucket [bucket:${details.bucket}]`, details);
  }
}

/**
 * The attributes of a record do not pass validation. Details: `bucket`, `resourceName`,
 * `attributes`, `validation` (the list of findings), optionally `message`.
 *
 * @throws {ValidationError} when `bucket` or `resourceName` is not a string
 */
export class InvalidResourceItem extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.InvalidResourceItem;

  /** @param {ErrorDetails} [details] */
  constructor(details = {}) {
    requireStrings('InvalidResourceItem', details, ['bucket', 'resourceName']);
    const { bucket, resourceName, validation } = details;
    const place = `Resource=${resourceName} [bucket:${bucket}]`;
    super(`Validation error: This item is not valid. ${place}.\n${jsonText(validation)}`, details);
  }
}

const FIELD_LABELS = {
  bucket: 'bucket name',
  id: 'resource id',
  key: 'object key',
  resourceName: 'resource name',
};

/**
 * @param {string} className
 * @param {ErrorDetails} details
 * @param {(keyof typeof FIELD_LABELS)[]} fields
 */
function requireStrings(className, details, fields) {
  for (const field of fields) {
    const value = details[field];
    if (typeof value === 'string') continue;
    throw new ValidationError(`${className} requires ${field} to be a string`, {
      field,
      value,
      suggestion: `Provide the ${FIELD_LABELS[field]} as a string when constructing ${className}.`,
    });
  }
}
