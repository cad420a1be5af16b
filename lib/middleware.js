/**
 * Middlewares: functions around the methods of a resource.
 *
 * @module
 */
import { ResourceError } from './errors.js';
import { requireMiddlewareMethod } from './resource/middleware-list.js';

/**
 * What a middleware sees of a call. Properties that it adds are seen by the ones inside it.
 *
 * @typedef {object} Call
 * @property {import('./resource.js').Resource} resource
 * @property {string} method
 * @property {any[]} args of the call; the method gets what they are when it is reached
 * @property {any} [user] from an options argument after the data
 */

/** @typedef {(call: Call, next: () => Promise<any>) => any} Middleware */

/** Where the options stand among the arguments of a method that takes data; the second elsewhere. */
const OPTIONS_AT = /** @type {Record<string, number>} */ ({ update: 2, replace: 2, patch: 2 });

/**
 * The middlewares of one resource. The first one of a method puts a wrapper in the method's place.
 */
export class Middlewares {
  /** @type {Map<string, Middleware[]>} */
  #lists = new Map();

  /** @param {import('./resource.js').Resource} resource */
  constructor(resource) {
    this.resource = resource;
  }

  /**
   * @param {string} method
   * @param {Middleware} middleware runs inside those that are there
   * @throws {ResourceError} for a method that cannot be wrapped
   */
  add(method, middleware) {
    requireMiddlewareMethod(method);
    const list = this.#lists.get(method);
    if (list) {
      list.push(middleware);
      return;
    }
    this.#lists.set(method, [middleware]);
    this.#wrap(method);
  }

  /** @param {string} method */
  #wrap(method) {
    const { resource } = this;
    const original = /** @type {any} */ (resource)[method];
    if (typeof original !== 'function') return;
    Object.defineProperty(resource, method, {
      value: async (/** @type {any[]} */ ...args) => {
        const call = { resource, args, method, ...userOf(method, args) };
        return this.#run(call, 0, () => original.apply(resource, call.args));
      },
      configurable: true,
      writable: true,
    });
  }

  /**
   * @param {Call} call
   * @param {number} position
   * @param {() => Promise<any>} last
   * @returns {Promise<any>}
   */
  async #run(call, position, last) {
    const middleware = this.#lists.get(call.method)?.[position];
    if (!middleware) return last();
    let isCalled = false;
    return middleware(call, async () => {
      if (isCalled) {
        throw new ResourceError('Resource middleware next() called multiple times', {
          resourceName: this.resource.name,
          method: call.method,
          operation: call.method,
          statusCode: 500,
        });
      }
      isCalled = true;
      return this.#run(call, position + 1, last);
    });
  }
}

/**
 * @param {string} method
 * @param {any[]} args
 * @returns {{user?: any}}
 */
function userOf(method, args) {
  const options = args[OPTIONS_AT[method] ?? 1];
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return {};
  return options.user === undefined ? {} : { user: options.user };
}
