/**
 * s3db-native: a document database on S3 object metadata.
 *
 * @module
 */
export { Database, Database as S3db, S3db as default } from './lib/database.js';
export { Resource } from './lib/resource.js';
export { ResourceIdsPageReader, ResourceIdsReader } from './lib/stream/resource-ids-reader.js';
export { ResourceReader } from './lib/stream/resource-reader.js';
export { ResourceWriter } from './lib/stream/resource-writer.js';
export { AdaptiveTuning } from './lib/adaptive-tuning.js';
export { FileSystemClient } from './lib/clients/file-system-client.js';
export { MemoryClient } from './lib/clients/memory-client.js';
export { HTTP_CLIENT_PROFILES } from './lib/clients/http-options.js';
export { S3Client, S3Client as Client } from './lib/clients/s3-client.js';
export { ConnectionString } from './lib/connection-string.js';
export { AsyncEventEmitter, SafeEventEmitter } from './lib/events.js';
export { Validator } from './lib/validator.js';
export { tryFn, tryFnSync } from './lib/concerns/try-fn.js';
export { ErrorClassifier, NON_RETRIABLE, RETRIABLE } from './lib/concerns/error-classifier.js';
export {
  isAccessDeniedError,
  isNotFoundError,
  isPreconditionFailure,
  isTransientError,
} from './lib/concerns/s3-errors.js';
export {
  AnalyticsNotEnabledError,
  AuthenticationError,
  BaseError,
  BehaviorError,
  ConnectionStringError,
  CryptoError,
  DatabaseError,
  EncryptionError,
  ErrorMap,
  IncrementalConfigError,
  InvalidResourceItem,
  MetadataLimitError,
  MissingMetadata,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PartitionDriverError,
  PartitionError,
  PermissionError,
  PluginError,
  PluginStorageError,
  ResourceError,
  ResourceNotFound,
  S3dbError,
  SchemaError,
  StreamError,
  UnknownError,
  ValidationError,
  mapAwsError,
} from './lib/errors.js';
