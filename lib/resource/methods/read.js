/**
 * Reading records: one, several, lists, queries and pages.
 *
 * @module
 */
import { ResourceError } from '../../errors.js';
import { ResourceReader } from '../../stream/resource-reader.js';
import { existsRecord } from '../exists.js';
import { isLimited } from '../limit-options.js';
import { limited } from '../limit.js';
import * as listing from '../list.js';
import { getRecord } from '../load.js';
import { getAll, getMany } from '../many.js';
import { page } from '../pagination.js';
import { getFromPartition } from '../partition-get.js';
import { query } from '../query.js';
import { ResourceCallbacks } from './callbacks.js';

/** @typedef {import('../../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('../limit.js').LimitOptions} LimitOptions */
/** @typedef {import('../list.js').ListOptions & LimitOptions} ListOptions */

/** Methods that read records. */
export class ResourceReads extends ResourceCallbacks {
  /**
   * @this {Resource}
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>}
   */
  get(id, options) {
    if (isLimited(options)) return limited(this, 'get', options, getRecord, id);
    return getRecord(this, id);
  }

  /**
   * @this {Resource}
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
   * @this {Resource}
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
   * @this {Resource}
   * @param {string | number} id
   * @param {LimitOptions} [options]
   * @returns {Promise<boolean>}
   */
  async exists(id, options) {
    if (isLimited(options)) return limited(this, 'exists', options, existsRecord, id);
    return existsRecord(this, id);
  }

  /**
   * @this {Resource}
   * @param {Array<string | number>} ids
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>} in the order of the ids; failures are left out
   */
  getMany(ids, options) {
    if (isLimited(options)) return limited(this, 'getMany', options, getMany, ids);
    return getMany(this, ids);
  }

  /**
   * @this {Resource}
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>}
   */
  getAll(options) {
    if (isLimited(options)) return limited(this, 'getAll', options, getAll);
    return getAll(this);
  }

  /**
   * @this {Resource}
   * @param {ListOptions} [options]
   * @returns {Promise<Fields[]>}
   */
  list(options) {
    if (isLimited(options)) return limited(this, 'list', options, listing.list, options);
    return listing.list(this, options);
  }

  /**
   * @this {Resource}
   * @param {{limit?: number, offset?: number} & LimitOptions} options
   * @returns {Promise<Fields[]>} from among all records
   */
  listMain(options) {
    if (isLimited(options)) return limited(this, 'listMain', options, listing.listMain, options);
    return listing.listMain(this, options);
  }

  /**
   * @this {Resource}
   * @param {ListOptions} options
   * @returns {Promise<Fields[]>} from a partition
   */
  listPartition(options) {
    if (isLimited(options))
      return limited(this, 'listPartition', options, listing.listPartition, options);
    return listing.listPartition(this, options);
  }

  /**
   * @this {Resource}
   * @param {ListOptions} [options]
   * @returns {Promise<string[]>}
   */
  listIds(options) {
    if (isLimited(options)) return limited(this, 'listIds', options, listing.listIds, options);
    return listing.listIds(this, options);
  }

  /**
   * @this {Resource}
   * @param {import('../walk.js').Selection & LimitOptions} [options]
   * @returns {Promise<number>}
   */
  count(options) {
    if (isLimited(options)) return limited(this, 'count', options, listing.count, options);
    return listing.count(this, options);
  }

  /**
   * @this {Resource}
   * @param {Fields} [filter]
   * @param {import('../query.js').QueryOptions & LimitOptions} [options]
   * @returns {Promise<Fields[]>}
   */
  query(filter, options) {
    if (isLimited(options)) return limited(this, 'query', options, query, filter, options);
    return query(this, filter, options);
  }

  /**
   * @this {Resource}
   * @param {import('../pagination.js').PageOptions & LimitOptions} [options]
   * @returns {Promise<import('../pagination.js').RecordPage>}
   */
  page(options) {
    if (isLimited(options)) return limited(this, 'page', options, page, options);
    return page(this, options);
  }

  /**
   * @this {Resource}
   * @param {import('../partition-get.js').PartitionRequest} request
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields>}
   */
  getFromPartition(request, options) {
    if (isLimited(options))
      return limited(this, 'getFromPartition', options, getFromPartition, request);
    return getFromPartition(this, request);
  }

  /**
   * @this {Resource}
   * @param {Omit<import('../../stream/paged-reader.js').ReaderOptions, 'resource'>} [options]
   * @returns {ResourceReader} a stream of records, in the order of their keys
   */
  readable(options) {
    return new ResourceReader({ ...options, resource: this });
  }
}

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
