import {
  BaseError,
  BehaviorError,
  DatabaseError,
  IncrementalConfigError,
  InvalidResourceItem,
  MetadataLimitError,
  NoSuchKey,
  NotFound,
  PartitionError,
  ResourceError,
  S3dbError,
  ValidationError,
  mapAwsError,
} from '../lib/errors.js';
import { ErrorClassifier, NON_RETRIABLE, RETRIABLE } from '../lib/concerns/error-classifier.js';
import {
  isNotFoundError,
  isPreconditionFailure,
  isTransientError,
} from '../lib/concerns/s3-errors.js';

describe('details', () => {
  test('own-properties: are own properties of every class', () => {
    const validation = [{ type: 'required', field: 'name' }];
    const item = { bucket: 'b', resourceName: 'r', attributes: { a: 1 }, validation };
    expect(new InvalidResourceItem(item)).toMatchObject(item);
    const partition = { resourceName: 'r', partitionName: 'p', fieldName: 'f' };
    expect(new PartitionError('m', partition)).toMatchObject(partition);
  });

  test('never replace what an error is', () => {
    const hostile = { name: 'X', stack: 's', data: 1, thrownAt: 2, toJSON: 3, toString: 4 };
    const error = new DatabaseError('m', hostile);
    expect(error.name).toBe('DatabaseError');
    expect(error.stack).toContain('DatabaseError: m');
    expect(error.thrownAt).toBeInstanceOf(Date);
    expect(error.toJSON().data).toMatchObject(hostile);
    expect(String(error)).toBe('DatabaseError | m');
  });

  test('given as undefined count as absent', () => {
    const error = new MetadataLimitError('m', { absoluteLimit: undefined, code: undefined });
    expect(error.absoluteLimit).toBe(2047);
    expect(error.statusCode).toBe(413);
  });

  test('by default are not shared', () => {
    expect(() => new BehaviorError('m').availableBehaviors.push('x')).toThrow(TypeError);
  });

  test('without a JSON form do not fail the error', () => {
    const circular = {};
    circular.self = circular;
    expect(new BaseError({ message: 'm', verbose: true, circular }).message).toMatch(/Circular/);
    const item = { bucket: 'b', resourceName: 'r', validation: [1n] };
    expect(new InvalidResourceItem(item).message).toContain('[ 1n ]');
  });
});

test('a subclass has its own name and the traits of its parent', () => {
  class OrderError extends ValidationError {}
  const error = new OrderError('m', { field: 'f' });
  expect(error).toMatchObject({ name: 'OrderError', title: 'OrderError', statusCode: 422 });
  expect(error.stack.split('\n')[1]).toContain('error-classes.test.js');
});

test('as many frames are captured as the program asks for', () => {
  const before = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 1;
    expect(new DatabaseError('m').stack.split('\n')).toHaveLength(2);
    expect(Error.stackTraceLimit).toBe(1);
  } finally {
    Error.stackTraceLimit = before;
  }
});

describe('toJSON', () => {
  test('has its fields in order', () => {
    expect(Object.keys(new S3dbError('m').toJSON()).join(' ')).toBe(
      'name message code statusCode requestId awsMessage bucket key thrownAt retriable ' +
        'suggestion docs title hint commandName commandInput metadata description data original ' +
        'stack',
    );
  });

  test('bodies-in-json: leaves out the body of a command, of the original error too', () => {
    const commandInput = { Key: 'k', Body: 'body of the record' };
    const original = mapAwsError(new Error('m'), { commandName: 'PutObjectCommand', commandInput });
    const error = new S3dbError('m', { commandInput, original });
    expect(error.toJSON().commandInput).toEqual({ Key: 'k' });
    expect(error.commandInput).toBe(commandInput);
    expect(JSON.stringify(error)).not.toContain('body of the record');
  });
});

describe('instanceof NoSuchKey', () => {
  const named = Object.assign(new ResourceError('m'), { name: 'NoSuchKey' });

  test('holds for a ResourceError of that name', () => {
    expect(named).toBeInstanceOf(NoSuchKey);
    expect(named.constructor).toBe(ResourceError);
    expect(named).not.toBeInstanceOf(NotFound);
  });

  test('keeps its meaning for subclasses and other errors', () => {
    class NoSuchPage extends NoSuchKey {}
    expect(named).not.toBeInstanceOf(NoSuchPage);
    expect(new NoSuchPage({ bucket: 'b', key: 'k' })).toBeInstanceOf(NoSuchKey);
    expect(new NoSuchKey({ bucket: 'b', key: 'k' })).not.toBeInstanceOf(NoSuchPage);
    expect(Object.assign(new Error('m'), { name: 'NoSuchKey' })).not.toBeInstanceOf(NoSuchKey);
    expect(new ResourceError('m')).not.toBeInstanceOf(NoSuchKey);
    expect(null).not.toBeInstanceOf(NoSuchKey);
  });
});

