/** What a resource knows of its own configuration. */
import type { Attributes } from './attributes.js';
import type { Client } from './client.js';
import type { Partitions, ResourceConfig } from './resource-config.js';
import type { ValidateOptions, ValidationFailure, ValidationReport } from './resource-options.js';

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

/** Settings of a schema. */
export interface SchemaOptions {
  allNestedObjectsOptional: boolean;
  autoDecrypt: boolean;
  autoEncrypt: boolean;
}

/** The present definition of a resource, and the form in which its records are stored. */
export interface ResourceSchema {
  readonly name: string;
  /** That of the definition, without its `v`. */
  readonly version: number;
  readonly attributes: Attributes;
  readonly security: Record<string, any>;
  readonly allNestedObjectsOptional: boolean;
  readonly options: SchemaOptions;
  /** Short key by path of attribute. */
  readonly map: Record<string, string>;
  /** Path of attribute by short key. */
  readonly reversedMap: Record<string, string>;
  /** Short key by path, of the attributes that plugins added. */
  readonly pluginMap: Record<string, string>;
  /** Path by short key, of the attributes that plugins added. */
  readonly reversedPluginMap: Record<string, string>;

  /** Checks a record, and brings it to its form in place. */
  readonly validator: (record: object) => Promise<true | ValidationFailure[]>;

  /**
   * The values of a record as they are stored, under their keys, with `_v` and the id if there is
   * one. Secrets are encrypted, passwords hashed. Nothing is checked or stored.
   */
  mapper(record: object): Promise<Record<string, any>>;

  /** The record of such values. */
  unmapper(mapped: object): Promise<Record<string, any>>;

  /** Definition of an attribute, by dotted path; undefined where there is none. */
  getAttributeDefinition(path: string): unknown;

  /** Numbers of the keys, those that were given up included. */
  getSchemaRegistry(): object;

  /** The same of plugins, by name. */
  getPluginSchemaRegistry(): object;

  /** The definition as `resource.export()` shows it, without the resource's settings. */
  export(): Record<string, any>;
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
