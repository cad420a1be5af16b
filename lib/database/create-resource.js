/**
 * createResource: a resource that is new, restored from `s3db.json`, or declared again.
 *
 * @module
 */
import { Resource } from '../resource.js';
import {
  databaseDefaults,
  declaredConfig,
  declaredRestoredConfig,
  redeclaredConfig,
} from '../resource/declaration.js';
import { middlewareList } from '../resource/middleware-list.js';
import { definitionHash } from './definition-version.js';

/** @typedef {import('../database.js').Database} Database */

/**
 * @param {Database} database
 * @param {Record<string, any>} config
 * @returns {Promise<{resource: Resource, isNew: boolean}>}
 */
export async function createResource(database, config) {
  const existing = database._resourcesMap[config?.name];
  if (existing) return { resource: await declareAgain(database, existing, config), isNew: false };
  const middlewares = middlewareList(config?.middlewares);
  const options = declaredConfig(config, databaseDefaults(database, config.name));
  const resource = new Resource({ ...options, database, declared: config });
  if (!options.lazySchema) resource.prewarmSchema();
  useAll(resource, middlewares);
  database._resourcesMap[resource.name] = resource;
  await database._writer.schedule();
  return { resource, isNew: true };
}

/**
 * An unchanged definition costs no request.
 *
 * @param {Database} database
 * @param {Resource} resource
 * @param {Record<string, any>} config
 * @returns {Promise<Resource>}
 */
async function declareAgain(database, resource, config) {
  const middlewares = middlewareList(config.middlewares);
  const defaults = databaseDefaults(database, resource.name);
  const next = resource._isRestored
    ? declaredRestoredConfig(resource._config, config, defaults)
    : redeclaredConfig(resource._config, config, defaults);
  resource._redeclare(next, config.hooks ?? {});
  useAll(resource, middlewares);
  const stored = database.savedMetadata?.resources[resource.name];
  const current = stored?.versions[stored.currentVersion];
  if (current?.hash !== definitionHash(next)) await database._writer.schedule();
  return resource;
}

/**
 * @param {Resource} resource
 * @param {Array<[method: string, middleware: any]>} middlewares
 */
function useAll(resource, middlewares) {
  for (const [method, middleware] of middlewares) resource.useMiddleware(method, middleware);
}
