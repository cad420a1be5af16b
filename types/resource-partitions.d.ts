/** Partitions and their references, seen from outside. */
import type { RecordId } from './record.js';
import type { PartitionDefinition } from './resource-config.js';

/** What getPartitionKey takes. */
export interface PartitionKeyRequest {
  partitionName: string;
  /** Default `data.id`. */
  id?: RecordId;
  /** Fields of a record. */
  data: Record<string, any>;
}

/** A partition with fields that are no attributes any more. */
export interface OrphanedPartition {
  missingFields: string[];
  definition: PartitionDefinition;
  allFields: string[];
}

/** Orphaned partitions by name. */
export type OrphanedPartitions = Record<string, OrphanedPartition>;

/** Payload of `orphanedPartitionsRemoved`. */
export interface OrphanedPartitionsPayload {
  resourceName: string;
  removed: OrphanedPartitions;
  /** ISO time. */
  timestamp: string;
}

/** Payload of `historyError`: a copy of an older version that could not be kept. */
export interface HistoryErrorPayload {
  operation: 'update' | 'patch' | 'replace' | 'updateConditional';
  id: string;
  error: Error;
  message: string;
}
