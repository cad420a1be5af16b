import type { Resource } from './resource.js';

/** Methods that middlewares can surround. */
export type MiddlewareMethod =
  | 'get'
  | 'getOrNull'
  | 'getOrThrow'
  | 'getMany'
  | 'getAll'
  | 'list'
  | 'listIds'
  | 'page'
  | 'getFromPartition'
  | 'count'
  | 'exists'
  | 'query'
  | 'insert'
  | 'insertMany'
  | 'update'
  | 'patch'
  | 'replace'
  | 'upsert'
  | 'delete'
  | 'deleteMany'
  | 'setContent'
  | 'content'
  | 'hasContent'
  | 'deleteContent';

/** A call on its way to a method. What a middleware adds is seen by those inside it. */
export interface MiddlewareCall {
  /** The resource. */
  resource: Resource<any, any>;

  /** The method that was called. */
  method: string;

  /** All arguments of the call; the method gets what they are when it is reached. */
  args: any[];

  /** `user` of an options argument after the data, if there is one. */
  user?: any;

  [added: string]: any;
}

/**
 * A function around a method. Its answer is the caller's; a call that does not go on with `next()`
 * never reaches the method.
 */
export type Middleware = (call: MiddlewareCall, next: () => Promise<any>) => unknown;

/** Middlewares by method, with `'*'` for all methods; or a list for all methods. */
export type Middlewares =
  Middleware[] | { [Method in MiddlewareMethod | '*']?: Middleware | Middleware[] };
