/**
 * Timestamps of records that change.
 *
 * @module
 */
import { isNested } from '../frame/value.js';

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

let lastInstant = 0;
let lastText = '';

/** @returns {string} the present time; formatting it is the slowest part, so it is done once a ms */
export function isoNow() {
  const now = Date.now();
  if (now !== lastInstant) {
    lastInstant = now;
    lastText = new Date(now).toISOString();
  }
  return lastText;
}
