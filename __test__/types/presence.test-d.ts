import type { DateInput, InsertOf, RecordOf, UnknownAttributes } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

type Insert<A> = InsertOf<A>;
type Open<T> = T & UnknownAttributes;

// Shorthand
expect<Equal<RecordOf<{ v: 'string' }>, { v: string }>>();
expect<Equal<RecordOf<{ v: 'string|optional' }>, { v?: string | null }>>();
expect<Equal<Insert<{ v: 'string|optional' }>, Open<{ v?: string | null }>>>();
expect<Equal<RecordOf<{ v: 'string|optional|min:3' }>, { v?: string | null }>>();
expect<Equal<RecordOf<{ v: 'string|optional:true' }>, { v?: string | null }>>();
expect<Equal<RecordOf<{ v: 'string|optional:false' }>, { v: string }>>();
expect<Equal<RecordOf<{ v: 'string|required|optional' }>, { v?: string | null }>>();
expect<Equal<RecordOf<{ v: 'string|contains:optional' }>, { v: string }>>();
expect<
  Equal<
    RecordOf<{ v: 'geo:point|optional' }>['v'],
    { latitude: number; longitude: number } | null | undefined
  >
>();

// Defaults are filled in on insert, for null, too
expect<Equal<RecordOf<{ v: 'string|default:x' }>, { v: string }>>();
expect<Equal<Insert<{ v: 'string|default:x' }>, Open<{ v?: string | null }>>>();
expect<Equal<RecordOf<{ v: 'number|optional|default:0' }>, { v: number }>>();
expect<Equal<RecordOf<{ v: { type: 'number'; default: 0 } }>, { v: number }>>();
expect<Equal<Insert<{ v: { type: 'number'; default: 0 } }>, Open<{ v?: number | null }>>>();

// Null must be given, but may be
expect<Equal<RecordOf<{ v: 'string|nullable' }>, { v: string | null }>>();
expect<Equal<Insert<{ v: 'string|nullable' }>, Open<{ v: string | null }>>>();
expect<Equal<RecordOf<{ v: 'number|nullable|default:1' }>, { v: number | null }>>();
expect<Equal<RecordOf<{ v: { type: 'number'; nullable: true } }>, { v: number | null }>>();

// Generated secrets
expect<Equal<RecordOf<{ v: 'secret|generate' }>, { v: string }>>();
expect<Equal<Insert<{ v: 'secret|generate' }>, Open<{ v?: string }>>>();
expect<Equal<Insert<{ v: { type: 'password'; generate: true } }>, Open<{ v?: string }>>>();

// Objects
expect<Equal<RecordOf<{ v: { type: 'string'; optional: true } }>, { v?: string | null }>>();
expect<Equal<RecordOf<{ v: { type: 'string'; optional: false } }>, { v: string }>>();
expect<Equal<RecordOf<{ v: { type: 'string'; optional: boolean } }>, { v?: string | null }>>();

// Alternatives are optional if each is
expect<Equal<RecordOf<{ v: readonly ['string|optional', 'string'] }>, { v: string }>>();
expect<
  Equal<RecordOf<{ v: readonly ['string|optional', 'date|optional'] }>, { v?: string | null }>
>();

// Options are no attributes
expect<Equal<RecordOf<{ $$strict: 'remove'; v: 'string' }>, { v: string }>>();

// Timestamps
expect<
  Equal<RecordOf<{ v: 'string' }, true>, { v: string; createdAt: string; updatedAt: string }>
>();
expect<
  Equal<RecordOf<{ v: 'string' }, boolean>, { v: string; createdAt?: string; updatedAt?: string }>
>();
expect<Equal<Insert<{ v: 'string' }>, Open<{ v: string }>>>();
expect<
  Equal<
    InsertOf<{ v: 'string' }, true>,
    Open<{ v: string; createdAt?: DateInput | null; updatedAt?: DateInput | null }>
  >
>();
expect<
  Equal<RecordOf<{ createdAt: { type: 'number' } }, true>, { createdAt: number; updatedAt: string }>
>();
