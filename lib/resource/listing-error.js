/**
 * Errors of reads, as those who extend a resource handle them.
 *
 * @module
 */
import { isNotFoundError } from '../concerns/s3-errors.js';
import { PartitionError, mapAwsError } from '../errors.js';

/** @typedef {import('../resource.js').Resource} Resource */

/** Texts of errors of decryption. */
const UNDECIPHERABLE = ['Cipher job failed', 'OperationError'];

/**
 * What stands for a record that cannot be decrypted.
 *
 * @param {any} error
 * @param {string} id
 * @param {string} [context] `partition` for a record that was read through one
 * @returns {Record<string, unknown>}
 * @throws the error, if it is another one
 */
export function handleResourceError(error, id, context) {
  const { message } = error;
  if (!UNDECIPHERABLE.some((text) => message?.includes(text))) throw error;
  const record = { id, _decryptionFailed: true, _error: message };
  return context === 'partition' ? { ...record, _partition: context } : record;
}

/**
 * What a list gives that failed: nothing, if there was nothing to list.
 *
 * @param {Resource} resource
 * @param {any} error
 * @param {import('./walk.js').Selection} selection
 * @returns {never[]}
 * @throws {import('../errors.js').S3dbError} for any other error
 */
export function handleListError(resource, error, { partition, partitionValues }) {
  const isEmpty = error instanceof PartitionError || isNotFoundError(error);
  const summary = { count: 0, errors: isEmpty ? 0 : 1 };
  resource._emitStandardized('list', { partition, partitionValues, ...summary });
  if (isEmpty) return [];
  const { bucket, name: resourceName } = resource;
  throw mapAwsError(error, { bucket, resourceName });
}
