/** Databases: resources in one bucket, below one key prefix. */
import type { Attributes } from './attributes.js';
import type { Client } from './client.js';
import type {
  DatabaseEvents,
  DatabaseHook,
  DatabaseHookData,
  DatabaseHookName,
} from './database-hooks.js';
import type { DatabaseOptions } from './database-options.js';
import type { Logger } from './logger.js';
import type { DatabaseMetadata, ResourceExport } from './metadata.js';
import type {
  BehaviorName,
  LogLevel,
  Partitions,
  ResourceConfig,
  SecurityOptions,
} from './resource-config.js';
import type { Resource, ResourceFor } from './resource.js';
import { TypedEmitter } from './typed-emitter.js';

/** The resource of an entry of a database's type argument: itself, or that of a type of records. */
export type ResourceEntry<E> = [E] extends [Resource<any, any>] ? E : Resource<E>;

/** Resources by name: those that are spelled out in the type argument, and any other. */
export type Resources<M> = { readonly [K in keyof M]: ResourceEntry<M[K]> } & {
  readonly [name: string]: Resource<any, any>;
};

/** The resource of a name, loosely typed unless it is spelled out. */
type NamedResource<M, Name> = Name extends keyof M ? ResourceEntry<M[Name]> : Resource;

/**
 * A database.
 *
 * ```ts
 * const db = new Database({ connectionString: 'memory://shop' });
 * await db.connect();
 * const users = await db.createResource({
 *   name: 'users',
 *   attributes: { email: 'email', age: 'number|optional', tags: 'array|items:string|optional' },
 * });
 * const user = await users.insert({ email: 'ana@example.org' });
 * ```
 *
 * @template M resources by name, each a type of records or a {@link Resource}
 */
export class Database<M = {}> extends TypedEmitter<DatabaseEvents> {
  /** Nothing is read or written before `connect`. */
  constructor(options: DatabaseOptions);

  /** Random. */
  readonly id: string;
  /** Version of the format of `s3db.json`. */
  readonly version: string;
  /** Version of s3db.js whose format is written. */
  readonly s3dbVersion: string;
  /** A live view; unknown names are undefined. */
  readonly resources: Resources<M>;
  /** Null until connected. */
  readonly savedMetadata: DatabaseMetadata | null;
  /** As given. */
  readonly databaseOptions: DatabaseOptions;
  /** As given. */
  readonly threading: DatabaseOptions['threading'];
  /** The engine has threads of its own. */
  readonly threadPool: null;
  /** Undefined until connected, unless it was passed in. */
  readonly client: Client | undefined;
  /** As given, or made of its parts. */
  readonly connectionString: string | undefined;
  readonly bucket: string;
  /** Prefix of all keys. */
  readonly keyPrefix: string;
  readonly security: SecurityOptions;
  readonly cache: boolean | undefined;
  readonly versioningEnabled: boolean;
  readonly strictValidation: boolean;
  readonly strictHooks: boolean;
  readonly disableResourceEvents: boolean;
  /** The level that was asked for; that of the logger is the one that holds. */
  logLevel: string;
  /** The logger of the options, or one that writes lines of JSON on the standard output. */
  logger: Logger;
  /** Version, bucket, key prefix, concurrency and log level. */
  readonly config: Readonly<Record<string, any>>;

  /**
   * Reads `s3db.json`, or writes the first one, and restores the resources in it.
   *
   * @throws {ConnectionStringError} 400
   */
  connect(): Promise<void>;

  /** Waits for pending writes, then removes all listeners. Safe at any time. */
  disconnect(): Promise<void>;

  /** Whether `s3db.json` has been read. */
  isConnected(): boolean;

  /**
   * Makes a resource, or changes the definition of the one that has the name. The types of its
   * records are inferred from the attributes; to give them instead, `createResource<User>(…)`.
   *
   * @throws {ResourceError} 400 with all findings about the configuration, in `validation`, too
   * @throws {PartitionError} for a partition field that is no attribute
   * @throws {SchemaError} for attributes that cannot be used
   */
  createResource<
    R = never,
    const A extends Attributes = Attributes,
    T extends boolean = false,
    N extends boolean = true,
  >(
    config: ResourceConfig<A, T, N>,
  ): Promise<[R] extends [never] ? ResourceFor<A, T, N> : Resource<NoInfer<R>>>;

  /**
   * @param options `strictValidation: false` takes a definition as it is, also one whose partitions have
   *   fields that are no attributes any more
   * @throws {ResourceNotFound} 404
   */
  getResource<Name extends string>(
    name: Name,
    options?: { strictValidation?: boolean },
  ): Promise<NamedResource<M, Name>>;

  /** @throws {ResourceNotFound} 404 */
  resource<Name extends string>(name: Name): NamedResource<M, Name>;

  /** Whether this database has a resource of the name. */
  resourceExists(name: string): boolean;

  /** Definitions of all resources. */
  listResources(): Promise<ResourceExport[]>;

  /** A child of the logger; the logger itself where that has no children. */
  getChildLogger(name: string, bindings?: Record<string, any>): Logger;

  /** Decides on the level of children of the name that are made from now on. */
  setChildLevel(name: string, level: LogLevel): void;

  /** @throws {DatabaseError} for an unknown name, or what is no function */
  addHook<Name extends DatabaseHookName>(
    name: Name,
    hook: DatabaseHook<DatabaseHookData[Name]>,
  ): void;

  /** Removes the first hook that is the same function. */
  removeHook<Name extends DatabaseHookName>(
    name: Name,
    hook: DatabaseHook<DatabaseHookData[Name]>,
  ): void;

  /** A copy. */
  getHooks<Name extends DatabaseHookName>(name: Name): DatabaseHook<DatabaseHookData[Name]>[];

  /** Removes all hooks of a name. */
  clearHooks(name: DatabaseHookName): void;

  /** Writes `s3db.json`. */
  uploadMetadataFile(): Promise<void>;

  /** The content of an `s3db.json` without resources. */
  blankMetadataStructure(): DatabaseMetadata;

  /**
   * `sha256:` and the hash of attributes, behavior and partitions.
   *
   * @param behavior where the definition names none
   */
  generateDefinitionHash(
    definition: {
      attributes?: Attributes;
      behavior?: string;
      partitions?: Partitions;
      timestamps?: boolean;
      [member: string]: unknown;
    },
    behavior?: BehaviorName,
  ): string;

  /** The version after the highest of `v1`, `v2` …; `v1` if there is none. */
  getNextVersion(versions?: Readonly<Record<string, unknown>>): string;

  /** Version of this package. */
  getVersion(): string;

  /** Requests at a time of a client of S3. */
  parallelism: number | string;

  /** Makes another number of requests at a time; what is no number above 0 changes nothing. */
  setConcurrency(concurrency: number | string): void;
}

export {};
