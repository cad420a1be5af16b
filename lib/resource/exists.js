/**
 * exists: whether there is a record.
 *
 * @module
 */
import { attempt } from './attempt.js';
import { anyId } from './id.js';

/**
 * @param {import('../resource.js').Resource} resource
 * @param {string | number} id
 * @returns {Promise<boolean>}
 */
export async function existsRecord(resource, id) {
  const { hooks } = resource._core;
  if (hooks.has('beforeExists')) await hooks.run('beforeExists', { id });
  const key = anyId(id);
  const exists = await attempt(resource, 'exists', key, () => resource._engine.exists(key));
  if (hooks.has('afterExists')) await hooks.run('afterExists', { id, exists });
  return exists;
}
