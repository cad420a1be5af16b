/**
 * Replays, through the database, the golden validation cases that write: what is refused, what is
 * returned and what is read back.
 */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';
import { decodeExpectation, decodeValue, expectErrors, readVectors } from './support/vectors.js';

const { cases, matchers, environment, systemKeys } = readVectors('validation');

const ID = 'k1';

/** Values that come back as they were written, or as the declared type restores them. */
const RESTORED = {
  // Text that looks like JSON, `null` or `undefined` stays the text that was written.
  'roundtrip-003': 'null',
  'roundtrip-004': 'undefined',
  'roundtrip-005': '[1,2]',
  'roundtrip-006': '{"a":1}',
  'roundtrip-007': '[object Object]',
  'roundtrip-097': 'null',
  'roundtrip-098': 'undefined',
  // Only what was encoded is decoded.
  'roundtrip-042': '1.2000.3',
  'roundtrip-056': '999.1.1.1',
  'roundtrip-057': 'not-ip',
  'roundtrip-074': 'x',
  'roundtrip-092': '5',
  // Dates are ISO text without quotes.
  'roundtrip-028': '2024-03-05T00:00:00.000Z',
  // The type that is declared is the type that is read.
  'roundtrip-027': { a: 1, b: [1] },
  'roundtrip-100': '[object Object]',
  'roundtrip-101': 5.5,
  'roundtrip-104': 5,
  'roundtrip-105': true,
  'roundtrip-106': 'hello',
  'roundtrip-110': { k: 5, s: 'x' },
  'roundtrip-115': 1.5,
};

/** Other deviations, beside the `recommended` of the file. */
const DEVIATIONS = {
  // A Date is accepted and returned as ISO text.
  'insert-007': { valid: true, data: { d: '2024-01-01T00:00:00.000Z' } },
  // An absent password stays absent.
  'roundtrip-103': { valid: true, inserted: {}, read: {} },
  // A dotted name is the nested field, and validated as such.
  'replace-008': {
    valid: false,
    error: { name: 'InvalidResourceItem', message: "The 'name' field is required." },
    errors: [
      {
        type: 'required',
        message: "The 'name' field is required.",
        field: 'name',
        actual: { $undefined: true },
      },
      {
        type: 'number',
        message: "The 'nested.x' field must be a number.",
        field: 'nested.x',
        actual: 'bad',
      },
    ],
  },
};

/** Only these keys are compared: 21.6.2 spreads an error object into the entry. */
const SPREAD_ERRORS = { 'insert-011': ['message', 'field', 'type'] };

let database;

beforeAll(async () => {
  const security = { ...environment.security, bcrypt: { rounds: 4 } };
  const options = { logLevel: 'silent', exitOnSignal: false, security };
  database = new Database({ connectionString: 'memory://golden/validation', ...options });
  await database.connect();
});

afterAll(() => database.disconnect());

function createResource({ id, attributes, options = {} }) {
  return database.createResource({
    ...environment.resourceDefaults,
    ...options,
    name: id.replaceAll(':', '-'),
    attributes: decodeValue(attributes),
  });
}

function expectedOf({ id, recommended, expect: recorded }) {
  if (id in RESTORED) {
    const record = { v: RESTORED[id] };
    return { valid: true, inserted: record, read: record };
  }
  return DEVIATIONS[id] ?? recommended ?? recorded;
}

function userData(record, { input, op }) {
  const hidden = op === 'insert' && 'id' in input ? systemKeys : [...systemKeys, 'id'];
  return Object.fromEntries(Object.entries(record).filter(([key]) => !hidden.includes(key)));
}

async function write(resource, vector) {
  const input = decodeValue(vector.input);
  if (vector.op === 'insert') return { data: await resource.insert(input) };
  if (vector.op === 'roundtrip') {
    const inserted = await resource.insert({ id: ID, ...input });
    return { inserted, read: await resource.get(ID) };
  }
  await resource.insert({ id: ID, ...decodeValue(vector.seed) });
  const data = await resource[vector.op](ID, input);
  return { data, read: await resource.get(ID) };
}

async function expectRecords(resource, vector, expected) {
  const records = await write(resource, vector);
  for (const [name, record] of Object.entries(records)) {
    const matching = decodeExpectation(expected[name], matchers);
    expect(userData(record, vector)).toEqual(matching);
  }
}

async function expectRefusal(resource, vector, expected) {
  const error = await write(resource, vector).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toMatchObject(expected.error);
  expectErrors(error.data.validation, expected.errors, matchers, SPREAD_ERRORS[vector.id]);
}

/**
 * Rows `dates`, `dotted-names`, `empty-documents`, `patch-in-place`, `sanitised-values-are-stored`,
 * `secret-any-objects`, `secret-numbers`: their cases are among the vectors.
 */
describe('golden validation vectors', () => {
  const vectors = cases.filter(({ op }) => op !== 'validate');

  test('are all there', () => {
    expect(vectors).toHaveLength(210);
  });

  test.each(vectors.map((vector) => [vector.id, vector]))('%s', async (_id, vector) => {
    const resource = await createResource(vector);
    const expected = expectedOf(vector);
    await (expected.valid
      ? expectRecords(resource, vector, expected)
      : expectRefusal(resource, vector, expected));
  });

  test('definition-039', async () => {
    const vector = cases.find(({ id }) => id === 'definition-039');
    const { name, message } = vector.expect.createError;
    await expect(createResource(vector)).rejects.toMatchObject({
      name,
      message: message.replace('<name>', vector.id),
    });
  });
});
