/**
 * Resources: collections of records.
 *
 * @module
 */
import { applyDefaults } from './defaults.js';
import { ResourceError } from './errors.js';
import { nestedValue } from './field-path.js';
import { hasRoleOrScope, isAllowed } from './guard.js';
import { Middlewares } from './middleware.js';
import { validateRecord } from './record-validation.js';
import * as bulk from './resource/bulk.js';
import { normalizeConfig, publicConfig, schemaConfig } from './resource/config.js';
import { updateConditional } from './resource/conditional-update.js';
import { Core } from './resource/core.js';
import * as contents from './resource/content.js';
import * as deletion from './resource/delete.js';
import { ResourceEmitter } from './resource/emitter.js';
import { existsRecord } from './resource/exists.js';
import { isLimited, limited } from './resource/limit.js';
import { handleListError, handleResourceError } from './resource/listing-error.js';
import {
  checkPartitionFields,
  fieldExists,
  sortedPartitions,
} from './resource/partition-definition.js';
import {
  findOrphanedPartitions,
  removeOrphanedPartitions,
} from './resource/orphaned-partitions.js';
import * as references from './resource/partition-reference.js';
import {
  addPluginAttribute,
  pluginAttributes,
  removePluginAttribute,
} from './resource/plugin-attributes.js';
import { createHistoricalVersion, mapVersion, versionInKey } from './resource/version.js';
import { hasStore } from './route.js';
import { SecurityWarnings } from './security-warnings.js';
import { native } from './space.js';
import * as listing from './resource/list.js';
import { idsOfKeys, requireUrlSafe } from './resource/key-segment.js';
import { getRecord } from './resource/load.js';
import { readEach } from './resource/page.js';
import { page } from './resource/pagination.js';
import { getFromPartition } from './resource/partition-get.js';
import { query } from './resource/query.js';
import { repairPartitions } from './resource/repair.js';
import * as writing from './resource/write.js';
import { ResourceReader } from './stream/resource-reader.js';
import { ResourceWriter } from './stream/resource-writer.js';

/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./resource/limit.js').LimitOptions} LimitOptions */
/** @typedef {{content?: Uint8Array | string, contentType?: string} & LimitOptions} InsertOptions */
/** @typedef {import('./resource/list.js').ListOptions & LimitOptions} ListOptions */

/**
 * A collection of records with a schema.
 */
export class Resource extends ResourceEmitter {
  #middlewares = new Middlewares(this);

  /**
   * @internal
   * @type {Record<string, import('./resource/plugin-attributes.js').PluginMark>} of attributes of plugins
   *   whose definitions are text
   */
  _pluginMarks = {};

