/**
 * Document database that keeps records in the metadata of S3 objects.
 *
 * - {@link Database}: connect, and make resources
 * - {@link Resource}: insert, read, query, update and delete records
 * - {@link S3Client}, {@link MemoryClient}, {@link FileSystemClient}: objects in S3, in memory, and in
 *   files
 * - errors, and what they mean
 * - {@link ConnectionString}, {@link Validator}, {@link tryFn}
 *
 * The files under `types/` count as CommonJS (`types/package.json`): this file and the copy of it
 * that `require` resolves to share them, and with them the identity of the classes.
 *
 * @packageDocumentation
 */
/// <reference types="node" />
import { Database } from './types/database.js';

/** The default export: a {@link Database}. */
declare class S3db<M = {}> extends Database<M> {}

export default S3db;

export { Database, Database as S3db } from './types/database.js';
export type { ResourceEntry, Resources } from './types/database.js';
export type * from './types/database-hooks.js';
export type * from './types/database-options.js';
export type * from './types/logger.js';
export type * from './types/metadata.js';

export { Resource } from './types/resource.js';
export type { ResourceFor } from './types/resource.js';
export type * from './types/resource-config.js';
export type * from './types/resource-events.js';
export type * from './types/resource-hooks.js';
export type * from './types/resource-middleware.js';
export type * from './types/resource-options.js';
export type * from './types/resource-partitions.js';
export type * from './types/resource-settings.js';
export {
  ResourceIdsPageReader,
  ResourceIdsReader,
  ResourceReader,
  ResourceWriter,
} from './types/streams.js';
export type {
  ReadableOptions,
  ReaderOptions,
  WritableOptions,
  WriterOptions,
} from './types/streams.js';

export type * from './types/attributes.js';
export type { Simplify, UnknownAttributes } from './types/attribute-value.js';
export type * from './types/record.js';

export { AdaptiveTuning } from './types/adaptive-tuning.js';
export type * from './types/adaptive-tuning.js';
export { FileSystemClient } from './types/file-system-client.js';
export { MemoryClient } from './types/memory-client.js';
export { HTTP_CLIENT_PROFILES, S3Client } from './types/s3-client.js';
export { Client } from './types/client.js';
export type * from './types/client.js';
export type { FileSystemClientOptions, FileSystemStats } from './types/file-system-client.js';
export type {
  MemoryClientOptions,
  MemorySnapshot,
  MemoryStats,
  MemoryStorage,
  SnapshotObject,
} from './types/memory-client.js';

export * from './types/errors.js';
export * from './types/object-errors.js';
export * from './types/error-classification.js';

export { AsyncEventEmitter, SafeEventEmitter } from './types/event-emitter.js';
export { ConnectionString } from './types/connection-string.js';
export type { ClientOptions, ClientType } from './types/connection-string.js';
export type * from './types/s3-client.js';
export { Validator } from './types/validator.js';
export type { ValidatorSettings } from './types/validator.js';
export { tryFn, tryFnSync } from './types/try-fn.js';
export type { Outcome } from './types/try-fn.js';
