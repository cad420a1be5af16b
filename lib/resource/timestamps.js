/**
 * Timestamps of records that change.
 *
 * @module
 */
import { isNested } from '../frame.js';

const PATH = 'metadata.updatedAt';

/**
 * Brings the field `metadata.updatedAt` up to date, in records that have one or could have one.
 *
 * @param {import('../plan.js').ResourcePlan} plan
 * @param {Record<string, any>} record changed
 * @param {string} now
 */
export function refreshMetadata({ scalarPaths }, { metadata }, now) {
  if (!isNested(metadata)) return;
  if (scalarPaths.has(PATH) || Object.hasOwn(metadata, 'updatedAt')) metadata.updatedAt = now;
}
