/**
 * What connect() makes of `s3db.json`.
 *
 * @module
 */
import { Resource } from '../resource.js';
import { databaseDefaults } from '../resource/declaration.js';
import { normalizeConfig } from '../resource/config.js';
import { tell } from './events.js';
import { heal } from './healing.js';
import { detectDefinitionChanges } from './metadata.js';
import { changeMetadataFile, readMetadataFile } from './metadata-file.js';
import { healedFile } from './metadata-writer.js';
import { restoredConfig } from './stored-resource.js';

/** @typedef {import('../database.js').Database} Database */

/**
 * Reads the file, repairs it where it must be, and makes a resource of each definition in it that
 * the database does not have yet. A database without a file gets a blank one.
 *
 * @param {Database} database
 * @returns {Promise<void>}
 */
export async function restoreMetadata(database) {
  const { client } = database;
  const text = await readMetadataFile(client);
  if (text === null) return database.uploadMetadataFile();
  const { metadata, log } = heal(text);
  database.savedMetadata = log.length > 0 ? await writeHealed(database, log) : metadata;
  restoreAll(database, database.savedMetadata);
}

/**
 * @param {Database} database
 * @param {string[]} healingLog what was wrong
 * @returns {Promise<import('./metadata.js').Metadata>} what was written
 */
async function writeHealed(database, healingLog) {
  const { client } = database;
  const metadata = await changeMetadataFile(client, async (text) => ({
    metadata: await healedFile(client, text),
  }));
  tell(database, 'db:metadata-healed', { healingLog, metadata });
  return metadata;
}

/**
 * @param {Database} database
 * @param {import('./metadata.js').Metadata} metadata
 */
function restoreAll(database, metadata) {
  const changes = detectDefinitionChanges(metadata, []);
  for (const name of Object.keys(metadata.resources)) restore(database, name);
  if (changes.length > 0) tell(database, 'db:resource-definitions-changed', { changes, metadata });
}

/**
 * A definition that cannot be understood does not keep the others from being restored; it stays in
 * the file, and declaring the resource replaces it.
 *
 * @param {Database} database
 * @param {string} name
 * @param {{strictValidation?: boolean}} [overrides]
 */
export function restore(database, name, overrides = {}) {
  const stored = database.savedMetadata?.resources[name];
  const config = stored && restoredConfig(name, stored);
  if (!config || database._resourcesMap[name]) return;
  try {
    const options = normalizeConfig({ ...config, ...overrides }, databaseDefaults(database, name));
    database._resourcesMap[name] = new Resource({ ...options, database, isRestored: true });
  } catch (error) {
    database.emit('db:resource-broken', { resourceName: name, error });
  }
}
