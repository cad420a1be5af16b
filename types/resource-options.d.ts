/** Options of the operations of a resource, and their results. */
import type { PutObjectInput } from './client.js';
import type { RecordId } from './record.js';

/** What limits the time of a call. Every method with requests takes it in its last argument. */
export interface LimitOptions {
  /**
   * Ends the call when it is aborted. Nothing is done if it is aborted already; else the effect of a
   * write is unknown.
   */
  signal?: AbortSignal | null;
  /** Milliseconds that the call may take, above 0. */
  timeout?: number | null;
}

/** Options of insert. */
export interface InsertOptions extends LimitOptions {
  /** Binary content beside the attributes. Kept if the behavior leaves the body empty. */
  content?: NewContent['buffer'];
  /** Media type of `content`. */
  contentType?: string;
}

/** What setContent takes. */
export interface NewContent {
  id: RecordId;
  /** Text is kept as UTF-8. A stream is read to its end. */
  buffer:
    string | NodeJS.ArrayBufferView | ArrayBufferLike | Blob | AsyncIterable<unknown> | number[];
  /** Media type, printable ASCII; `application/octet-stream` when absent. */
  contentType?: string | null;
}

/** What content returns; both are null if there is no such record. */
export type StoredContent =
  { buffer: Buffer; contentType: string } | { buffer: null; contentType: null };

/** Which records to read. */
export interface PartitionOptions extends LimitOptions {
  /** Name of a partition. */
  partition?: string;
  /** Values of its fields; without the later ones, all records below the given ones. */
  partitionValues?: Record<string, unknown>;
}

/** Options of list and listIds. */
export interface ListOptions extends PartitionOptions {
  /** Records at most; 1000 when absent or 0. */
  limit?: number;
  /** Records to leave out first, in the order of their keys; 0 when absent. */
  offset?: number;
}

/** Options of page. Of `page`, `cursor` and `offset`, one at most. */
export interface PageOptions extends PartitionOptions {
  /** Records of a page; 100 when absent or not above 0. */
  size?: number;
  /** Number of the page, from 1. */
  page?: number;
  /** `nextCursor` of the page before, of the same size and partition. */
  cursor?: string | null;
  /** Records to leave out first. The page then tells of totals. */
  offset?: number;
  /** With `offset`: do without the totals, which take a listing of all keys. */
  skipCount?: boolean;
}

/** A page of records. */
export interface RecordPage<Item> {
  items: Item[];
  /** Of all pages; null unless `offset` was given. */
  totalItems: number | null;
  totalPages: number | null;
  /** Number of the page, from 1; null for a page by cursor. */
  page: number | null;
  pageSize: number;
  hasMore: boolean;
  nextCursor: string | null;
  _debug: {
    requestedSize: number;
    requestedOffset: number;
    actualItemsReturned: number;
    skipCount: boolean;
    hasTotalItems: boolean;
    usedCursor: boolean;
    hasNextCursor: boolean;
  };
}

/** What getFromPartition takes. */
export interface PartitionRequest {
  id: RecordId;
  partitionName: string;
  /** Values of all its fields. */
  partitionValues?: Record<string, unknown>;
}

/** Options of query. */
export interface QueryOptions extends PartitionOptions {
  /** Matching records at most; 100 when absent. */
  limit?: number;
  /** Records to pass over before the first one is compared; 0 when absent. */
  offset?: number;
}

/** Result of updateConditional. */
export type ConditionalResult<Item> =
  | {
      success: true;
      data: Item;
      /** For the next `ifMatch`. */
      etag: string;
    }
  | {
      success: false;
      /** `ETag mismatch - …` if somebody else has written the record. */
      error: string;
      /** What is wrong with the new fields, if that is why. */
      validationErrors?: ValidationFailure[];
    };

/** Options of validate. */
export interface ValidateOptions {
  /** Reject instead of reporting; default false. */
  throwOnError?: boolean;
  /** Validate the `id`, too; default false. */
  includeId?: boolean;
  /** Sanitise the record itself, not a copy; default false. */
  mutateOriginal?: boolean;
}

/** One failed check of a validation. */
export interface ValidationFailure {
  /** Kind of failure, such as `required` or `stringMin`. */
  type?: string;
  message?: string;
  /** Path of the attribute, such as `a.b` or `a[0].x`; undefined for the record itself. */
  field?: string;
  expected?: unknown;
  actual?: unknown;
  /** `label` of the attribute. */
  label?: string;
  /** What a checker threw. */
  error?: unknown;
}

/** Outcome of validate. */
export interface ValidationReport {
  isValid: boolean;
  /** In the order of the attributes, depth first. */
  errors: ValidationFailure[];
  /** The record as the checks left it, also when it is invalid. */
  data: any;
}

/** Answer of the store to a delete. */
export interface DeleteAnswer {
  DeleteMarker?: boolean;
  VersionId?: string | null;
  [field: string]: unknown;
}

/** Result of deleteMany: how many records were deleted, how many could not be. */
export interface DeleteManyResult {
  deleted: number;
  errors: number;
}

/** Result of deleteAll. */
export interface DeleteAllResult {
  deletedCount: number;
  /** Version of the resource. */
  version: string;
}

/** Options of repairPartitions. */
export interface RepairOptions extends LimitOptions {
  /** Find, but change nothing; default false. */
  dryRun?: boolean;
}

/** What repairPartitions found. */
export interface RepairReport {
  dryRun: boolean;
  /** Records that were looked at. */
  records: number;
  /** References that were looked at. */
  references: number;
  /** Keys of references that records lacked. */
  missing: string[];
  /** Keys of references that no record has. */
  dangling: string[];
  /** References that could not be repaired, and records that cannot be read. */
  failed: Error[];
}

/** Result of deleteAllData. */
export interface DeleteAllDataResult {
  deletedCount: number;
  /** Name of the resource. */
  resource: string;
}

/** What a client answered of a record's object; the body is read where its length is above 0. */
export interface ClientObject {
  /** Decoded. */
  Metadata?: Record<string, unknown> | null;
  Body?: PutObjectInput['body'];
  ContentType?: string;
  /** Bytes. */
  ContentLength?: number;
  /** In quotes. */
  ETag?: string;
  LastModified?: Date;
  VersionId?: string;
  Expiration?: unknown;
}

/** What a write stores. */
export interface WrittenObject {
  id: RecordId;
  /** Decoded. */
  metadata?: Record<string, unknown> | null;
  body?: PutObjectInput['body'];
  /** That laid the record out (default: the resource's). */
  behavior?: string;
}
