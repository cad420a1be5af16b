/** The client that keeps its objects in files. */
import { EventEmitter } from 'node:events';

import type { Client, ClientSettings, TaskManager, TaskOptions } from './client.js';
import type { LogLevel } from './resource-config.js';

/**
 * Options of a file client. All but the first group are those of the folder: the first client of the
 * process sets them. A connection string names them as `file:///path?ttl.enabled=true`.
 */
export interface FileSystemClientOptions extends TaskOptions {
  /** Folder of the objects, default `./s3db-data`. */
  basePath?: string;
  /** No part of the path; default `s3db`. */
  bucket?: string;
  keyPrefix?: string;
  region?: string;
  id?: string;
  logLevel?: LogLevel;
  logger?: any;

  /**
   * What a write that was acknowledged survives besides the end of the process, which it always does:
   * nothing (`none`, the default), a loss of power (`data`), that also in folders just made (`full`).
   */
  durability?: 'none' | 'data' | 'full';
  /** Hold to `metadataLimit` and `maxObjectSize`; default false. */
  enforceLimits?: boolean;
  /** Bytes of metadata per object, default 2048. */
  metadataLimit?: number;
  /** Bytes per body, default 5 GiB. */
  maxObjectSize?: number;
  /** Compress bodies of at least `threshold` bytes (1024) with gzip at `level` 0 to 9 (6). */
  compression?: { enabled?: boolean; threshold?: number; level?: number };
  /**
   * Let new objects expire after `defaultTTL` ms (one hour). Expired ones read as missing, and are
   * removed every `cleanupInterval` ms (five minutes).
   */
  ttl?: { enabled?: boolean; defaultTTL?: number; cleanupInterval?: number };
  /** Wait at most `timeout` ms (5000) for another writer. Writers always wait for each other. */
  locking?: { enabled?: boolean; timeout?: number };
  /** Keep the former body of a replaced object under `suffix` (`.bak`). */
  backup?: { enabled?: boolean; suffix?: string };
  /** Write a line of JSON per change to `file` (`operations.journal`) in the folder. */
  journal?: { enabled?: boolean; file?: string };
  /** Count, for getStats. */
  stats?: { enabled?: boolean };
  [option: string]: unknown;
}

/** Counts of a folder since it was opened. Sizes are bytes of bodies. */
export interface FileSystemStats {
  gets: number;
  puts: number;
  deletes: number;
  errors: number;
  compressionSaved: number;
  totalCompressed: number;
  totalUncompressed: number;
  /** Three decimals; the number 1 as long as nothing was compressed. */
  avgCompressionRatio: string | number;
  /** Which features are enabled. */
  features: {
    compression: boolean;
    ttl: boolean;
    locking: boolean;
    backup: boolean;
    journal: boolean;
    stats: boolean;
  };
}

/** The methods that a class with this interface has. */
export interface FileSystemClient extends Client {}

/**
 * A client whose objects are the files of a folder. Any number of clients and processes may use one
 * folder.
 *
 * ```js
 * const db = new Database({ client: new FileSystemClient({ basePath: './data' }) });
 * ```
 */
export class FileSystemClient extends EventEmitter {
  /**
   * Touches no file: the folder is made by the first write.
   *
   * @throws {ValidationError} for an option that cannot be followed
   */
  constructor(options?: FileSystemClientOptions);

  readonly id: string;
  readonly bucket: string;
  readonly keyPrefix: string;
  /** Absolute. */
  readonly basePath: string;
  readonly taskManager: TaskManager;
  readonly config: ClientSettings;
  readonly connectionString: string;

  /**
   * Deletes all objects of the folder, of every key prefix.
   *
   * @throws {ValidationError} when the path has neither `s3db` nor `data` in it
   */
  clear(): Promise<void>;

  /** Null unless `stats` is enabled. */
  getStats(): FileSystemStats | null;

  /** Forgets the options of a folder; the files stay. */
  static clearPathStorage(basePath: string): void;

  /** Forgets the options of all folders; the files stay. */
  static clearAllStorage(): void;
}
