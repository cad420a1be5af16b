/** Resources: collections of records. */
import type { Middleware, MiddlewareMethod } from './resource-middleware.js';
import type { Attributes } from './attributes.js';
import type { Client } from './client.js';
import type { Database } from './database.js';
import type { Logger } from './logger.js';
import type {
  Filter,
  Identified,
  InsertFrom,
  InsertOf,
  InsertedRecord,
  Patch,
  RecordId,
  RecordOf,
  StoredRecord,
  SystemFields,
  WrittenRecord,
} from './record.js';
import type {
  BehaviorName,
  Guard,
  GuardedUser,
  PartitionDefinition,
  Partitions,
  SecurityOptions,
} from './resource-config.js';
import type { OrphanedPartitions, PartitionKeyRequest } from './resource-partitions.js';
import type { ResourceEvents } from './resource-events.js';
import type {
  BoundHook,
  ResourceHook,
  ResourceHookData,
  ResourceHookName,
} from './resource-hooks.js';
import type {
  ClientObject,
  ConditionalResult,
  DeleteAllDataResult,
  RepairOptions,
  RepairReport,
  DeleteAllResult,
  DeleteAnswer,
  DeleteManyResult,
  InsertOptions,
  LimitOptions,
  ListOptions,
  NewContent,
  PageOptions,
  PartitionOptions,
  PartitionRequest,
  QueryOptions,
  RecordPage,
  StoredContent,
  ValidateOptions,
  ValidationReport,
  WrittenObject,
} from './resource-options.js';
import type {
  AttributesChange,
  ResourceSchema,
  ResourceSettings,
  ResourceValidator,
  StandaloneResourceConfig,
} from './resource-settings.js';
import type {
  ReadableOptions,
  ResourceReader,
  ResourceWriter,
  WritableOptions,
} from './streams.js';
import { TypedEmitter } from './typed-emitter.js';

/** The resource that attributes describe. */
export type ResourceFor<A, T extends boolean = false, N extends boolean = true> = Resource<
  RecordOf<A, T, N>,
  InsertOf<A, T, N>
>;

/**
 * A collection of records of one kind.
 *
 * `createResource` infers both type arguments from the attributes. They can also be given:
 * `Resource<User>`.
 *
 * @template R a record, without system fields
 * @template I what insert takes
 */
export class Resource<R = Record<string, any>, I = InsertFrom<R>> extends TypedEmitter<
  ResourceEvents<R>
