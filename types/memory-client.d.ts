/** The client that keeps its objects in memory. */
import { EventEmitter } from 'node:events';

import type { Client, ClientSettings, TaskManager, TaskOptions } from './client.js';
import type { LogLevel } from './resource-config.js';

/** Options of a memory client. Limits are those of the bucket: the first client sets them. */
export interface MemoryClientOptions extends TaskOptions {
  /** Buckets of one name are one bucket; default `s3db`. */
  bucket?: string;
  keyPrefix?: string;
  region?: string;
  id?: string;
  logLevel?: LogLevel;
  logger?: any;
  /** Hold to `metadataLimit` and `maxObjectSize`; default false. */
  enforceLimits?: boolean;
  /** Bytes of metadata per object, default 2048. */
  metadataLimit?: number;
  /** Bytes per body, default 5 GiB. */
  maxObjectSize?: number;
  /** File for snapshots. */
  persistPath?: string;
  /** Write a snapshot after changes; default false. */
  autoPersist?: boolean;
  /** MiB of all bodies, no limit when absent. A write beyond it is rejected. */
  maxMemoryMB?: number;
  /** Delete the least recently used objects instead of rejecting; default false. */
  evictionEnabled?: boolean;
  [option: string]: unknown;
}

/** An object of a snapshot. */
export interface SnapshotObject {
  /** Base64. */
  body: string;
  /** As stored. */
  metadata: Record<string, string | null | undefined>;
  contentType: string;
  /** Without quotes. */
  etag: string;
  /** ISO text. */
  lastModified: string;
  /** Bytes. */
  size: number;
  contentEncoding?: string;
  contentLength: number;
}

/** A whole bucket, all prefixes, as plain JSON. */
export interface MemorySnapshot {
  /** ISO text. */
  timestamp?: string;
  bucket?: string;
  objectCount?: number;
  /** By full key. */
  objects: Record<string, SnapshotObject>;
}

/** What a memory bucket holds. Sizes are bytes of bodies. */
export interface MemoryStats {
  objectCount: number;
  totalSize: number;
  totalSizeFormatted: string;
  /** Full keys. */
  keys: string[];
  bucket: string;
  /** `Infinity` without a limit. */
  maxMemoryMB: number;
  memoryUsagePercent: number;
  evictions: number;
  evictedBytes: number;
  peakMemoryBytes: number;
}

/** The storage under a memory client. */
export interface MemoryStorage {
  /** Writes a snapshot; returns the path. */
  saveToDisk(path?: string): Promise<string>;
  /** Replaces the content of the bucket. */
  loadFromDisk(path?: string): Promise<any>;
  /** Full keys. */
  getKeys(): string[];
  /** Sets the counters of getStats back. */
  resetStats(): void;
  [member: string]: any;
}

/** The methods that a class with this interface has. */
export interface MemoryClient extends Client {}

/**
 * A client whose objects live as long as the process.
 *
 * ```js
 * const db = new Database({ client: new MemoryClient({ bucket: 'test' }) });
 * ```
 */
export class MemoryClient extends EventEmitter {
  /** Reads nothing: `storage.loadFromDisk()` does. */
  constructor(options?: MemoryClientOptions);

  readonly id: string;
  readonly bucket: string;
  readonly keyPrefix: string;
  readonly config: ClientSettings;
  readonly connectionString: string;
  readonly storage: MemoryStorage;
  readonly taskManager: TaskManager;

  /** The whole bucket, as plain JSON. */
  snapshot(): MemorySnapshot;

  /**
   * Replaces everything in the bucket.
   *
   * @throws {ValidationError} `Invalid snapshot format`
   */
  restore(snapshot: MemorySnapshot): void;

  /** Removes everything from the bucket. */
  clear(): Promise<void>;

  /** What the bucket holds. */
  getStats(): MemoryStats;

  /** Removes everything from a bucket. */
  static clearBucketStorage(bucket: string): void;

  /** Removes everything from all buckets. */
  static clearAllStorage(): void;
}
