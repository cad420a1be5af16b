import { ConnectionString } from '../connection-string.js';
import { DatabaseError, mapAwsError } from '../errors.js';
import { native, space } from '../space.js';
import { KeySpace } from './key-space.js';
import { merged } from './merged-options.js';
import { LIST_PARAMETERS, parametersOf } from './parameters.js';
import { PoolEvents } from './pool-events.js';
import { RequestPool } from './request-pool.js';
import { readCommand } from './s3-command.js';
import { s3Settings } from './s3-options.js';
import { S3Storage } from './s3-storage.js';
import { SdkClient, sdkSettings } from './sdk-client.js';
import { SdkStorage, sdkStorageOf } from './sdk-storage.js';
import { ServiceClient } from './service-client.js';
import { slowLogOf } from './slow-log.js';

/** @typedef {import('./s3-options.js').S3Options} S3ClientOptions */

/** A client whose objects are in a bucket of an S3 service. */
export class S3Client extends ServiceClient {
  #storage;
  #sdkClient;

  /** @type {PoolEvents | null} */
  #poolEvents = null;
  #slowLog;

  /**
   * @param {S3ClientOptions} given `connectionString` is required; options that it names win
   * @throws {ConnectionStringError} when it cannot be understood
   * @throws {DatabaseError} when it is not one of S3
   * @throws {ValidationError} for an option that cannot be followed
   */
  constructor(given) {
    const { connectionString = '', id, logLevel, logger, AwsS3Client } = given;
    const connection = new ConnectionString(connectionString);
    refuseOthers(connection);
    const options = merged(given, connection.clientOptions);
    const settings = s3Settings(connection, options);
    const { bucket, keyPrefix, region, endpoint, forcePathStyle, accessKeyId } = connection;
    const storage = new S3Storage(connection, options, settings);
    const place = { bucket, keyPrefix, region: settings.region, endpoint, connectionString };
    // Requests have retries and limits of time of their own.
    const tasks = { retries: 0, timeout: 0 };
    super(
      { id, logLevel, logger, ...tasks, ...place },
      sdkStorageOf(bucket, AwsS3Client) ?? storage,
    );
    this.#storage = storage;
    Object.assign(this.config, { region, forcePathStyle, accessKeyId });
    for (const name of /** @type {const} */ (['secretAccessKey', 'sessionToken'])) {
      hide(this.config, name, connection[name]);
    }
    hide(this, 'connectionString', connectionString);
    this.#sdkClient =
      AwsS3Client ?? new SdkClient(this.#whole(), sdkSettings(connection, options, settings));
    /** Settings of the transport in force. */
    this.httpClientOptions = settings.http;
    /** Settings of the pool in force. */
    this.taskExecutorConfig = settings.pool ?? { enabled: false };
    /** Bounds of the requests; null without `executorPool`. */
    this.taskExecutor = settings.pool && new RequestPool(storage.nativeBucket, settings.pool);
    if (settings.pool && this.taskExecutor) {
      const { nativeBucket } = storage;
      this.#poolEvents = new PoolEvents(this, this.taskExecutor, nativeBucket, settings.pool);
    }
    this.#slowLog = slowLogOf(options);
    /** Bytes of an object's metadata that behaviors may use. */
    this.metadataLimit = settings.metadataLimit;
    /** Name of the service that the endpoint belongs to, as far as its host tells. */
    this.dialect = settings.dialect.name;
  }

  /** The client of the AWS SDK that was given, or an object that sends commands as one would. */
  get client() {
    return this.#sdkClient;
  }

  /**
   * @override
   * @param {string} definition of a plan
   * @returns {any} the plan on the bucket
   */
  _collection(definition) {
    return native.Collection.inS3(space, this.#storage.nativeBucket, definition);
  }

  /** @override */
  get allowsDirectAccess() {
    const isWatched = this.#slowLog !== null || (this.#poolEvents?.isHeard ?? false);
    return this.storage === this.#storage && !isWatched;
  }

  /** @returns {any} the same as `client` */
  createClient() {
    return this.#sdkClient;
  }

  /** Counts of requests since the client was made, those of resources included. */
  get requests() {
    return this.#storage.requests;
  }

  /**
   * Deletes an object if it is the one that was seen, where the service compares.
   *
   * @param {string} key
   * @param {string} etag
   */
  async _deleteIfMatch(key, etag) {
    const fullKey = this._keys.key(key);
    const { storage } = this;
    const store = storage instanceof SdkStorage ? storage : this.#storage;
    return this._onKey('DeleteObject', key, () => store.deleteIfMatch(fullKey, etag));
  }

  /**
   * Runs a command object of the AWS SDK, whose keys are full ones.
   *
   * @override
   * @param {any} command
   * @returns {Promise<any>}
   * @throws {DatabaseError} for a command that needs the SDK, where it is not installed
   */
  async sendCommand(command) {
    const { name, input } = readCommand(command);
    const client = this.#sdkClient;
    const send = () => (client instanceof SdkClient ? client.run(command) : client.send(command));
    try {
      return await this._exchangeWhole(name, () => input, send);
    } catch (error) {
      if (error instanceof Error && '$metadata' in error) {
        throw mapAwsError(error, { bucket: this.bucket, key: input.Key, commandName: name });
      }
      throw error;
    }
  }

  /**
   * @override
   * @template T
   * @param {import('./client-events.js').Operation} operation
   * @param {() => unknown} input
   * @param {() => unknown} parameters
   * @param {() => T | Promise<T>} send
   * @returns {Promise<T>}
   */
  _perform(operation, input, parameters, send) {
    const [events, log] = [this.#poolEvents, this.#slowLog];
    const watched = events?.isHeard ? () => events.follow(operation, parameters(), send) : send;
    const { key } = /** @type {any} */ (log ? parameters() : {});
    const timed = log ? () => log.request(operation, key, watched, this.taskExecutor) : watched;
    return super._perform(operation, input, parameters, timed);
  }

  /**
   * @override
   * @template T
   * @param {string} name
   * @param {() => any} input
   * @param {() => T | Promise<T>} send
   * @returns {Promise<T>}
   */
  _exchangeWhole(name, input, send) {
    const log = this.#slowLog;
    if (!log || name !== 'ListObjectsV2Command') return super._exchangeWhole(name, input, send);
    const prefix = this._keys.relative(input().Prefix ?? '');
    const list = /** @type {() => any} */ (send);
    return super._exchangeWhole(name, input, () => log.list(prefix, list));
  }

  /** @override */
  get _tellsRequests() {
    return super._tellsRequests || this.#slowLog !== null;
  }

  /**
   * @override
   * @param {{prefix?: string}} [given]
   * @returns {Promise<string[]>} all keys
   */
  async getAllKeys(given) {
    const walk = () => super.getAllKeys(given);
    return this.#slowLog ? this.#slowLog.walk('getAllKeys', given?.prefix, walk) : walk();
  }

  /**
   * @override
   * @param {{prefix?: string, offset?: number, amount?: number}} [given]
   * @returns {Promise<string[]>} keys number offset to offset + amount
   */
  async getKeysPage(given) {
    const walk = () => super.getKeysPage(given);
    return this.#slowLog ? this.#slowLog.walk('getKeysPage', given?.prefix, walk) : walk();
  }

  /** Counts of requests, in the form of s3db.js's pool; null where `executorPool` is not asked for. */
  getQueueStats() {
    return /** @type {any} */ (this.taskExecutor?.getStats() ?? null);
  }

  /** Lets requests wait from now on, those of resources, too; null without a pool. */
  async pausePool() {
    return this.taskExecutor ? this.taskExecutor.pause() : null;
  }

  /** Lets requests go on; null without a pool. */
  resumePool() {
    return this.taskExecutor ? this.taskExecutor.resume() : null;
  }

  /** Waits until no request is under way; null without a pool. */
  async drainPool() {
    return this.taskExecutor ? this.taskExecutor.drain() : null;
  }

  /** Refuses requests that wait and those to come, with `POOL_STOPPED`. */
  stopPool() {
    this.taskExecutor?.stop();
  }

  /** @override */
  destroy() {
    super.destroy();
    if (this.#sdkClient instanceof SdkClient) this.#sdkClient.destroy();
    this.taskExecutor?.removeAllListeners();
  }

  /** The bucket as the commands of the SDK see it. */
  #whole() {
    const { bucket, storage } = this;
    const list = (/** @type {any} */ { Bucket: _bucket, ...request }) =>
      storage.list(parametersOf(request, LIST_PARAMETERS));
    return { name: 'S3Client', bucket, storage, keys: new KeySpace(), list };
  }
}

/** @param {ConnectionString} connection */
function refuseOthers({ clientType }) {
  if (clientType === undefined) return;
  throw new DatabaseError(`S3Client has no ${clientType} store`, {
    code: 'STORE_UNAVAILABLE',
    statusCode: 400,
    clientType,
    suggestion: 'Use an s3://, http:// or https:// connection string.',
  });
}

/**
 * Sets a property that no log prints.
 *
 * @param {object} object
 * @param {string} name
 * @param {unknown} value
 */
function hide(object, name, value) {
  Object.defineProperty(object, name, {
    value,
    enumerable: false,
    writable: true,
    configurable: true,
  });
}
