/** The metadata file `s3db.json`: which resources a database has. */
import type { Attributes } from './attributes.js';
import type { Partitions } from './resource-config.js';

/** One version of the definition of a resource. */
export interface VersionMetadata {
  /** `sha256:` and hex. */
  hash: string;
  attributes: Attributes;
  behavior: string;
  timestamps?: boolean;
  partitions?: Partitions;
  /** ISO text. */
  createdAt?: string;
  [member: string]: unknown;
}

/** A resource in the metadata file. */
export interface ResourceMetadata {
  currentVersion: string;
  partitions?: Partitions;
  createdBy?: string;
  /** By name: `v1`, `v2` … */
  versions: Record<string, VersionMetadata>;
  [member: string]: unknown;
}

/** The content of `s3db.json`. */
export interface DatabaseMetadata {
  version: string;
  s3dbVersion: string;
  /** ISO text. */
  lastUpdated: string;
  resources: Record<string, ResourceMetadata>;
  [member: string]: unknown;
}

/** The definition of a resource as listResources gives it; in a template it is its name. */
export interface ResourceExport {
  name: string;
  version: number;
  options: Record<string, any>;
  attributes: Attributes;
  /** The configured map, not the generated one. */
  map: Record<string, string> | undefined;
  behavior: string;
  timestamps: boolean;
  partitions: Partitions;
  paranoid: boolean;
  [member: string]: unknown;
}

/** How a definition in code differs from the stored one. */
export type DefinitionChange =
  | { type: 'new'; resourceName: string; currentHash: string; savedHash: null }
  | {
      type: 'changed';
      resourceName: string;
      currentHash: string;
      savedHash: string;
      fromVersion: string;
      toVersion: string;
    }
  | {
      type: 'deleted';
      resourceName: string;
      currentHash: null;
      savedHash: string;
      deletedVersion: string;
    };
