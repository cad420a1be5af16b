/** Options of a database. */
import type { Client } from './client.js';
import type { DatabaseHook, DatabaseHookData, DatabaseHookName } from './database-hooks.js';
import type { HttpClientOptions, S3CredentialsSource } from './s3-client.js';
import type { LogLevel, ResourceOptions, SecurityOptions } from './resource-config.js';

/** Options of the log. Others than these are accepted, and have no effect. */
export interface LoggerOptions {
  /** Where `logLevel` is absent. */
  level?: LogLevel;
  /** Level by name of child logger. */
  childLevels?: Record<string, LogLevel>;
  /** Members of every line. */
  bindings?: Record<string, any>;
  [option: string]: unknown;
}

/** How the number of requests at a time follows the answers. Times are in milliseconds. */
export interface AutotuneOptions {
  enabled?: boolean;
  /** `concurrency` when absent. */
  initialConcurrency?: number;
  /** Default 1. */
  minConcurrency?: number;
  /** Default 100. */
  maxConcurrency?: number;
  /** Mean time of an attempt that is still good, default 200. */
  targetLatency?: number;
  /** The same, and wins. */
  targetLatencyMs?: number;
  /** Between two changes, default 5000. */
  adjustmentInterval?: number;
}

/** Bounds of the requests of a client of S3, and their retries. */
export interface ExecutorPoolOptions {
  enabled?: boolean;
  /** Requests at a time; wins over `parallelism`. `auto` lets it follow the answers. */
  concurrency?: number | 'auto';
  /** Attempts after the first. */
  retries?: number;
  /** Most milliseconds before the second attempt. */
  retryDelay?: number;
  /** Milliseconds per attempt. */
  timeout?: number;
  /** Error names that are retried besides transient failures. */
  retryableErrors?: string[];
  /** Let the number of requests at a time follow the answers. */
  autotune?: AutotuneOptions | boolean | null;
  /** `collectMetrics: false` leaves `rolling` out of the statistics. */
  monitoring?: { collectMetrics?: boolean };
  [option: string]: unknown;
}

/**
 * Options of a database: where it is — a connection string, its parts, or a client — and how its
 * resources behave.
 */
export interface DatabaseOptions {
  /** See {@link ConnectionString}; wins over its parts. */
  connectionString?: string;
  bucket?: string;
  region?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  endpoint?: string;
  /** Bucket in the path instead of the host name. */
  forcePathStyle?: boolean;
  /** A ready client. */
  client?: Client;
  /** Options of the client that is made; the query of the connection string wins. */
  clientOptions?: Record<string, any>;
  /** Of a client of S3; those of `clientOptions` win. */
  httpClientOptions?: HttpClientOptions;
  /** Of a client of S3, unless the connection string has keys. */
  credentials?: S3CredentialsSource;

  security?: SecurityOptions;
  /** The same as `security.passphrase`, which wins. */
  passphrase?: string;
  /** The same as `security.bcrypt.rounds`, which wins. */
  bcryptRounds?: number;

  /** `cache` of resources. */
  cache?: boolean;
  /** Default compression of `text` attributes. */
  compression?: ResourceOptions['compression'];
  /** Keep track of the versions of records; default false. */
  versioningEnabled?: boolean;
  /** Check that the fields of partitions are attributes; default true. */
  strictValidation?: boolean;
  /** Let an operation fail when a database hook throws; default false. */
  strictHooks?: boolean;
  /** Resources emit nothing; default false. */
  disableResourceEvents?: boolean;
  hooks?: {
    readonly [Name in DatabaseHookName]?:
      DatabaseHook<DatabaseHookData[Name]> | readonly DatabaseHook<DatabaseHookData[Name]>[];
  };

  /** Write `s3db.json` a while after the last change; default false. */
  deferMetadataWrites?: boolean;
  /** Milliseconds, default 100. */
  metadataWriteDelay?: number;

  /** Requests at a time, default 10. */
  parallelism?: number | string;
  executorPool?: ExecutorPoolOptions | boolean;
  /** The same as `executorPool`. */
  operationsPool?: ExecutorPoolOptions | boolean;
  /** Members of `executorPool.monitoring`; they win. */
  taskExecutorMonitoring?: { collectMetrics?: boolean };
  /** Can be read back; the engine has threads of its own. */
  threading?: Record<string, any> | boolean;

  /**
   * Default `info`. A `logger` of yours gets it, if it is given; for the one that is made without,
   * the environment variable `S3DB_LOG_LEVEL` wins.
   */
  logLevel?: LogLevel;
  /** The same as `logLevel: 'debug'` where that is absent. */
  verbose?: boolean;
  loggerOptions?: LoggerOptions;
  /** A logger of the interface of pino. It is told of connecting and disconnecting. */
  logger?: any;

  /** Plugins, or their classes. */
  plugins?: readonly any[];
  /** End the process on SIGTERM and SIGINT, after cleaning up; default true. */
  exitOnSignal?: boolean;
  autoCleanup?: boolean;
}
