/**
 * Databases: resources behind one connection.
 *
 * @module
 */
import { connectionStringOf, createClient } from './database/client.js';
import { definitionHash, nextVersion } from './database/definition-version.js';
import { tell, tellOfResource } from './database/events.js';
import { DatabaseHooks } from './database/hooks.js';
import {
  DEFAULT_PARALLELISM,
  executorPoolOf,
  parallelismOf,
  requestOptions,
} from './database/executor-pool.js';
import { S3DB_VERSION, blankMetadata, detectDefinitionChanges } from './database/metadata.js';
import { MetadataWriter } from './database/metadata-writer.js';
import { refusePlugins, requireObject, securityOf } from './database/options.js';
import { restore, restoreMetadata } from './database/restore.js';
import { resourcesProxy } from './database/resources-proxy.js';
import { createResource } from './database/create-resource.js';
import { DatabaseLogging } from './database/methods/logging.js';
import { maskSecrets } from './connection-string/mask.js';
import { ConnectionString } from './connection-string.js';
import { ResourceNotFound } from './errors.js';
import { SecurityWarnings } from './security-warnings.js';
import { INSPECT, inspected } from './inspection.js';
import { native } from './space.js';

/** @typedef {import('./resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Options see `DatabaseOptions` in `index.d.ts` */

/** Characters of the id of a database. */
const ID_SIZE = 7;

/**
 * A database: resources, each with a schema, behind one connection.
 */
export class Database extends DatabaseLogging {
  #hooks = new DatabaseHooks(this);

  /** @type {Promise<void> | null} */
  #initializing = null;

  #parallelism;

  /** @param {Options} options */
  constructor(options) {
    requireObject(options, 'new Database() requires an object of options');
    super(options);
    refusePlugins(options.plugins);
    this.id = native.generateId(ID_SIZE);
    this.version = '1';
    this.s3dbVersion = S3DB_VERSION;
    this.databaseOptions = options;
    this.connectionString = connectionStringOf(options);
    options.connectionString ??= this.connectionString;
    this.client = options.client;
    this.security = securityOf(options);
    this.cache = options.cache;
    this.compression = options.compression;
    this.#parallelism = parallelismOf(options.parallelism, DEFAULT_PARALLELISM);
    this.executorPool = executorPoolOf(options, this.#parallelism);
    this.versioningEnabled = options.versioningEnabled === true;
    this.strictValidation = options.strictValidation !== false;
    this.strictHooks = options.strictHooks === true;
    this.disableResourceEvents = options.disableResourceEvents === true;
    /** What the user says of threads: the engine has its own. */
    this.threading = options.threading;
    this.threadPool = /** @type {null} */ (null);
    this._securityWarnings = new SecurityWarnings();
    /** @type {Record<string, Resource>} */
    this._resourcesMap = Object.create(null);
    this.resources = resourcesProxy(this._resourcesMap);
    /** @type {import('./database/metadata.js').Metadata | null} */
    this.savedMetadata = null;
    this._writer = new MetadataWriter(this, this.#hooks, {
      deferred: options.deferMetadataWrites === true,
      delay: options.metadataWriteDelay ?? 100,
    });
    for (const [event, hooks] of Object.entries(options.hooks ?? {})) {
      for (const hook of [hooks].flat()) this.addHook(event, hook);
    }
  }

  /** @returns {string} */
  get bucket() {
    return this.client?.bucket ?? this.#connection()?.bucket ?? 's3db';
  }

  /** @returns {string} */
  get keyPrefix() {
    return this.client?.keyPrefix ?? this.#connection()?.keyPrefix ?? '';
  }

  /**
   * Most requests at a time of a client of S3.
   *
   * @returns {number}
   */
  get parallelism() {
    return this.#parallelism;
  }

