import { describe, expect, test } from '@jest/globals';

import { validateRecord } from '../lib/record-validation.js';
import { RecordValidator, Validator } from '../lib/validator.js';

describe('record validator', () => {
  test('is synchronous unless the attributes have checkers of the user', () => {
    expect(new RecordValidator({ a: 'string', b: 'phone', c: 'secret' }).check({})).toHaveLength(3);
    const custom = { type: 'string', custom: (value) => value };
    for (const attributes of [
      { a: custom },
      { n: { custom } },
      { a: { type: 'array', items: custom } },
    ]) {
      expect(new RecordValidator(attributes).isAsync).toBe(true);
    }
    expect(new RecordValidator({ custom: 'string', check: 'string' }).isAsync).toBe(false);
  });

  test('reports the errors of a definition on first use only', () => {
    const validator = new RecordValidator({ a: 'nope' });
    expect(() => validator.check({})).toThrow("Invalid 'nope' type in validator schema.");
  });

  test('adds no undefined properties to a record', () => {
    const types = ['string', 'date', 'phone', 'json', 'secret', 'secretAny', 'password'];
    const attributes = Object.fromEntries(types.map((type) => [type, `${type}|optional`]));
    const record = {};
    expect(new RecordValidator(attributes).check(record)).toBe(true);
    expect(Object.keys(record)).toEqual([]);
  });

  test('sanitises nested objects and arrays in place', () => {
    const record = { n: { s: ' x ', b: 'on' }, l: [' a '], o: { a: ' x ', z: 1 } };
    const validator = new RecordValidator({
      n: { s: 'string', b: 'boolean', q: 'string|default:nq' },
      l: 'array|items:string',
      o: { type: 'object', props: { a: 'string' } },
    });
    expect(validator.check(record)).toBe(true);
    expect(record).toEqual({ n: { s: 'x', b: true, q: 'nq' }, l: ['a'], o: { a: 'x' } });
  });

  test.each([
    '$2b$12$abcdefghijklmnopqrstuuZ8d8g8F1p0Zk0QvE0bE8p7S2b2e5y6G',
    '$c$abcdefghijklmnopqrstuuZ8d8g8F1p0Zk0QvE0bE8p7S2b2e5y6G',
    '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g',
    '$j|g|3|4$c2FsdHNhbHQ$aGFzaGhhc2g',
  ])('lets the hashed password %s pass the rules of plain ones', (hash) => {
    const validator = new RecordValidator({ p: 'password|max:10' });
    expect(validator.check({ p: hash })).toBe(true);
    expect(validator.check({ p: [hash] })).toMatchObject([{ type: 'string' }]);
    expect(validator.check({ p: '$5$10 is plain' })).toHaveLength(1);
  });

  test.each([
    ['2024-03-05', true],
    ['2024-03-05T10:20:30.456Z', true],
    ['2024-03-05T10:20:30+02:00', true],
    [1709634030456, true],
    ['2024-13-45', false],
    ['March 5, 2024', false],
    [true, false],
    [NaN, false],
  ])('takes %p for a date: %p', (value, accepted) => {
    const verdict = new RecordValidator({ d: 'date' }).check({ d: value });
    expect(verdict === true).toBe(accepted);
    if (!accepted) expect(verdict[0]).toMatchObject({ type: 'date', actual: value });
  });

  test('reads dates strictly with convert:false', () => {
    const record = { d: '2024-03-05' };
    expect(new RecordValidator({ d: 'date|convert:false' }).check(record)).toHaveLength(1);
  });

  test.each(['geoLat', 'geoLon', 'geo-lat', 'geo:lon'])(
    'geo-names: knows %s as an object type',
    (type) => {
      expect(new RecordValidator({ v: { type } }).check({ v: 181 })).toMatchObject([
        { type: 'numberMax' },
      ]);
    },
  );

  test('rejects with the failures on demand', async () => {
    const validator = new RecordValidator({ a: 'string' });
    const validation = validateRecord(validator, { a: 5 }, { throwOnError: true });
    await expect(validation).rejects.toMatchObject({
      message: 'Validation failed',
      validationErrors: [{ type: 'string' }],
      invalidData: { a: 5 },
    });
  });

  test('sanitises the original on demand', async () => {
    const record = { id: 'x', a: ' y ' };
    await validateRecord(new RecordValidator({ a: 'string' }), record, { mutateOriginal: true });
    expect(record).toEqual({ a: 'y' });
  });
});

describe('Validator', () => {
  test('passes its options on', () => {
    const validator = new Validator({
      options: {
        haltOnFirstError: true,
        messages: { required: 'Need {field}' },
        aliases: { nick: { type: 'string', min: 3 } },
      },
    });
    expect(validator).toMatchObject({ autoEncrypt: true, autoHash: true });
    expect(validator.validate({ a: 'x' }, { a: 'nick', b: 'string' })).toHaveLength(1);
    expect(validator.validate({}, { a: 'nick' })).toMatchObject([{ message: 'Need a' }]);
  });

  test('compiles asynchronous schemas', async () => {
    const check = new Validator().compile({ $$async: true, v: 'phone' });
    await expect(check({ v: '+5511999999999' })).resolves.toBe(true);
  });

  test('calls registered custom functions', () => {
    const validator = new Validator();
    validator.addCustomFunction('double', (value) => value * 2);
    const record = { n: 2 };
    expect(validator.validate(record, { n: { type: 'number', custom: ['double'] } })).toBe(true);
    expect(record.n).toBe(4);
  });
});
