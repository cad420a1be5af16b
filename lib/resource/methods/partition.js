/**
 * Partitions of a resource: keys, references, repairs.
 *
 * @module
 */
import { flushPartitions } from '../deferred-references.js';
import { isLimited } from '../limit-options.js';
import { limited } from '../limit.js';
import { findOrphanedPartitions, removeOrphanedPartitions } from '../orphaned-partitions.js';
import { checkPartitionFields, fieldExists } from '../partition-definition.js';
import * as references from '../partition-reference.js';
import { repairPartitions } from '../repair.js';
import { ResourceContents } from './content.js';

/** @typedef {import('../../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('../limit.js').LimitOptions} LimitOptions */

/** Methods about partitions. */
export class ResourcePartitions extends ResourceContents {
  /**
   * Settles when the partition references of all writes so far are where their records are.
   *
   * @this {Resource}
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  flushPartitions(options) {
    if (isLimited(options)) return limited(this, 'flushPartitions', options, flushPartitions);
    return flushPartitions(this);
  }

  /**
   * Makes the references of the partitions agree with the records: after a crash, or when a partition
   * was added to records that are there.
   *
   * @this {Resource}
   * @param {{dryRun?: boolean} & LimitOptions} [options]
   * @returns {Promise<import('../repair.js').RepairReport>}
   */
  repairPartitions(options) {
    if (isLimited(options))
      return limited(this, 'repairPartitions', options, repairPartitions, options);
    return repairPartitions(this, options);
  }

  /**
   * @this {Resource}
   * @param {import('../partition-reference.js').KeyRequest} request
   * @returns {string | null} key of the reference; null without an id or a value for each field
   */
  getPartitionKey(request) {
    return references.partitionKey(this, request);
  }

  /**
   * @this {Resource}
   * @param {string} name
   * @param {import('../partition-definition.js').Partition} definition
   * @param {Fields} values
   * @returns {string} what keys of references begin with, without a final `/`
   */
  buildPartitionPrefix(name, definition, values) {
    return references.partitionPrefix(this, name, definition, values);
  }

  /**
   * @param {unknown} value
   * @param {string} rule
   * @returns {unknown} what a partition makes of a value
   */
  applyPartitionRule(value, rule) {
    return references.appliedRule(value, rule);
  }

  /**
   * @param {string} id
   * @param {string[]} keys
   * @param {Array<[path: string, rule: string]>} fields
   * @returns {Record<string, string>} values in the key of the record's reference
   */
  extractPartitionValuesFromKey(id, keys, fields) {
    return references.valuesInKey(this.name, { id, keys, fields });
  }

  /**
   * @param {string} name dotted
   * @returns {boolean} whether a partition may use the field
   */
  fieldExistsInAttributes(name) {
    return fieldExists(name, this.attributes);
  }

  /** @throws {import('../../errors.js').PartitionError} for a partition on a field that does not exist */
  validatePartitions() {
    if (this.strictValidation) checkPartitionFields(this._config);
  }

  /**
   * @this {Resource}
   * @returns {import('../orphaned-partitions.js').Orphans} by name of the partition
   */
  findOrphanedPartitions() {
    return findOrphanedPartitions(this);
  }

  /**
   * @this {Resource}
   * @param {{dryRun?: boolean}} [options]
   * @returns {import('../orphaned-partitions.js').Orphans} what was removed
   */
  removeOrphanedPartitions(options) {
    return removeOrphanedPartitions(this, options);
  }

  /**
   * @this {Resource}
   * @param {Fields} data
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  createPartitionReferences(data, options) {
    if (isLimited(options))
      return limited(this, 'createPartitionReferences', options, references.createReferences, data);
    return references.createReferences(this, data);
  }

  /**
   * @this {Resource}
   * @param {Fields} data
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  updatePartitionReferences(data, options) {
    if (isLimited(options))
      return limited(this, 'updatePartitionReferences', options, references.writeReferences, data);
    return references.writeReferences(this, data);
  }

  /**
   * @this {Resource}
   * @param {Fields} data
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  deletePartitionReferences(data, options) {
    if (isLimited(options))
      return limited(this, 'deletePartitionReferences', options, references.deleteReferences, data);
    return references.deleteReferences(this, data);
  }

  /**
   * @this {Resource}
   * @param {Fields} before
   * @param {Fields} after
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  handlePartitionReferenceUpdates(before, after, options) {
    if (isLimited(options))
      return limited(
        this,
        'handlePartitionReferenceUpdates',
        options,
        references.moveReferences,
        before,
        after,
      );
    return references.moveReferences(this, before, after);
  }

  /**
   * @this {Resource}
   * @param {string} partition
   * @param {import('../partition-definition.js').Partition} definition
   * @param {Fields} before
   * @param {Fields} after
   * @param {LimitOptions} [options]
   * @returns {Promise<void>}
   */
  handlePartitionReferenceUpdate(partition, definition, before, after, options) {
    const move = { partition, definition, before, after };
    if (isLimited(options))
      return limited(
        this,
        'handlePartitionReferenceUpdate',
        options,
        references.moveReference,
        move,
      );
    return references.moveReference(this, move);
  }
}
