/** Calls that do not throw. */

/** Outcome of such a call. What is thrown and no Error is wrapped as `new Error(String(value))`. */
export type Outcome<T> =
  [ok: true, error: null, data: T] | [ok: false, error: Error, data: undefined];

/**
 * Calls a function, or awaits a promise, without throwing. The stack of the caller is kept in the
 * hidden property `capturedAtStack` of the error.
 *
 * ```js
 * const [ok, error, user] = await tryFn(() => users.get('ana'));
 * ```
 *
 * @param fnOrPromise function, promise, or a value that is taken as the result
 * @returns an outcome, or a promise of one when there is something to wait for
 */
export function tryFn<T>(fnOrPromise: (() => PromiseLike<T>) | PromiseLike<T>): Promise<Outcome<T>>;
export function tryFn<T>(fnOrPromise: () => T): Outcome<T>;
export function tryFn(fnOrPromise: null | undefined): Outcome<never>;
export function tryFn<T>(fnOrPromise: T): Outcome<T>;

/** Synchronous {@link tryFn}: a promise that the function returns is its result. */
export function tryFnSync<T>(fn: () => T): Outcome<T>;
