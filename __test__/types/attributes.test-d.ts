import type { AttributeDefinition, GeoPoint, GeoPointInput, InsertOf, RecordOf } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

type Read<D> = RecordOf<{ v: D }> extends { v: infer V } ? V : 'absent';
type Write<D> = InsertOf<{ v: D }> extends { v: infer V } ? V : 'absent';

// Text
expect<Equal<Read<'string'>, string>>();
expect<Equal<Write<'string|required|min:3'>, string>>();
expect<Equal<Read<'email' | 'url' | 'uuid' | 'text' | 'cron' | 'locale'>, string>>();
expect<Equal<Read<'ip4' | 'ip6' | 'mac' | 'cidr' | 'semver' | 'phone' | 'color'>, string>>();
expect<Equal<Read<'currency' | 'country' | 'luhn'>, string>>();
expect<Equal<Read<'ean'>, string>>();
expect<Equal<Write<'ean'>, string | number>>();

// Numbers and booleans
expect<Equal<Read<'number'>, number>>();
expect<Equal<Read<'number|integer|min:0|max:9'>, number>>();
expect<Equal<Write<'number|convert'>, number>>();
expect<Equal<Read<'money' | 'money:4' | 'crypto|min:1' | 'decimal:3|max:5'>, number>>();
expect<Equal<Read<'geo:lat' | 'geo:lat:4' | 'geo:lon|min:0' | 'geo:lon:2|max:5'>, number>>();
expect<Equal<Read<'boolean' | 'bool'>, boolean>>();

// Moments
expect<Equal<Read<'date'>, string>>();
expect<Equal<Write<'date'>, Date | string | number>>();
expect<Equal<Read<'datetime|required'>, string>>();
expect<Equal<Write<'datetime|required'>, Date | string | number>>();
expect<Equal<Write<'dateonly'>, Date | string | number>>();
expect<Equal<Write<'timeonly'>, Date | string>>();
expect<Equal<Read<'dateonly' | 'timeonly'>, string>>();
expect<Equal<Read<'duration'>, string>>();
expect<Equal<Write<'duration'>, string | number>>();
expect<Equal<Read<{ type: 'duration' }>, number>>();

// Secrets
expect<Equal<Read<'secret' | 'secret|min:8' | 'secretAny'>, string>>();
expect<Equal<Read<'secretNumber'>, number>>();
expect<Equal<Write<'secretNumber'>, number>>();
expect<Equal<Read<'password' | 'password:bcrypt|min:8' | 'password:argon2id'>, string>>();
expect<Equal<Read<{ type: 'password:argon2id'; min: 8 }>, string>>();

// Points, vectors, bytes
expect<Equal<Read<'geo:point' | 'geo:point:4' | 'geo-point'>, GeoPoint>>();
expect<Equal<Write<'geo:point:4'>, GeoPointInput>>();
expect<Equal<Read<'embedding' | 'embedding:1536'>, number[]>>();
expect<Equal<Read<{ type: 'embedding:3' }>, number[]>>();
expect<Equal<Write<'embedding:3'>, readonly number[]>>();
expect<Equal<Read<'buffer' | 'bits' | 'bits:16'>, Buffer>>();
expect<Equal<Write<'buffer'>, Buffer | Uint8Array | string>>();
expect<Equal<Read<{ type: 'bits:16' }>, Buffer>>();

// Arrays
expect<Equal<Read<'array'>, any[]>>();
expect<Equal<Read<'array|items:string'>, string[]>>();
expect<Equal<Write<'array|items:string'>, readonly string[]>>();
expect<Equal<Read<'array|items:number|integer:true'>, number[]>>();
expect<Equal<Read<'array|min:1|items:boolean|max:4'>, boolean[]>>();
expect<Equal<Read<'array|items:object'>, Record<string, any>[]>>();
expect<Equal<Read<'array|items:secret'>, string[]>>();
expect<Equal<Read<'array|items:duration'>, number[]>>();
expect<Equal<Read<'string[]'>, string[]>>();
expect<Equal<Read<'number[]'>, number[]>>();
expect<Equal<Read<{ type: 'array'; items: 'number|integer' }>, number[]>>();
expect<Equal<Read<{ type: 'array' }>, any[]>>();
expect<Equal<Read<{ type: 'array'; items: { type: 'array'; items: 'string' } }>, string[][]>>();
expect<
  Equal<
    Read<{
      type: 'array';
      items: { type: 'object'; props: { k: 'number'; s: 'string|optional' } };
    }>,
    { k: number; s?: string | null }[]
  >
>();
expect<Equal<Read<{ type: 'array'; enum: readonly ['a', 'b'] }>, ('a' | 'b')[]>>();

// Anything
expect<Equal<Read<'any'>, any>>();
expect<Equal<Read<'json'>, any>>();
expect<Equal<Read<'object'>, Record<string, any>>>();
expect<Equal<Read<'record'>, Record<string, any>>>();
expect<Equal<Read<{ type: 'custom'; check: () => true }>, any>>();

// Enumerations
expect<Equal<Read<{ type: 'enum'; values: readonly ['a', 'b'] }>, 'a' | 'b'>>();
expect<Equal<Read<{ type: 'enum'; values: readonly [1, 2] }>, 1 | 2>>();
expect<Equal<Read<{ type: 'enum'; values: readonly ['a', 1] }>, 'a' | 1 | '1'>>();
expect<Equal<Write<{ type: 'enum'; values: readonly ['a', 1] }>, 'a' | 1>>();
expect<Equal<Read<{ type: 'string'; enum: readonly ['x', 'y'] }>, 'x' | 'y'>>();
expect<Equal<Read<{ type: 'string'; enum: readonly string[] }>, string>>();

// Alternatives have no codec, so that scalars may read back as text
expect<Equal<Read<readonly ['string', 'number']>, string | number>>();
expect<Equal<Write<readonly ['number', 'boolean']>, number | boolean>>();
expect<Equal<Read<readonly ['number', 'boolean']>, number | boolean | `${number | boolean}`>>();
expect<Equal<Read<readonly ['date', { type: 'array'; items: 'string' }]>, string | string[]>>();

// What is not known until run time
expect<Equal<RecordOf<Record<string, unknown>>, Record<string, any>>>();
expect<Equal<InsertOf<Record<string, unknown>>, Record<string, any>>>();
expect<Equal<RecordOf<{ v: string }>, { v?: any }>>();
expect<Equal<RecordOf<{ v: unknown }>, { v?: any }>>();
expect<Equal<RecordOf<{ v: any }>, { v?: any }>>();
expect<Equal<RecordOf<{ v: {} }>, { v?: any }>>();
expect<Equal<RecordOf<{ v: AttributeDefinition }>, { v?: any }>>();
expect<Equal<RecordOf<{ v: { type: string } }>, { v?: any }>>();
