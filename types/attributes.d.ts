/**
 * Attribute definitions: what may be written in `attributes`, and which values each type takes and
 * gives.
 */

/** A moment: a `Date`, a text that `new Date()` understands, or milliseconds since 1970. */
export type DateInput = Date | string | number;

/** Bytes: a buffer, a typed array, or base64 text. */
export type BytesInput = Buffer | Uint8Array | string;

/** A point on Earth as records hold it, in degrees. */
export interface GeoPoint {
  latitude: number;
  longitude: number;
}

/** The forms in which a point may be given, in degrees. */
export type GeoPointInput =
  GeoPoint | { lat: number; lon: number } | readonly [latitude: number, longitude: number];

/**
 * Values of one type of attribute.
 *
 * @template Write what insert and update take
 * @template Read what records hold
 * @template Plain what records hold where the value is not encoded by its type: in object
 *   definitions (`{ type: 'duration' }`), in the items of arrays and below `props`
 */
export interface AttributeType<Write, Read = Write, Plain = Read> {
  write: Write;
  read: Read;
  plain: Plain;
}

/** Every type word, without its parameter: `money` stands for `money:4`, too. */
export interface AttributeTypes {
  any: AttributeType<any>;
  array: AttributeType<readonly any[], any[]>;
  object: AttributeType<Record<string, any>>;
  record: AttributeType<Record<string, any>>;
  tuple: AttributeType<readonly any[], any[]>;
  json: AttributeType<any>;
  custom: AttributeType<any>;
  equal: AttributeType<any>;
  forbidden: AttributeType<any>;
  function: AttributeType<any>;
  multi: AttributeType<any>;

  /** Trimmed. */
  string: AttributeType<string>;
  /** A string that is compressed when that pays. */
  text: AttributeType<string>;
  email: AttributeType<string>;
  url: AttributeType<string>;
  uuid: AttributeType<string>;
  luhn: AttributeType<string>;
  cron: AttributeType<string>;
  /** `pt-BR` or `pt`. */
  locale: AttributeType<string>;
  /** Three letters. */
  currency: AttributeType<string>;
  /** Two letters. */
  country: AttributeType<string>;
  semver: AttributeType<string>;
  /** `+` and digits. */
  phone: AttributeType<string>;
  /** `#rrggbb`. */
  color: AttributeType<string>;
  /** A bar code; numbers are padded to 13 digits. */
  ean: AttributeType<string | number, string>;
  mac: AttributeType<string>;
  ip4: AttributeType<string>;
  ip6: AttributeType<string>;
  cidr: AttributeType<string>;
  enum: AttributeType<string>;

  number: AttributeType<number>;
  boolean: AttributeType<boolean>;
  bool: AttributeType<boolean>;
  /** Two decimal places, or `money:N`; not negative unless `min` says so. */
  money: AttributeType<number>;
  /** Eight decimal places, or `crypto:N`; not negative unless `min` says so. */
  crypto: AttributeType<number>;
  /** Two decimal places, or `decimal:N`. */
  decimal: AttributeType<number>;

  /** ISO text in records. */
  date: AttributeType<DateInput, string>;
  /** ISO text in records. */
  datetime: AttributeType<DateInput, string>;
  /** `YYYY-MM-DD` in records. */
  dateonly: AttributeType<DateInput, string>;
  /** `HH:mm:ss.SSS` in records. */
  timeonly: AttributeType<Date | string, string>;
  /** `1h30m`, `PT1H30M` or milliseconds; ISO text in records, else milliseconds. */
  duration: AttributeType<string | number, string, number>;

  /** Encrypted at rest. */
  secret: AttributeType<string>;
  /** Encrypted at rest, as text. */
  secretAny: AttributeType<any, string>;
  /** Encrypted at rest. */
  secretNumber: AttributeType<number>;
  /** Records hold the hash. */
  password: AttributeType<string>;

  'geo:lat': AttributeType<number>;
  'geo:lon': AttributeType<number>;
  'geo:point': AttributeType<GeoPointInput, GeoPoint, GeoPointInput>;
  'geo-lat': AttributeType<number>;
  'geo-lon': AttributeType<number>;
  'geo-point': AttributeType<GeoPointInput, GeoPoint, GeoPointInput>;
  geoLat: AttributeType<number>;
  geoLon: AttributeType<number>;
  geoPoint: AttributeType<GeoPointInput, GeoPoint, GeoPointInput>;

