/**
 * Partition references seen from outside: their keys, and references that are written by hand. What
 * records get by themselves is decided in `src/partition.rs`.
 *
 * @module
 */
import { types } from 'node:util';

import { PartitionError } from '../errors.js';
import { requireUrlSafe } from './key-segment.js';
import { valueAt } from './list.js';
import { applyRule } from './partition-rule.js';
import { unknownPartition } from './walk.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {import('./partition-definition.js').Partition} Partition */
/** @typedef {Record<string, any>} Fields */
/** @typedef {{partitionName: string, id?: string | number, data: Fields}} KeyRequest */

/**
 * @param {unknown} value
 * @param {string} rule such as `date` or `string|maxlength:3`
 * @returns {unknown} what a partition makes of a value
 */
export function appliedRule(value, rule) {
  return types.isDate(value) && !rule.includes('date') ? value : applyRule(value, rule);
}

/**
 * @param {Resource} resource
 * @param {KeyRequest} request
 * @returns {string | null} the key of a reference, below the key prefix; null without an id or a value
 *   for each field
 * @throws {PartitionError} when there is no such partition
 */
export function partitionKey(resource, { partitionName, id, data }) {
  const definition = resource.config.partitions[partitionName];
  if (!definition) throw unknownPartition(resource, partitionName, 'getPartitionKey');
  return referenceKey(resource, partitionName, definition, { ...data, id: id ?? data.id });
}

/**
 * @param {Resource} resource
 * @param {string} partition
 * @param {Partition} definition
 * @param {Fields} data
 * @returns {string | null}
 */
function referenceKey(resource, partition, definition, data) {
  const prefix = partitionPrefix(resource, partition, definition, data);
  const isComplete = Object.keys(definition.fields).every((path) => isGiven(valueAt(data, path)));
  return isComplete && isGiven(data.id) ? `${prefix}/id=${data.id}` : null;
}

/** @param {unknown} value */
function isGiven(value) {
  return value !== undefined && value !== null;
}

/**
 * @param {Resource} resource
 * @param {string} partition
 * @param {Partition} definition
 * @param {Fields} values of some of its fields
 * @returns {string} what the keys of references with these values begin with, without a final `/`
 */
export function partitionPrefix({ name }, partition, { fields }, values) {
  const segments = Object.entries(fields)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([path, rule]) => /** @type {const} */ ([path, applyRule(fieldOf(values, path), rule)]))
    .filter(([, value]) => isGiven(value))
    .map(([path, value]) => `${path}=${value}`);
  return [`resource=${name}/partition=${partition}`, ...segments].join('/');
}

/**
 * @param {Fields} values may be those of a record, or have dotted names
 * @param {string} path
 */
function fieldOf(values, path) {
  return valueAt(values, path) ?? values[path];
}

/**
 * @param {string} resourceName
 * @param {{id: string, keys: string[], fields: Array<[path: string, rule: string]>}} request
 * @returns {Record<string, string>} the values that stand in the key of a record's reference
 * @throws {PartitionError} when no key is that of the record
 */
export function valuesInKey(resourceName, { id, keys, fields }) {
  const key = keys.find((candidate) => candidate.split('/').includes(`id=${id}`));
  if (key === undefined) {
    throw new PartitionError(`Partition key not found for ID ${id}`, {
      code: 'INVALID_PARTITION',
      resourceName,
      id,
      operation: 'extractPartitionValuesFromKey',
    });
  }
  const segments = key.split('/');
  return Object.fromEntries(
    fields.flatMap(([path]) => {
      const segment = segments.find((text) => text.startsWith(`${path}=`));
      return segment === undefined ? [] : [[path, segment.slice(path.length + 1)]];
    }),
  );
}

/**
 * @param {Resource} resource
 * @param {Fields} data with an id
 * @returns {string[]} keys of the references that a record with these fields has
 * @throws {import('../errors.js').ValidationError} for an id that cannot be part of a key
 */
function referenceKeys(resource, data) {
  if (isGiven(data.id)) requireUrlSafe(data.id, 'id');
  return Object.entries(resource.config.partitions)
    .map(([partition, definition]) => referenceKey(resource, partition, definition, data))
    .filter((key) => key !== null);
}

/**
 * @param {Resource} resource
 * @param {string} key
 */
async function put({ client, version }, key) {
  await client.putObject({ key, metadata: { _v: version }, body: '' });
}

/**
 * What fails is told of by `partitionIndexWarning`.
 *
 * @param {Resource} resource
 * @param {Fields} data
 */
export async function createReferences(resource, data) {
  const writes = referenceKeys(resource, data).map((key) => put(resource, key));
  const results = await Promise.allSettled(writes);
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (failures.length === 0) return;
  resource.emit('partitionIndexWarning', { operation: 'create', id: data.id, failures });
}

/**
 * @param {Resource} resource
 * @param {Fields} data
 */
export async function writeReferences(resource, data) {
  await Promise.all(referenceKeys(resource, data).map((key) => put(resource, key)));
}

/**
 * @param {Resource} resource
 * @param {Fields} data
 */
export async function deleteReferences(resource, data) {
  const keys = referenceKeys(resource, data);
  await Promise.all(keys.map((key) => resource.client.deleteObject(key)));
}

/**
 * @param {Resource} resource
 * @param {Fields} before
 * @param {Fields} after
 * @param {import('./limit.js').Limit} [limit]
 */
export async function moveReferences(resource, before, after, limit) {
  for (const [partition, definition] of Object.entries(resource.config.partitions)) {
    if (limit) await limit.pass();
    await moveReference(resource, { partition, definition, before, after });
  }
}

/**
 * Writes the new reference, then deletes the old one: a crash leaves one too many rather than none.
 *
 * @param {Resource} resource
 * @param {{partition: string, definition: Partition, before: Fields, after: Fields}} move
 */
export async function moveReference(resource, { partition, definition, before, after }) {
  const id = requireUrlSafe(after.id ?? before.id, 'id');
  const keyOf = (/** @type {Fields} */ data) =>
    referenceKey(resource, partition, definition, { ...data, id });
  const [oldKey, newKey] = [keyOf(before), keyOf(after)];
  if (newKey !== null) await put(resource, newKey);
  if (oldKey !== null && oldKey !== newKey) await resource.client.deleteObject(oldKey);
}
