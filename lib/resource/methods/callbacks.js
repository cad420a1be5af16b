/**
 * What users put into the operations of a resource: hooks, middlewares, guards.
 *
 * @module
 */
import { hasRoleOrScope, isAllowed } from '../../guard.js';
import { Middlewares } from '../../middleware.js';
import { ResourceDefinition } from './definition.js';

/** @typedef {Record<string, any>} Fields */

/** Methods about hooks, middlewares and guards. */
export class ResourceCallbacks extends ResourceDefinition {
  #middlewares = new Middlewares(/** @type {any} */ (this));

  /**
   * @param {string} event one of the 24 hook names; others are ignored
   * @param {import('../../hooks.js').Hook} hook
   */
  addHook(event, hook) {
    this._core.hooks.add(event, hook);
  }

  /**
   * Puts a function around a method; the first one added is the outermost.
   *
   * @param {string} method
   * @param {import('../../middleware.js').Middleware} middleware
   */
  useMiddleware(method, middleware) {
    this.#middlewares.add(method, middleware);
  }

  /**
   * Asks the guard of the configuration; operations themselves do not.
   *
   * @param {string} operation
   * @param {any} context of the call, with its `user`
   * @param {Fields} [record]
   * @returns {Promise<boolean>}
   */
  executeGuard(operation, context, record) {
    return isAllowed(this.guard, operation, context, record);
  }

  /**
   * @param {string[]} required
   * @param {import('../../guard.js').User | null} [user]
   * @returns {boolean} whether the user has one of the roles or scopes
   */
  _checkRolesScopes(required, user) {
    return hasRoleOrScope(required, user);
  }

  /**
   * @param {string} event
   * @param {any} data
   * @returns {Promise<any>}
   */
  async executeHooks(event, data) {
    return Object.hasOwn(this._core.hooks.lists, event) ? this._core.hooks.run(event, data) : data;
  }

  /**
   * @param {import('../../hooks.js').Hook} hook
   * @returns {import('../../hooks.js').Hook} the hook as it is run: on the resource, with the function
   *   that was given as `__s3db_original`
   */
  _bindHook(hook) {
    return this._core.hooks.bind(hook);
  }

  /** Marks in `hooks` that there are partitions; what is marked already stays so. */
  setupPartitionHooks() {
    this._core.hooks.markPartitions(Object.keys(this.partitions).length > 0);
  }
}
