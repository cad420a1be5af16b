/** What a resource knows of its own configuration. */
import type { Attributes } from './attributes.js';
import type { Client } from './client.js';
import type { Partitions, ResourceConfig } from './resource-config.js';
import type { ValidateOptions, ValidationReport } from './resource-options.js';

/** Configuration of a resource that is made without a database. */
export interface StandaloneResourceConfig extends ResourceConfig {
  client: Client;
  partitions?: Partitions;
}

/** What a resource was configured with, defaults filled in. */
export interface ResourceSettings {
  cache: boolean;
  hooks: Record<string, unknown>;
  paranoid: boolean;
  timestamps: boolean;
  /** Automatic ones included. */
  partitions: Partitions;
  autoEncrypt: boolean;
  autoDecrypt: boolean;
  allNestedObjectsOptional: boolean;
  asyncEvents: boolean;
  asyncPartitions: boolean;
  strictPartitions: boolean;
  createdBy: string;
  compression?: unknown;
  [option: string]: unknown;
}

/** The schema of a resource. */
export interface ResourceSchema {
  /** Short key by path of attribute. */
  map: Record<string, string>;
  /** The same of the attributes that plugins added. */
  pluginMap: Record<string, string>;
  attributes: Attributes;
}

/** The validator of a resource. */
export interface ResourceValidator {
  readonly attributes: Attributes;
  readonly strictValidation: boolean;
  readonly allNestedObjectsOptional: boolean;

  /** The same as `resource.validate()`. */
  validate(record: object, options?: ValidateOptions): Promise<ValidationReport>;

  /** @returns a copy of the record with the defaults of absent attributes */
  applyDefaults<T extends object>(record: T): T & Record<string, any>;

  /** Changes the definitions of the attributes, as `resource.updateAttributes()`. */
  updateSchema(attributes: Attributes): void;
}

/** Result of updateAttributes. */
export interface AttributesChange {
  oldAttributes: Attributes;
  newAttributes: Attributes;
}