test('IncrementalConfigError is a plain Error', () => {
  const error = new IncrementalConfigError('m', 'start', 'x');
  expect(error).toMatchObject({ message: 'm', field: 'start', value: 'x' });
  expect(error.name).toBe('IncrementalConfigError');
  expect(error).not.toBeInstanceOf(BaseError);
});

describe('mapAwsError', () => {
  test.each([
    [{ name: 'SlowDown', $metadata: { httpStatusCode: 503 } }, true],
    [{ name: 'X', $metadata: { httpStatusCode: 408 } }, true],
    [{ name: 'X', $metadata: { httpStatusCode: 429 } }, true],
    [{ name: 'Throttling', $metadata: { httpStatusCode: 404 } }, false],
    [{ name: 'X', code: 'ECONNRESET' }, true],
    [{ name: 'X' }, false],
  ])('%j is retriable: %s', (failure, retriable) => {
    expect(mapAwsError(failure).retriable).toBe(retriable);
    expect(mapAwsError(failure, { retriable: !retriable }).retriable).toBe(!retriable);
  });

  test.each([['text'], [null], [{}]])('takes %j', (failure) => {
    const error = mapAwsError(failure);
    expect(error.name).toBe('UnknownError');
    expect(error.message).toBe(`Unknown error: ${failure}`);
    expect(error.original).toBe(failure);
  });

  test('names code and status of a failure that has no class', () => {
    const failure = { message: 'm', code: 'C', statusCode: 501, stack: 'E: m\n    at x' };
    expect(mapAwsError(failure).message).toBe(
      'Unknown error: m | Code: C | Status: 501 | Stack: E: m',
    );
  });
});

describe('isPreconditionFailure', () => {
  test.each([
    [mapAwsError({ name: 'PreconditionFailed' }), true],
    [{ code: 'PreconditionFailed' }, true],
    [{ $metadata: { httpStatusCode: 412 } }, true],
    [{ original: { statusCode: 412 } }, true],
    [{ code: 'ConditionalRequestConflict', statusCode: 409 }, false],
    [{ message: 'PreconditionFailed' }, false],
    [null, false],
  ])('%#', (error, expected) => {
    expect(isPreconditionFailure(error)).toBe(expected);
  });
});

test('isNotFoundError takes messages that are no strings', () => {
  expect(isNotFoundError({ message: 5 })).toBe(false);
});

test.each([
  ...['ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'NetworkError', 'RequestTimeout', 'SlowDown'],
  ...['ServiceUnavailable', 'SocketError', 'ThrottlingException', 'TimeoutError'],
])('%s is transient, as a name and as a code', (name) => {
  expect([isTransientError({ name }), isTransientError({ code: name })]).toEqual([true, true]);
});

test.each([
  [429, true],
  [599, true],
  [408, false],
  [600, false],
])('status %i is transient: %s', (status, expected) => {
  expect(isTransientError({ $metadata: { httpStatusCode: status } })).toBe(expected);
});

describe('ErrorClassifier', () => {
  test.each([400, 401, 403, 404, 405, 406, 409, 410, 422])('%i is permanent', (statusCode) => {
    expect(ErrorClassifier.classify({ statusCode, message: 'timeout' })).toBe(NON_RETRIABLE);
  });

  test.each([408, 412, 413, 429, 500, 503, 509])('%i is not', (statusCode) => {
    expect(ErrorClassifier.classify({ statusCode })).toBe(RETRIABLE);
  });

  test.each([
    ...['AuthenticationError', 'BusinessLogicError', 'InvalidStateTransition', 'PermissionError'],
    ...['SchemaError', 'StateMachineError', 'ValidationError'],
  ])('%s is permanent by name, not by code', (name) => {
    expect(ErrorClassifier.classify({ name })).toBe(NON_RETRIABLE);
    expect(ErrorClassifier.classify({ code: name })).toBe(RETRIABLE);
  });

  test.each([
    [{ code: 'A' }, { nonRetriableErrors: ['A'] }, NON_RETRIABLE],
    [{ code: 'A' }, { nonRetriableErrors: ['A'], retryableErrors: ['A'] }, RETRIABLE],
    [{ name: 'A', retriable: false }, { retryableErrors: ['A'] }, RETRIABLE],
    [{ message: 'not A either' }, { nonRetriableErrors: ['A'] }, NON_RETRIABLE],
    [{ name: 'AA' }, { nonRetriableErrors: ['A'] }, RETRIABLE],
    [{ name: 'ValidationError', statusCode: 503 }, undefined, NON_RETRIABLE],
    [{ retriable: 'yes', statusCode: 404 }, undefined, NON_RETRIABLE],
  ])('%j with %j is %s', (error, options, verdict) => {
    expect(ErrorClassifier.classify(error, options)).toBe(verdict);
    expect(ErrorClassifier.isRetriable(error, options)).toBe(verdict === RETRIABLE);
    expect(ErrorClassifier.isNonRetriable(error, options)).toBe(verdict === NON_RETRIABLE);
  });
});
