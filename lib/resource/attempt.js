/**
 * Calls of the engine on behalf of a resource.
 *
 * @module
 */
import { publicError } from '../failure.js';

/**
 * Runs a call of the engine; what it throws, now or later, becomes the error that users know.
 *
 * @template T
 * @param {import('../resource.js').Resource} resource
 * @param {string} operation
 * @param {string | undefined} id
 * @param {() => T | Promise<T>} call
 * @param {import('./limit.js').Limit} [limit] of the method that makes the call
 * @returns {T | Promise<T>} no promise where the call was not asynchronous: awaiting one costs as much
 *   as reading a field
 */
export function attempt(resource, operation, id, call, limit) {
  try {
    const result = limit ? limit.run(call) : call();
    if (!(result instanceof Promise)) return result;
    return result.catch((error) => {
      throw translated(error, resource, operation, id);
    });
  } catch (error) {
    throw translated(error, resource, operation, id);
  }
}

/**
 * @param {unknown} error
 * @param {import('../resource.js').Resource} resource
 * @param {string} operation
 * @param {string | undefined} id
 */
function translated(error, { bucket, name: resourceName }, operation, id) {
  return publicError(error, { operation, bucket, resourceName, id });
}
