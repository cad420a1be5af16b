import { describe, expect, test } from '@jest/globals';

import { serializableAttributes } from '../lib/definition.js';
import { RecordValidator } from '../lib/validator.js';

describe('stored definitions', () => {
  test('regular-expressions: keep regular expressions and lose functions', () => {
    const upper = (value) => value.toUpperCase();
    const attributes = {
      a: { type: 'string', pattern: /^a+$/i, custom: upper },
      n: { b: { type: 'string', custom: [upper], default: upper } },
      l: { type: 'array', items: { type: 'currency', customRegex: /^\$\d+$/ } },
    };
    const stored = serializableAttributes(attributes);
    expect(stored).toEqual({
      a: { type: 'string', pattern: '^a+$', patternFlags: 'i' },
      n: { b: { type: 'string' } },
      l: { type: 'array', items: { type: 'currency', customRegex: '/^\\$\\d+$/' } },
    });
    expect(attributes.a.pattern).toEqual(/^a+$/i);
    const record = { a: 'AAA', n: { b: 'x' }, l: ['$5'] };
    expect(new RecordValidator(stored).check(record)).toBe(true);
    expect(new RecordValidator(stored).check({ ...record, a: 'b', l: ['5'] })).toHaveLength(2);
  });

  test('with a regular expression lost by 21.6.2 still compile', () => {
    const validator = new RecordValidator({ a: { type: 'string', pattern: {} } });
    expect(validator.check({ a: 'x' })).toBe(true);
  });
});

describe('escaped values', () => {
  test.each([
    [{ type: 'string', contains: 'a"b\\n' }, 'stringContains', 'a"b\\n'],
    [{ type: 'string', enum: ['a"b', '\\'] }, 'stringEnum', 'a"b, \\'],
    [{ type: 'string', pattern: '^"\\d\\"$' }, 'stringPattern', '/^"\\d\\"$/'],
    [{ type: 'enum', values: ['"', 1] }, 'enumValue', '", 1'],
  ])('keep their meaning: %j', (definition, type, expected) => {
    const verdict = new RecordValidator({ v: definition }).check({ v: 'x' });
    expect(verdict).toMatchObject([{ type, expected, actual: 'x' }]);
  });

  test('keep their meaning in messages and labels', () => {
    const messages = { string: 'no "{field}" \\ here\n' };
    const definition = { type: 'string', label: `"'\\`, messages };
    expect(new RecordValidator({ v: definition }).check({ v: 5 })).toEqual([
      { type: 'string', message: `no ""'\\" \\ here\n`, field: 'v', actual: 5, label: `"'\\` },
    ]);
  });

  test('keep their meaning in names', () => {
    const name = `a"b'\\`;
    const verdict = new RecordValidator({ $$strict: true, [name]: 'phone' }).check({
      [name]: 'x',
      y: 1,
    });
    expect(verdict).toMatchObject([
      { type: 'phone', field: name },
      { type: 'objectStrict', expected: name, actual: 'y' },
    ]);
  });
});

describe('refusals', () => {
  test.each([
    [{ v: { type: 'string', min: 'x' } }, `Invalid value "x" for rule 'min' of attribute 'v'.`],
    [{ v: { n: 'array|length:[]' } }, `Invalid value "[]" for rule 'length' of attribute 'v.n'.`],
    [{ v: 'string|pattern' }, `Invalid value true for rule 'pattern' of attribute 'v'.`],
  ])('name the attribute and the rule: %j', (attributes, message) => {
    const error = expect.objectContaining({ name: 'SchemaError', message });
    expect(() => new RecordValidator(attributes).compile()).toThrow(error);
  });

  test.each([
    '{"__proto__":"string"}',
    '{"constructor":"string"}',
    '{"prototype":"string"}',
    '{"a.__proto__.b":"string"}',
    '{"v":{"__proto__":{"a":"string"}}}',
    '{"v":{"type":"object","props":{"constructor":"string"}}}',
    '{"v":{"type":"array","items":{"type":"object","props":{"__proto__":"string"}}}}',
    '{"v":{"type":"string","messages":{"__proto__":{"string":"x"}}}}',
    '{"v":{"type":"any","default":{"__proto__":{"polluted":1}}}}',
    '{"v":["string",{"type":"object","props":{"prototype":"string"}}]}',
  ])('cover unsafe names: %s', (json) => {
    const attributes = JSON.parse(json);
    const error = expect.objectContaining({ name: 'SchemaError' });
    expect(() => new RecordValidator(attributes).compile()).toThrow(error);
    expect(() => serializableAttributes(attributes)).toThrow(error);
    expect({}.polluted).toBeUndefined();
  });

  test('depth: cover definitions without an end', () => {
    const attributes = { v: {} };
    attributes.v.v = attributes.v;
    const error = expect.objectContaining({ name: 'SchemaError' });
    expect(() => new RecordValidator(attributes).compile()).toThrow(error);
  });

  test('leave the prototypes of custom function tables out of reach', async () => {
    const attributes = { v: { type: 'any', custom: ['constructor'] } };
    expect(await new RecordValidator(attributes).check({ v: 'x' })).toMatchObject([
      { error: expect.any(TypeError) },
    ]);
  });
});
