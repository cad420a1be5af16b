import {
  InvalidResourceItem,
  MissingMetadata,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
} from './object-errors.js';
import {
  PermissionError,
  ResourceError,
  UnknownError,
  ValidationError,
} from './operation-errors.js';
import { RETRIABLE_CODES } from './retriable-codes.js';

/** @typedef {import('./base-error.js').ErrorDetails} ErrorDetails */
/** @typedef {import('./s3db-error.js').S3dbError} S3dbError */

/**
 * What the caller of the storage service knows about the request that failed.
 *
 * @typedef {object} RequestContext
 * @property {string} [bucket]
 * @property {string} [key]
 * @property {string} [resourceName]
 * @property {string} [id]
 * @property {string} [commandName]
 * @property {Record<string, unknown>} [commandInput]
 * @property {boolean} [retriable] overrides the verdict on failures that have no class of their own
 */

/** Classes by the code under which a storage service reports the failure. */
export const ErrorMap = {
  NotFound,
  NoSuchKey,
  UnknownError,
  NoSuchBucket,
  MissingMetadata,
  InvalidResourceItem,
};

/**
 * Rows of the mapping, the first that matches wins. A missing object is told by its code alone: a
 * bare 404 may as well be a wrong endpoint.
 *
 * @type {{codes: string[], status?: number, create: (details: ErrorDetails) => S3dbError}[]}
 */
const MAPPINGS = [
  {
    codes: ['NoSuchKey', 'NotFound'],
    create: ({ bucket = '', key = '', ...details }) =>
      new NoSuchKey({
        bucket,
        key,
        ...details,
        description:
          'The specified key does not exist in the bucket. ' +
          'A key without read permission may look the same.',
      }),
  },
  {
    codes: ['NoSuchBucket'],
    create: ({ bucket = '', ...details }) =>
      new NoSuchBucket({
        bucket,
        ...withoutPlace(details),
        description: 'The specified bucket does not exist at this endpoint.',
      }),
  },
  {
    codes: ['AccessDenied', 'Forbidden'],
    status: 403,
    create: (details) =>
      new PermissionError('Access denied', {
        ...details,
        description:
          'Access denied. Check your AWS credentials, IAM permissions, and bucket policy.',
      }),
  },
  {
    codes: ['PreconditionFailed'],
    status: 412,
    create: (details) =>
      new ResourceError('Precondition failed', {
        ...details,
        code: 'PRECONDITION_FAILED',
        statusCode: 412,
        suggestion: 'Fetch latest state and retry with the updated ETag/version token.',
        description: 'The object changed since it was read; the conditional write was not made.',
      }),
  },
  {
    codes: ['ValidationError'],
    status: 400,
    create: (details) =>
      new ValidationError('Validation error', {
        ...details,
        description: 'The storage service does not accept the parameters of the request.',
      }),
  },
  {
    codes: ['MissingMetadata'],
    create: ({ bucket = '', ...details }) =>
      new MissingMetadata({
        bucket,
        ...withoutPlace(details),
        description: 'The object carries no usable metadata.',
      }),
  },
];

/**
 * Turns a failure of the storage service into an error of this package.
 *
 * Code is the first of `code`, `Code`, `name`; status is `statusCode` or
 * `$metadata.httpStatusCode`. The result keeps the failure as `original`, takes over its code,
 * request id, message and metadata, and is `retriable` only when its cause may pass: timeouts,
 * throttling, inner failures of the service, lost connections.
 *
 * @param {any} err
 * @param {RequestContext} [context]
 * @returns {S3dbError} NoSuchKey, NoSuchBucket, PermissionError, ResourceError (412),
 *   ValidationError, MissingMetadata or UnknownError
 * @throws {ValidationError} when bucket, key or id of the context are not strings
 */
export function mapAwsError(err, context = {}) {
  const code = err?.code || err?.Code || err?.name;
  const status = err?.statusCode || err?.$metadata?.httpStatusCode;
  const { bucket, key, resourceName, id, commandName, commandInput } = context;
  const details = { bucket, key, resourceName, id, commandName, commandInput, original: err };
  const mapping = MAPPINGS.find(
    (row) => row.codes.includes(code) || (row.status !== undefined && row.status === status),
  );
  if (mapping) return mapping.create(details);
  const retriable = context.retriable ?? isRetriable(code, status);
  return unknownError(err, { ...details, retriable });
}

/** @param {ErrorDetails} details */
function withoutPlace({ key: _key, resourceName: _resourceName, id: _id, ...details }) {
  return details;
}

/**
 * @param {string | undefined} code
 * @param {number | undefined} status
 */
function isRetriable(code, status) {
  if (status === undefined) return code !== undefined && RETRIABLE_CODES.has(code);
  return status === 408 || status === 429 || status >= 500;
}

/**
 * @param {any} err
 * @param {ErrorDetails} details
 */
function unknownError(err, details) {
  const text = err?.message || String(err);
  const parts = [
    `Unknown error: ${text}`,
    err?.code && `Code: ${err.code}`,
    err?.statusCode && `Status: ${err.statusCode}`,
    err?.stack && `Stack: ${err.stack.split('\n', 1)[0]}`,
  ];
  return new UnknownError(parts.filter(Boolean).join(' | '), {
    ...details,
    description: `Check the error details and AWS documentation. Original error: ${text}`,
  });
}
