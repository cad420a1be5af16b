/**
 * Events of a resource. Unless `asyncEvents` is false they are delivered after the operation has
 * settled: listeners run one after another, each awaited.
 */
import type { HistoryErrorPayload, OrphanedPartitionsPayload } from './resource-partitions.js';
import type { RecordId, StoredRecord, WrittenRecord } from './record.js';
import type { RecordPage } from './resource-options.js';

/** Payload of `updated`. */
export type UpdatedPayload<R> = WrittenRecord<R> & {
  /** The record that was read before the update. */
  $before: StoredRecord<R>;
  $after: WrittenRecord<R>;
};

/** Payload of `deleted`. Of a record that did not exist there is only the id. */
export type DeletedPayload<R> = Partial<StoredRecord<R>> & {
  id: string;
  $before: Partial<StoredRecord<R>> & { id: string };
  $after: null;
};

/** Payload of `list`. */
export interface ListPayload {
  partition?: string;
  partitionValues?: Record<string, unknown>;
  count: number;
  /** Failed listings, 0 or 1. */
  errors: number;
}

/** Payload of `exceedsLimit`: sizes in bytes. */
export interface ExceedsLimitPayload<R> {
  operation: 'insert' | 'update' | 'replace';
  /** Absent on insert. */
  id?: string;
  totalSize: number;
  limit: number;
  excess: number;
  data: Partial<StoredRecord<R>>;
}

/** Payload of `truncate` and `overflow`. */
export interface BehaviorPayload<R> {
  operation: 'insert' | 'update' | 'replace';
  id: string;
  /** The record as it was written. */
  data: Partial<StoredRecord<R>>;
}

/** Payload of `partitionIndexError`: a partition reference that could not be brought up to date. */
export interface PartitionIndexErrorPayload {
  operation: 'insert' | 'update' | 'delete' | 'patch' | 'replace' | 'updateConditional';
  id: string;
  error: Error;
  message?: string;
}

/** Payload of `partitionIndexWarning`: references that an insert could not write. */
export interface PartitionIndexWarningPayload {
  operation: 'create';
  id: string;
  failures: Error[];
}

/** Payload of `content-set` and `content-fetched`. */
export interface ContentPayload {
  id: RecordId;
  contentType: string;
  /** Bytes. */
  contentLength: number;
}

/** Events about one record, with the arguments of their listeners. */
export interface RecordEvents<R> {
  inserted: [record: StoredRecord<R>];
  updated: [record: UpdatedPayload<R>];
  deleted: [record: DeletedPayload<R>];
  fetched: [record: StoredRecord<R>];
  'partition-fetched': [record: StoredRecord<R>];
  'content-set': [payload: ContentPayload];
  'content-fetched': [payload: ContentPayload];
  'content-deleted': [id: RecordId];
}

/** Each event about one record is also emitted as `<event>:<id>`. */
type RecordEventsById<R> = {
  [E in keyof RecordEvents<R> as `${E}:${string}`]: RecordEvents<R>[E];
};

/** Older names of events, emitted to whoever listens to them. */
interface AliasedEvents<R> {
  insert: RecordEvents<R>['inserted'];
  update: RecordEvents<R>['updated'];
  delete: RecordEvents<R>['deleted'];
  get: RecordEvents<R>['fetched'];
  insertMany: [count: number];
  deleteMany: [count: number];
  getMany: [count: number];
  listIds: [count: number];
  deleteAll: [payload: DeletedAllPayload];
  deleteAllData: [payload: DeletedAllDataPayload];
  page: [page: RecordPage<StoredRecord<R>>];
  setContent: RecordEvents<R>['content-set'];
  content: RecordEvents<R>['content-fetched'];
  deleteContent: RecordEvents<R>['content-deleted'];
  getFromPartition: RecordEvents<R>['partition-fetched'];
}

/** Payload of `deleted-all`. */
export interface DeletedAllPayload {
  version: string;
  prefix: string;
  deletedCount: number;
}

/** Payload of `deleted-all-data`. */
export interface DeletedAllDataPayload {
  resource: string;
  prefix: string;
  deletedCount: number;
}

/** The events of a resource, with the arguments of their listeners. */
export interface ResourceEvents<R> extends RecordEvents<R>, RecordEventsById<R>, AliasedEvents<R> {
  /** Length of the input, failed items included. */
  'inserted-many': [count: number];
  /** Length of the input, failed items included. */
  'deleted-many': [count: number];
  /** Length of the input, failed items included. */
  'fetched-many': [count: number];
  list: [payload: ListPayload];
  'listed-ids': [count: number];
  paginated: [page: RecordPage<StoredRecord<R>>];
  count: [count: number];
  'deleted-all': [payload: DeletedAllPayload];
  'deleted-all-data': [payload: DeletedAllDataPayload];
  /** The metadata limit is exceeded under the behavior `user-managed`. */
  exceedsLimit: [payload: ExceedsLimitPayload<R>];
  /** The behavior `truncate-data` cut fields or left them out. */
  truncate: [payload: BehaviorPayload<R>];
  /** The behavior `body-overflow` put fields into the body. */
  overflow: [payload: BehaviorPayload<R>];
  partitionIndexError: [payload: PartitionIndexErrorPayload];
  partitionIndexWarning: [payload: PartitionIndexWarningPayload];
  historyError: [payload: HistoryErrorPayload];
  orphanedPartitionsRemoved: [payload: OrphanedPartitionsPayload];
  versionUpdated: [payload: { oldVersion: string; newVersion: string }];
  'resource:disposed': [payload: { resourceName: string }];
  /** A failed item of a bulk operation or listing, or what a listener threw. */
  error: [error: Error, item?: unknown];
}

/** Listeners in the configuration of a resource. */
export type ResourceListeners<R> = {
  [E in keyof ResourceEvents<R>]?: OneOrMany<(...args: ResourceEvents<R>[E]) => unknown>;
} & { [event: string]: OneOrMany<(...args: any[]) => unknown> | undefined };

/** One, or a list. */
type OneOrMany<T> = T | readonly T[];

export {};
