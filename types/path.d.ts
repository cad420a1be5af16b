/**
 * Dotted paths: the names under which members of nested objects can be set and queried.
 */
import type { IsAny } from './attribute-value.js';

/** The names of a type that are spelled out, without its index signatures. */
export type KnownKey<T> = string &
  keyof {
    [
      K in keyof T as string extends K
        ? never
        : number extends K
          ? never
          : symbol extends K
            ? never
            : K
    ]: never;
  };

/** What has no attributes below it. */
type Leaf =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Date
  | Uint8Array
  | readonly unknown[]
  | ((...args: never[]) => unknown);

/**
 * The nested object that a value is, null and absence aside; never for any other value. What may
 * also be given as a list, such as a point on Earth, is one value, not an object of attributes.
 */
export type NestedObject<V> =
  IsAny<V> extends true
    ? never
    : [Extract<V, readonly unknown[]>] extends [never]
      ? V extends Leaf
        ? never
        : V
      : never;

/** Levels of nesting that paths reach; an interface may contain itself. */
type MaxDepth = 6;

/** The dotted paths below the top level: `address.city`, `address.geo.latitude` … */
export type DottedPath<T, Depth extends unknown[] = []> = Depth['length'] extends MaxDepth
  ? never
  : { [K in KnownKey<T>]: PathBelow<K, NestedObject<T[K]>, Depth> }[KnownKey<T>];

/** The paths through one member. */
type PathBelow<K extends string, V, Depth extends unknown[]> = [V] extends [never]
  ? never
  : `${K}.${KnownKey<V> | DottedPath<V, [...Depth, unknown]>}`;

/** The value at a dotted path. */
export type ValueAt<T, Path extends string> = Path extends `${infer Name}.${infer Rest}`
  ? ValueAt<NestedObject<T[Name & keyof T]>, Rest>
  : T[Path & keyof T];

export {};
