/** Hooks and events of a database. */
import type { Database } from './database.js';
import type { DatabaseMetadata, DefinitionChange } from './metadata.js';
import type { ResourceConfig } from './resource-config.js';
import type { Resource } from './resource.js';

/** What each hook gets besides the database. */
export interface DatabaseHookData {
  beforeConnect: {};
  afterConnect: { result: unknown };
  /** Changes of `config` count. */
  beforeCreateResource: { config: ResourceConfig };
  afterCreateResource: { resource: Resource; config: ResourceConfig };
  beforeUploadMetadata: {};
  afterUploadMetadata: { result: unknown };
  beforeDisconnect: {};
  afterDisconnect: { result: unknown };
  resourceCreated: { resource: Resource };
  resourceUpdated: { resource: Resource };
}

/** Names of the hooks. */
export type DatabaseHookName = keyof DatabaseHookData;

/**
 * A hook. Hooks of one name run one after another, awaited; what they return is ignored. One that
 * throws is told of by `hookError`, or with `strictHooks` ends the operation.
 */
export type DatabaseHook<Data = any> = (context: { database: Database<any> } & Data) => unknown;

/** Memory of the process, in MB, when a resource was made. */
export interface ResourceMetrics {
  resource: string;
  /** ISO text. */
  timestamp: string;
  rssMB: number;
  heapUsedMB: number;
  heapTotalMB: number;
  externalMB: number;
  arrayBuffersMB: number;
}

/** The events of a database, with the arguments of their listeners. */
export interface DatabaseEvents {
  'db:connected': [at: Date];
  'db:disconnected': [at: Date];
  /** At the start of disconnect. */
  disconnected: [at: Date];
  'db:resource-created': [name: string];
  /** createResource was called with an existing name. */
  'db:resource-updated': [name: string];
  'db:resource:metrics': [metrics: ResourceMetrics];
  'db:resource-definitions-changed': [
    payload: { changes: DefinitionChange[]; metadata: DatabaseMetadata },
  ];
  /** `s3db.json` was written. */
  'db:metadata-uploaded': [metadata: DatabaseMetadata];
  /** `s3db.json` was repaired. */
  'db:metadata-healed': [payload: { healingLog: string[]; metadata: DatabaseMetadata }];
  /** A stored definition could not be understood; it stays in the file. */
  'db:resource-broken': [payload: { resourceName: string; error: unknown }];
  /** A plugin has added an attribute to a resource. */
  'plugin-attribute-added': [
    payload: { resource: string; attribute: string; plugin: string; definition: unknown },
  ];
  'plugin-attribute-removed': [payload: { resource: string; attribute: string; plugin: string }];
  hookError: [payload: { event: DatabaseHookName; error: unknown; context: Record<string, any> }];
  /** A failed item of a bulk operation of a resource. */
  error: [resourceName: string, error: Error, item?: unknown];
  /** An older name. */
  connected: [at: Date];
  /** An older name. */
  'resource:created': [payload: { resource: Resource }];
  /** An older name. */
  resourceDefinitionsChanged: [
    payload: { changes: DefinitionChange[]; metadata: DatabaseMetadata },
  ];
  /** An older name. */
  metadataUploaded: [metadata: DatabaseMetadata];
  /** An older name. */
  metadataHealed: [payload: { healingLog: string[]; metadata: DatabaseMetadata }];
  /** An older name. */
  's3db.resourceCreated': [name: string];
  /** An older name. */
  's3db.resourceUpdated': [name: string];
}
