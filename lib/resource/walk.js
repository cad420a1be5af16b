/**
 * Which keys a list, count or query walks.
 *
 * @module
 */
import { PartitionError } from '../errors.js';
import { ALL_RECORDS } from '../engine/walk.js';
import { applyRule } from './partition-rule.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {{partition?: string | null, partitionValues?: Record<string, unknown> | null}} Selection */

/**
 * @param {Resource} resource
 * @param {Selection} selection
 * @param {string} operation for errors
 * @returns {import('../engine/walk.js').Walk}
 * @throws {PartitionError} when there is no such partition
 */
export function walkOf(resource, { partition, partitionValues }, operation) {
  if (!partition) return ALL_RECORDS;
  const definition = resource.config.partitions[partition];
  if (!definition) throw unknownPartition(resource, partition, operation);
  const values = [];
  for (const [path, rule] of Object.entries(definition.fields)) {
    const value = partitionValues?.[path];
    if (value === undefined || value === null) continue;
    values.push(path, String(applyRule(versionText(path, value), rule)));
  }
  return { partition, values };
}

/**
 * Versions were numbered from 0 and without a letter once; both forms are understood here.
 *
 * @param {string} path
 * @param {unknown} value
 */
function versionText(path, value) {
  if (path !== '_v' || !/^\d+$/.test(String(value))) return value;
  return value === '0' || value === 0 ? 'v1' : `v${value}`;
}

/**
 * @param {Resource} resource
 * @param {string | undefined} partitionName
 * @param {string} operation
 */
export function unknownPartition({ name: resourceName }, partitionName, operation) {
  return new PartitionError(`Partition '${partitionName}' not found`, {
    code: 'INVALID_PARTITION',
    resourceName,
    partitionName,
    operation,
  });
}
