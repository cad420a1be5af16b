/**
 * Definitions may come from a bucket that others can write to: nothing in them may run as code.
 */

import { afterEach, describe, expect, test } from '@jest/globals';
import FastestValidator from 'fastest-validator';

import { RecordValidator, Validator } from '../lib/validator.js';

const CANARY = '__definitionCanary';
const CODE = `globalThis.${CANARY}=1`;

/** Texts that would run in one of the places where the compiler pastes a value. */
const PAYLOADS = [
  `(${CODE})`,
  `0);${CODE};(0`,
  `4;${CODE}`,
  `"+(${CODE})+"`,
  `'+(${CODE})+'`,
  `\\"+(${CODE})+\\"`,
  `\\"+(${CODE})//`,
  `"+(${CODE})//`,
  `"];${CODE};["`,
  `x\n${CODE}\n`,
  `x\u2028${CODE}\u2028`,
  `/./),${CODE},(/./`,
  `*/${CODE}/*`,
  `\${${CODE}}`,
];

const TYPES = [
  ...['any', 'array', 'boolean', 'class', 'custom', 'currency', 'date', 'email', 'enum', 'equal'],
  ...['forbidden', 'function', 'luhn', 'mac', 'multi', 'number', 'object', 'objectID', 'record'],
  ...['string', 'tuple', 'url', 'uuid', 'secret', 'password', 'phone', 'json', 'embedding'],
];

const RULES = [
  ...['alpha', 'check', 'contains', 'convert', 'currencySymbol', 'custom', 'customRegex'],
  ...['decimalSeparator', 'default', 'empty', 'enum', 'equal', 'field', 'instanceOf', 'integer'],
  ...['items', 'key', 'label', 'length', 'max', 'maxProps', 'min', 'minProps', 'mode', 'normalize'],
  ...['notEqual', 'nullable', 'ObjectID', 'optional', 'padChar', 'padEnd', 'padStart', 'pattern'],
  ...['patternFlags', 'properties', 'props', 'remove', 'rules', 'strict', 'symbolOptional'],
  ...['thousandSeparator', 'trim', 'unique', 'value', 'values', 'version', '$$type', '$$strict'],
];

/** What a type needs so that its definition compiles at all, or reaches all of its code. */
const REQUIRED = {
  array: { items: 'any' },
  enum: { values: ['a'] },
  multi: { rules: ['any'] },
  object: { props: { a: 'string' } },
  tuple: { items: ['any'] },
};

/** The other shapes in which stored JSON can carry a text to the place of a rule's value. */
const SHAPES = [
  (text) => [text],
  (text) => ({ name: text, type: text, source: text }),
  (text) => ({ [text]: 'string' }),
];

const VALUES = [undefined, null, '', 'x', 5, true, [], ['x', 1], {}, { x: 1 }];

function* ruleValues() {
  yield* PAYLOADS;
  for (const shape of SHAPES) yield* [shape(PAYLOADS[0]), shape(PAYLOADS[3])];
}

function* ruleDefinitions() {
  for (const type of TYPES) {
    for (const rule of RULES) {
      for (const value of ruleValues()) yield { type, ...REQUIRED[type], [rule]: value };
    }
  }
}

function* shorthands(payload) {
  for (const type of [...TYPES, payload]) {
    yield type;
    for (const rule of RULES) yield `${type}|${rule}:${payload}`;
  }
  for (const type of ['money', 'decimal', 'geo:lat', 'embedding', 'bits', 'buffer']) {
    yield* [`${type}:${payload}`, `${type}|min:${payload}`, `${type}|max:${payload}`];
  }
  yield* [`${payload}[]`, `array|items:${payload}`, `string|${payload}`, `string|${payload}:1`];
}

function messageDefinitions(payload) {
  const messages = Object.fromEntries(
    Object.keys(new Validator().messages).map((name) => [name, payload]),
  );
  const strict = { type: 'object', strict: true, props: { a: 'string' }, minProps: 9 };
  return [...TYPES.map((type) => ({ type, ...REQUIRED[type] })), strict].flatMap((definition) => [
    { ...definition, messages },
    { ...definition, messages, label: payload, min: 9, max: 0, length: 9, contains: 'z' },
  ]);
}

function namedAttributes(payload) {
  const attributes = { [payload]: 'phone', b: `equal|field:${payload}` };
  return [
    attributes,
    { ...attributes, $$strict: true },
    { v: attributes },
    { v: { type: 'object', strict: true, props: attributes } },
    { v: { type: 'array', items: { type: 'object', strict: true, props: attributes } } },
    { v: { type: 'tuple', items: [{ type: 'object', props: attributes }] } },
    { v: { $$type: payload, [payload]: payload } },
    { v: 'string', $$strict: payload },
    { v: 'string', $$root: true, $$async: payload, label: payload },
  ];
}