  /**
   * @param {any} config see `ResourceConfig` in `index.d.ts`; `name`, `client` and `attributes` are
   *   required
   */
  constructor(config) {
    super();
    /** @type {import('./resource/config.js').ResourceConfig} */
    this._config = normalizeConfig(config);
    this.database = config.database;
    this._isRestored = config.isRestored === true;
    this.client = this._config.client;
    this.config = publicConfig(this._config);
    this.$schema = schemaConfig(config, this._config);
    this.idGenerator = idFunction(this._config);
    this._core = new Core(this, this.client, this.#definition());
    this._securityWarnings = this.database?._securityWarnings ?? new SecurityWarnings();
    this._securityWarnings.check(this._core.plan, this._config);
    this._core.hooks.addAll(this._config.hooks);
    this.setAsyncMode(this.asyncEvents);
    this._isMute = this.eventsDisabled;
    this._listen(this._config.events);
  }

  /** @returns {string} */
  get name() {
    return this._config.name;
  }

  /** @returns {string} of the definition, such as `v1` */
  get version() {
    return this._config.version;
  }

  /** @returns {string} */
  get behavior() {
    return this._config.behavior;
  }

  /** @returns {any[]} databases that hear of errors */
  get observers() {
    return this._config.observers;
  }

  /** @returns {Record<string, any>} */
  get security() {
    return this._config.security;
  }

  /** @returns {Fields} */
  get attributes() {
    return this._config.attributes;
  }

  /** @returns {Record<string, string> | undefined} the map that was configured */
  get map() {
    return this._config.map;
  }

  /** @returns {number} characters of a random id */
  get idSize() {
    return this._config.idSize;
  }

  /** @returns {'default' | 'custom' | 'incremental'} */
  get idGeneratorType() {
    return this._config.idGeneratorType;
  }

  /** @returns {boolean} */
  get strictValidation() {
    return this._config.strictValidation;
  }

  /** @returns {boolean} */
  get versioningEnabled() {
    return this._config.versioningEnabled;
  }

  /** @returns {boolean} the mode at the start */
  get asyncEvents() {
    return this._config.asyncEvents;
  }

  /** @returns {boolean} */
  get eventsDisabled() {
    return this._config.disableEvents;
  }

  /** @returns {any} */
  get guard() {
    return this._config.guard;
  }

  /** @returns {string} */
  get bucket() {
    return this.client.bucket ?? this.client.config?.bucket ?? '';
  }

  /** @returns {number} bytes of metadata that the store allows */
  get metadataLimit() {
    return this.client.metadataLimit ?? 2047;
  }

  /** @returns {any} the configuration */
  get options() {
    return this.config;
  }

  /** @returns {Record<string, {fields: Record<string, string>}>} */
  get partitions() {
    return this.config.partitions;
  }

  /** @returns {Record<string, Function[]>} the live lists of hooks */
  get hooks() {
    return this._core.hooks.lists;
  }

  /**
   * @returns {{map: Record<string, string>, pluginMap: Record<string, string>, attributes: Fields} | null}
   *   null as long as `lazySchema` leaves it for the first use
   */
  get schema() {
    if (this._config.lazySchema && !this.isSchemaCompiled()) return null;
    const { map, pluginMap } = this._core.plan;
    return { map, pluginMap, attributes: this.attributes };
  }

  /**
   * Inserts a record.
   *
   * @param {Fields} attributes
   * @param {InsertOptions} [options]
   * @returns {Promise<Fields>}
   */
  insert(attributes, options) {
    if (isLimited(options))
      return limited(this, 'insert', options, writing.insert, attributes, options);
    return writing.insert(this, attributes, options);
  }

  /**
   * @param {Fields[]} objects
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>} the inserted records; failures are left out
   */
  insertMany(objects, options) {
    if (isLimited(options)) return limited(this, 'insertMany', options, bulk.insertMany, objects);
    return bulk.insertMany(this, objects);
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>}
   */
  get(id, options) {
    if (isLimited(options)) return limited(this, 'get', options, getRecord, id);
    return getRecord(this, id);
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields | null>} null when there is no such record
   */
  async getOrNull(id, options) {
    try {
      return await getWithin(this, 'getOrNull', id, options);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>}
   * @throws {ResourceError} when there is no such record
   */
  async getOrThrow(id, options) {
    try {
      return await getWithin(this, 'getOrThrow', id, options);
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new ResourceError(`Resource '${this.name}' with id '${id}' not found`, {
        resourceName: this.name,
        id,
        code: 'RESOURCE_NOT_FOUND',
        operation: 'getOrThrow',
      });
    }
  }

  /**
   * @param {Array<string | number>} ids
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>} in the order of the ids; failures are left out
   */
  getMany(ids, options) {
    if (isLimited(options)) return limited(this, 'getMany', options, listing.getMany, ids);
    return listing.getMany(this, ids);
  }

  /**
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>}
   */
  getAll(options) {
    if (isLimited(options)) return limited(this, 'getAll', options, listing.getAll);
    return listing.getAll(this);
  }

  /**
   * @param {ListOptions} [options]
   * @returns {Promise<Fields[]>}
   */
  list(options) {
    if (isLimited(options)) return limited(this, 'list', options, listing.list, options);
    return listing.list(this, options);
  }

  /**
   * @param {{limit?: number, offset?: number} & LimitOptions} options
   * @returns {Promise<Fields[]>} from among all records
   */
  listMain(options) {
    if (isLimited(options)) return limited(this, 'listMain', options, listing.listMain, options);
    return listing.listMain(this, options);
  }

  /**
   * @param {ListOptions} options
   * @returns {Promise<Fields[]>} from a partition
   */
  listPartition(options) {
    if (isLimited(options))
      return limited(this, 'listPartition', options, listing.listPartition, options);
    return listing.listPartition(this, options);
  }

  /**
   * @param {import('./resource/pagination.js').PageOptions & LimitOptions} [options]
   * @returns {Promise<import('./resource/pagination.js').RecordPage>}
   */
  page(options) {
    if (isLimited(options)) return limited(this, 'page', options, page, options);
    return page(this, options);
  }

  /**
   * @param {import('./resource/partition-get.js').PartitionRequest} request
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>}
   */
  getFromPartition(request, options) {
    if (isLimited(options))
      return limited(this, 'getFromPartition', options, getFromPartition, request);
    return getFromPartition(this, request);
  }

  /**
   * @param {ListOptions} [options]
   * @returns {Promise<string[]>}
   */
  listIds(options) {
    if (isLimited(options)) return limited(this, 'listIds', options, listing.listIds, options);
    return listing.listIds(this, options);
  }

  /**
   * @param {import('./resource/walk.js').Selection & LimitOptions} [options]
   * @returns {Promise<number>}
   */
  count(options) {
    if (isLimited(options)) return limited(this, 'count', options, listing.count, options);
    return listing.count(this, options);
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<boolean>}
   */
  async exists(id, options) {
    if (isLimited(options)) return limited(this, 'exists', options, existsRecord, id);
    return existsRecord(this, id);
  }

  /**
   * @param {string | number} id
   * @param {Fields} attributes
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>}
   */
  update(id, attributes, options) {
    if (isLimited(options)) return limited(this, 'update', options, writing.update, id, attributes);
    return writing.update(this, id, attributes);
  }

  /**
   * @param {string | number} id
   * @param {Fields} attributes
   * @param {{ifMatch?: string}} options `ifMatch` is the `_etag` of the record that was read
   * @returns {Promise<import('./resource/conditional-update.js').ConditionalResult>}
   */
  updateConditional(id, attributes, options) {
    return updateConditional(this, id, attributes, options);
  }

  /**
   * @param {string | number} id
   * @param {Fields} fields
   * @param {object} [options]
   * @returns {Promise<Fields>}
   */
  patch(id, fields, options) {
    if (isLimited(options))
      return limited(this, 'patch', options, writing.patch, id, fields, options);
    return writing.patch(this, id, fields, options);
  }

  /**
   * @param {string | number} id
   * @param {Fields} fullData
   * @param {object} [options]
   * @returns {Promise<Fields>}
   */
  replace(id, fullData, options) {
    if (isLimited(options))
      return limited(this, 'replace', options, writing.replace, id, fullData, options);
    return writing.replace(this, id, fullData, options);
  }

  /**
   * @param {Fields | string | number} first attributes with an id, or the id
   * @param {any} [second] attributes behind an id, else options
   * @param {LimitOptions} [third] options behind attributes
   * @returns {Promise<Fields>}
   */
  upsert(first, second, third) {
    const options = typeof first === 'object' ? second : third;
    if (isLimited(options)) return limited(this, 'upsert', options, bulk.upsert, first, second);
    return bulk.upsert(this, first, second);
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<object>} what the store answers
   */
  delete(id, options) {
    if (isLimited(options)) return limited(this, 'delete', options, deletion.deleteOne, id);
    return deletion.deleteOne(this, id);
  }

  /**
   * @param {Array<string | number>} ids
   * @param {LimitOptions} [options]
   * @returns {Promise<{deleted: number, errors: number}>}
   */
  deleteMany(ids, options) {
    if (isLimited(options)) return limited(this, 'deleteMany', options, deletion.deleteMany, ids);
    return deletion.deleteMany(this, ids);
  }

  /**
   * @param {LimitOptions} [options]
   * @returns {Promise<{deletedCount: number, version: string}>}
   */
  deleteAll(options) {
    if (isLimited(options)) return limited(this, 'deleteAll', options, deletion.deleteAll);
    return deletion.deleteAll(this);
  }

  /**
   * @param {LimitOptions} [options]
   * @returns {Promise<{deletedCount: number, resource: string}>}
   */
  deleteAllData(options) {
    if (isLimited(options)) return limited(this, 'deleteAllData', options, deletion.deleteAllData);
    return deletion.deleteAllData(this);
  }

  /**
   * Settles when the partition references of all writes so far are where their records are.
   *
   * @returns {Promise<void>}
   */
  flushPartitions() {
    return this._core.settled();
  }

  /**
   * Makes the references of the partitions agree with the records: after a crash, or when a partition
   * was added to records that are there.
   *
   * @param {{dryRun?: boolean} & LimitOptions} [options]
   * @returns {Promise<import('./resource/repair.js').RepairReport>}
   */
  repairPartitions(options) {
    if (isLimited(options))
      return limited(this, 'repairPartitions', options, repairPartitions, options);
    return repairPartitions(this, options);
  }

  /**
   * Gives a record content: bytes beside its fields.
   *
   * @param {import('./resource/content.js').NewContent} content
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>} the record
   */
  async setContent(content, options) {
    if (isLimited(options))
      return limited(this, 'setContent', options, contents.setContent, content);
    return contents.setContent(this, content);
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<import('./resource/content.js').StoredContent>}
   */
  content(id, options) {
    if (isLimited(options)) return limited(this, 'content', options, contents.content, id);
    return contents.content(this, id);
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<boolean>}
   */
  hasContent(id, options) {
    if (isLimited(options)) return limited(this, 'hasContent', options, contents.hasContent, id);
    return contents.hasContent(this, id);
  }

  /**
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  deleteContent(id, options) {
    if (isLimited(options))
      return limited(this, 'deleteContent', options, contents.deleteContent, id);
    return contents.deleteContent(this, id);
  }

  /**
   * @param {any} body
   * @returns {number} bytes that it takes as the body of an object
   */
  calculateContentLength(body) {
    return contents.contentLength(body);
  }

  /**
   * @param {Fields} [filter]
   * @param {import('./resource/query.js').QueryOptions & LimitOptions} [options]
   * @returns {Promise<Fields[]>}
   */
  query(filter, options) {
    if (isLimited(options)) return limited(this, 'query', options, query, filter, options);
    return query(this, filter, options);
  }

  /**
   * @param {Omit<import('./stream/paged-reader.js').ReaderOptions, 'resource'>} [options]
   * @returns {ResourceReader} a stream of records, in the order of their keys
   */
  readable(options) {
    return new ResourceReader({ ...options, resource: this });
  }

  /**
   * @param {Omit<import('./stream/stream-base.js').StreamOptions, 'resource'>} [options]
   * @returns {ResourceWriter} a stream that inserts records
   */
  writable(options) {
    return new ResourceWriter({ ...options, resource: this });
  }

  /**
   * @param {Fields} data
   * @param {import('./record-validation.js').ValidationOptions} [options]
   * @returns {Promise<import('./record-validation.js').ValidationReport>}
   */
  validate(data, options) {
    return validateRecord(this._core.plan.validator, data, options);
  }

  /**
   * @param {Fields} data
   * @returns {Fields} a copy with the defaults of absent attributes
   */
  applyDefaults(data) {
    return applyDefaults({ ...data }, this._core.plan.defaults);
  }

  /**
   * @param {string} event one of the 24 hook names; others are ignored
   * @param {import('./hooks.js').Hook} hook
   */
  addHook(event, hook) {
    this._core.hooks.add(event, hook);
  }

  /**
   * Puts a function around a method; the first one added is the outermost.
   *
   * @param {string} method
   * @param {import('./middleware.js').Middleware} middleware
   */
  useMiddleware(method, middleware) {
    this.#middlewares.add(method, middleware);
  }

  /**
   * Asks the guard of the configuration; operations themselves do not.
   *
   * @param {string} operation
   * @param {any} context of the call, with its `user`
   * @param {Fields} [record]
   * @returns {Promise<boolean>}
   */
  executeGuard(operation, context, record) {
    return isAllowed(this.guard, operation, context, record);
  }

  /**
   * @param {string[]} required
   * @param {import('./guard.js').User | null} [user]
   * @returns {boolean} whether the user has one of the roles or scopes
   */
  _checkRolesScopes(required, user) {
    return hasRoleOrScope(required, user);
  }

  /**
   * @param {string} event
   * @param {any} data
   * @returns {Promise<any>}
   */
  async executeHooks(event, data) {
    return Object.hasOwn(this._core.hooks.lists, event) ? this._core.hooks.run(event, data) : data;
  }

  /**
   * @param {import('./hooks.js').Hook} hook
   * @returns {import('./hooks.js').Hook} the hook as it is run: on the resource, with the function
   *   that was given as `__s3db_original`
   */
  _bindHook(hook) {
    return this._core.hooks.bind(hook);
  }

  /** Marks in `hooks` that there are partitions; what is marked already stays so. */
  setupPartitionHooks() {
    this._core.hooks.markPartitions(Object.keys(this.partitions).length > 0);
  }

  /**
   * @param {string} id
   * @returns {string} key of the record, below the connection's prefix
   */
  getResourceKey(id) {
    return `resource=${this.name}/data/id=${requireUrlSafe(id, 'id')}`;
  }

  /** @returns {string} hash of attributes and behavior, as records carry it */
  getDefinitionHash() {
    return this._core.plan.recordHash;
  }

  /**
   * Takes other attributes. Stored records keep their keys.
   *
   * @param {Fields} attributes
   * @returns {{oldAttributes: Fields, newAttributes: Fields}}
   */
  updateAttributes(attributes) {
    const oldAttributes = this.attributes;
    this._redeclare(normalizeConfig({ ...this._config, attributes }), {});
    return { oldAttributes, newAttributes: this.attributes };
  }

  /**
   * Adds an attribute of a plugin, with a key that moves no other attribute.
   *
   * @param {string} name
   * @param {any} definition
   * @param {string} pluginName
   */
  addPluginAttribute(name, definition, pluginName) {
    addPluginAttribute(this, name, definition, pluginName);
  }

  /**
   * @param {string} name
   * @param {string} [pluginName] that must own the attribute
   * @returns {boolean} whether there was such an attribute of a plugin
   */
  removePluginAttribute(name, pluginName) {
    return removePluginAttribute(this, name, pluginName);
  }

  /**
   * @param {import('./resource/partition-reference.js').KeyRequest} request
   * @returns {string | null} key of the reference; null without an id or a value for each field
   */
  getPartitionKey(request) {
    return references.partitionKey(this, request);
  }

  /**
   * @param {string} name
   * @param {import('./resource/partition-definition.js').Partition} definition
   * @param {Fields} values
   * @returns {string} what keys of references begin with, without a final `/`
   */
  buildPartitionPrefix(name, definition, values) {
    return references.partitionPrefix(this, name, definition, values);
  }

  /**
   * @param {unknown} value
   * @param {string} rule
   * @returns {unknown} what a partition makes of a value
   */
  applyPartitionRule(value, rule) {
    return references.appliedRule(value, rule);
  }

  /**
   * @param {string} id
   * @param {string[]} keys
   * @param {Array<[path: string, rule: string]>} fields
   * @returns {Record<string, string>} values in the key of the record's reference
   */
  extractPartitionValuesFromKey(id, keys, fields) {
    return references.valuesInKey(this.name, { id, keys, fields });
  }

  /**
   * @param {string} name dotted
   * @returns {boolean} whether a partition may use the field
   */
  fieldExistsInAttributes(name) {
    return fieldExists(name, this.attributes);
  }

  /** @throws {import('./errors.js').PartitionError} for a partition on a field that does not exist */
  validatePartitions() {
    if (this.strictValidation) checkPartitionFields(this._config);
  }

  /** @returns {import('./resource/orphaned-partitions.js').Orphans} by name of the partition */
  findOrphanedPartitions() {
    return findOrphanedPartitions(this);
  }

  /**
   * @param {{dryRun?: boolean}} [options]
   * @returns {import('./resource/orphaned-partitions.js').Orphans} what was removed
   */
  removeOrphanedPartitions(options) {
    return removeOrphanedPartitions(this, options);
  }

  /**
   * @param {Fields} data
   * @returns {Promise<void>}
   */
  createPartitionReferences(data) {
    return references.createReferences(this, data);
  }

  /**
   * @param {Fields} data
   * @returns {Promise<void>}
   */
  updatePartitionReferences(data) {
    return references.writeReferences(this, data);
  }

  /**
   * @param {Fields} data
   * @returns {Promise<void>}
   */
  deletePartitionReferences(data) {
    return references.deleteReferences(this, data);
  }

  /**
   * @param {Fields} before
   * @param {Fields} after
   * @returns {Promise<void>}
   */
  handlePartitionReferenceUpdates(before, after) {
    return references.moveReferences(this, before, after);
  }

  /**
   * @param {string} partition
   * @param {import('./resource/partition-definition.js').Partition} definition
   * @param {Fields} before
   * @param {Fields} after
   * @returns {Promise<void>}
   */
  handlePartitionReferenceUpdate(partition, definition, before, after) {
    return references.moveReference(this, { partition, definition, before, after });
  }

  /**
   * @param {string} _version every version is read by the registry of keys
   * @returns {Promise<Resource['schema']>} the current schema
   */
  async getSchemaForVersion(_version) {
    return this.schema;
  }

  /**
   * @param {Fields} data
   * @param {string} from
   * @param {string} to
   * @returns {Promise<Fields>}
   */
  async applyVersionMapping(data, from, to) {
    return mapVersion(data, from, to);
  }

  /**
   * @param {string | number} id
   * @param {Fields} data
   * @returns {Promise<void>}
   */
  createHistoricalVersion(id, data) {
    return createHistoricalVersion(this, id, data);
  }

  /**
   * @param {string} key
   * @returns {string | null}
   */
  extractVersionFromKey(key) {
    return versionInKey(key);
  }

  /** Compiles the schema now, if it was left for the first use. */
  prewarmSchema() {
    this._core.plan.validator.compile();
  }

  /** @returns {boolean} */
  isSchemaCompiled() {
    return !this._config.lazySchema || this._core.plan.validator.isCompiled;
  }

  /** @returns {boolean} whether ids come from a sequence */
  hasAsyncIdGenerator() {
    return this.idGeneratorType === 'incremental';
  }

  /** @returns {Fields} the definition */
  export() {
    const { attributes, behavior, config } = this;
    const { map, pluginMap } = this._core.plan;
    const { timestamps, partitions, paranoid, allNestedObjectsOptional, autoDecrypt, cache } =
      config;
    return {
      version: Number(this.version.replace(/^v/, '')),
      name: this.name,
      options: { allNestedObjectsOptional, autoDecrypt, autoEncrypt: config.autoEncrypt },
      attributes,
      map,
      pluginMap,
      _pluginAttributeMetadata: { ...this._pluginMarks },
      _pluginAttributes: pluginAttributes(this),
      behavior,
      timestamps,
      partitions,
      paranoid,
      allNestedObjectsOptional,
      autoDecrypt,
      cache,
      hooks: this.hooks,
    };
  }

  /**
   * Works by the present configuration anew, with other keys of the attributes if they are given.
   *
   * @param {{map?: Record<string, string>}} [options]
   */
  applyConfiguration({ map = this.map } = {}) {
    this._redeclare(normalizeConfig({ ...this._config, map }), {});
  }

  /**
   * @param {any} data
   * @param {string} path dotted
   * @returns {unknown} undefined where there is no such field
   */
  getNestedFieldValue(data, path) {
    return nestedValue(data, path);
  }

  /**
   * @param {string[]} keys of records or references
   * @returns {string[]} the ids in them; keys without one are left out
   */
  extractIdsFromKeys(keys) {
    return idsOfKeys(keys);
  }

  /**
   * @param {string[]} ids
   * @returns {Promise<Fields[]>} the records; failures are left out
   */
  processListResults(ids) {
    return readEach(this, ids);
  }

  /**
   * @param {any} error
   * @param {string} id
   * @param {string} [context] `partition` for a record that was read through one
   * @returns {Fields} what stands for a record that cannot be decrypted
   */
  handleResourceError(error, id, context) {
    return handleResourceError(error, id, context);
  }

  /**
   * @param {any} error
   * @param {import('./resource/walk.js').Selection} selection
   * @returns {never[]} nothing, if there was nothing to list
   */
  handleListError(error, selection) {
    return handleListError(this, error, selection);
  }

  /** Ends the resource's life: nobody hears its events any more. */
  dispose() {
    try {
      this.emitSync('resource:disposed', { resourceName: this.name });
    } catch {
      // Who ends a resource, or its database, cannot help what a listener throws.
    }
    this.removeAllListeners();
  }

  /**
   * Takes another configuration; on an error everything stays as it was.
   *
   * @param {import('./resource/config.js').ResourceConfig} next
   * @param {Record<string, import('./hooks.js').Hook[]>} hooks to be added
   */
  _redeclare(next, hooks) {
    const before = this._config;
    this._config = { ...next, ...this.#registries(), version: this.version };
    try {
      this.#adopt();
      if (!next.lazySchema) this._core.plan.validator.compile();
    } catch (error) {
      this._config = before;
      this.#adopt();
      throw error;
    }
    this._core.hooks.addAll(hooks);
    if (!this._isRestored) return;
    this._isRestored = false;
    this.idGenerator = idFunction(this._config);
    this.setAsyncMode(this.asyncEvents);
    this._isMute = this.eventsDisabled;
    this._listen(this._config.events);
  }

  /** From now on, partitions may have fields that are no attributes. */
  _loosen() {
    this._config = { ...this._config, strictValidation: false };
  }

  /**
   * Takes over the version and the keys that are stored for the definition.
   *
   * @param {string} version
   * @param {import('./database/stored-resource.js').StoredResource} stored
   */
  _takeOver(version, { schemaRegistry, pluginSchemaRegistry }) {
    const keys = JSON.stringify([schemaRegistry, pluginSchemaRegistry]);
    const { schemaRegistry: own, pluginSchemaRegistry: ownPlugins } = this.#registries();
    if (version === this.version && keys === JSON.stringify([own, ownPlugins])) return;
    const oldVersion = this.version;
    this._config = { ...this._config, version, schemaRegistry, pluginSchemaRegistry };
    this.#adopt();
    if (version === oldVersion) return;
    this._emitStandardized('versionUpdated', { oldVersion, newVersion: version });
  }

  /** @returns {import('./database/stored-resource.js').ResourceState} what `s3db.json` tells of it */
  _state() {
    return { config: this._config, hooks: this.hooks, ...this.#registries() };
  }

  #registries() {
    const { schemaRegistry, pluginSchemaRegistry } = this._core.plan;
    return { schemaRegistry, pluginSchemaRegistry };
  }

  /** Works by the present configuration from now on. */
  #adopt() {
    this.config = publicConfig(this._config);
    this._core.define(this.#definition());
    this._securityWarnings.check(this._core.plan, this._config);
  }

  /** @returns {import('./plan.js').PlanDefinition} */
  #definition() {
    const { timestamps, partitions, allNestedObjectsOptional } = this._config;
    const { asyncPartitions, strictPartitions } = this._config;
    const { schemaRegistry, pluginSchemaRegistry } = this._config;
    const marks = Object.entries(this._pluginMarks);
    return {
      name: this.name,
      version: this.version,
      prefix: prefixOf(this.client),
      attributes: this.attributes,
      behavior: this.behavior,
      timestamps,
      partitions: sortedPartitions(partitions),
      defersReferences: asyncPartitions && !strictPartitions && !hasStore(this.client),
      idSize: this.idSize,
      metadataLimit: this.metadataLimit,
      map: this.map,
      schemaRegistry,
      pluginSchemaRegistry,
      pluginAttributes: Object.fromEntries(marks.map(([name, mark]) => [name, mark.__plugin__])),
      security: securityOptions(this._config),
      allNestedObjectsOptional,
    };
  }

  /**
   * @internal
   * @returns {import('./engine.js').Engine}
   */
  get _engine() {
    return this._core.engine;
  }

  /**
   * Tells of an item that a bulk operation left out.
   *
   * @internal
   * @param {unknown} error
   * @param {unknown} item
   */
  _emitItemError(error, item) {
    if (this.listenerCount('error') > 0) this.emit('error', error, item);
    for (const observer of this.observers) observer.emit('error', this.name, error, item);
  }
}

/** `get` as it is made here, whatever becomes of the prototype. */
export const originalGet = Resource.prototype.get;

/**
 * @param {Resource} resource
 * @param {string} operation
 * @param {string | number} id
 * @param {LimitOptions} [options]
 */
function getWithin(resource, operation, id, options) {
  if (!isLimited(options)) return getRecord(resource, id);
  return limited(resource, operation, options, getRecord, id);
}

/** @param {unknown} error */
function isMissing(error) {
  return /** @type {{code?: string}} */ (error)?.code === 'NoSuchKey';
}

/**
 * @param {any} client
 * @returns {string} what stands before every key: empty or a folder with a final slash
 */
function prefixOf(client) {
  return client._keys?.root ?? client.keyPrefix ?? client.config?.keyPrefix ?? '';
}

/**
 * @param {import('./resource/config.js').ResourceConfig} config
 * @returns {Function} what makes the ids of new records
 */
function idFunction({ idGenerator, idSize }) {
  if (typeof idGenerator === 'function') return idGenerator;
  return (/** @type {number} */ size = idSize) => native.generateId(size);
}

/** @param {import('./resource/config.js').ResourceConfig} config */
function securityOptions({ security, autoDecrypt, autoEncrypt }) {
  const { passphrase, pepper, bcrypt, argon2, saltPerValue } = security;
  const { rounds } = bcrypt ?? {};
  return { passphrase, pepper, rounds, argon2, saltPerValue, autoDecrypt, autoEncrypt };
}
