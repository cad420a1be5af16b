/** Errors about objects of a bucket, and the error of incremental ids. */
import { S3dbError, type ErrorDetails } from './errors.js';
import type { ValidationFailure } from './resource-options.js';

/** 404: a record or a resource does not exist. */
export class ResourceNotFound extends S3dbError {
  /** @throws {ValidationError} when `id`, `bucket` or `resourceName` is not a string */
  constructor(details: ErrorDetails & { id: string; bucket: string; resourceName: string });

  id: string;
  resourceName: string;
}

/** 404: a bucket does not exist. */
export class NoSuchBucket extends S3dbError {
  /** @throws {ValidationError} when `bucket` is not a string */
  constructor(details: ErrorDetails & { bucket: string });
}

/**
 * 404: an object does not exist. Errors of the clients without a server that have this name are
 * instances, too.
 */
export class NoSuchKey extends S3dbError {
  /** @throws {ValidationError} when `key`, `bucket` or a given `id` is not a string */
  constructor(details: ErrorDetails & { key: string; bucket: string; id?: string });

  id: string | undefined;
  resourceName: string | undefined;
}

/** 404: something does not exist under a key. */
export class NotFound extends S3dbError {
  /** @throws {ValidationError} when `key` or `bucket` is not a string */
  constructor(details: ErrorDetails & { key: string; bucket: string });

  id: string | undefined;
  resourceName: string | undefined;
}

/** 500: the metadata of a bucket or an object is missing. */
export class MissingMetadata extends S3dbError {
  /** @throws {ValidationError} when `bucket` is not a string */
  constructor(details: ErrorDetails & { bucket: string });
}

/** 422: the attributes of a record do not pass validation. */
export class InvalidResourceItem extends S3dbError {
  /** @throws {ValidationError} when `bucket` or `resourceName` is not a string */
  constructor(
    details: ErrorDetails & {
      bucket: string;
      resourceName: string;
      attributes?: unknown;
      validation?: unknown;
    },
  );

  resourceName: string;
  /** The record before validation. */
  attributes: any;
  /** All failed checks. */
  validation: ValidationFailure[];
}

/** The configuration of an incremental id is not usable. */
export class IncrementalConfigError extends Error {
  constructor(message?: string, field?: string, value?: unknown);

  /** Option at fault. */
  field: string | undefined;
  value: unknown;
}
