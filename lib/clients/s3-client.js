import { ConnectionString } from '../connection-string.js';
import { DatabaseError, UnknownError } from '../errors.js';
import { native, space } from '../space.js';
import { Client } from './client.js';
import { httpClientOptions, metadataLimit, poolOptions } from './s3-options.js';
import { S3Storage } from './s3-storage.js';

/** @typedef {import('./s3-options.js').S3Options} S3ClientOptions */

/** A client whose objects are in a bucket of an S3 service. */
export class S3Client extends Client {
  #storage;
  #pool;

  /**
   * @param {S3ClientOptions} options `connectionString` is required
   * @throws {ConnectionStringError} when it cannot be understood
   * @throws {DatabaseError} when it is not one of S3
   * @throws {ValidationError} for an option that cannot be followed
   */
  constructor(options) {
    const { connectionString = '', id, logLevel, logger } = options;
    const connection = new ConnectionString(connectionString);
    refuseOthers(connection);
    const { bucket, keyPrefix, region, endpoint } = connection;
    const storage = new S3Storage(connection, options);
    const place = { bucket, keyPrefix, region, endpoint, connectionString };
    super({ id, logLevel, logger, ...place }, storage);
    this.#storage = storage;
    this.#pool = poolOptions(options);
    const { forcePathStyle, accessKeyId } = connection;
    Object.assign(this.config, { forcePathStyle, accessKeyId });
    for (const name of /** @type {const} */ (['secretAccessKey', 'sessionToken'])) {
      hide(this.config, name, connection[name]);
    }
    hide(this, 'connectionString', connectionString);
    /** Settings of the transport. */
    this.httpClientOptions = httpClientOptions(options);
    /** Bytes of an object's metadata that behaviors may use. */
    this.metadataLimit = metadataLimit(options, endpoint);
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
    return this.storage === this.#storage;
  }

  /** Counts of requests since the client was made, those of resources included. */
  get requests() {
    return this.#storage.requests;
  }

  /** Whether the keys of listings are full ones, as S3 gives them. */
  get listsFullKeys() {
    return true;
  }

  /**
   * @override
   * @param {import('./listing.js').ListAnswer} answer
   * @returns {import('./listing.js').ListAnswer}
   */
  _shownListing(answer) {
    const full = (/** @type {string} */ key) => this._keys.root + key;
    return {
      ...answer,
      Prefix: full(answer.Prefix),
      Contents: answer.Contents.map((content) => ({ ...content, Key: full(content.Key) })),
      CommonPrefixes: answer.CommonPrefixes.map(({ Prefix }) => ({ Prefix: full(Prefix) })),
    };
  }

  /**
   * @override
   * @param {import('./answer.js').DeletionsAnswer} answer full keys
   * @returns {any} relative keys; under `deleted` what S3 says, with full ones
   */
  _relativeDeletions(answer) {
    const deleted = [
      {
        Deleted: answer.Deleted.map((object) => ({ ...object })),
        Errors: answer.Errors.map((error) => ({ ...error })),
      },
    ];
    return { ...super._relativeDeletions(answer), deleted, notFound: [] };
  }

  /**
   * Deletes an object if it is the one that was seen, where the service compares.
   *
   * @param {string} key
   * @param {string} etag
   */
  async _deleteIfMatch(key, etag) {
    const fullKey = this._keys.key(key);
    return this._onKey('DeleteObject', key, () => this.#storage.deleteIfMatch(fullKey, etag));
  }

  /**
   * Moves an object.
   *
   * @override
   * @param {{from?: unknown, to?: unknown}} given
   * @returns {Promise<true>}
   * @throws {UnknownError} with what went wrong as `original`
   */
  async moveObject(given) {
    try {
      return await super.moveObject(given);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      const { message, data, original } = /** @type {any} */ (error);
      throw new UnknownError(message, { ...data, original });
    }
  }

  /**
   * Moves all objects whose keys begin with a prefix.
   *
   * @override
   * @param {{prefixFrom?: string, prefixTo?: string}} given
   * @returns {Promise<any[]>} the new keys
   */
  async moveAllObjects(given) {
    const moves = await super.moveAllObjects(given);
    return moves.map(({ to }) => to);
  }

  /**
   * Counts of requests, in the form of s3db.js's pool; null where `executorPool` is not asked for.
   *
   * @override
   * @returns {any}
   */
  getQueueStats() {
    if (!this.#pool) return null;
    const { retries, done, failed, active, waiting } = this.requests;
    return {
      queueSize: waiting,
      activeCount: active,
      processedCount: done,
      errorCount: failed,
      retryCount: retries,
      concurrency: this.#pool.concurrency ?? this.httpClientOptions.maxSockets,
      paused: false,
      stopped: false,
      rolling: null,
    };
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
