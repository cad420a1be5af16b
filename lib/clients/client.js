import { DatabaseError, UnknownError } from '../errors.js';
import { rest } from '../pending.js';
import { BoundedTasks } from './bounded-tasks.js';
import { encodeToken } from './continuation-token.js';
import { ObjectClient } from './object-client.js';
import { MOVE_ALL_PARAMETERS, PAGE_PARAMETERS, countOf, parametersOf } from './parameters.js';
import { readCommand, runCommand } from './s3-command.js';
import { concurrencyOf, taskPolicy } from './task-options.js';

/** Keys of one DeleteObjects request. */
const DELETE_BATCH = 1000;

/** @typedef {import('./object-client.js').ClientIdentity
 *   & import('./task-options.js').TaskOptions} ClientOptions */

/**
 * A client: the methods on single objects, and those on many, written in terms of an
 * {@link import('./object-storage.js').ObjectStorage}.
 */
export class Client extends ObjectClient {
  /**
   * @param {ClientOptions} options
   * @param {import('./object-storage.js').ObjectStorage} storage
   */
  constructor(options, storage) {
    super(options, storage);
    this._tasks = new BoundedTasks(concurrencyOf(options), taskPolicy(options));
  }

  /** The tasks that methods on many objects are made of: their bounds and counts. */
  get taskManager() {
    return this._tasks;
  }

  /**
   * @param {string} _definition of a plan
   * @returns {any} the plan on the store of the engine that the client's objects are in
   */
  _collection(_definition) {
    throw new DatabaseError('This client has no store in the engine', { operation: 'collection' });
  }

  /** Whether the engine may work on its store without calling this client. */
  get allowsDirectAccess() {
    return false;
  }

  /**
   * Runs a command object of the AWS SDK, recognised by the name of its class. Its keys are
   * relative, but for a `CopySource`, which names the bucket and the full key.
   *
   * @param {any} command PutObject, GetObject, HeadObject, CopyObject, DeleteObject, DeleteObjects or
   *   ListObjectsV2
   * @returns {Promise<any>}
   * @throws {DatabaseError} for another command, and a copy from another bucket
   */
  async sendCommand(command) {
    const { name, input } = readCommand(command);
    return this._exchange(
      name,
      () => input,
      () => runCommand(this._commandTarget(), name, input),
    );
  }

  /** @returns {import('./s3-command.js').CommandTarget} */
  _commandTarget() {
    const { storage, bucket, _keys: keys } = this;
    const list = (/** @type {any} */ request) => this._list(request);
    return { name: this.constructor.name, storage, bucket, keys, list };
  }

  /**
   * @param {{prefix?: string}} [given]
   * @returns {Promise<string[]>} all keys
   */
  async getAllKeys(given = {}) {
    const prefix = this._keys.prefix(parametersOf(given, PAGE_PARAMETERS).prefix);
    const keys = await this.#collect(prefix, null, Infinity);
    this._report('GetAllKeys', () => [keys, given]);
    return keys;
  }

  /**
   * @param {{prefix?: string, offset?: number, amount?: number}} [given] amount is 100 when absent
   * @returns {Promise<string[]>} keys number offset to offset + amount
   */
  async getKeysPage(given = {}) {
    const params = parametersOf(given, PAGE_PARAMETERS);
    const prefix = this._keys.prefix(params.prefix);
    const offset = countOf('offset', params.offset, 0);
    const amount = countOf('amount', params.amount, 100);
    const start = offset === 0 ? null : await this.#keyBefore(prefix, offset);
    const isPast = offset > 0 && start === null;
    const keys = isPast ? [] : await this.#collect(prefix, start, amount);
    this._report('GetKeysPage', () => [keys, given]);
    return keys;
  }

  /**
   * @param {{prefix?: string, offset?: number}} [given] offset is 1000 when absent
   * @returns {Promise<string | null>} token with which a listing begins at key number offset; null
   *   when there is no such key, or it is the first
   */
  async getContinuationTokenAfterOffset(given = {}) {
    const params = parametersOf(given, PAGE_PARAMETERS);
    const prefix = this._keys.prefix(params.prefix);
    const offset = countOf('offset', params.offset, 1000);
    if (offset === 0) return null;
    const key = await this.#keyBefore(prefix, offset);
    const token = key === null ? null : encodeToken(key);
    this._report('GetContinuationTokenAfterOffset', () => [token, given]);
    return token;
  }

  /**
   * @param {{prefix?: string}} [given]
   * @returns {Promise<number>} number of keys
   */
  async count(given = {}) {
    const prefix = this._keys.prefix(parametersOf(given, PAGE_PARAMETERS).prefix);
    const count = await this._count(prefix);
    this._report('Count', () => [count, given]);
    return count;
  }

