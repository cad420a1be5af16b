import { BaseError } from './base-error.js';

/** @typedef {import('./base-error.js').ErrorDetails} ErrorDetails */
/** @typedef {import('./traits.js').ErrorTraits} ErrorTraits */

/**
 * Static property under which a class names its row of the table of traits; a user's subclass
 * inherits it.
 */
export const TRAITS = Symbol('traits');

/**
 * Parent of every error about databases, resources and storage.
 *
 * Code and status are, in this order: what the details say, what the original error says, what
 * the class stands for. Details without a field of their own become own properties as well as
 * entries of `data`; they never replace a field or a method of the error.
 */
export class S3dbError extends BaseError {
  /** @type {ErrorTraits} */
  static [TRAITS] = { statusCode: 500 };

  /**
   * @param {string} [message]
   * @param {ErrorDetails} [details]
   */
  constructor(message, details = {}) {
    const traits = /** @type {typeof S3dbError} */ (new.target)[TRAITS];
    // Spreading two objects one after the other takes ten times as long here.
    const completed = Object.assign({}, traits.defaults, definedOnly(details));
    const described = describedBy(traits, completed);
    const statusCode = statusOf(traits, details);
    super(
      Object.assign({ message }, described, causedBy(details.original), completed, { statusCode }),
    );
    adopt(this, completed);
  }
}

/**
 * @param {ErrorDetails} details
 * @returns {ErrorDetails}
 */
function definedOnly(details) {
  if (!Object.values(details).includes(undefined)) return details;
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/**
 * @param {ErrorTraits} traits
 * @param {ErrorDetails} details
 */
function describedBy(traits, details) {
  const { suggestion, description, retriable } = traits;
  return {
    suggestion,
    description: typeof description === 'function' ? description(details) : description,
    retriable: retriable?.(details) ?? false,
  };
}

/**
 * What the error of a storage service (or of anything else) tells about its consequence.
 *
 * @param {unknown} original
 */
function causedBy(original) {
  if (typeof original !== 'object' || original === null) return {};
  const { code, Code, name, message, requestId, $metadata } = /** @type {Record<string, any>} */ (
    original
  );
  return {
    code: code || Code || name,
    requestId: requestId ?? $metadata?.requestId,
    awsMessage: message,
    metadata: $metadata && { ...$metadata },
  };
}

/**
 * @param {ErrorTraits} traits
 * @param {ErrorDetails} details
 * @returns {number}
 */
function statusOf(traits, details) {
  if (details.statusCode) return details.statusCode;
  const original = /** @type {Record<string, any> | undefined} */ (details.original);
  const status = original?.statusCode || original?.$metadata?.httpStatusCode;
  return traits.hasFixedStatus ? traits.statusCode : status || traits.statusCode;
}

/**
 * @param {Record<string, any>} error
 * @param {ErrorDetails} details
 */
function adopt(error, details) {
  for (const [field, value] of Object.entries(details)) {
    if (!(field in error)) error[field] = value;
  }
}