  set parallelism(value) {
    this.#parallelism = parallelismOf(value, this.#parallelism);
    this.setConcurrency(executorPoolOf(this.databaseOptions, this.#parallelism).concurrency);
  }

  /**
   * Makes another number of requests at a time, of the client that is there, too.
   *
   * @param {number | string} concurrency what is no number above 0 changes nothing
   */
  setConcurrency(concurrency) {
    this.executorPool.concurrency = parallelismOf(concurrency, this.executorPool.concurrency);
    this.client?.taskExecutor?.setConcurrency?.(this.executorPool.concurrency);
  }

  /** The same as `executorPool`. */
  get taskExecutor() {
    return this.executorPool;
  }

  /** @returns {object} */
  get config() {
    const { version, s3dbVersion, bucket, keyPrefix, taskExecutor, logLevel } = this;
    return { version, s3dbVersion, bucket, keyPrefix, taskExecutor, logLevel };
  }

  /** @returns {string} version of this package */
  getVersion() {
    return native.version();
  }

  /** @returns {boolean} */
  isConnected() {
    return this.savedMetadata !== null;
  }

  /**
   * Makes the client, once.
   *
   * @returns {Promise<void>}
   */
  async ensureClientInitialized() {
    this.#initializing ??= this.#initialize();
    try {
      await this.#initializing;
    } catch (error) {
      this.#initializing = null;
      throw error;
    }
  }

  async #initialize() {
    if (this.client) return;
    const { clientOptions = {} } = this.databaseOptions;
    const connectionString = /** @type {string} */ (this.connectionString);
    this.client = createClient(connectionString, clientOptions, requestOptions(this));
  }

  /**
   * Connects, and makes a resource of each definition that is stored.
   *
   * @returns {Promise<void>}
   */
  async connect() {
    this._log('debug', { databaseId: this.id }, 'connecting to database');
    await this.#hooks.run('beforeConnect');
    await this.ensureClientInitialized();
    await restoreMetadata(this);
    const facts = { databaseId: this.id, resourceCount: Object.keys(this._resourcesMap).length };
    this._log('info', { ...facts, pluginCount: 0 }, 'database connected');
    tell(this, 'db:connected', new Date());
    await this.#hooks.run('afterConnect', { result: undefined });
  }

  /**
   * Writes what is pending and lets go of everything. The database may be connected again.
   *
   * @returns {Promise<void>}
   */
  async disconnect() {
    this._log('debug', { databaseId: this.id }, 'disconnecting from database');
    await this.#hooks.run('beforeDisconnect');
    await this._writer.flush();
    await Promise.all(Object.values(this._resourcesMap).map(({ _core }) => _core.settled()));
    this.emit('disconnected', new Date());
    for (const [name, resource] of Object.entries(this._resourcesMap)) {
      resource.dispose();
      delete this._resourcesMap[name];
    }
    this.client?.removeAllListeners?.();
    await this.client?.destroy?.();
    this.savedMetadata = null;
    this.emit('db:disconnected', new Date());
    await this.#hooks.run('afterDisconnect', { result: undefined });
    this.removeAllListeners();
  }

  /**
   * Makes a resource, or changes the one of this name.
   *
   * @param {Record<string, any>} config see `ResourceConfig` in `index.d.ts`
   * @returns {Promise<Resource>}
   */
  async createResource(config) {
    requireObject(config, 'createResource requires an object with a name and attributes');
    await this.ensureClientInitialized();
    await this.#hooks.run('beforeCreateResource', { config });
    const { resource, isNew } = await createResource(this, config);
    tellOfResource(this, resource, isNew);
    await this.#hooks.run(isNew ? 'resourceCreated' : 'resourceUpdated', { resource });
    await this.#hooks.run('afterCreateResource', { resource, config });
    return resource;
  }

  /**
   * @param {string} name
   * @param {{strictValidation?: boolean}} [options] `false` takes a definition as it is, also one whose
   *   partitions have fields that are no attributes any more
   * @returns {Promise<Resource>}
   * @throws {ResourceNotFound}
   */
  async getResource(name, { strictValidation } = {}) {
    if (strictValidation === false) {
      if (!this.resourceExists(name)) restore(this, name, { strictValidation });
      this._resourcesMap[name]?._loosen();
    }
    return this.resource(name);
  }

  /**
   * @param {string} name
   * @returns {Resource}
   * @throws {ResourceNotFound}
   */
  resource(name) {
    const resource = this._resourcesMap[name];
    if (resource) return resource;
    throw new ResourceNotFound({ bucket: this.bucket, resourceName: name, id: name });
  }

  /**
   * @param {string} name
   * @returns {boolean}
   */
  resourceExists(name) {
    return this._resourcesMap[name] !== undefined;
  }

  /** @returns {Promise<Array<Record<string, any>>>} definitions, each printing as its name */
  async listResources() {
    return Object.values(this._resourcesMap).map((resource) =>
      Object.defineProperty(resource.export(), 'toString', { value: () => resource.name }),
    );
  }

  /**
   * Writes `s3db.json` now.
   *
   * @returns {Promise<void>}
   */
  async uploadMetadataFile() {
    await this._writer.write();
  }

  /**
   * Writes `s3db.json` if a write is pending.
   *
   * @returns {Promise<void>}
   */
  async flushMetadata() {
    await this._writer.flush();
  }

  /** @returns {import('./database/metadata.js').Metadata} */
  blankMetadataStructure() {
    return blankMetadata();
  }

  /**
   * @param {import('./database/metadata.js').Metadata} savedMetadata
   * @returns {import('./database/metadata.js').DefinitionChange[]}
   */
  detectDefinitionChanges(savedMetadata) {
    const states = Object.values(this._resourcesMap).map(({ _config }) => ({ config: _config }));
    return detectDefinitionChanges(savedMetadata, states);
  }

  /**
   * @param {any} definition
   * @param {string} [behavior]
   * @returns {string} `sha256:` and the hash that tells versions of a definition apart
   */
  generateDefinitionHash(definition, behavior) {
    return definitionHash({ ...definition, behavior: behavior ?? definition.behavior });
  }

  /**
   * @param {object} [versions]
   * @returns {string}
   */
  getNextVersion(versions = {}) {
    return nextVersion(versions);
  }

  /**
   * @param {string} event
   * @param {import('./database/hooks.js').DatabaseHook} hook
   */
  addHook(event, hook) {
    this.#hooks.add(event, hook);
  }

  /**
   * @param {string} event
   * @param {import('./database/hooks.js').DatabaseHook} hook
   */
  removeHook(event, hook) {
    this.#hooks.remove(event, hook);
  }

  /**
   * @param {string} event
   * @returns {import('./database/hooks.js').DatabaseHook[]}
   */
  getHooks(event) {
    return this.#hooks.of(event);
  }

  /** @param {string} event */
  clearHooks(event) {
    this.#hooks.clear(event);
  }

  /**
   * What logs show: nothing of the client, and no secret.
   *
   * @param {number} depth
   * @param {any} options
   * @param {typeof import('node:util').inspect} inspect
   * @returns {string}
   */
  [INSPECT](depth, options, inspect) {
    const connectionString = this.connectionString && maskSecrets(this.connectionString);
    const resources = Object.keys(this._resourcesMap);
    const shown = { id: this.id, connectionString, ...this.config, resources };
    return inspected(this, shown, depth, options, inspect);
  }

  #connection() {
    try {
      return new ConnectionString(/** @type {string} */ (this.connectionString));
    } catch {
      return null;
    }
  }
}

/** The default export of the package. */
export class S3db extends Database {}
