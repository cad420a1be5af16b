/**
 * Inference: from one definition to its values, and from attributes to the shape of their records.
 */
import type { IsNullable, Presence } from './attribute-presence.js';
import type { AttributeTypes, ExplicitTypeName, ShorthandDefinition } from './attributes.js';

/**
 * Which values are asked for.
 *
 * - `write`: what insert and update take
 * - `read`: what records hold
 * - `plain`: what records hold where values are not encoded by their type
 */
export type Column = 'write' | 'read' | 'plain';

/** Flattens intersections, for readable messages. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {};

/** Whether a type is `any`. */
export type IsAny<T> = 0 extends 1 & T ? true : false;

/** The column of what is inside of a value that is stored as a whole. */
type PlainColumn<C extends Column> = C extends 'write' ? 'write' : 'plain';

/** Lists may be given read-only. */
type Items<T, C extends Column> = C extends 'write' ? readonly T[] : T[];

/**
 * A value without a codec: numbers and booleans come back as text, although the result of the
 * insert still holds them as given.
 */
type Loosened<T, C extends Column> = C extends 'write'
  ? T
  : T | (T extends number | boolean ? `${T}` : never);

/** An enumeration whose values are not all of one primitive type is stored without a codec. */
type Enumerated<T, C extends Column> = [T] extends [string]
  ? T
  : [T] extends [number]
    ? T
    : [T] extends [boolean]
      ? T
      : Loosened<T, C>;

/** A type word without its parameter; `geo:lat` is one word. */
type BaseName<Head extends string> = Head extends keyof AttributeTypes
  ? Head
  : Head extends `geo:${infer Kind}:${string}`
    ? `geo:${Kind}`
    : Head extends `${infer Name}:${string}`
      ? Name
      : Head;

/** The type word of a shorthand, without parameter and rules. */
type NameOf<D extends string> = D extends `${infer Head}|${string}` ? BaseName<Head> : BaseName<D>;

/** The value of a type word; anything for one that is not known. */
type NamedValue<Name extends string, C extends Column> = Name extends keyof AttributeTypes
  ? AttributeTypes[Name][C]
  : any;

/** The value of an item of `array|items:…`. */
type ShorthandItem<D extends string, C extends Column> = D extends `${string}|items:${infer Item}`
  ? ShorthandValue<Item, PlainColumn<C>>
  : any;

/** The value of a shorthand. */
type ShorthandValue<D extends string, C extends Column> =
  NameOf<D> extends 'array'
    ? Items<ShorthandItem<D, C>, C>
    : NameOf<D> extends `${infer Item}[]`
      ? Items<ShorthandValue<Item, PlainColumn<C>>, C>
      : NamedValue<NameOf<D>, C>;

/** The value of an item of `{ type: 'array' }`. */
type ArrayItem<D, C extends Column, N extends boolean> = D extends {
  readonly enum: readonly (infer Value)[];
}
  ? Value
  : D extends { readonly items: infer Item }
    ? AttributeValue<Item, C, N>
    : any;

/** The value of `{ type: 'object' }`. */
type ObjectValue<D, C extends Column, N extends boolean> = D extends {
  readonly props: infer Props;
}
  ? Shape<Props, C, N>
  : D extends { readonly properties: infer Props }
    ? Shape<Props, C, N>
    : Record<string, any>;

/** The value of an object definition whose `type` is `Name`. */
type ExplicitValue<D, Name, C extends Column, N extends boolean> = Name extends 'array'
  ? Items<ArrayItem<D, C, N>, C>
  : Name extends 'object'
    ? ObjectValue<D, C, N>
    : D extends { readonly type: 'enum'; readonly values: readonly (infer Value)[] }
      ? Enumerated<Value, C>
      : D extends { readonly type: 'string'; readonly enum: readonly (infer Value)[] }
        ? Value
        : Name extends string
          ? NamedValue<BaseName<Name>, C>
          : any;

/**
 * The value of one definition, without regard to whether it may be absent.
 *
 * @template D definition
 * @template C which values
 * @template N `allNestedObjectsOptional`
 */
export type AttributeValue<D, C extends Column, N extends boolean> = ShorthandDefinition extends D
  ? any
  : D extends string
    ? ShorthandValue<D, C>
    : D extends readonly (infer Alternative)[]
      ? Loosened<AttributeValue<Alternative, PlainColumn<C>, N>, C>
      : D extends { readonly type: ExplicitTypeName }
        ? ExplicitValue<D, D['type'], PlainColumn<C>, N>
        : D extends { readonly type: string }
          ? string extends D['type']
            ? any
            : NestedValue<D, C, N>
          : NestedValue<D, C, N>;

/** The value of nested attributes, which takes others, too. */
type NestedValue<D, C extends Column, N extends boolean> = C extends 'write'
  ? Shape<D, C, N> & UnknownAttributes
  : Shape<D, C, N>;

/** Attributes that no definition names: accepted, stored as text, read back as text. */
export interface UnknownAttributes {
  [name: string]: any;
}

/** `null`, where it is accepted; a default replaces it. */
type NullOf<D, C extends Column, N extends boolean> =
  Presence<D, N> extends 'optional'
    ? null
    : IsNullable<D> extends true
      ? null
      : C extends 'write'
        ? Presence<D, N> extends 'default'
          ? null
          : never
        : never;

/** What may be left out: on writing also what is filled in. */
type Omissible<C extends Column> = C extends 'write'
  ? 'optional' | 'default' | 'generated'
  : 'optional';

/** Names in a definition that are no attributes. */
type OptionName = `$$${string}` | '__plugin__' | '__pluginCreated__';

/**
 * The object that attributes describe.
 *
 * @template A attributes
 * @template C which values
 * @template N `allNestedObjectsOptional`
 */
export type Shape<A, C extends Column, N extends boolean> = string extends keyof A
  ? Record<string, any>
  : Simplify<
      {
        -readonly [
          K in keyof A as K extends OptionName
            ? never
            : Presence<A[K], N> extends Omissible<C>
              ? never
              : K
        ]: AttributeValue<A[K], C, N> | NullOf<A[K], C, N>;
      } & {
        -readonly [
          K in keyof A as K extends OptionName
            ? never
            : Presence<A[K], N> extends Omissible<C>
              ? K
              : never
        ]?: AttributeValue<A[K], C, N> | NullOf<A[K], C, N>;
      }
    >;

export {};
