/** Whether two types are identical, `any` and modifiers of properties included. */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile unless the type is `true`. */
export function expect<T extends true>(): T;