> {
  /**
   * Resources are usually made by `database.createResource()`.
   *
   * @throws {ResourceError} 400 with all findings about the configuration, in `validation`, too
   * @throws {PartitionError} for a partition field that is no attribute
   */
  constructor(config: StandaloneResourceConfig);

  readonly name: string;
  /** Version of the definition: `v1`, `v2` … */
  readonly version: string;
  /** How records are laid out; what is put here holds from then on. */
  behavior: BehaviorName;
  /** Rules by operation; a list of roles and scopes may be put here, too. */
  guard: Guard | null;
  /** Definitions, those of timestamps included. */
  readonly attributes: Attributes;
  readonly config: ResourceSettings;
  /** The same as `config`. */
  readonly options: ResourceSettings;
  /** The same as `config.partitions`. */
  readonly partitions: Partitions;
  /** Short keys of the attributes; with `lazySchema` null before the first use. */
  readonly schema: ResourceSchema;
  readonly validator: ResourceValidator;
  /** The definition as it was first declared, with `_createdAt` and `_updatedAt` in milliseconds. */
  readonly $schema: Readonly<Record<string, any>>;
  /** The configured map, not the generated one. */
  readonly map: Record<string, string> | undefined;
  /** The hooks that are installed: live arrays. */
  readonly hooks: Record<ResourceHookName, ((data: any) => unknown)[]>;
  readonly client: Client;
  readonly database: Database;
  /**
   * Makes the ids of new records. A function that is assigned is called without arguments, and may
   * answer nothing: the id is a random one then.
   */
  idGenerator: (data?: any) => unknown;
  readonly idGeneratorType: 'default' | 'custom' | 'incremental';
  /** Characters of a random id. */
  readonly idSize: number;
  readonly security: SecurityOptions;
  readonly versioningEnabled: boolean;
  readonly strictValidation: boolean;
  /** Mode at construction. */
  readonly asyncEvents: boolean;
  readonly eventsDisabled: boolean;
  /** That of the database, unless the resource has one of its own. */
  readonly logLevel: string | undefined;
  /** A child of the database's logger, with the `logLevel` that the resource has of its own. */
  logger: Logger;
  /** Bytes of metadata that a record may take. */
  readonly metadataLimit: number;

  /**
   * Stores a new record. Defaults are filled in, values are validated and converted.
   *
   * @param record with or without an `id`
   * @throws {InvalidResourceItem} 422 with all failures in `validation`
   * @throws {ResourceError} 412 if the id exists
   * @throws {ValidationError} 400 for an id that cannot be part of a key
   * @throws {MetadataLimitError} 413 under the behavior `enforce-limits`
   */
  insert<Id extends RecordId | null = string>(
    record: I & { id?: Id },
    options?: InsertOptions,
  ): Promise<InsertedRecord<R, Id>>;

  /**
   * Inserts many records. Failures do not reject: they are emitted as `error` and left out.
   *
   * @returns the inserted records, in the order of the input
   */
  insertMany<Id extends RecordId | null = string>(
    records: readonly (I & { id?: Id })[],
    options?: LimitOptions,
  ): Promise<InsertedRecord<R, Id>[]>;

  /**
   * @throws {NoSuchKey} 404 if there is no such record
   * @throws {ValidationError} 400 for an empty or unsuitable id
   */
  get(id: RecordId, options?: LimitOptions): Promise<StoredRecord<R>>;

  /** @returns null if there is no such record */
  getOrNull(id: RecordId, options?: LimitOptions): Promise<StoredRecord<R> | null>;

  /** @throws {ResourceError} with code `RESOURCE_NOT_FOUND` if there is no such record */
  getOrThrow(id: RecordId, options?: LimitOptions): Promise<StoredRecord<R>>;

  /** @returns the records in the order of the ids; failures are emitted as `error` and left out */
  getMany(ids: readonly RecordId[], options?: LimitOptions): Promise<StoredRecord<R>[]>;

  /** @returns all records, in the order of their keys */
  getAll(options?: LimitOptions): Promise<StoredRecord<R>[]>;

  /** @returns records in the order of their keys, at most 1000 unless `limit` says otherwise */
  list(options?: ListOptions): Promise<StoredRecord<R>[]>;

  /** @returns records from among all, in the order of their keys */
  listMain(
    options: Pick<ListOptions, 'limit' | 'offset'> & LimitOptions,
  ): Promise<StoredRecord<R>[]>;

  /** @returns the records of a partition, in the order of its keys */
  listPartition(options: ListOptions): Promise<StoredRecord<R>[]>;

  /**
   * Reads a page of records, by its number, by the cursor of the page before, or by offset.
   *
   * @throws {PartitionError} 400 for a number, cursor or partition that is none
   */
  page(options?: PageOptions): Promise<RecordPage<StoredRecord<R>>>;

  /**
   * Reads a record if a partition has it under these values.
   *
   * @throws {ResourceError} 400 if it has not
   * @throws {PartitionError} 400 for an unknown partition, and without values
   * @throws {ValidationError} 400 for an id or value with `/`, `\\`, `=` or `%`
   */
  getFromPartition(request: PartitionRequest, options?: LimitOptions): Promise<StoredRecord<R>>;

  /**
   * @returns ids in the order of their keys, at most 1000 unless `limit` says otherwise
   * @throws {PartitionError} for an unknown partition
   */
  listIds(options?: ListOptions): Promise<string[]>;

  /** @throws {PartitionError} for an unknown partition */
  count(options?: PartitionOptions): Promise<number>;

  /** Whether there is such a record. */
  exists(id: RecordId, options?: LimitOptions): Promise<boolean>;

  /**
   * Merges attributes into a record: nested objects one level deep, dotted paths at any depth,
   * `undefined` removes.
   *
   * @throws {ResourceError} 404 if there is no such record
   * @throws {InvalidResourceItem} 422 with all failures in `validation`
   */
  update(id: RecordId, attributes: Patch<I>, options?: LimitOptions): Promise<WrittenRecord<R>>;

  /**
   * Updates a record if it is still the one that was read.
   *
   * @param options `ifMatch` is the `_etag` of the record that was read
   * @returns what became of it; a record that is missing, changed or invalid does not reject
   * @throws {ValidationError} 428 without `ifMatch`
   */
  updateConditional(
    id: RecordId,
    attributes: Patch<I>,
    options: { ifMatch: string } & LimitOptions,
  ): Promise<ConditionalResult<WrittenRecord<R>>>;

  /**
   * Merges attributes like update, with fewer requests if the behavior keeps everything in the
   * metadata.
   *
   * @throws {ValidationError} 422, or 400 if there are no fields
   */
  patch(
    id: RecordId,
    fields: Patch<I>,
    options?: LimitOptions & Record<string, unknown>,
  ): Promise<WrittenRecord<R>>;

  /**
   * Replaces a record as a whole; creates it if there is none. Emits no event.
   *
   * @throws {InvalidResourceItem} 422 with all failures in `validation`
   */
  replace(
    id: RecordId,
    fullData: I,
    options?: LimitOptions & Record<string, unknown>,
  ): Promise<WrittenRecord<R>>;

  /** Inserts a record, or updates it if its id exists. It must be complete in either case. */
  upsert(
    record: I & { id: RecordId },
    options?: LimitOptions,
  ): Promise<Identified<R> & Partial<SystemFields>>;
  upsert(
    id: RecordId,
    record: I,
    options?: LimitOptions,
  ): Promise<Identified<R> & Partial<SystemFields>>;

  /** @throws {NoSuchKey} 404 if there is no such record */
  delete(id: RecordId, options?: LimitOptions): Promise<DeleteAnswer>;

  /** Failures are counted and emitted as `error`. */
  deleteMany(ids: readonly RecordId[], options?: LimitOptions): Promise<DeleteManyResult>;

  /**
   * Deletes all records and their partition references.
   *
   * @throws {ResourceError} 400 unless the resource has `paranoid: false`
   */
  deleteAll(options?: LimitOptions): Promise<DeleteAllResult>;

  /**
   * Deletes everything that the resource has stored.
   *
   * @throws {ResourceError} 400 unless the resource has `paranoid: false`
   */
  deleteAllData(options?: LimitOptions): Promise<DeleteAllDataResult>;

  /** Settles when the partition references of all writes so far are where their records are. */
  flushPartitions(options?: LimitOptions): Promise<void>;

  /**
   * Makes the references of the partitions agree with the records: after a crash, or when a partition
   * was added to records that are there.
   */
  repairPartitions(options?: RepairOptions): Promise<RepairReport>;

  /**
   * Gives a record content: bytes in the body of its object, beside its fields.
   *
   * @returns the record
   * @throws {ResourceError} 409 with code `BODY_IN_USE` if fields of the record are in the body
   * @throws {ResourceError} 400 if there is no such record
   */
  setContent(content: NewContent, options?: LimitOptions): Promise<StoredRecord<R>>;

  /** @returns the body of the record's object: content, or fields as JSON, or nothing */
  content(id: RecordId, options?: LimitOptions): Promise<StoredContent>;

  /** Whether there is such a record and its object has a body. */
  hasContent(id: RecordId, options?: LimitOptions): Promise<boolean>;

  /**
   * Takes the content off a record; its fields stay.
   *
   * @throws {NoSuchKey} 404 if there is no such record
   * @throws {ResourceError} 409 with code `BODY_IN_USE` if fields of the record are in the body
   */
  deleteContent(id: RecordId, options?: LimitOptions): Promise<void>;

  /** @returns bytes that a value takes as the body of an object */
  calculateContentLength(body: unknown): number;

  /**
   * @returns the records for which all conditions hold, at most 100 unless `limit` says otherwise
   * @throws {PartitionError} for an unknown partition
   */
  query(filter?: Filter<R>, options?: QueryOptions): Promise<StoredRecord<R>[]>;

  /**
   * A stream of records, in the order of their keys.
   *
   * @throws {PartitionError} for an unknown partition
   */
  readable(options?: ReadableOptions): ResourceReader<R>;

  /** A stream that inserts the records that are written to it. */
  writable(options?: WritableOptions): ResourceWriter;

  /** Validates a record without storing it. */
  validate(record: object, options?: ValidateOptions): Promise<ValidationReport>;

  /** @returns a copy of the record with the defaults of absent attributes */
  applyDefaults<T extends object>(record: T): T & Partial<R>;

  /** @returns `sha256:` and the hash of attributes and behavior */
  getDefinitionHash(): string;

  /**
   * Changes the definitions of the attributes. Stored records keep their keys.
   *
   * @throws {PartitionError} for a partition field that is no attribute any more
   */
  updateAttributes(attributes: Attributes): AttributesChange;

  /** @returns the definition, as listResources gives it */
  export(): Record<string, any>;

  /** Compiles the schema now, if `lazySchema` has left it for the first use. */
  prewarmSchema(): void;

  isSchemaCompiled(): boolean;

  /** Whether ids come from a sequence. */
  hasAsyncIdGenerator(): boolean;

  /**
   * Adds an attribute of a plugin, with a key that moves no other attribute.
   *
   * @throws {ResourceError} 400 for an attribute that is not the plugin's
   */
  addPluginAttribute(name: string, definition: unknown, pluginName: string): void;

  /**
   * @returns whether there was such an attribute of a plugin
   * @throws {ResourceError} 400 for an attribute of another plugin than `pluginName`
   */
  removePluginAttribute(name: string, pluginName?: string): boolean;

  /**
   * @returns the key of a partition reference, null without an id or a value for each field
   * @throws {PartitionError} for an unknown partition
   */
  getPartitionKey(request: PartitionKeyRequest): string | null;

  /** @returns what keys of references with these values begin with, without a final `/` */
  buildPartitionPrefix(
    name: string,
    definition: PartitionDefinition,
    values: Record<string, unknown>,
  ): string;

  /** @returns what a partition with such a rule makes of a value */
  applyPartitionRule(value: unknown, rule: string): unknown;

  /**
   * @param fields fields with their rules
   * @returns the values in the key of a record's reference
   * @throws {PartitionError} when none of the keys is that of the record
   */
  extractPartitionValuesFromKey(
    id: string,
    keys: readonly string[],
    fields: readonly (readonly [path: string, rule: string])[],
  ): Record<string, string>;

  /** Whether a partition may use a field. */
  fieldExistsInAttributes(name: string): boolean;

  /** @throws {PartitionError} for a partition on a field that does not exist */
  validatePartitions(): void;

  /** @returns partitions with fields that are no attributes any more */
  findOrphanedPartitions(): OrphanedPartitions;

  /** Takes such partitions out of the definition; `dryRun` only finds them. */
  removeOrphanedPartitions(options?: { dryRun?: boolean }): OrphanedPartitions;

  /** Writes the references that such a record has; failures are told of by an event. */
  createPartitionReferences(data: Record<string, any>, options?: LimitOptions): Promise<void>;

  /** Writes the references that such a record has. */
  updatePartitionReferences(data: Record<string, any>, options?: LimitOptions): Promise<void>;

  /** Deletes the references that such a record has. */
  deletePartitionReferences(data: Record<string, any>, options?: LimitOptions): Promise<void>;

  /** Moves the references of a record from its old fields to its new ones. */
  handlePartitionReferenceUpdates(
    before: Record<string, any>,
    after: Record<string, any>,
    options?: LimitOptions,
  ): Promise<void>;

  /** Moves the reference of one partition. */
  handlePartitionReferenceUpdate(
    partition: string,
    definition: PartitionDefinition,
    before: Record<string, any>,
    after: Record<string, any>,
    options?: LimitOptions,
  ): Promise<void>;

  /** @returns the current schema: records of every version are read by the registry of keys */
  getSchemaForVersion(version: string): Promise<ResourceSchema>;

  /** @returns a copy that says between which versions it was mapped; the same object for one version */
  applyVersionMapping<T extends object>(
    data: T,
    from: string,
    to: string,
  ): Promise<T & Partial<SystemFields>>;

  /** Writes fields as a historical copy, in the place of the one before it. */
  createHistoricalVersion(
    id: RecordId,
    data: Record<string, any>,
    options?: LimitOptions,
  ): Promise<void>;

  /** @returns what stands behind `v=` in a segment of a key */
  extractVersionFromKey(key: string): string | null;

  /** @returns the key of a record, below the key prefix */
  getResourceKey(id: string): string;

  /** Takes the present configuration anew, with other keys of the attributes if they are given. */
  applyConfiguration(options?: { map?: Record<string, string> }): void;

  /** @returns the field of a dotted path, undefined where there is none */
  getNestedFieldValue(data: any, path: string): unknown;

  /** @returns the ids in keys of records or references; keys without one are left out */
  extractIdsFromKeys(keys: readonly string[]): string[];

  /** @returns the records of the ids; failures are emitted as `error` and left out; emits `list` */
  processListResults(ids: readonly string[], options?: LimitOptions): Promise<StoredRecord<R>[]>;

  /**
   * @param keys of the references; the values are those of the records
   * @returns the records of the ids, with `_partition` and `_partitionValues`
   */
  processPartitionResults(
    ids: readonly string[],
    partition: string,
    definition: Partitions[string],
    keys?: readonly string[],
    options?: LimitOptions,
  ): Promise<StoredRecord<R>[]>;

  /**
   * @returns what stands for a record that cannot be decrypted
   * @throws the error, if it is another one
   */
  handleResourceError(
    error: Error,
    id: string,
    context?: string,
  ): { id: string; _decryptionFailed: true; _error: string; _partition?: string };

  /**
   * Emits `list`.
   *
   * @returns nothing, for an unknown partition and for what is not found
   * @throws {S3dbError} for any other error
   */
  handleListError(error: unknown, options: PartitionOptions): never[];

  /**
   * Makes the record of an object that the client answered: `afterGet` runs, `fetched` is emitted.
   *
   * @returns the record as `get` gives it
   */
  hydrateClientObject(id: RecordId, response: ClientObject): Promise<StoredRecord<R>>;

  /** @returns the user's fields and the id of what a write stores */
  composeFullObjectFromWrite(written: WrittenObject): Promise<Record<string, any>>;

  /** Emits `resource:disposed` and removes all listeners. */
  dispose(): void;

  /** Removes all listeners. */
  destroy(): void;

  /** Puts a function around a method; the first one added is the outermost. */
  useMiddleware(method: MiddlewareMethod, middleware: Middleware): void;

  /** Asks the guard of the configuration; operations themselves do not. */
  executeGuard(
    operation: string,
    context?: { user?: GuardedUser | null; [detail: string]: unknown },
    record?: Record<string, any>,
  ): Promise<boolean>;

  /** @returns whether the user has one of the roles or scopes */
  _checkRolesScopes(required: readonly string[], user?: GuardedUser | null): boolean;

  /** Adds a hook behind those that are there. */
  addHook<Name extends ResourceHookName>(
    name: Name,
    hook: ResourceHook<this, ResourceHookData<R, I>[Name]>,
  ): void;

  /** @returns what the last hook returned, or the data if no hook did */
  executeHooks(name: ResourceHookName, data: any): Promise<any>;

  /** @returns the hook as it is run, with the function that was given as `__s3db_original` */
  _bindHook<Data>(hook: ResourceHook<this, Data>): BoundHook<Data>;

  /** Marks in `hooks` that there are partitions; what is marked already stays so. */
  setupPartitionHooks(): void;

  /** Delivers at once, whatever the mode. */
  emitSync(event: string | symbol, ...args: any[]): boolean;

  /** Whether events are delivered after the operation. */
  setAsyncMode(enabled: boolean): void;
}
