/**
 * Writing records: one, several, and their end.
 *
 * @module
 */
import { ResourceWriter } from '../../stream/resource-writer.js';
import * as bulk from '../bulk.js';
import { updateConditional } from '../conditional-update.js';
import { deleteMany } from '../delete-many.js';
import * as deletion from '../delete.js';
import { insert } from '../insert.js';
import { isLimited } from '../limit-options.js';
import { limited } from '../limit.js';
import { replace } from '../replace.js';
import { patch, update } from '../update.js';
import { ResourceReads } from './read.js';

/** @typedef {import('../../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('../limit.js').LimitOptions} LimitOptions */
/** @typedef {{content?: Uint8Array | string, contentType?: string} & LimitOptions} InsertOptions */

/** Methods that write records. */
export class ResourceWrites extends ResourceReads {
  /**
   * Inserts a record.
   *
   * @this {Resource}
   * @param {Fields} attributes
   * @param {InsertOptions} [options]
   * @returns {Promise<Fields>}
   */
  insert(attributes, options) {
    if (isLimited(options))
      return limited(this, 'insert', options, () => insert(this, attributes, options));
    return insert(this, attributes, options);
  }

  /**
   * @this {Resource}
   * @param {Fields[]} objects
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>} the inserted records; failures are left out
   */
  insertMany(objects, options) {
    if (isLimited(options)) return limited(this, 'insertMany', options, bulk.insertMany, objects);
    return bulk.insertMany(this, objects);
  }

  /**
   * @this {Resource}
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
   * @this {Resource}
   * @param {string | number} id
   * @param {Fields} attributes
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>}
   */
  update(id, attributes, options) {
    if (isLimited(options)) return limited(this, 'update', options, update, id, attributes);
    return update(this, id, attributes);
  }

  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {Fields} attributes
   * @param {{ifMatch?: string} & LimitOptions} options `ifMatch` is the `_etag` of the record that was
   *   read
   * @returns {Promise<import('../conditional-update.js').ConditionalResult>}
   */
  updateConditional(id, attributes, options) {
    if (isLimited(options))
      return limited(
        this,
        'updateConditional',
        options,
        updateConditional,
        id,
        attributes,
        options,
      );
    return updateConditional(this, id, attributes, options);
  }

  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {Fields} fields
   * @param {object} [options]
   * @returns {Promise<Fields>}
   */
  patch(id, fields, options) {
    if (isLimited(options)) return limited(this, 'patch', options, patch, id, fields, options);
    return patch(this, id, fields, options);
  }

  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {Fields} fullData
   * @param {object} [options]
   * @returns {Promise<Fields>}
   */
  replace(id, fullData, options) {
    if (isLimited(options))
      return limited(this, 'replace', options, replace, id, fullData, options);
    return replace(this, id, fullData, options);
  }

  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<object>} what the store answers
   */
  delete(id, options) {
    if (isLimited(options)) return limited(this, 'delete', options, deletion.deleteOne, id);
    return deletion.deleteOne(this, id);
  }

  /**
   * @this {Resource}
   * @param {Array<string | number>} ids
   * @param {LimitOptions} [options]
   * @returns {Promise<{deleted: number, errors: number}>}
   */
  deleteMany(ids, options) {
    if (isLimited(options)) return limited(this, 'deleteMany', options, deleteMany, ids);
    return deleteMany(this, ids);
  }

  /**
   * @this {Resource}
   * @param {LimitOptions} [options]
   * @returns {Promise<{deletedCount: number, version: string}>}
   */
  deleteAll(options) {
    if (isLimited(options)) return limited(this, 'deleteAll', options, deletion.deleteAll);
    return deletion.deleteAll(this);
  }

  /**
   * @this {Resource}
   * @param {LimitOptions} [options]
   * @returns {Promise<{deletedCount: number, resource: string}>}
   */
  deleteAllData(options) {
    if (isLimited(options)) return limited(this, 'deleteAllData', options, deletion.deleteAllData);
    return deletion.deleteAllData(this);
  }

  /**
   * @this {Resource}
   * @param {Omit<import('../../stream/stream-base.js').StreamOptions, 'resource'>} [options]
   * @returns {ResourceWriter} a stream that inserts records
   */
  writable(options) {
    return new ResourceWriter({ ...options, resource: this });
  }
}
