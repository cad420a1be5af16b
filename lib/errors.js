/**
 * The error classes of the package, the map from storage failures to them, and nothing else:
 * importing this module loads no dependency.
 *
 * @module
 */
export { BaseError } from './errors/base-error.js';
export { S3dbError } from './errors/s3db-error.js';
export {
  AnalyticsNotEnabledError,
  AuthenticationError,
  BehaviorError,
  ConnectionStringError,
  CryptoError,
  DatabaseError,
  EncryptionError,
  MetadataLimitError,
  PartitionDriverError,
  PartitionError,
  PermissionError,
  PluginError,
  PluginStorageError,
  ResourceError,
  SchemaError,
  StreamError,
  UnknownError,
  ValidationError,
} from './errors/operation-errors.js';
export {
  InvalidResourceItem,
  MissingMetadata,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  ResourceNotFound,
} from './errors/object-errors.js';
export { IncrementalConfigError } from './errors/incremental-config-error.js';
export { ErrorMap, mapAwsError } from './errors/aws-mapping.js';
