/**
 * getFromPartition: a record, if a partition refers to it.
 *
 * @module
 */
import { PartitionError, ResourceError } from '../errors.js';
import { attempt } from './attempt.js';
import { anyId } from './id.js';
import { requireUrlSafe } from './key-segment.js';
import { unknownPartition, walkOf } from './walk.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

const OPERATION = 'getFromPartition';

/**
 * @typedef {object} PartitionRequest
 * @property {string | number} id
 * @property {string} partitionName
 * @property {Record<string, unknown>} [partitionValues] of all fields of the partition
 */

/**
 * @param {Resource} resource
 * @param {PartitionRequest} request
 * @returns {Promise<Fields>}
 */
export async function getFromPartition(resource, { id, partitionName, partitionValues = {} }) {
  const key = requireUrlSafe(anyId(id), 'id');
  for (const [field, value] of Object.entries(partitionValues)) {
    requireUrlSafe(value, `partitionValues.${field}`);
  }
  if (!partitionName) throw unknownPartition(resource, partitionName, OPERATION);
  const selection = { partition: partitionName, partitionValues };
  const walk = walkOf(resource, selection, OPERATION);
  if (walk.values.length === 0) throw noValues(resource, partitionName);
  const isThere = await attempt(resource, OPERATION, key, () =>
    resource._engine.isReferenced(walk, key),
  );
  if (!isThere) throw notThere(resource, id, partitionName);
  const record = await resource.get(key);
  record._partition = partitionName;
  record._partitionValues = partitionValues;
  resource._emitStandardized('partition-fetched', record, key);
  return record;
}

/**
 * @param {Resource} resource
 * @param {string} partitionName
 */
function noValues({ name: resourceName }, partitionName) {
  return new PartitionError(`No partition values provided for partition '${partitionName}'`, {
    code: 'INVALID_PARTITION',
    resourceName,
    partitionName,
    operation: OPERATION,
  });
}

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {string} partitionName
 */
function notThere({ name: resourceName }, id, partitionName) {
  return new ResourceError(`Resource with id '${id}' not found in partition '${partitionName}'`, {
    resourceName,
    id,
    partitionName,
    operation: OPERATION,
  });
}
