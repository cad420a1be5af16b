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

/** Settings under one name. */
export type HttpClientProfile = 'balanced' | 'throughput' | 'resilient';

/** Whose number of attempts counts. */
export type RetryProfile = 'dual' | 'recker-only' | 'sdk-only' | 'aws-only';

/** `adaptive` lets the number of requests at a time follow the answers. */
export type RetryMode = 'standard' | 'adaptive';

/**
 * Settings of the transport. Times are in milliseconds; 0 is without limit. Those of s3db.js that are
 * not listed, such as `http2`, are shown and have no effect.
 */
export interface HttpClientOptions {
  /** Settings that hold where others are not given. */
  httpClientProfile?: HttpClientProfile;
  /** Use a connection for many requests; default true. */
  keepAlive?: boolean;
  /** How long a connection without requests is kept; 90 seconds unless given, shown as 1000. */
  keepAliveMsecs?: number;
  /** The same as `keepAliveMsecs`, and wins. */
  keepAliveTimeout?: number;
  /** Requests at a time, default 50. */
  maxSockets?: number;
  /** The same as `maxSockets`, and wins. */
  connections?: number;
  /** Shown, without effect: free connections are as many as were used at once. */
  maxFreeSockets?: number;
  /** How long an answer may take to begin, default 60000. */
  timeout?: number;
  /** The same as `timeout`, and wins. */
  headersTimeout?: number;
  /** How long an attempt may take, its body included. */
  bodyTimeout?: number;
  /** How long a connection may take, default 10000. */
  connectTimeout?: number;
  /** Attempts of a request, default 3. */
  retryAttempts?: number;
  /** Older name of `retryAttempts`. */
  awsMaxAttempts?: number;
  retryProfile?: RetryProfile;
  /** Older name of `retryProfile`. */
  retryCoordination?: RetryProfile;
  retryMode?: RetryMode;
  /** Older name of `retryMode`. */
  awsRetryMode?: RetryMode;
  /** False is `maxRetries: 0`. */
  enableRetry?: boolean;
  /** Attempts after the first one. */
  maxRetries?: number;
  /** Most milliseconds before the second attempt, default 100. */
  retryDelay?: number;
  /** Longest pause between attempts, default 10000. */
  maxRetryDelay?: number;
  /** Whether the service's wish for a pause counts, default true. */
  respectRetryAfter?: boolean;
  /** Addresses by name of host, for hosts below it as well; the system is not asked for them. */
  hosts?: Record<string, string>;
  [option: string]: unknown;
}

/** The settings of each profile. */
export const HTTP_CLIENT_PROFILES: Record<HttpClientProfile, HttpClientOptions>;

/** What can send commands of the AWS SDK. */
export interface CommandSender {
  send(command: any): Promise<any>;
  [member: string]: any;
}

/** Options of a client of S3. A connection string names them as `?httpClientOptions.maxSockets=9`. */
export interface S3ClientOptions {
  /** `s3://…`, `http://…` or `https://…`, see {@link ConnectionString}. */
  connectionString: string;
  /** Unless the connection string has keys; without either, the default chain of AWS. */
  credentials?: S3CredentialsSource;
  /** A client of the AWS SDK that makes all requests. */
  AwsS3Client?: CommandSender;
  httpClientOptions?: HttpClientOptions;
  /** This and the next three as in `httpClientOptions`. */
  httpClientProfile?: HttpClientProfile;
  retryProfile?: RetryProfile;
  retryMode?: RetryMode;
  retryAttempts?: number;
  executorPool?: ExecutorPoolOptions | boolean | null;
  /** Older name of `executorPool`. */
  taskExecutor?: ExecutorPoolOptions | boolean | null;
  /** Bytes of metadata that behaviors may use, default 2047. */
  metadataLimit?: number;
  /** Whether requests carry a CRC32; what the service is known for when absent. */
  checksums?: boolean;
  /** Whether the service compares conditions of writes; what it is known for when absent. */
  conditionalWrites?: boolean;
  id?: string;
  logLevel?: LogLevel;
  logger?: any;
  [option: string]: unknown;
}

/** Services that are known by their host. */
export type S3Dialect =
  'aws' | 'r2' | 'b2' | 'wasabi' | 'spaces' | 'localstack' | 'ceph' | 'minio' | 'compatible';

/** Counts of a pool since its client was made. */
export interface PoolStats {
  queueSize: number;
  activeCount: number;
  processedCount: number;
  errorCount: number;
  retryCount: number;
  /** Requests on the wire, those that repeat one included. */
  attemptCount: number;
  concurrency: number;
  effectiveConcurrency: number;
  paused: boolean;
  stopped: boolean;
  /** Means of the last 200 requests, in milliseconds; null where they are not collected. */
  rolling: {
    samples: {
      sampleSize: number;
      avgQueueWait: number;
      avgExecution: number;
      avgRetries: number;
      errorRate: number;
    };
    throughput: { windowMs: number; throughputPerSec: number; successRate: number };
  } | null;
}

/**
 * The bounds of the requests of a client of S3, of those of resources as well. Emits `pool:paused`,
 * `pool:resumed`, `pool:drained` and `pool:stopped`, and the events of its tasks, as the client does.
 */
export interface RequestPool extends EventEmitter {
  readonly concurrency: number;
  getConcurrency(): number;
  setConcurrency(concurrency: number): void;
  pause(): Promise<void>;
  resume(): void;
  drain(): Promise<void>;
  stop(): void;
  getStats(): PoolStats;
}

/** A request as `pool:taskStarted` and the other events of the pool tell it. */
export interface PoolTask {
  id: string;
  /** Repetitions that it may have. */
  retries: number;
  /** Milliseconds of an attempt, or 0. */
  timeout: number;
  metadata: { operation: string; key?: string; from?: string; to?: string };
  /** Attempts so far. */
  attemptCount: number;
  /** Milliseconds since 1970. */
  createdAt: number;
  startedAt: number;
  completedAt: number | null;
  /** Milliseconds. */
  timings: { total: number | null };
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
  /** That requests are signed for. */
  readonly region: string;
  readonly config: ClientSettings;
  readonly connectionString: string;
  /** In force, with their defaults. */
  readonly httpClientOptions: HttpClientOptions;
  /** Bytes of metadata that behaviors may use. */
  readonly metadataLimit: number;
  readonly requests: S3RequestCounts;
  /** The service, as far as the host of the endpoint tells. */
  readonly dialect: S3Dialect;
  /** `AwsS3Client`, or an object that sends commands as one would. Keys are full ones. */
  readonly client: CommandSender;
  /** Null without `executorPool`. */
  readonly taskExecutor: RequestPool | null;
  /** In force; `{ enabled: false }` without a pool. */
  readonly taskExecutorConfig: ExecutorPoolOptions;

  /** Lets requests wait from now on, those of resources as well. */
  pausePool(): Promise<void | null>;

  /** Lets requests go on. */
  resumePool(): void | null;

  /** Waits until no request is under way. */
  drainPool(): Promise<void | null>;

  /** Refuses requests that wait and those to come, with the code `POOL_STOPPED`. */
  stopPool(): void;

  getQueueStats(): PoolStats | null;
}
