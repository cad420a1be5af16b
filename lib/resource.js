/**
 * Resources: collections of records.
 *
 * @module
 */
import { nestedValue } from './field-path.js';
import { ResourceEmitter } from './resource/emitter.js';
import { composeWritten, hydrateObject } from './resource/hydrate.js';
import { idsOfKeys, requireUrlSafe } from './resource/key-segment.js';
import { isLimited } from './resource/limit-options.js';
import { limited } from './resource/limit.js';
import { handleListError, handleResourceError } from './resource/listing-error.js';
import { loadListed, loadReferenced } from './resource/loader.js';
import { ResourcePartitions } from './resource/methods/partition.js';
import { createHistoricalVersion, mapVersion, versionInKey } from './resource/version.js';

/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./resource/limit.js').LimitOptions} LimitOptions */

/**
 * A collection of records with a schema. Its methods are in `lib/resource/methods/`, a class for each
 * subject, and here.
 */
export class Resource extends ResourcePartitions {
  /**
   * @param {string} id
   * @returns {string} key of the record, below the connection's prefix
   */
  getResourceKey(id) {
    return `resource=${this.name}/data/id=${requireUrlSafe(id, 'id')}`;
  }

  /**
   * @param {string} _version every version is read by the registry of keys
   * @returns {Promise<Resource['schema']>} the current schema
   */
  async getSchemaForVersion(_version) {
    return this.schema;
  }

  /**
   * @param {Fields} data
   * @param {string} from
   * @param {string} to
   * @returns {Promise<Fields>}
   */
  async applyVersionMapping(data, from, to) {
    return mapVersion(data, from, to);
  }

  /**
   * @param {string | number} id
   * @param {Fields} data
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  createHistoricalVersion(id, data, options) {
    if (isLimited(options))
      return limited(this, 'createHistoricalVersion', options, createHistoricalVersion, id, data);
    return createHistoricalVersion(this, id, data);
  }

  /**
   * @param {string} key
   * @returns {string | null}
   */
  extractVersionFromKey(key) {
    return versionInKey(key);
  }

  /**
   * @param {any} data
   * @param {string} path dotted
   * @returns {unknown} undefined where there is no such field
   */
  getNestedFieldValue(data, path) {
    return nestedValue(data, path);
  }

  /**
   * @param {string[]} keys of records or references
   * @returns {string[]} the ids in them; keys without one are left out
   */
  extractIdsFromKeys(keys) {
    return idsOfKeys(keys);
  }

  /**
   * Makes the record of an object that the client answered, with the hooks `afterGet` and the event
   * `fetched`.
   *
   * @param {string | number} id
   * @param {import('./resource/hydrate.js').ClientObject} response
   * @returns {Promise<Fields>} the record as `get` gives it
   */
  hydrateClientObject(id, response) {
    return hydrateObject(this, id, response);
  }

  /**
   * Makes the record of what a write stores.
   *
   * @param {import('./resource/hydrate.js').WrittenObject} written
   * @returns {Promise<Fields>} the user's fields and the id
   */
  composeFullObjectFromWrite(written) {
    return composeWritten(this, written);
  }

  /**
   * @param {string[]} ids
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>} the records; failures are left out
   */
  processListResults(ids, options) {
    if (isLimited(options)) return limited(this, 'processListResults', options, loadListed, ids);
    return loadListed(this, ids);
  }

  /**
   * @param {string[]} ids
   * @param {string} partition
   * @param {import('./resource/partition-definition.js').Partition} definition
   * @param {string[]} [_keys] of the references: values are those of the records
   * @param {LimitOptions} [options]
   * @returns {Promise<Fields[]>} the records, as a list of the partition gives them
   */
  processPartitionResults(ids, partition, definition, _keys, options) {
    if (isLimited(options)) {
      const name = 'processPartitionResults';
      return limited(this, name, options, loadReferenced, ids, partition, definition);
    }
    return loadReferenced(this, ids, partition, definition);
  }

  /**
   * @param {any} error
   * @param {string} id
   * @param {string} [context] `partition` for a record that was read through one
   * @returns {Fields} what stands for a record that cannot be decrypted
   */
  handleResourceError(error, id, context) {
    return handleResourceError(error, id, context);
  }

  /**
   * @param {any} error
   * @param {import('./resource/walk.js').Selection} selection
   * @returns {never[]} nothing, if there was nothing to list
   */
  handleListError(error, selection) {
    return handleListError(this, error, selection);
  }

  /**
   * Tells of an item that a bulk operation left out.
   *
   * @internal
   * @param {unknown} error
   * @param {unknown} item
   */
  _emitItemError(error, item) {
    if (this.listenerCount('error') > 0) this.emit('error', error, item);
    for (const observer of this.observers) observer.emit('error', this.name, error, item);
  }

  /** Ends the resource's life: nobody hears its events any more. */
  dispose() {
    try {
      this.emitSync('resource:disposed', { resourceName: this.name });
    } catch {
      // Who ends a resource, or its database, cannot help what a listener throws.
    }
    this.removeAllListeners();
  }
}

// Methods are the prototype's own, where users look for them, spy on them and replace them.
for (
  let part = Object.getPrototypeOf(Resource.prototype);
  part !== ResourceEmitter.prototype;
  part = Object.getPrototypeOf(part)
) {
  const { constructor: _constructor, ...methods } = Object.getOwnPropertyDescriptors(part);
  Object.defineProperties(Resource.prototype, methods);
}

/** `get` as it is made here, whatever becomes of the prototype. */
export const originalGet = Resource.prototype.get;

/** `validate` as it is made here. */
export const originalValidate = Resource.prototype.validate;
