/**
 * The option `middlewares` of `createResource`.
 *
 * @module
 */
import { ResourceError } from '../errors.js';

/** @typedef {(context: any, next: () => Promise<unknown>) => unknown} Middleware */

/** Methods of a resource that middlewares can surround. */
export const MIDDLEWARE_METHODS = Object.freeze([
  'get',
  'list',
  'listIds',
  'getAll',
  'count',
  'page',
  'insert',
  'update',
  'delete',
  'deleteMany',
  'exists',
  'getMany',
  'content',
  'hasContent',
  'query',
  'getFromPartition',
  'setContent',
  'deleteContent',
  'replace',
  'patch',
  'upsert',
  'insertMany',
  'getOrNull',
  'getOrThrow',
  'updateConditional',
]);

/**
 * @param {string} method
 * @throws {ResourceError} unless middlewares can surround the method
 */
export function requireMiddlewareMethod(method) {
  if (MIDDLEWARE_METHODS.includes(method)) return;
  throw new ResourceError(`No such method for middleware: ${method}`, {
    operation: 'useMiddleware',
    method,
    supportedMethods: [...MIDDLEWARE_METHODS],
  });
}

/**
 * Reads the option: middlewares by method, with `'*'` for all methods, or a list of middlewares for
 * all methods. What is no function is ignored.
 *
 * @param {unknown} middlewares
 * @returns {Array<[method: string, middleware: Middleware]>} in the order of registration
 * @throws {ResourceError} for an unknown method
 */
export function middlewareList(middlewares) {
  if (typeof middlewares !== 'object' || middlewares === null) return [];
  const byMethod = Array.isArray(middlewares) ? { '*': middlewares } : middlewares;
  return Object.entries(byMethod).flatMap(([method, listed]) => {
    const functions = [listed].flat().filter((item) => typeof item === 'function');
    if (method !== '*') requireMiddlewareMethod(method);
    const methods = method === '*' ? MIDDLEWARE_METHODS : [method];
    return methods.flatMap((name) =>
      functions.map((middleware) => /** @type {[string, Middleware]} */ ([name, middleware])),
    );
  });
}
