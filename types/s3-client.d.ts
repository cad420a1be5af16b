/** The client that keeps its objects in a bucket of an S3 service. */
import { EventEmitter } from 'node:events';

import type { Client, ClientSettings } from './client.js';
import type { ExecutorPoolOptions } from './database-options.js';
import type { LogLevel } from './resource-config.js';

/** Keys with which requests are signed. */
export interface S3Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** After which a function is asked again. */
  expiration?: Date | string | number;
}

/** Keys, or a function that is asked for them when a request needs them. */
export type S3CredentialsSource = S3Credentials | (() => S3Credentials | Promise<S3Credentials>);

/** Settings of the transport. Times are in milliseconds; 0 is without limit. */
export interface HttpClientOptions {
  /** Use a connection for many requests; default true. */
  keepAlive?: boolean;
  /** How long a connection without requests is kept; 90 seconds unless given, shown as 1000. */
  keepAliveMsecs?: number;
  /** Requests at a time, default 50. */
  maxSockets?: number;
  /** Shown, without effect: free connections are as many as were used at once. */
  maxFreeSockets?: number;
  /** How long an answer may take to begin, default 60000. */
  timeout?: number;
  /** How long a connection may take, default 10000. */
  connectTimeout?: number;
  [option: string]: unknown;
}

/** Options of a client of S3. A connection string names them as `?httpClientOptions.maxSockets=9`. */
export interface S3ClientOptions {
  /** `s3://…`, `http://…` or `https://…`, see {@link ConnectionString}. */
  connectionString: string;
  /** Unless the connection string has keys; without either, the default chain of AWS. */
  credentials?: S3CredentialsSource;
  httpClientOptions?: HttpClientOptions;
  executorPool?: ExecutorPoolOptions | boolean | null;
  /** Older name of `executorPool`. */
  taskExecutor?: ExecutorPoolOptions | boolean | null;
  /** Attempts of a request, default 3. */
  retryAttempts?: number;
  /** Bytes of metadata that behaviors may use, default 2047. */
  metadataLimit?: number;
  id?: string;
  logLevel?: LogLevel;
  logger?: any;
  [option: string]: unknown;
}

/** Counts of requests since a client was made, those of resources included. */
export interface S3RequestCounts {
  /** On the wire. */
  attempts: number;
  /** Those of them that repeat one that failed. */
  retries: number;
  /** Operations that succeeded. */
  done: number;
  /** Operations that failed. */
  failed: number;
  /** On the wire now. */
  active: number;
  /** Waiting for others to end. */
  waiting: number;
}

/** The methods that a class with this interface has. */
export interface S3Client extends Client {}

/**
 * A client whose objects are in a bucket of an S3 service.
 *
 * ```js
 * const client = new S3Client({ connectionString: 'http://key:secret@localhost:9000/bucket' });
 * ```
 */
export class S3Client extends EventEmitter {
  /**
   * Makes no request.
   *
   * @throws {ConnectionStringError} when the connection string cannot be understood
   * @throws {ValidationError} for an option that cannot be followed
   */
  constructor(options: S3ClientOptions);

  readonly id: string;
  readonly bucket: string;
  readonly keyPrefix: string;
  readonly config: ClientSettings;
  readonly connectionString: string;
  /** In force, with their defaults. */
  readonly httpClientOptions: HttpClientOptions;
  /** Bytes of metadata that behaviors may use. */
  readonly metadataLimit: number;
  readonly requests: S3RequestCounts;
}
