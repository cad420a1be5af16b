/** The configuration of a resource: what `createResource` takes. */
import type { Middlewares } from './resource-middleware.js';
import type { Attributes, CheckedAttributes } from './attributes.js';
import type { InsertOf, RecordOf } from './record.js';
import type { ResourceListeners } from './resource-events.js';
import type { ResourceHooks } from './resource-hooks.js';
import type { Resource } from './resource.js';

/**
 * Where values go that do not fit into 2 KB of metadata.
 *
 * - `user-managed`: the whole record goes to the body; `exceedsLimit` is emitted
 * - `enforce-limits`: a MetadataLimitError is thrown
 * - `truncate-data`: values are shortened or left out
 * - `body-overflow`: the values that do not fit go to the body
 * - `body-only`: all values are always in the body
 */
export type BehaviorName =
  'user-managed' | 'enforce-limits' | 'truncate-data' | 'body-overflow' | 'body-only';

/** Level of the log. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/**
 * A partition: its fields, by path, each with a rule for the value in the key, such as `string` or
 * `date|maxlength:10`.
 */
export interface PartitionDefinition {
  readonly fields: { readonly [path: string]: string };
}

/** Partitions by name. */
export interface Partitions {
  readonly [name: string]: PartitionDefinition;
}

/** Keys and costs of encryption and hashing. */
export interface SecurityOptions {
  /** Passphrase of secrets; the default is `secret`, and warned about. */
  passphrase?: string;
  bcrypt?: {
    /** 4 to 31, default 12. */
    rounds?: number;
  };
  argon2?: {
    /** KiB. */
    memoryCost?: number;
    timeCost?: number;
    parallelism?: number;
  };
  /** Derive a key for each value instead of one per process. */
  saltPerValue?: boolean;
}

/** Consecutive ids. */
export interface IncrementalIdOptions {
  readonly type: 'incremental';
  /** First id, default 1. */
  readonly start?: number;
  /** Default 1; the mode `fast` counts by 1. */
  readonly increment?: number;
  /** `fast` takes a batch of ids at a time; those left over are lost. */
  readonly mode?: 'standard' | 'fast';
  /** Ids per batch, default 100. */
  readonly batchSize?: number;
  readonly prefix?: string;
  /** Digits, filled up with zeros. */
  readonly padding?: number;
}

/**
 * How ids are made: random ones of so many characters, by a function of the record, or consecutive
 * ones (`incremental`, `incremental:1000`, `incremental:fast:INV-0001`).
 */
export type IdGenerator =
  | number
  | ((record: any) => string | number | Promise<string | number>)
  | 'incremental'
  | `incremental:${string}`
  | IncrementalIdOptions;

/** Who may do what: a flag, roles and scopes of which one is needed, or a decision. */
export type GuardRule =
  boolean | readonly string[] | ((context: any, record?: any) => boolean | Promise<boolean>);

/** Guard rules by operation, `*` for the others; a list or flag alone stands for `*`. */
export type Guard = boolean | readonly string[] | { readonly [operation: string]: GuardRule };

/** What a guard knows of a user: claims as tokens carry them. */
export interface GuardedUser {
  /** Separated by spaces. */
  scope?: string;
  /** Name of the client among `resource_access`; else `CLIENT_ID` of the environment, or `default`. */
  azp?: string;
  resource_access?: Record<string, { roles?: string[] }>;
  realm_access?: { roles?: string[] };
  roles?: string[];
  [claim: string]: unknown;
}

/** The options of a resource that do not depend on its attributes. */
export interface ResourceOptions {
  /** Part of the object keys: none of `/ \ = %`. */
  name: string;
  /** Default `user-managed`. */
  behavior?: BehaviorName;
  /** Version to start with, default `v1`. */
  version?: string;
  /** Names of attributes, or fields by the name of the partition. */
  partitions?: readonly string[] | Partitions;
  /** Do not wait for partition references on update, patch and replace; default true. */
  asyncPartitions?: boolean;
  /** Reject a write whose partition references could not be written; default false. */
  strictPartitions?: boolean;
  /** Refuse deleteAll and deleteAllData; default true. */
  paranoid?: boolean;
  /** Encrypt secrets; default true. */
  autoEncrypt?: boolean;
  /** Decrypt secrets; default true. */
  autoDecrypt?: boolean;
  cache?: boolean;
  /** Deliver events after the operation, not within it; default true. */
  asyncEvents?: boolean;
  /** Emit nothing; default false. */
  disableEvents?: boolean;
  idGenerator?: IdGenerator;
  /** Characters of a random id, default 22. */
  idSize?: number;
  /** Explicit short keys by attribute, instead of generated ones. */
  map?: Readonly<Record<string, string>>;
  /** Check that the fields of partitions are attributes; default true. */
  strictValidation?: boolean;
  /** Merged over the options of the database. */
  security?: SecurityOptions;
  /** Keep track of the versions of records; default as the database. */
  versioningEnabled?: boolean;
  /** Free text, default `user`. */
  createdBy?: string;
  guard?: Guard | null;
  description?: string;
  /** Kept in `$schema`. */
  api?: unknown;
  /** Compile the attributes at first use; default false. */
  lazySchema?: boolean;
  /** Compression of `text` attributes. */
  compression?: { enabled?: boolean; level?: number; threshold?: number; encoding?: string };
  logLevel?: LogLevel;
}

/**
 * The configuration of a resource.
 *
 * @template A attributes
 * @template T whether the resource has `timestamps`
 * @template N `allNestedObjectsOptional`
 */
export interface ResourceConfig<
  A = Attributes,
  T extends boolean = boolean,
  N extends boolean = boolean,
> extends ResourceOptions {
  /** Definitions by attribute name. The object is not changed. */
  attributes: A & CheckedAttributes<A>;
  /** Add `createdAt` and `updatedAt`, and partitions by day of both; default false. */
  timestamps?: T;
  /** Nested objects are optional unless their `$$type` says otherwise; default true. */
  allNestedObjectsOptional?: N;
  /** Functions around the resource's methods. */
  middlewares?: Middlewares;
  hooks?: ResourceHooks<
    RecordOf<A, T, N>,
    InsertOf<A, T, N>,
    Resource<RecordOf<A, T, N>, InsertOf<A, T, N>>
  >;
  /** Listeners by event. */
  events?: ResourceListeners<RecordOf<A, T, N>>;
}
