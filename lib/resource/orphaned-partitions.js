/**
 * Partitions with fields that the attributes have no more.
 *
 * @module
 */
import { normalizeConfig } from './config.js';
import { orphanedPartitions } from './partition-definition.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, import('./partition-definition.js').OrphanedPartition>} Orphans */

/**
 * @param {Resource} resource
 * @returns {Orphans}
 */
export function findOrphanedPartitions({ config, attributes }) {
  return orphanedPartitions(config.partitions, attributes);
}

/**
 * Takes such partitions out of the definition; `orphanedPartitionsRemoved` tells of them. References
 * that are stored stay.
 *
 * @param {Resource} resource
 * @param {{dryRun?: boolean}} [options] dryRun only finds them
 * @returns {Orphans}
 */
export function removeOrphanedPartitions(resource, { dryRun = false } = {}) {
  const removed = findOrphanedPartitions(resource);
  if (dryRun || Object.keys(removed).length === 0) return removed;
  const kept = Object.entries(resource.config.partitions).filter(
    ([name]) => !Object.hasOwn(removed, name),
  );
  const partitions = Object.fromEntries(kept);
  resource._redeclare(normalizeConfig({ ...resource._config, partitions }), {});
  const timestamp = new Date().toISOString();
  resource.emit('orphanedPartitionsRemoved', { resourceName: resource.name, removed, timestamp });
  return removed;
}
