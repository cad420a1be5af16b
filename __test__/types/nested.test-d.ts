import type { InsertOf, RecordOf, UnknownAttributes } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

// Nested objects are optional
expect<
  Equal<
    RecordOf<{ address: { city: 'string'; zip: 'string|optional' } }>,
    { address?: { city: string; zip?: string | null } | null }
  >
>();

// … unless they say otherwise
expect<
  Equal<
    RecordOf<{ address: { $$type: 'object|required'; city: 'string' } }>,
    { address: { city: string } }
  >
>();
expect<
  Equal<
    RecordOf<{ a: { b: { $$type: 'object|required'; c: 'datetime' } } }>,
    { a?: { b: { c: string } } | null }
  >
>();

// … or the resource does
expect<Equal<RecordOf<{ a: { b: 'number' } }, false, false>, { a: { b: number } }>>();
expect<
  Equal<
    RecordOf<{ a: { $$type: 'object|optional'; b: 'number' } }, false, false>,
    { a?: { b: number } | null }
  >
>();

// They take attributes that they do not name
expect<
  Equal<
    InsertOf<{ a: { $$type: 'required'; b: 'date' } }>,
    { a: { b: Date | string | number } & UnknownAttributes } & UnknownAttributes
  >
>();

// Explicit objects do not
expect<
  Equal<
    InsertOf<{ a: { type: 'object'; props: { b: 'date'; c: 'number|default:1' } } }>,
    { a: { b: Date | string | number; c?: number | null } } & UnknownAttributes
  >
>();
expect<
  Equal<
    RecordOf<{ a: { type: 'object'; props: { b: 'date'; c: 'duration' }; optional: true } }>,
    { a?: { b: string; c: number } | null }
  >
>();
expect<
  Equal<RecordOf<{ a: { type: 'object'; properties: { b: 'string' } } }>, { a: { b: string } }>
>();
expect<Equal<RecordOf<{ a: { type: 'object' } }>, { a: Record<string, any> }>>();

// An attribute may be named `type`: `string|min:3` is no name of a type, `json` only a shorthand
expect<
  Equal<
    RecordOf<{ a: { type: 'string|min:3'; b: 'number' } }>,
    { a?: { type: string; b: number } | null }
  >
>();
expect<Equal<RecordOf<{ a: { type: 'json' } }>, { a?: { type: any } | null }>>();
expect<Equal<RecordOf<{ a: { type: 'string'; b: 'number' } }>, { a: string }>>();
