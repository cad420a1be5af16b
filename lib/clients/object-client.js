import { DatabaseError } from '../errors.js';
import { native } from '../space.js';
import { ClientEvents } from './client-events.js';
import { KeySpace } from './key-space.js';
import { relativeListing } from './listing.js';
import {
  COPY_PARAMETERS,
  LIST_PARAMETERS,
  PUT_PARAMETERS,
  commandInput,
  invalidParameter,
  keyOf,
  listInput,
  parametersOf,
} from './parameters.js';

/** @typedef {import('./answer.js').PutAnswer} PutAnswer */
/** @typedef {import('./answer.js').GetAnswer} GetAnswer */
/** @typedef {import('./answer.js').HeadAnswer} HeadAnswer */
/** @typedef {import('./answer.js').CopyAnswer} CopyAnswer */
/** @typedef {import('./answer.js').DeleteAnswer} DeleteAnswer */
/** @typedef {import('./answer.js').DeletionsAnswer} DeletionsAnswer */
/** @typedef {import('./listing.js').ListAnswer} ListAnswer */
/** @typedef {import('./object-storage.js').ObjectStorage} ObjectStorage */

/**
 * @typedef {object} ClientIdentity
 * @property {string} [id] random when absent
 * @property {string} bucket
 * @property {string} keyPrefix
 * @property {string} region
 * @property {string} [basePath] of a client of files
 * @property {string} endpoint
 * @property {string} connectionString
 * @property {string} [logLevel]
 * @property {any} [logger]
 */

const ID_LENGTH = 77;

/** A client's methods on single objects. Keys are relative to the key prefix. */
export class ObjectClient extends ClientEvents {
  /**
   * @param {ClientIdentity} identity
   * @param {ObjectStorage} storage
   */
  constructor(identity, storage) {
    super();
    const { bucket, keyPrefix, region, basePath, endpoint } = identity;
    this.id = identity.id ?? native.generateId(ID_LENGTH);
    this.logLevel = identity.logLevel ?? 'info';
    this.logger = identity.logger ?? null;
    this.bucket = bucket;
    this.keyPrefix = keyPrefix;
    this.region = region;
    this.connectionString = identity.connectionString;
    const folder = basePath === undefined ? {} : { basePath };
    this.config = { bucket, keyPrefix, region, ...folder, endpoint, forcePathStyle: true };
    /** @type {ObjectStorage} */
    this.storage = storage;
    this._keys = new KeySpace(keyPrefix);
  }

  /**
   * Writes an object.
   *
   * @param {any} [given] `key` and {@link import('./parameters.js').ObjectParameters}
   * @returns {Promise<PutAnswer>}
   * @throws {ValidationError} for parameters of the wrong kind
   * @throws {ResourceError} 412 when a condition does not hold, 413 when a limit is exceeded
   */
  async putObject(given) {
    const params = parametersOf(given, PUT_PARAMETERS);
    const key = this._keys.key(params.key);
    const { ifMatch: _ifMatch, ifNoneMatch: _ifNoneMatch, ...object } = params;
    return this._perform(
      'PutObject',
      () => commandInput(params),
      () => object,
      () => this.storage.put(key, params),
    );
  }

  /**
   * Reads an object.
   *
   * @param {unknown} given a key, or an object with `key`
   * @returns {Promise<GetAnswer>}
   * @throws {ResourceError} named `NoSuchKey`, 404
   */
  async getObject(given) {
    const key = keyOf(given);
    const fullKey = this._keys.key(key);
    return this._onKey('GetObject', key, () => this.storage.get(fullKey));
  }

  /**
   * Reads what is known of an object besides its body.
   *
   * @param {unknown} given a key, or an object with `key`
   * @returns {Promise<HeadAnswer>}
   * @throws {ResourceError} named `NoSuchKey`, 404
   */
  async headObject(given) {
    const key = keyOf(given);
    const fullKey = this._keys.key(key);
    return this._onKey('HeadObject', key, () => this.storage.head(fullKey));
  }

  /**
   * @param {unknown} given a key, or an object with `key`
   * @returns {Promise<boolean>}
   */
  async exists(given) {
    return this.storage.exists(this._keys.key(keyOf(given)));
  }

