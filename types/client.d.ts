/**
 * Clients: the places where objects are. Keys in arguments and results are relative to the key
 * prefix. Parameters may also be spelled as the AWS SDK does (`Key`, `MaxKeys`).
 */
import type { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

import type { DeleteAnswer } from './resource-options.js';
import type { S3Client } from './s3-client.js';

/** An object to be written. */
export interface PutObjectInput {
  key: string;
  /** Names in any case; values become text. */
  metadata?: Record<string, unknown> | null;
  body?: string | Buffer | Uint8Array | Readable;
  contentType?: string;
  contentEncoding?: string;
  contentLength?: number;
  /** ETag that the object must have, or a list of them. */
  ifMatch?: string;
  /** `*`, or ETags that the object must not have. */
  ifNoneMatch?: string;
}

/** {@link PutObjectInput} in the spelling of the AWS SDK. */
export type CapitalizedPutObjectInput = {
  [K in keyof PutObjectInput as Capitalize<K>]: PutObjectInput[K];
};

/** Answer to putObject. */
export interface PutObjectAnswer {
  /** In quotes. */
  ETag?: string;
  VersionId?: string | null;
  [field: string]: unknown;
}

/** Answer to headObject. */
export interface HeadObjectAnswer {
  /** Decoded. */
  Metadata: Record<string, any>;
  ContentType?: string;
  ContentLength?: number;
  /** In quotes. */
  ETag?: string;
  LastModified?: Date;
  ContentEncoding?: string;
  [field: string]: unknown;
}

/** Body of an object. */
export interface ObjectBody extends Readable {
  /** The body as text; UTF-8 unless an encoding is given. */
  transformToString(encoding?: string): Promise<string>;
  /** A copy of the bytes. */
  transformToByteArray(): Promise<Uint8Array>;
  /** The body as a stream of the web. */
  transformToWebStream(): ReadableStream;
}

/** Answer to getObject. */
export interface GetObjectAnswer extends HeadObjectAnswer {
  Body: ObjectBody;
}

/** What to copy. */
export interface CopyObjectInput {
  from: string;
  to: string;
  metadata?: Record<string, unknown>;
  /** `REPLACE` replaces the metadata; any other directive merges what is given into it. */
  metadataDirective?: string;
  contentType?: string;
}

/** Answer to copyObject. */
export interface CopyObjectAnswer {
  /** `LastModified` is ISO text or a date. */
  CopyObjectResult?: { ETag?: string; LastModified?: string | Date };
  [field: string]: unknown;
}

/** Which objects to list. */
export interface ListObjectsInput {
  /** Literal beginning of keys. */
  prefix?: string;
  /** Keys that contain it behind the prefix are grouped. */
  delimiter?: string;
  /** Keys and groups of a page, 1000 when absent. */
  maxKeys?: number;
  /** Wins over `startAfter`. */
  continuationToken?: string;
  startAfter?: string;
}

/** A page of a listing, in the order of the UTF-8 bytes of the keys. */
export interface ListObjectsAnswer {
  Contents?: {
    Key?: string;
    /** Bytes. */
    Size?: number;
    LastModified?: Date;
    ETag?: string;
    StorageClass?: string;
  }[];
  CommonPrefixes?: { Prefix?: string }[];
  IsTruncated?: boolean;
  NextContinuationToken?: string | null;
  KeyCount?: number;
  MaxKeys?: number;
  Prefix?: string;
  [field: string]: unknown;
}

/** What a client talks to. */
export interface ClientSettings {
  bucket: string;
  keyPrefix: string;
  region: string;
  endpoint: string;
  basePath?: string;
  forcePathStyle?: boolean;
  [option: string]: unknown;
}

/** Bounds of the tasks that a method on many objects is made of. Times are in milliseconds. */
export interface TaskOptions {
  /** Objects that are moved or deleted at a time, default 5. */
  concurrency?: number;
  /** Attempts after the first one where the failure may pass, default 3. */
  retries?: number;
  /** Pause before the second attempt, default 1000. */
  retryDelay?: number;
  /** Of one attempt, default 30000; 0 is without limit. */
  timeout?: number;
  /** Names or codes of errors that may pass, besides those that say so. */
  retryableErrors?: string[];
}

/** The tasks of a client: their bounds and counts. */
export interface TaskManager {
  readonly concurrency: number;
  getConcurrency(): number;
  setConcurrency(concurrency: number): void;
  getStats(): Record<string, any>;
}

/** A prefix, all keys when absent. */
export interface PrefixInput {
  prefix?: string;
}

/**
 * What every client can do. An object of one's own that does the same can be passed to a database
 * as `client`.
 */
export interface Client extends EventEmitter {
  readonly id: string;
  readonly config: ClientSettings;
  readonly connectionString: string;

  /** @throws {ResourceError} 412 when a condition does not hold */
  putObject(input: PutObjectInput | CapitalizedPutObjectInput): Promise<PutObjectAnswer>;

  /** @throws {NoSuchKey} 404 */
  getObject(key: string): Promise<GetObjectAnswer>;

  /** @throws {NoSuchKey} 404 */
  headObject(key: string): Promise<HeadObjectAnswer>;

  /** @throws {NoSuchKey} 404 when there is no object `from` */
  copyObject(input: CopyObjectInput): Promise<CopyObjectAnswer>;

  /** Whether there is an object. */
  exists(key: string): Promise<boolean>;

  /** Deletes an object; there need not be one. */
  deleteObject(key: string): Promise<DeleteAnswer>;

  /** Deletes objects; those that do not exist count as deleted. */
  deleteObjects(keys: string[]): Promise<any>;

  /** A page of keys. */
  listObjects(input?: ListObjectsInput): Promise<ListObjectsAnswer>;

  /** All keys. */
  getAllKeys(input?: PrefixInput): Promise<string[]>;

  /** Keys number `offset` (default 0) to `offset + amount` (default 100). */
  getKeysPage(input?: PrefixInput & { offset?: number; amount?: number }): Promise<string[]>;

  /** Token with which a listing begins at key number `offset` (default 1000), or null. */
  getContinuationTokenAfterOffset(
    input?: PrefixInput & { offset?: number },
  ): Promise<string | null>;

  /** Number of keys. */
  count(input?: PrefixInput): Promise<number>;

  /** Deletes everything below the key prefix and a prefix; returns how many objects. */
  deleteAll(input?: PrefixInput): Promise<number>;

  /** Copies an object, then deletes the original. */
  moveObject(input: { from: string; to: string }): Promise<true>;

  /** Moves all objects whose keys begin with a prefix. */
  moveAllObjects(input: { prefixFrom: string; prefixTo: string }): Promise<any[]>;

  /** Runs a command object of the AWS SDK. */
  sendCommand(command: any): Promise<any>;

  /** Null for a client without a queue. */
  getQueueStats(): Record<string, any> | null;

  /** Null for a client that aggregates nothing. */
  getAggregateMetrics(since?: number): Record<string, any> | null;

  /** Releases connections and listeners. Data stay. */
  destroy(): void;
}

/** Another name of the class {@link S3Client}. */
export const Client: typeof S3Client;
