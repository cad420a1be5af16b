import * as errors from '../lib/errors.js';
import { ErrorClassifier } from '../lib/concerns/error-classifier.js';
import * as predicates from '../lib/concerns/s3-errors.js';
import { readGolden } from './golden.js';

const golden = readGolden('errors');

/** The status each class stands for; 21.6.2 reports 500 for these. */
const INTENDED_STATUS = {
  AnalyticsNotEnabledError: 400,
  BehaviorError: 400,
  ConnectionStringError: 400,
  InvalidResourceItem: 422,
  MetadataLimitError: 413,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotFound: 404,
  PartitionDriverError: 503,
  PartitionError: 400,
  ResourceNotFound: 404,
  SchemaError: 400,
};

const TRANSIENT_NAMES = [
  'ECONNREFUSED',
  'InternalError',
  'NetworkingError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'TimeoutError',
  'TooManyRequests',
];

/** Errors in recorded arguments are objects marked `__error`. */
function revive(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  const entries = Object.entries(value).map(([name, entry]) => [name, revive(entry)]);
  const { __error: isError, ...fields } = Object.fromEntries(entries);
  return isError ? Object.assign(new Error(fields.message), fields) : fields;
}

/** The form in which values were recorded. */
function recorded(value) {
  if (value instanceof Error) {
    const { name, message, code, statusCode } = value;
    return { __error: true, name, message, code, statusCode };
  }
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function record(object) {
  const fields = Object.entries(object).map(([name, value]) => {
    if (name === 'thrownAt') return [name, value instanceof Date ? '<date>' : value];
    if (name === 'stack') return [name, typeof value === 'string' ? '<stack>' : value];
    return [name, recorded(value)];
  });
  return Object.fromEntries(fields);
}

/** Recorded own properties without those that were undefined: ours need not have them. */
function defined(fields) {
  const entries = Object.entries(fields).filter(([, value]) => value !== '<undefined>');
  return Object.fromEntries(entries);
}

/** Descriptions are prose: the same ones exist, the words are ours unless the caller gave them. */
function describedLike(fields, details) {
  const isOwnWording = fields.description !== undefined && !details?.description;
  return isOwnWording ? { ...fields, description: expect.stringMatching(/\S/) } : fields;
}

/** Row "errors: constructors": explicit detail, then the original's, then the intended status. */
function intended(fields, className, details) {
  const status = details?.original?.statusCode ?? details?.original?.$metadata?.httpStatusCode;
  const isRepaired = className in INTENDED_STATUS && !status;
  const statusCode =
    details?.statusCode ?? (isRepaired ? INTENDED_STATUS[className] : fields.statusCode);
  const code = details?.code ?? fields.code;
  return { ...fields, statusCode, ...(code === undefined ? {} : { code }) };
}

function detailsOf(args) {
  return args.findLast((arg) => typeof arg === 'object');
}

const constructors = golden.constructors.map((vector, index) => [index, vector.class, vector]);

describe.each(constructors.filter(([, , { ok }]) => ok))(
  'constructor %i: %s',
  (_i, name, vector) => {
    const details = detailsOf(vector.args);
    const error = new errors[name](...revive(vector.args));
    const expected = (fields) => describedLike(intended(defined(fields), name, details), details);

    test('message, name and text', () => {
      expect(error.message).toBe(vector.message);
      expect(error.name).toBe(vector.instanceName);
      expect(String(error)).toBe(vector.toStringOut);
    });

    test('class and its parents', () => {
      for (const parent of vector.instanceofChain.slice(0, -1)) {
        expect(error).toBeInstanceOf(errors[parent]);
      }
      expect(error).toBeInstanceOf(Error);
    });

    test('status-codes, given-codes: own properties', () => {
      expect(record(error)).toMatchObject(expected(vector.ownProps));
    });

    test('toJSON has the recorded fields and no others', () => {
      const json = defined(record(error.toJSON()));
      const present = Object.entries(json).filter(([, value]) => value !== undefined);
      expect(Object.fromEntries(present)).toEqual(expected(vector.toJSON));
    });
  },
);

test.each(constructors.filter(([, , { ok }]) => !ok))(
  'constructor %i: %s refuses',
  (_i, name, v) => {
    let thrown;
    try {
      new errors[name](...revive(v.args));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(errors.ValidationError);
    const { value, ...rest } = v.error;
    expect(thrown).toMatchObject(rest);
    expect(thrown.value).toBe(value === '<undefined>' ? undefined : value);
  },
);

test.each(golden.mapAwsError)('retriable: mapAwsError %#: $input', ({ input, context, output }) => {
  const { name, message, ...fields } = input;
  const failure = Object.assign(new Error(message), { name, ...fields });
  const mapped = errors.mapAwsError(failure, context);
  const { class: className, originalIsInput, suggestion, ...rest } = output;
  const expected = { ...rest, description: expect.stringMatching(/\S/) };
  const status = fields.statusCode ?? fields.$metadata?.httpStatusCode;

  expect(mapped.constructor).toBe(errors[className]);
  expect(mapped).toMatchObject({
    ...expected,
    statusCode: status ? expected.statusCode : (INTENDED_STATUS[className] ?? expected.statusCode),
    retriable: expected.retriable || TRANSIENT_NAMES.includes(name) || status >= 500,
  });
  expect(mapped.original === failure).toBe(originalIsInput);
  expect(mapped.suggestion ?? null).toBe(suggestion);
});

test.each([
  [{ name: 'NoSuchKey' }, 'The specified key does not exist in the bucket.'],
  [
    { name: 'AccessDenied' },
    'Access denied. Check your AWS credentials, IAM permissions, and bucket policy.',
  ],
  [{ message: 'm' }, 'Check the error details and AWS documentation. Original error: m'],
])('mapAwsError describes %o', (failure, start) => {
  expect(errors.mapAwsError(failure).description.startsWith(start)).toBe(true);
});

test.each(golden.predicates)('predicates of $input', ({ input, ...expected }) => {
  for (const [name, value] of Object.entries(expected)) {
    expect([name, predicates[name](input)]).toEqual([name, value]);
  }
});

test.each(golden.errorClassifier)('classify $input', ({ input, classify }) => {
  expect(ErrorClassifier.classify(input)).toBe(classify);
});

test('ErrorMap has the recorded names', () => {
  expect(Object.keys(errors.ErrorMap)).toEqual(golden.errorMapKeys);
  for (const name of golden.errorMapKeys) expect(errors.ErrorMap[name]).toBe(errors[name]);
});

test('the vectors are all there', () => {
  expect(golden.constructors).toHaveLength(108);
  expect(golden.mapAwsError).toHaveLength(42);
  expect(golden.predicates).toHaveLength(13);
  expect(golden.errorClassifier).toHaveLength(11);
});
