import {
  BaseError,
  DatabaseError,
  ErrorClassifier,
  ErrorMap,
  IncrementalConfigError,
  InvalidResourceItem,
  MetadataLimitError,
  NON_RETRIABLE,
  NoSuchKey,
  RETRIABLE,
  ResourceNotFound,
  S3dbError,
  ValidationError,
  isAccessDeniedError,
  isNotFoundError,
  isPreconditionFailure,
  isTransientError,
  mapAwsError,
  tryFn,
  tryFnSync,
  type Outcome,
  type ValidationFailure,
} from 's3db-native';

import { expect, type Equal } from './equality.cjs';

// Fields
declare const thrown: unknown;
if (thrown instanceof InvalidResourceItem) {
  expect<Equal<typeof thrown.validation, ValidationFailure[]>>();
  expect<Equal<typeof thrown.statusCode, number>>();
  thrown.data.anything;
}
if (thrown instanceof MetadataLimitError) {
  expect<Equal<typeof thrown.excess, number | undefined>>();
}
if (thrown instanceof ValidationError) expect<Equal<typeof thrown.field, string | undefined>>();
if (thrown instanceof BaseError) {
  expect<Equal<ReturnType<typeof thrown.toJSON>, Record<string, unknown>>>();
  expect<Equal<typeof thrown.retriable, boolean>>();
}
const asError: Error = new DatabaseError('no', { code: 'X', mine: 1 });
const asBase: BaseError = new NoSuchKey({ bucket: 'b', key: 'k' });
asError === asBase;

// Constructors
new S3dbError('no', { original: thrown, statusCode: 418 });
new ResourceNotFound({ id: 'ana', bucket: 'b', resourceName: 'users' });
new IncrementalConfigError('no', 'start', -1);
// @ts-expect-error `bucket` is missing
new NoSuchKey({ key: 'k' });
// @ts-expect-error `id` is a string
new ResourceNotFound({ id: 5, bucket: 'b', resourceName: 'users' });
// @ts-expect-error the status is a number
new DatabaseError('no', { statusCode: '500' });

// Classification
expect<Equal<ReturnType<typeof mapAwsError>, S3dbError>>();
mapAwsError(thrown, { bucket: 'b', key: 'k' }).retriable;
expect<Equal<typeof ErrorMap.NoSuchKey, typeof NoSuchKey>>();
const predicates = [isAccessDeniedError, isNotFoundError, isPreconditionFailure, isTransientError];
expect<Equal<(typeof predicates)[number], (error: unknown) => boolean>>();
expect<Equal<typeof RETRIABLE, 'RETRIABLE'>>();
const verdict = ErrorClassifier.classify(thrown, { retryableErrors: ['SlowDown'] });
expect<Equal<typeof verdict, 'RETRIABLE' | 'NON_RETRIABLE'>>();
verdict === NON_RETRIABLE;
// @ts-expect-error not to be constructed with options
new ErrorClassifier({ retryableErrors: [] });

// Calls that do not throw
const settled = await tryFn(async () => 5);
expect<Equal<typeof settled, Outcome<number>>>();
const fromPromise = tryFn(Promise.resolve('a'));
expect<Equal<typeof fromPromise, Promise<Outcome<string>>>>();
const immediate = tryFn(() => 5);
expect<Equal<typeof immediate, Outcome<number>>>();
const fromValue = tryFn(5);
expect<Equal<typeof fromValue, Outcome<number>>>();
const synchronous = tryFnSync(() => 'a');
expect<Equal<typeof synchronous, Outcome<string>>>();
const [ok, error, data] = settled;
if (ok) expect<Equal<[typeof error, typeof data], [null, number]>>();
else expect<Equal<[typeof error, typeof data], [Error, undefined]>>();
// @ts-expect-error only functions can be called
tryFnSync(5);
