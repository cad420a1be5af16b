/**
 * Calls of the engine that walk keys: lists, counts, references of partitions.
 *
 * @module
 */
import { frameWriter } from '../space.js';
import { EngineCalls, readNext } from './call.js';

/**
 * @template T
 * @typedef {import('./call.js').Read<T>} Read
 */

/**
 * Which keys a call walks: all records, or the references of a partition with these values.
 *
 * @typedef {object} Walk
 * @property {string | null} partition
 * @property {string[]} values field, value, field, value …
 */

/** @typedef {{after?: string | null, skip?: number, limit: number}} Range */

/** @type {Walk} */
export const ALL_RECORDS = { partition: null, values: [] };

/** Calls about many records. */
export class WalkingCalls extends EngineCalls {
  /**
   * @template T
   * @param {string[]} ids
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  getMany(ids, read) {
    return this._finish(this.collection.getMany(frameWriter.bytes, ids), read);
  }

  /**
   * Deletes records by id, none twice.
   *
   * @template T
   * @param {string[]} ids
   * @param {boolean} wantsRecords whether the reply has them
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  takeMany(ids, wantsRecords, read) {
    return this._finish(this.collection.takeMany(frameWriter.bytes, ids, wantsRecords), read);
  }

  /**
   * @template T
   * @param {Walk} walk
   * @param {Range & {filter?: string}} range
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  scan({ partition, values }, { after = null, skip = 0, limit, filter = '' }, read) {
    const { collection } = this;
    return this._finish(
      collection.scan(frameWriter.bytes, partition, values, after, skip, limit, filter),
      read,
    );
  }

  /**
   * @template T
   * @param {Walk} walk
   * @param {Range} range
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  listIds({ partition, values }, { after = null, skip = 0, limit }, read) {
    const { collection } = this;
    return this._finish(
      collection.listIds(frameWriter.bytes, partition, values, after, skip, limit),
      read,
    );
  }

  /**
   * @template T
   * @param {Walk} walk
   * @param {Range} range
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  listKeys({ partition, values }, { after = null, skip = 0, limit }, read) {
    const { bytes } = frameWriter;
    return this._finish(
      this.collection.listKeys(bytes, partition, values, after, skip, limit),
      read,
    );
  }

  /**
   * @param {Walk} walk
   * @returns {number | Promise<number>}
   */
  count({ partition, values }) {
    return this._finish(this.collection.count(frameWriter.bytes, partition, values), readNext);
  }

  /**
   * Writes the references that records lack.
   *
   * @template T
   * @param {string[]} ids
   * @param {string[]} dates
   * @param {boolean} dryRun
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  index(ids, dates, dryRun, read) {
    return this._finish(this.collection.index(frameWriter.bytes, ids, dates, dryRun), read);
  }

  /**
   * Deletes references that their records do not have.
   *
   * @template T
   * @param {string[]} keys
   * @param {string[]} dates
   * @param {boolean} dryRun
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  prune(keys, dates, dryRun, read) {
    return this._finish(this.collection.prune(frameWriter.bytes, keys, dates, dryRun), read);
  }

  /**
   * @param {Walk} walk with a value for every field
   * @param {string} id
   * @returns {boolean | Promise<boolean>} whether the partition refers to the record
   */
  isReferenced({ partition, values }, id) {
    const { collection } = this;
    return this._finish(
      collection.isReferenced(frameWriter.bytes, partition, values, id),
      readNext,
    );
  }
}
