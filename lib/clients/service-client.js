import { isNotFoundError } from '../concerns/s3-errors.js';
import { DatabaseError, UnknownError } from '../errors.js';
import { Client } from './client.js';
import { listAnswer } from './listing.js';
import { awsInput } from './s3-input.js';

/** Keys of one listing. */
const PAGE = 1000;

/**
 * A client whose objects are with a service. What it answers and tells is what the AWS SDK would: full
 * keys of listings, an event for each request.
 */
export class ServiceClient extends Client {
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
   * Tells requests as the AWS SDK gets them: with the bucket, full keys and encoded metadata.
   *
   * @override
   * @template T
   * @param {string} name
   * @param {() => any} input
   * @param {() => T | Promise<T>} send
   */
  _exchange(name, input, send) {
    return this._exchangeWhole(name, () => awsInput(this.bucket, this._keys, input()), send);
  }

  /**
   * Tells requests whose input is given as the AWS SDK gets it.
   *
   * @template T
   * @param {string} name
   * @param {() => unknown} input
   * @param {() => T | Promise<T>} send
   */
  _exchangeWhole(name, input, send) {
    return super._exchange(name, input, send);
  }

  /**
   * @override
   * @param {unknown} given a key, or an object with `key`
   * @returns {Promise<boolean>}
   */
  async exists(given) {
    if (!this._tellsRequests) return super.exists(given);
    try {
      await this.headObject(given);
      return true;
    } catch (error) {
      if (isNotFoundError(error)) return false;
      throw error;
    }
  }

  /**
   * @override
   * @param {string} prefix
   * @param {string | null} after
   * @param {number} limit
   * @returns {import('./listing.js').Page | Promise<import('./listing.js').Page>}
   */
  _page(prefix, after, limit) {
    if (!this._tellsRequests) return super._page(prefix, after, limit);
    return this.#toldPage(prefix, after, Math.min(limit, PAGE));
  }

  /**
   * @override
   * @param {string} prefix
   * @returns {number | Promise<number>}
   */
  _count(prefix) {
    return this._tellsRequests ? this.#toldCount(prefix) : super._count(prefix);
  }

  /** Whether somebody is told of single requests. */
  get _tellsRequests() {
    return this.eventNames().length > 0;
  }

  /** @param {string} prefix */
  async #toldCount(prefix) {
    let count = 0;
    /** @type {string | null} */
    let after = null;
    do {
      const page = /** @type {import('./listing.js').Page} */ (
        await this._page(prefix, after, PAGE)
      );
      count += page.entries.length;
      after = page.next;
    } while (after !== null);
    return count;
  }

  /**
   * @param {string} prefix
   * @param {string | null} after
   * @param {number} limit
   */
  async #toldPage(prefix, after, limit) {
    const start = after === null ? {} : { StartAfter: after };
    const input = () => ({ Bucket: this.bucket, Prefix: prefix, MaxKeys: limit, ...start });
    /** @type {import('./listing.js').Page} */
    let page = { entries: [], groups: [], next: null };
    const answer = await this._exchangeWhole('ListObjectsV2Command', input, async () => {
      page = await this.storage.page({ prefix, after, limit });
      return listAnswer(() => page, { prefix, maxKeys: limit, startAfter: after ?? undefined });
    });
    this._report('ListObjects', () => [answer, input()]);
    return page;
  }
}
