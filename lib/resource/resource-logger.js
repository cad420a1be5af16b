/**
 * The logger of a resource.
 *
 * @module
 */
import { Logger } from '../logger.js';

/**
 * @param {{name: string, database?: any, logLevel?: string}} resource
 * @returns {any} a child of the database's logger, with the level that the resource has of its own
 */
export function resourceLogger({ name, database, logLevel }) {
  const title = `Resource:${name}`;
  if (!database) return new Logger(logLevel ?? 'info', { name: title });
  const logger = database.getChildLogger(title);
  if (logger !== database.logger && logLevel !== database.logLevel) logger.level = logLevel;
  return logger;
}
