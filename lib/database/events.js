/**
 * What a database tells: under its names, and under those that older documents show.
 *
 * @module
 */

/** @typedef {import('../database.js').Database} Database */
/** @typedef {import('../resource.js').Resource} Resource */

/** Older names of events, by their present ones. */
const OLDER_NAMES = /** @type {Record<string, string>} */ ({
  'db:connected': 'connected',
  'db:resource-created': 's3db.resourceCreated',
  'db:resource-updated': 's3db.resourceUpdated',
  'db:resource-definitions-changed': 'resourceDefinitionsChanged',
  'db:metadata-uploaded': 'metadataUploaded',
  'db:metadata-healed': 'metadataHealed',
});

const MEBIBYTE = 2 ** 20;

/**
 * @param {Database} database
 * @param {string} event
 * @param {unknown} payload
 */
export function tell(database, event, payload) {
  database.emit(event, payload);
  database.emit(OLDER_NAMES[event], payload);
}

/**
 * Tells of a resource that was created or declared again.
 *
 * @param {Database} database
 * @param {Resource} resource
 * @param {boolean} isNew
 */
export function tellOfResource(database, resource, isNew) {
  tell(database, isNew ? 'db:resource-created' : 'db:resource-updated', resource.name);
  if (!isNew) return;
  if (database.listenerCount('db:resource:metrics') > 0) {
    database.emit('db:resource:metrics', memoryWith(resource.name));
  }
  database.emit('resource:created', { resource });
}

/**
 * @param {string} resource its name
 * @returns {Record<string, string | number>} the memory of the process, in MiB
 */
function memoryWith(resource) {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  const inMebibytes = (/** @type {number} */ bytes) => Math.round(bytes / MEBIBYTE);
  return {
    resource,
    timestamp: new Date().toISOString(),
    rssMB: inMebibytes(rss),
    heapUsedMB: inMebibytes(heapUsed),
    heapTotalMB: inMebibytes(heapTotal),
    externalMB: inMebibytes(external),
    arrayBuffersMB: inMebibytes(arrayBuffers),
  };
}
