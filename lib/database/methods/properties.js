/**
 * What a database is made of, as users read it.
 *
 * @module
 */
import { connectionStringOf } from '../client.js';
import { DEFAULT_PARALLELISM, executorPoolOf, parallelismOf } from '../executor-pool.js';
import { DatabaseHooks } from '../hooks.js';
import { S3DB_VERSION } from '../metadata.js';
import { MetadataWriter } from '../metadata-writer.js';
import { refusePlugins, requireObject, securityOf } from '../options.js';
import { resourcesProxy } from '../resources-proxy.js';
import { maskSecrets } from '../../connection-string/mask.js';
import { ConnectionString } from '../../connection-string.js';
import { SecurityWarnings } from '../../security-warnings.js';
import { INSPECT, inspected } from '../../inspection.js';
import { native } from '../../space.js';
import { DatabaseLogging } from './logging.js';

/** @typedef {import('../../database.js').Database} Database */
/** @typedef {import('../../database.js').Options} Options */
/** @typedef {import('../../resource.js').Resource} Resource */

/** Characters of the id of a database. */
const ID_SIZE = 7;

/** The properties of a database. */
export class DatabaseProperties extends DatabaseLogging {
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
    /** @type {import('../metadata.js').Metadata | null} */
    this.savedMetadata = null;
    const database = /** @type {Database} */ (/** @type {unknown} */ (this));
    this._hooks = new DatabaseHooks(database);
    this._writer = new MetadataWriter(database, this._hooks, {
      deferred: options.deferMetadataWrites === true,
      delay: options.metadataWriteDelay ?? 100,
    });
    for (const [event, hooks] of Object.entries(options.hooks ?? {})) {
      for (const hook of [hooks].flat()) this._hooks.add(event, hook);
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