  /**
   * Deletes all objects whose keys begin with a prefix.
   *
   * @param {{prefix?: string}} [given] without a prefix, everything below the key prefix
   * @returns {Promise<number>} how many were deleted
   * @throws {DatabaseError} when some could not be deleted; the others are
   */
  async deleteAll(given = {}) {
    const { prefix = '' } = parametersOf(given, PAGE_PARAMETERS);
    const fullPrefix = this._keys.prefix(prefix);
    const errors = [];
    let total = 0;
    /** @type {string | null} */
    let after = null;
    do {
      const page = await this._page(fullPrefix, after, DELETE_BATCH);
      if (page.entries.length === 0) break;
      const { Deleted, Errors } = await this.#deleteBatch(page.entries.map(({ key }) => key));
      total += Deleted.length;
      errors.push(...Errors);
      this._report('DeleteAll', () => [{ prefix, batch: Deleted.length, total }]);
      after = page.next;
    } while (after !== null);
    if (errors.length > 0) {
      const details = { bucket: this.bucket, operation: 'deleteAll', prefix, errors };
      throw new DatabaseError('Some objects could not be deleted', details);
    }
    this._report('DeleteAllComplete', () => [{ prefix, totalDeleted: total }]);
    return total;
  }

  /**
   * Moves all objects whose keys begin with a prefix.
   *
   * @param {{prefixFrom?: string, prefixTo?: string}} given
   * @returns {Promise<Array<{from: string, to: string}>>}
   * @throws {UnknownError} when some could not be moved; the others are. Its `context` tells
   *   `totalKeys`, `failedCount`, `successCount` and `errors`
   */
  async moveAllObjects(given) {
    const { prefixFrom = '', prefixTo = '' } = parametersOf(given, MOVE_ALL_PARAMETERS);
    const source = this._keys.prefix(prefixFrom, 'prefixFrom');
    this._keys.prefix(prefixTo, 'prefixTo');
    const start = this._keys.relative(source).length;
    const keys = await this.getAllKeys({ prefix: prefixFrom });
    const moves = keys.map((from) => ({ from, to: prefixTo + from.slice(start) }));
    const outcome = await this._tasks.settle(moves, async (move) => {
      await this.moveObject(move);
      return move;
    });
    const { results } = outcome;
    const errors = outcome.errors.map((failure) => ({ ...failure, item: failure.item.from }));
    this._report('MoveAllObjects', () => [
      { results, errors },
      { prefixFrom, prefixTo },
    ]);
    if (errors.length === 0) return results;
    const context = {
      bucket: this.bucket,
      operation: 'moveAllObjects',
      prefixFrom,
      prefixTo,
      totalKeys: keys.length,
      failedCount: errors.length,
      successCount: results.length,
      errors,
    };
    throw new UnknownError('Some objects could not be moved', { ...context, context });
  }

  /** Counts of the client's tasks: moves of moveAllObjects, batches of deleted objects. */
  getQueueStats() {
    return this._tasks.getStats();
  }

  /**
   * @param {number} [_since]
   * @returns {object | null} null: this client aggregates nothing
   */
  getAggregateMetrics(_since = 0) {
    return null;
  }

  /** Removes all listeners. The data stay. */
  destroy() {
    this.removeAllListeners();
    rest();
  }

  /**
   * @param {string} prefix
   * @param {string | null} after
   * @param {number} limit
   * @returns {import('./listing.js').Page | Promise<import('./listing.js').Page>}
   */
  _page(prefix, after, limit) {
    return this.storage.page({ prefix, after, limit: limit === Infinity ? null : limit });
  }

  /**
   * @param {string} prefix
   * @returns {number | Promise<number>}
   */
  _count(prefix) {
    return this.storage.count(prefix);
  }

  /**
   * @param {string} prefix
   * @param {string | null} after
   * @param {number} amount
   * @returns {Promise<string[]>} relative keys
   */
  async #collect(prefix, after, amount) {
    /** @type {string[]} */
    const keys = [];
    while (keys.length < amount) {
      const page = await this._page(prefix, after, amount - keys.length);
      for (const { key } of page.entries) keys.push(this._keys.relative(key));
      after = page.next;
      if (after === null) break;
    }
    return keys;
  }

  /**
   * @param {string} prefix
   * @param {number} offset from 1 on
   * @returns {Promise<string | null>} full key before the one at the offset; null when there is none
   */
  async #keyBefore(prefix, offset) {
    /** @type {string | null} */
    let after = null;
    for (let left = offset; left > 0;) {
      const page = await this._page(prefix, after, left);
      if (page.next === null) return null;
      left -= page.entries.length;
      after = page.next;
    }
    return after;
  }

  /** @param {string[]} fullKeys */
  async #deleteBatch(fullKeys) {
    const objects = () => fullKeys.map((key) => ({ Key: this._keys.relative(key) }));
    return this._tasks.run(() =>
      this._exchange(
        'DeleteObjectsCommand',
        () => ({ Delete: { Objects: objects() } }),
        async () => this._relativeDeletions(await this.storage.deleteMultiple(fullKeys)),
      ),
    );
  }
}
