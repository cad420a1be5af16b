import {
  ConnectionString,
  S3_DEFAULT_ENDPOINT,
  S3_DEFAULT_REGION,
} from '../lib/connection-string.js';
import { ConnectionStringError } from '../lib/errors.js';
import { readConnectionStrings } from './connection-strings.js';

const vectors = readConnectionStrings();

/** Row "connection-strings: errors": the inputs whose message shows a secret in 21.6.2. */
const MASKED_INPUTS = {
  's3://AK:SK/with+slash@bucket': 's3://AK:***@bucket',
  'http://AK:SK@bad host/b': 'http://AK:***@bad host/b',
  'http://AK:SK/x@localhost:9000/b': 'http://AK:***@localhost:9000/b',
  's3://AK:S#K@bucket': 's3://AK:***@bucket',
  's3://AK:S?K@bucket': 's3://AK:***@bucket',
};

function defined(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function failureOf(input) {
  try {
    new ConnectionString(input);
  } catch (error) {
    return error;
  }
  throw new Error(`no error: ${input}`);
}

test.each(vectors.filter(({ ok }) => ok))('parses $input', ({ input, parsed }) => {
  expect(defined(new ConnectionString(input))).toEqual(parsed);
});

test.each(vectors.filter(({ ok }) => !ok))('refuses $input', ({ input, error }) => {
  const failure = failureOf(input);
  const { message, description, original, ...expected } = error;
  const shown = MASKED_INPUTS[input];

  expect(failure).toBeInstanceOf(ConnectionStringError);
  expect(failure).toMatchObject({ ...expected, statusCode: 400 });
  expect(failure.message).toBe(shown ? `Invalid connection string: ${shown}` : message);
  expect(failure.description !== undefined).toBe(description !== undefined);
  expect(failure.original).toEqual(original && expect.objectContaining(original));
});

test('the vectors are all there', () => {
  expect(vectors).toHaveLength(117);
  expect(vectors.filter(({ input }) => input in MASKED_INPUTS)).toHaveLength(5);
});

test('every field is an own property', () => {
  expect(Object.keys(new ConnectionString('memory://'))).toEqual([
    'region',
    'bucket',
    'accessKeyId',
    'secretAccessKey',
    'sessionToken',
    'endpoint',
    'keyPrefix',
    'forcePathStyle',
    'clientType',
    'basePath',
    'sqliteDriver',
    'redDbBaseUrl',
    'redDbAuthToken',
    'redDbWriteToken',
    'redDbCollection',
    'clientOptions',
  ]);
});

test('the defaults of s3 are exported', () => {
  expect(new ConnectionString('s3://b')).toMatchObject({
    region: S3_DEFAULT_REGION,
    endpoint: S3_DEFAULT_ENDPOINT,
  });
});

test('a URL is taken as it is', () => {
  expect(new ConnectionString(new URL('s3://b/p'))).toMatchObject({ bucket: 'b', keyPrefix: 'p' });
});

describe('parameters-of-the-bucket: parameters that say where the bucket is', () => {
  test.each([
    ['s3://b?region=cn-north-1', 'cn-north-1', 'https://s3.cn-north-1.amazonaws.com.cn'],
    ['s3://b?region=a&endpoint=https://h:9', 'a', 'https://h:9'],
    ['s3://b?region=a&region=z', 'z', 'https://s3.z.amazonaws.com'],
    ['s3://b?region=&endpoint=', 'us-east-1', 'https://s3.us-east-1.amazonaws.com'],
    ['s3://b?region=007', '007', 'https://s3.007.amazonaws.com'],
    ['http://h/b?region=a&endpoint=http://other', 'a', 'http://other'],
    ['memory://b?region=a&endpoint=http://h', 'us-east-1', 'memory://localhost'],
  ])('%s', (input, region, endpoint) => {
    expect(new ConnectionString(input)).toMatchObject({ region, endpoint });
  });

  test('an endpoint that is no http URL is refused', () => {
    expect(failureOf('s3://b?endpoint=localhost:9000')).toMatchObject({
      message: 'Invalid endpoint in connection string',
      statusCode: 400,
    });
  });

  test('forcePathStyle is a boolean or nothing', () => {
    expect(new ConnectionString('s3://b?forcePathStyle=yes').forcePathStyle).toBeUndefined();
    expect(new ConnectionString('http://h/b?forcePathStyle=yes').forcePathStyle).toBe(true);
  });
});

describe('client options', () => {
  test('a later scalar replaces an object', () => {
    expect(new ConnectionString('s3://b?a.b=1&a=2').clientOptions).toEqual({ a: 2 });
  });

  test('names of Object.prototype are ordinary names', () => {
    const { clientOptions } = new ConnectionString('s3://b?toString.a=1&a.valueOf=2');
    expect(clientOptions).toEqual({ toString: { a: 1 }, a: { valueOf: 2 } });
  });

  test.each(['__proto__.x=1', 'a.__proto__.x=1', 'constructor.prototype.x=1', 'prototype=1'])(
    'parameter-names: %s reaches no prototype',
    (query) => {
      expect(new ConnectionString(`s3://b?${query}`).clientOptions).toEqual({});
      expect({}.x).toBeUndefined();
    },
  );
});
