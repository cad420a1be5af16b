/**
 * Records: what is inserted, what is read, what is updated, what is queried.
 */
import type { IsAny, Shape, Simplify, UnknownAttributes } from './attribute-value.js';
import type { DateInput } from './attributes.js';
import type { DottedPath, KnownKey, NestedObject, ValueAt } from './path.js';

/** Id of a record. A number is turned into text; every read returns the text. */
export type RecordId = string | number;

/** Fields that the package adds to the records of insert, get, list and query. */
export interface SystemFields {
  /** ETag of the object, in quotes. It covers the body only. */
  _etag: string;
  _lastModified: Date;
  /** Version of the resource, such as `v1`. */
  _v: string;
  /** `sha256:` and the hash of attributes and behavior. */
  _definitionHash: string;
  /** Bytes of the object's body. */
  _contentLength: number;
  _hasContent: boolean;
  _mimeType: string | null;
  /** If the store keeps versions of objects. */
  _versionId?: string;
  /** If the store lets the object expire. */
  _expiresAt?: string;
  /** Version under which the record was stored, without `v`, if it is not the current one. */
  _originalVersion?: string;
  _versionMapped?: true;
  /** Of a record that was read through a partition. */
  _partition?: string;
  _partitionValues?: Record<string, unknown>;
}

/** Marks of a write whose values did not fit into the metadata. */
export interface LimitMarks {
  /** Values went to the body of the object. */
  $overflow?: 'true';
  /** Values were shortened or left out. */
  $truncated?: 'true';
}

/** A record with its id, which is text whatever the attributes say. */
export type Identified<R> = Simplify<{ id: string } & Omit<R, 'id'>>;

/** A record as get, list and query return it. */
export type StoredRecord<R> = Simplify<Identified<R> & SystemFields>;

/** A record as insert returns it: `id` is the one that was given, be it a number. */
export type InsertedRecord<R, Id = string> = Simplify<
  { id: Id extends number ? number : string } & Omit<R, 'id'> & SystemFields & LimitMarks
>;

/** A record as update, patch and replace return it: without system fields. */
export type WrittenRecord<R> = Simplify<Identified<R> & LimitMarks>;

/** The attributes that `timestamps` adds. */
type Timestamps<Flag extends boolean, Value> = [Flag] extends [true]
  ? { createdAt: Value; updatedAt: Value }
  : true extends Flag
    ? { createdAt?: Value; updatedAt?: Value }
    : unknown;

/**
 * The attributes of a record, inferred from their definitions. A required attribute that was added
 * later is absent from older records all the same.
 *
 * @template A attributes
 * @template T whether the resource has `timestamps`
 * @template N `allNestedObjectsOptional`
 */
export type RecordOf<
  A,
  T extends boolean = false,
  N extends boolean = true,
> = string extends keyof A
  ? Record<string, any>
  : Simplify<Shape<A, 'read', N> & Omit<Timestamps<T, string>, keyof A>>;

/**
 * What insert takes, inferred from the definitions of the attributes: optional ones, those with a
 * default and timestamps may be left out. Other attributes are accepted, too.
 *
 * Conversions that validation would make are not offered where they hide mistakes: a number is a
 * number here, although the text `'5'` passes.
 *
 * @template A attributes
 * @template T whether the resource has `timestamps`
 * @template N `allNestedObjectsOptional`
 */
export type InsertOf<
  A,
  T extends boolean = false,
  N extends boolean = true,
> = string extends keyof A
  ? Record<string, any>
  : Simplify<Shape<A, 'write', N> & Omit<Partial<Timestamps<T, DateInput | null>>, keyof A>> &
      UnknownAttributes;

/** What insert takes when only the type of the records is known. */
export type InsertFrom<R> = string extends keyof R
  ? Record<string, any>
  : Simplify<Omit<R, 'id'>> & UnknownAttributes;

/** A nested object is merged one level deep. */
type PatchValue<V> = [NestedObject<V>] extends [never]
  ? V
  : Partial<NestedObject<V>> | Extract<V, null | undefined>;

/** `undefined` for an optional member. */
type Removable<T, K extends keyof T> = {} extends Pick<T, K> ? undefined : never;

/**
 * What update and patch take: any of the attributes, and dotted paths (`'address.city'`), which
 * leave the other members of a nested object alone. `undefined` removes an optional value.
 *
 * @template I what insert takes
 */
export type Patch<I> = Simplify<
  {
    [K in KnownKey<I> as K extends 'id' ? never : K]?:
      PatchValue<I[K & keyof I]> | Removable<I, K & keyof I>;
  } & {
    [Path in DottedPath<I>]?: ValueAt<I, Path> | undefined;
  }
> &
  UnknownAttributes;

/** Values are compared with `===`, so that only primitive ones can match. */
type FilterValue<V> =
  IsAny<V> extends true ? any : Extract<V, string | number | boolean | null> | undefined;

/**
 * Conditions that all must hold: a name or dotted path, and the value that records hold there.
 * `undefined` matches where there is none.
 *
 * @template R record
 */
export type Filter<R> = Simplify<
  {
    [K in KnownKey<Identified<R>>]?: FilterValue<Identified<R>[K & keyof Identified<R>]>;
  } & {
    [Path in DottedPath<R>]?: FilterValue<ValueAt<R, Path>>;
  }
> &
  UnknownAttributes;

export {};