  /** A vector, stored with six decimal places. */
  embedding: AttributeType<readonly number[], number[]>;
  buffer: AttributeType<BytesInput, Buffer>;
  /** A bit set of `bits:N` bits. */
  bits: AttributeType<BytesInput, Buffer>;
}

/** A type word: `string`, `money`, `geo:point` … */
export type TypeName = keyof AttributeTypes;

/** Type words that only the shorthand text knows. In an object, `type` would be an attribute. */
export type ShorthandTypeName =
  | 'equal'
  | 'forbidden'
  | 'function'
  | 'json'
  | 'luhn'
  | 'multi'
  | 'record'
  | 'secretAny'
  | 'secretNumber'
  | 'tuple';

/** Values of `type` that make an object a definition; with any other it is a nested object. */
export type ExplicitTypeName =
  | Exclude<TypeName, ShorthandTypeName>
  | `bits:${number}`
  | `embedding:${number}`
  | 'password:bcrypt'
  | 'password:argon2id';

/**
 * A shorthand definition: a type word with an optional parameter, then rules.
 *
 * ```text
 * string|required|min:3          number|integer|default:0         password:argon2id
 * array|items:string|optional    string[]                         geo:point:4|optional
 * ```
 */
export type ShorthandDefinition = TypeName | `${TypeName}${':' | '|' | '['}${string}`;

/**
 * A definition as an object. Rules of the type stand beside `type`.
 *
 * ```js
 * { type: 'string', min: 3, enum: ['draft', 'sent'] }
 * { type: 'array', items: 'string', optional: true }
 * { type: 'object', props: { street: 'string' } }
 * { type: 'enum', values: ['a', 'b'] }
 * { type: 'custom', check(value, errors) { return value; } }
 * ```
 */
export interface ExplicitDefinition {
  readonly type: ExplicitTypeName;
  /** May be absent or null. */
  readonly optional?: boolean;
  /** May be null. */
  readonly nullable?: boolean;
  /** Value of an absent attribute; a function gets `(schema, field, parent, context)`. */
  readonly default?: unknown;
  /** A missing `secret` or `password` is made up; insert returns it. */
  readonly generate?: boolean;
  /** Values of an `enum`. */
  readonly values?: readonly unknown[];
  /** Values of a `string`, or of the items of an `array`. */
  readonly enum?: readonly unknown[];
  /** Definition of the items of an `array`. */
  readonly items?: unknown;
  /** Attributes of an `object`; others are dropped. */
  readonly props?: Attributes;
  /** The same as `props`. */
  readonly properties?: Attributes;
  readonly [rule: string]: unknown;
}

/**
 * What may stand for one attribute: a shorthand, an object definition, nested attributes, or a list
 * of alternatives of which the first that validates wins.
 *
 * Nested attributes are optional unless `$$type` says `required` or the resource sets
 * `allNestedObjectsOptional: false`.
 */
export type AttributeDefinition =
  | ShorthandDefinition
  | ExplicitDefinition
  | { readonly [name: string]: AttributeDefinition }
  | readonly AttributeDefinition[];

/**
 * The attributes of a resource, by name. Names that start with `$$` are options, such as
 * `$$strict: 'remove'`.
 *
 * Definitions that are not known until run time are of any type; those that are known are checked
 * by {@link CheckedAttributes}.
 */
export interface Attributes {
  readonly [name: string]: AttributeDefinition | {} | null | undefined;
}

/** Marks a shorthand whose type word does not exist. */
export interface UnknownType<Name extends string> {
  readonly unknownType: Name;
}

/** `unknown` for every attribute with a valid definition, else what is wrong with it. */
export type CheckedAttributes<A> = string extends keyof A
  ? unknown
  : { readonly [K in keyof A]: K extends `$$${string}` ? unknown : CheckedDefinition<A[K]> };

/** What is wrong with one definition. */
type CheckedDefinition<D> = ShorthandDefinition extends D
  ? unknown
  : D extends string
    ? CheckedShorthand<D>
    : D extends readonly unknown[]
      ? { readonly [I in keyof D]: CheckedDefinition<D[I]> }
      : D extends object
        ? D extends { readonly type: string }
          ? unknown
          : CheckedAttributes<D>
        : AttributeDefinition;

/** What is wrong with a shorthand. */
type CheckedShorthand<D extends string> = D extends ShorthandDefinition
  ? unknown
  : UnknownType<D extends `${infer Head}|${string}` ? Head : D>;

export {};
