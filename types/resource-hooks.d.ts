/** Hooks: functions around the operations of a resource. */
import type { Identified, RecordId, StoredRecord, WrittenRecord } from './record.js';
import type {
  DeleteManyResult,
  ListOptions,
  PartitionOptions,
  QueryOptions,
} from './resource-options.js';

/** The record that is deleted, only its id if it could not be read. */
export type DeletedRecord<R> = Partial<StoredRecord<R>> & { id: string };

/** A query on its way; changes of `filter` count. */
export interface QueryCall extends QueryOptions {
  filter: Record<string, any>;
}

/** A patch on its way; changes of `fields` count. */
export interface PatchCall {
  id: string;
  fields: Record<string, any>;
  options?: Record<string, unknown>;
}

/** A replacement on its way; changes of `fullData` count. */
export interface ReplaceCall {
  id: string;
  fullData: Record<string, any>;
  options?: Record<string, unknown>;
}

/**
 * What each hook gets.
 *
 * @template R record
 * @template I what insert takes
 */
export interface ResourceHookData<R, I> {
  /** The data with defaults, before validation. What the hook returns is inserted. */
  beforeInsert: I & { id?: RecordId | null };
  /** What the hook returns is the result of the insert and the payload of the event. */
  afterInsert: StoredRecord<R>;
  /** The stored record with the changes. What the hook returns is merged over it. */
  beforeUpdate: StoredRecord<R>;
  /** What the hook returns is the result of the update. */
  afterUpdate: WrittenRecord<R>;
  beforeDelete: DeletedRecord<R>;
  afterDelete: DeletedRecord<R>;
  beforeGet: { id: string };
  /** What the hook returns is the result. */
  afterGet: StoredRecord<R>;
  beforeList: ListOptions;
  /** What the hook returns is the result. */
  afterList: StoredRecord<R>[];
  beforeQuery: QueryCall;
  /** What the hook returns is the result. Not run for an empty filter. */
  afterQuery: StoredRecord<R>[];
  beforePatch: PatchCall;
  /** What the hook returns is the result. */
  afterPatch: WrittenRecord<R>;
  beforeReplace: ReplaceCall;
  /** What the hook returns is the result. */
  afterReplace: Identified<R>;
  beforeExists: { id: string };
  afterExists: { id: string; exists: boolean };
  beforeCount: PartitionOptions;
  afterCount: PartitionOptions & { count: number };
  /** Changes of `ids` count. */
  beforeGetMany: { ids: RecordId[] };
  /** What the hook returns is the result. */
  afterGetMany: StoredRecord<R>[];
  beforeDeleteMany: { ids: RecordId[] };
  afterDeleteMany: DeleteManyResult;
}

/** Names of the hooks. */
export type ResourceHookName = keyof ResourceHookData<unknown, unknown>;

/**
 * A hook. Hooks of one name run one after another; each gets what the one before it returned. One
 * that returns nothing leaves the value as it is; what one throws rejects the operation.
 *
 * @template This the resource
 * @template Data what the hook gets
 */
export type ResourceHook<This, Data> = (this: This, data: Data) => unknown;

/** A hook that has been added: `this` is settled. */
export type BoundHook<Data> = ((data: Data) => unknown) & { __s3db_original: Function };

/**
 * Hooks in the configuration of a resource: lists, in the order in which they run.
 *
 * @template R record
 * @template I what insert takes
 * @template This the resource
 */
export type ResourceHooks<R, I, This = any> = {
  readonly [Name in ResourceHookName]?: readonly ResourceHook<This, ResourceHookData<R, I>[Name]>[];
};