/** Attributes that carry one definition at the places where it is compiled differently. */
function placements(definition) {
  return [
    { v: definition },
    { v: { n: definition } },
    { v: { type: 'array', items: definition } },
    { v: [definition, 'number'] },
  ];
}

function runRecords(check) {
  for (const value of VALUES.flatMap((item) => [item, [item], { n: item }])) {
    try {
      check({ v: value, n: value });
    } catch {
      continue;
    }
  }
}

/** Compiles, and runs what compiles; refusals are as good as harmless code. */
function attempt(attributes, compile) {
  const stored = JSON.parse(JSON.stringify(attributes));
  let check;
  try {
    check = compile(stored);
  } catch {
    return;
  }
  runRecords(check);
}

function compileRecord(attributes) {
  const validator = new RecordValidator(attributes);
  validator.compile();
  return (record) => validator.check(record);
}

function expectHarmless(attributes) {
  attempt(attributes, compileRecord);
  if (CANARY in globalThis) throw new Error(`executed: ${JSON.stringify(attributes)}`);
}

afterEach(() => {
  delete globalThis[CANARY];
});

describe('no-code-from-definitions: hostile definitions', () => {
  test.each([
    ['a limit', { v: { type: 'string', min: PAYLOADS[0] } }],
    ['a limit in an array', { v: { type: 'string', min: [PAYLOADS[0]] } }],
    ['a pattern in an array', { v: { type: 'string', pattern: [PAYLOADS[0]] } }],
    ['a text to contain', { v: { type: 'string', contains: PAYLOADS[3] } }],
    ['an enum', { v: { type: 'string', enum: [PAYLOADS[3]] } }],
    ['a message', { v: { type: 'string', messages: { string: PAYLOADS[3] } } }],
    ['a sibling', { v: { type: 'equal', field: `x"]+(${CODE})+["` } }],
    ['a version', { v: { type: 'uuid', version: `4===4&&(${CODE})||1` } }],
    ['emptiness', { v: { type: 'tuple', items: ['any'], empty: PAYLOADS[0] } }],
    ['a currency', { v: { type: 'array', items: { type: 'currency', customRegex: PAYLOADS[0] } } }],
    ['a forbidden key', { $$strict: true, [PAYLOADS[3]]: 'any', v: 'any' }],
    ['the path of a checker', { v: { type: 'object', props: { [PAYLOADS[3]]: 'phone' } } }],
  ])('run in fastest-validator itself or do not: %s', (_place, attributes) => {
    expectHarmless(attributes);
    const raw = new FastestValidator({
      aliases: { phone: { type: 'any', custom: (value) => value } },
      useNewCustomCheckerFunction: true,
    });
    const values = ['550e8400-e29b-41d4-a716-446655440000', ['x']];
    attempt(attributes, (schema) => {
      const check = raw.compile(schema);
      return (record) => [record.v, ...values].forEach((v) => check({ ...record, v }));
    });
    expect(CANARY in globalThis).toBe(true);
  });

  test('never run as values of rules', () => {
    for (const items of ruleDefinitions()) expectHarmless({ v: { type: 'array', items } });
  });

  test.each(PAYLOADS.map((payload) => [payload]))('never run in shorthand: %j', (payload) => {
    for (const definition of shorthands(payload)) {
      expectHarmless({ v: definition });
      expectHarmless({ v: { type: 'array', items: definition } });
    }
  });

  test.each(PAYLOADS.map((payload) => [payload]))('never run as messages: %j', (payload) => {
    for (const definition of messageDefinitions(payload)) {
      for (const attributes of placements(definition)) expectHarmless(attributes);
    }
  });

  test.each(PAYLOADS.map((payload) => [payload]))('never run as names: %j', (payload) => {
    for (const attributes of namedAttributes(payload)) expectHarmless(attributes);
  });

  test.each(PAYLOADS.map((payload) => [payload]))('never run in root schemas: %j', (payload) => {
    const compile = (schema) => new Validator().compile(schema);
    for (const type of TYPES) {
      attempt({ $$root: true, type, ...REQUIRED[type], label: payload, min: payload }, compile);
      attempt({ $$root: true, type, ...REQUIRED[type], label: payload, length: 9 }, compile);
    }
    expect(CANARY in globalThis).toBe(false);
  });
});
