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

/** Where the first options stand among the arguments of a method; elsewhere they are the second. */
const OPTIONS_AT = /** @type {Record<string, number>} */ ({
  list: 0,
  listIds: 0,
  getAll: 0,
  count: 0,
  page: 0,
  update: 2,
  replace: 2,
  patch: 2,
  updateConditional: 2,
});

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
   * @throws {ResourceError} for a method that cannot be wrapped, or what is no function
   */
  add(method, middleware) {
    requireMiddlewareMethod(method);
    if (typeof middleware !== 'function') throw noMiddleware(this.resource, method);
    const list = this.#lists.get(method);
    if (list) {
      list.push(middleware);
      return;
    }
    const own = [middleware];
    this.#lists.set(method, own);
    this.#wrap(method, own);
  }

  /**
   * @param {string} method
   * @param {Middleware[]} list grows with each middleware
   */
  #wrap(method, list) {
    const { resource } = this;
    const original = /** @type {any} */ (resource)[method];
    if (typeof original !== 'function') return;
    Object.defineProperty(resource, method, {
      value: async (/** @type {any[]} */ ...args) => {
        const call = { resource, args, method, ...userOf(method, args) };
        return runFrom(0, list, call, () => original.apply(resource, call.args));
      },
      configurable: true,
      writable: true,
    });
  }
}

/**
 * Runs the middlewares from a position on, and the method inside them.
 *
 * @param {number} position
 * @param {Middleware[]} list
 * @param {Call} call
 * @param {() => Promise<any>} last
 * @returns {any}
 */
function runFrom(position, list, call, last) {
  if (position === list.length) return last();
  let isCalled = false;
  return list[position](call, async () => {
    if (isCalled) throw calledAgain(call);
    isCalled = true;
    return runFrom(position + 1, list, call, last);
  });
}

/**
 * The option `user`, which is never looked for in data.
 *
 * @param {string} method
 * @param {any[]} args
 * @returns {{user?: any}}
 */
function userOf(method, args) {
  for (let position = optionsAt(method, args); position < args.length; position++) {
    const options = args[position];
    if (typeof options !== 'object' || options === null || Array.isArray(options)) continue;
    if (options.user !== undefined) return { user: options.user };
  }
  return {};
}

/**
 * @param {string} method
 * @param {any[]} args
 * @returns {number}
 */
function optionsAt(method, [first]) {
  if (method === 'upsert') return typeof first === 'object' ? 1 : 2;
  return OPTIONS_AT[method] ?? 1;
}

/**
 * @param {import('./resource.js').Resource} resource
 * @param {string} method
 */
function noMiddleware({ name: resourceName }, method) {
  return new ResourceError('Middleware must be a function', {
    resourceName,
    method,
    operation: 'useMiddleware',
    statusCode: 400,
  });
}

/** @param {Call} call */
function calledAgain({ resource: { name: resourceName }, method }) {
  return new ResourceError('Resource middleware next() called multiple times', {
    resourceName,
    method,
    operation: method,
    statusCode: 500,
  });
}
