/**
 * Errors. All but {@link IncrementalConfigError} descend from {@link S3dbError}.
 *
 * Details without a field of their own become own properties as well as entries of `data`.
 */
import type { ValidationFailure } from './resource-options.js';

/** What an error can carry. Anything else is kept under `data`. */
export interface ErrorContext {
  message?: string;
  /** Append the remaining details to the message, as JSON. */
  verbose?: boolean;
  bucket?: string;
  /** Object key, relative to the key prefix. */
  key?: string;
  code?: string;
  /** HTTP status; 500 when absent. */
  statusCode?: number;
  /** Request id of the storage service. */
  requestId?: string;
  /** Message of the storage service. */
  awsMessage?: string;
  /** The error that caused this one. */
  original?: unknown;
  /** S3 command, such as `PutObjectCommand`. */
  commandName?: string;
  commandInput?: Record<string, unknown>;
  /** `$metadata` of the storage service's answer. */
  metadata?: Record<string, unknown>;
  description?: string;
  /** What the user can do about it. */
  suggestion?: string;
  /** Whether the same call may succeed later. */
  retriable?: boolean;
  docs?: string;
  /** Name of the class when absent. */
  title?: string;
  hint?: string;
}

/** Details of an error: an {@link ErrorContext} and any further fields. */
export type ErrorDetails = ErrorContext & Record<string, unknown>;

/** Root of all errors of this package. */
export class BaseError extends Error {
  constructor(context: ErrorDetails);

  bucket: string | undefined;
  /** Object key, relative to the key prefix. */
  key: string | undefined;
  thrownAt: Date;
  code: string | undefined;
  /** HTTP status. */
  statusCode: number;
  requestId: string | undefined;
  awsMessage: string | undefined;
  /** The error that caused this one. */
  original: unknown;
  commandName: string | undefined;
  commandInput: Record<string, unknown> | undefined;
  metadata: Record<string, unknown> | undefined;
  description: string | undefined;
  suggestion: string | undefined;
  /** Whether the same call may succeed later. */
  retriable: boolean;
  docs: string | undefined;
  title: string;
  hint: string | undefined;
  /** The descriptive fields, and all details without a field of their own. */
  data: Record<string, any>;

  /** Plain object for logs and HTTP answers, without the body of a command. */
  toJSON(): Record<string, unknown>;

  /** `<name> | <message>` */
  toString(): string;
}

/** Parent of every error about databases, resources and storage. */
export class S3dbError extends BaseError {
  constructor(message?: string, details?: ErrorDetails);
}

/** 500: a database could not be set up, connected or used. */
export class DatabaseError extends S3dbError {}

/** 422: a value is not acceptable. */
export class ValidationError extends S3dbError {
  field: string | undefined;
  value: unknown;
  constraint: unknown;
  /** Failures of a patch. */
  validation?: ValidationFailure[];
}

/** 401: credentials are missing or wrong. */
export class AuthenticationError extends S3dbError {}

/** 403: the credentials do not allow the operation. */
export class PermissionError extends S3dbError {}

/** 500: a secret could not be encrypted or decrypted. */
export class EncryptionError extends S3dbError {}

/** 400, 404 or 412: an operation on a resource was refused. */
export class ResourceError extends S3dbError {
  resourceName?: string;
  operation?: string;
  id?: string;
  /** Findings about a configuration. */
  validation?: string[];
}

/** 500: a plugin failed. */
export class PluginError extends S3dbError {
  pluginName: string;
  operation: string;
}

/** 400: a connection string cannot be parsed. `data.input` is the text, secrets masked. */
export class ConnectionStringError extends S3dbError {
  input?: string;
}

/** 500: a cryptographic operation failed. */
export class CryptoError extends S3dbError {}

/** 400: the attribute definitions of a resource are not usable. */
export class SchemaError extends S3dbError {}

/** A failure of the storage service that no other class stands for. */
export class UnknownError extends S3dbError {}

/** 400: a partition is not defined as it is used. */
export class PartitionError extends S3dbError {
  resourceName?: string;
  partitionName?: string;
  fieldName?: string;
  availableFields?: string[];
  strictValidation?: boolean;
}

/** 500: the key-value storage of a plugin failed. */
export class PluginStorageError extends S3dbError {
  pluginSlug: string;
  operation: string;
}

/** 503: the queue of partition writes failed; retriable once it is full. */
export class PartitionDriverError extends S3dbError {
  driver: string;
  operation: string;
  queueSize?: number;
  maxQueueSize?: number;
}

/** 400: a behavior is not known. */
export class BehaviorError extends S3dbError {
  behavior: string;
  availableBehaviors: readonly string[];
}

/** 500: a stream of records failed. */
export class StreamError extends S3dbError {
  operation: string;
  resource: unknown;
}

/** 413: a record does not fit into the metadata of an object. Sizes in bytes. */
export class MetadataLimitError extends S3dbError {
  totalSize: number | undefined;
  effectiveLimit: number | undefined;
  absoluteLimit: number;
  excess: number | undefined;
  resourceName: string | undefined;
  operation: string | undefined;
}

/** 400: analytics were asked of a field that keeps none. */
export class AnalyticsNotEnabledError extends S3dbError {
  constructor(details?: ErrorDetails);

  pluginName: string;
  resourceName: string;
  field: string;
  configuredResources: readonly string[];
  registeredResources: readonly string[];
  pluginInitialized: boolean;
}
