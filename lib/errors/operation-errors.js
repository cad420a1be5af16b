import { S3dbError, TRAITS } from './s3db-error.js';
import { ERROR_TRAITS } from './traits.js';

/** @typedef {import('./base-error.js').ErrorDetails} ErrorDetails */

/** A database could not be set up, connected or used. */
export class DatabaseError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.DatabaseError;
}

/** A value is not acceptable. Details: `field`, `value`, `constraint`. */
export class ValidationError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.ValidationError;
}

/** Credentials are missing or wrong. */
export class AuthenticationError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.AuthenticationError;
}

/** The credentials do not allow the operation. */
export class PermissionError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.PermissionError;
}

/** A secret could not be encrypted or decrypted. */
export class EncryptionError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.EncryptionError;
}

/** An operation on a resource was refused, such as a conditional write that lost. */
export class ResourceError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.ResourceError;
}

/** A plugin failed. Details: `pluginName`, `operation`. */
export class PluginError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.PluginError;
}

/** A connection string cannot be parsed. `data.input` is the offending text, secrets masked. */
export class ConnectionStringError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.ConnectionStringError;
}

/** A cryptographic operation failed. */
export class CryptoError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.CryptoError;
}

/** The attribute definitions of a resource are not usable. */
export class SchemaError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.SchemaError;
}

/** A failure of the storage service that no other class stands for. */
export class UnknownError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.UnknownError;
}

/**
 * A partition is not defined as it is used. Details: `resourceName`, `partitionName`,
 * `fieldName`, `availableFields`, `strictValidation`.
 */
export class PartitionError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.PartitionError;
}

/** The key-value storage of a plugin failed. Details: `pluginSlug`, `key`, `operation`. */
export class PluginStorageError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.PluginStorageError;
}

/**
 * The queue of partition writes failed. Details: `driver`, `operation`, `queueSize`,
 * `maxQueueSize`; retriable once the queue is full.
 */
export class PartitionDriverError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.PartitionDriverError;
}

/** A behavior is not known. Details: `behavior`, `availableBehaviors`. */
export class BehaviorError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.BehaviorError;
}

/** A stream of records failed. Details: `operation`, `resource`. */
export class StreamError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.StreamError;
}

/**
 * A record does not fit into the metadata of an object. Details, in bytes: `totalSize`,
 * `effectiveLimit`, `absoluteLimit`, `excess`; also `resourceName`, `operation`.
 */
export class MetadataLimitError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.MetadataLimitError;
}

/**
 * Analytics were asked of a field that keeps none. Details: `pluginName`, `resourceName`, `field`,
 * `configuredResources`, `registeredResources`, `pluginInitialized`.
 */
export class AnalyticsNotEnabledError extends S3dbError {
  static [TRAITS] = ERROR_TRAITS.AnalyticsNotEnabledError;

  /** @param {ErrorDetails} [details] */
  constructor(details = {}) {
    const { resourceName = 'unknown', field = 'unknown' } = details;
    super(`Analytics not enabled for ${resourceName}.${field}`, details);
  }
}
