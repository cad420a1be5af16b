/**
 * What connect() makes of `s3db.json`.
 *
 * @module
 */
import { Resource } from '../resource.js';
import { databaseDefaults } from '../resource/declaration.js';
import { normalizeConfig } from '../resource/config.js';
import { heal } from './healing.js';
import { detectDefinitionChanges } from './metadata.js';
import { backUp, putMetadataFile, readMetadataFile } from './metadata-file.js';
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
  const { metadata, log, backup } = heal(text);
  if (log.length > 0) {
    if (backup) await backUp(client, text);
    await putMetadataFile(client, metadata);
    database.emit('db:metadata-healed', { healingLog: log, metadata });
  }
  database.savedMetadata = metadata;
  const changes = detectDefinitionChanges(metadata, []);
  for (const name of Object.keys(metadata.resources)) restore(database, name);
  if (changes.length > 0) database.emit('db:resource-definitions-changed', { changes, metadata });
}

/**
 * A definition that cannot be understood does not keep the others from being restored; it stays in
 * the file, and declaring the resource replaces it.
 *
 * @param {Database} database
 * @param {string} name
 */
function restore(database, name) {
  const stored = database.savedMetadata?.resources[name];
  const config = stored && restoredConfig(name, stored);
  if (!config || database._resourcesMap[name]) return;
  try {
    const options = normalizeConfig(config, databaseDefaults(database, name));
    database._resourcesMap[name] = new Resource({ ...options, database, isRestored: true });
  } catch (error) {
    database.emit('db:resource-broken', { resourceName: name, error });
  }
}
