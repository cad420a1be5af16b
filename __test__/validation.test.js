/**
 * Replays the golden cases of `resource.validate()` against the validation modules.
 */

import { describe, expect, test } from '@jest/globals';

import { validateRecord } from '../lib/record-validation.js';
import { RecordValidator } from '../lib/validator.js';
import { decodeExpectation, decodeValue, expectErrors, readVectors } from './support/vectors.js';

const { cases, matchers } = readVectors('validation');

/** Replayed through the database: the resource refuses empty attributes before they get here. */
const OF_THE_RESOURCE = new Set(['definition-039']);

/** Validation leaves encryption and hashing to the engine: what comes out is the plain value. */
const PLAIN = {
  'type:secret-001': 'hello',
  'type:secret-002': '',
  'type:secretAny-001': '[object Object]',
  'type:secretAny-002': '5',
  'type:secretNumber-001': 5.5,
  'type:secretNumber-002': 7,
  'type:password-001': 'hello',
  'type:password:bcrypt-001': 'hello',
  'type:password:argon2id-001': 'hello',
};

const REFUSED = { createError: { name: 'SchemaError', message: '(any)' } };

/** Where this package deviates, beside the `recommended` of the file. */
const DEVIATIONS = {
  // A limit that is not a number is refused, not evaluated.
  'string-rules-071': REFUSED,
  // Names that reach a prototype are refused.
  'names-004': REFUSED,
  // Dates are read as ISO text, so `date` accepts it, and epoch milliseconds.
  'builtin-091': { valid: true, data: { v: { $date: '2024-01-01T00:00:00.000Z' } } },
  'builtin-092': { valid: true, data: { v: { $date: '1970-01-01T00:00:00.005Z' } } },
};

/** Only these keys are compared: 21.6.2 spreads an error object into the entry. */
const SPREAD_ERRORS = { 'type:password-002': ['message', 'field', 'type'] };

function expectedOf(vector) {
  if (vector.id in PLAIN) return { valid: true, data: { v: PLAIN[vector.id] } };
  return DEVIATIONS[vector.id] ?? vector.recommended ?? vector.expect;
}

function createValidator({ attributes, options = {} }) {
  const { allNestedObjectsOptional } = options;
  return new RecordValidator(decodeValue(attributes), { allNestedObjectsOptional });
}

function expectCreateError(vector, { name, message }) {
  const validator = createValidator(vector);
  const matcher = message === '(any)' ? expect.any(String) : message;
  expect(() => validator.compile()).toThrow(expect.objectContaining({ name, message: matcher }));
}

async function expectReport(vector, expected) {
  const input = decodeValue(vector.input);
  const options = vector.options?.validateOptions;
  const report = await validateRecord(createValidator(vector), input, options);
  expect(input).toEqual(decodeExpectation(vector.input, matchers));
  if (expected.valid) {
    expect(report.errors).toEqual([]);
    expect(report.data).toEqual(decodeExpectation(expected.data, matchers));
  } else {
    expectErrors(report.errors, expected.errors, matchers, SPREAD_ERRORS[vector.id]);
  }
  expect(report.isValid).toBe(expected.valid);
}

async function replay(vector) {
  const expected = expectedOf(vector);
  if (expected.createError) return expectCreateError(vector, expected.createError);
  if (expected.throws === undefined) return expectReport(vector, expected);
  const { name, message } = expected.throws;
  const validation = validateRecord(createValidator(vector), decodeValue(vector.input));
  await expect(validation).rejects.toThrow(expect.objectContaining({ name, message }));
}

/**
 * Rows `dates-without-convert`, `embedding-objects`, `hashing-errors`, `optional-binary`: their cases are
 * among the vectors.
 */
describe('golden validation vectors', () => {
  const vectors = cases.filter(({ id, op }) => op === 'validate' && !OF_THE_RESOURCE.has(id));

  test('are all there', () => {
    expect(cases).toHaveLength(1051);
    expect(vectors).toHaveLength(840);
  });

  test.each(vectors.map((vector) => [vector.id, vector]))('%s', (_id, vector) => replay(vector));
});