  /**
   * Copies an object.
   *
   * @param {any} given `from`, `to` and {@link import('./object-storage.js').CopyOptions}
   * @returns {Promise<CopyAnswer>}
   * @throws {ResourceError} named `NoSuchKey`, 404, when there is no object `from`
   */
  async copyObject(given) {
    const { from, to, ...options } = parametersOf(given, COPY_PARAMETERS);
    const source = this._keys.key(from, 'from');
    const target = this._keys.key(to, 'to');
    return this._perform(
      'CopyObject',
      () => ({ CopySource: from, Key: to, ...commandInput(options) }),
      () => ({ from, to, metadataDirective: options.metadataDirective }),
      () => this.storage.copy(source, target, options),
    );
  }

  /**
   * Deletes an object; there need not be one.
   *
   * @param {unknown} given a key, or an object with `key`
   * @returns {Promise<DeleteAnswer>}
   */
  async deleteObject(given) {
    const key = keyOf(given);
    const fullKey = this._keys.key(key);
    return this._onKey('DeleteObject', key, () => this.storage.delete(fullKey));
  }

  /**
   * Deletes objects; there need not be any.
   *
   * @param {unknown[]} keys keys, or objects with `key`
   * @returns {Promise<DeletionsAnswer>} relative keys
   * @throws {ValidationError} when it is no list of keys; nothing is deleted then
   */
  async deleteObjects(keys) {
    if (!Array.isArray(keys)) throw invalidParameter('keys', keys, 'must be an array');
    const fullKeys = keys.map((given) => this._keys.key(keyOf(given)));
    return this._perform(
      'DeleteObjects',
      () => ({ Delete: { Objects: keys.map((given) => ({ Key: keyOf(given) })) } }),
      () => keys,
      async () => this._relativeDeletions(await this.storage.deleteMultiple(fullKeys)),
    );
  }

  /**
   * Lists a page of objects.
   *
   * @param {any} [given] {@link import('./listing.js').ListRequest}
   * @returns {Promise<ListAnswer>} relative keys
   * @throws {ValidationError} for parameters of the wrong kind
   */
  async listObjects(given) {
    const params = parametersOf(given, LIST_PARAMETERS);
    params.maxKeys ??= 1000;
    const input = () => listInput(params);
    const list = async () => this._shownListing(await this._list(params));
    const answer = await this._exchange('ListObjectsV2Command', input, list);
    this._report('ListObjects', () => [answer, input()]);
    return answer;
  }

  /**
   * @param {ListAnswer} answer relative keys
   * @returns {ListAnswer} as users of the client see it
   */
  _shownListing(answer) {
    return answer;
  }

  /**
   * @param {any} given {@link import('./listing.js').ListRequest}, relative keys
   * @returns {Promise<ListAnswer>}
   */
  async _list(given) {
    const { prefix, startAfter, ...rest } = parametersOf(given, LIST_PARAMETERS);
    const answer = await this.storage.list({
      ...rest,
      prefix: this._keys.prefix(prefix),
      startAfter: startAfter ? this._keys.prefix(startAfter, 'startAfter') : undefined,
    });
    return relativeListing(answer, this._keys);
  }

  /**
   * Moves an object. On itself it stays where it is.
   *
   * @param {{from?: unknown, to?: unknown}} given
   * @returns {Promise<true>}
   * @throws {DatabaseError} with what went wrong as `original`; after a failed deletion the object
   *   has both keys
   */
  async moveObject(given) {
    const { from, to } = parametersOf(given, COPY_PARAMETERS);
    try {
      await this.copyObject({ from, to, metadataDirective: 'COPY' });
      if (this._keys.key(from) !== this._keys.key(to)) await this.deleteObject(from);
      return true;
    } catch (error) {
      const { statusCode } = /** @type {{statusCode?: number}} */ (error ?? {});
      const details = { bucket: this.bucket, from, to, statusCode, original: error };
      throw new DatabaseError('Unknown error in moveObject', details);
    }
  }

  /**
   * @template T
   * @param {'GetObject' | 'HeadObject' | 'DeleteObject'} operation
   * @param {unknown} key
   * @param {() => Promise<T>} send
   */
  _onKey(operation, key, send) {
    return this._perform(
      operation,
      () => ({ Key: key }),
      () => ({ key }),
      send,
    );
  }

  /**
   * @param {DeletionsAnswer} answer
   * @returns {DeletionsAnswer}
   */
  _relativeDeletions(answer) {
    for (const outcome of [...answer.Deleted, ...answer.Errors]) {
      outcome.Key = this._keys.relative(outcome.Key);
    }
    return answer;
  }
}
