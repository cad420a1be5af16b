import { describe, expect, test } from '@jest/globals';

import { normalizeConfig } from '../lib/resource/config.js';
import { declaredConfig } from '../lib/resource/declaration.js';

const client = {};
const attributes = { a: 'string' };
const base = { name: 'x', attributes, client };

function failure(options) {
  try {
    normalizeConfig(options);
  } catch (error) {
    return error;
  }
  throw new Error('no error');
}

describe('findings', () => {
  const run = () => 1;
  test.each([
    [{ name: 0 }, "Resource 'name' is required"],
    [{ attributes: 'abc' }, "Resource 'attributes' must be an object"],
    [{ passphrase: 5 }, "Resource 'passphrase' must be a string"],
    [{ observers: {} }, "Resource 'observers' must be an array"],
    [{ cache: null }, "Resource 'cache' must be a boolean"],
    [{ idGenerator: -1 }, "Resource 'idGenerator' size must be greater than 0"],
    [{ idGenerator: Infinity }, "Resource 'idGenerator' size must be finite"],
    [
      { idGenerator: { start: 5 } },
      "Resource 'idGenerator' must be a function, number (size), 'incremental' string, or incremental config object",
    ],
    [{ idSize: null }, "Resource 'idSize' must be an integer"],
    [{ partitions: { p: null } }, "Partition 'p' must be an object"],
    [
      { partitions: { p: { fields: { 'a/b': 5 } } } },
      "Partition field 'a/b' must be URL-friendly (no /, \\, =, or %)",
    ],
    [{ hooks: [] }, "Resource 'hooks' must be an object"],
    [{ events: run }, "Resource 'events' must be an object"],
    [{ events: { a: [run, null] } }, "Resource 'events.a[1]' must be a function"],
  ])('infinite-ids: %j', (options, finding) => {
    const error = failure({ ...base, ...options });
    expect(error.validation).toEqual([finding]);
    const name = options.name === undefined ? 'x' : '[unnamed]';
    expect(error.message).toBe(`Invalid Resource ${name} configuration:\n  • ${finding}`);
  });

  test('come in a fixed order', () => {
    const wrong = Object.fromEntries(
      'events hooks partitions idSize idGenerator timestamps cache observers passphrase version'
        .split(' ')
        .map((option) => [option, option === 'idGenerator' ? 'uuid' : 1.5]),
    );
    const { validation } = failure({ ...wrong });
    expect(validation.map((text) => /'(\w+)'/.exec(text)[1])).toEqual(
      'name client attributes version passphrase observers cache timestamps idGenerator idSize partitions hooks events'.split(
        ' ',
      ),
    );
  });
});

describe('a configuration', () => {
  const defaults = {
    version: 'v1',
    client,
    security: { passphrase: 'db', bcrypt: { rounds: 14 }, argon2: { a: 1, b: 2 } },
    compression: { enabled: true, x: 1 },
    cache: true,
  };

  test('caller-attributes: shares nothing that is changed', () => {
    const partitions = { p: { fields: { a: 'string' } } };
    const given = { ...base, partitions, timestamps: true };
    const config = normalizeConfig(given);
    config.attributes.b = 'string';
    config.partitions.p.fields.b = 'string';
    expect(given).toEqual({ ...base, partitions, timestamps: true });
    expect(attributes).toEqual({ a: 'string' });
    expect(partitions).toEqual({ p: { fields: { a: 'string' } } });
  });

  test('is not changed by completing it again', () => {
    const given = {
      ...base,
      timestamps: true,
      versioningEnabled: true,
      idGenerator: 9,
      compression: {},
    };
    const config = declaredConfig(given, defaults);
    const again = normalizeConfig(config);
    expect(again).toEqual(config);
    expect(Object.keys(again)).toEqual(Object.keys(config));
  });

  test('has the same members whatever is given', () => {
    const keys = Object.keys(normalizeConfig(base));
    const full = { ...base, map: { a: 'q' }, idGenerator: () => 'x', guard: ['r'], foo: 1 };
    expect(Object.keys(declaredConfig(full, defaults))).toEqual(keys);
  });

  test('forwarded-options: keeps what the reference drops', () => {
    const given = {
      guard: { get: ['admin'] },
      strictPartitions: true,
      autoEncrypt: false,
      logLevel: 'debug',
      versioningEnabled: true,
    };
    expect(declaredConfig({ ...base, ...given }, defaults)).toMatchObject(given);
  });

  test('merges security and compression over those of the database', () => {
    const security = { bcrypt: { rounds: 13 }, argon2: { a: 9 } };
    const config = declaredConfig({ ...base, security, compression: { x: 2 } }, defaults);
    expect(config.security).toEqual({
      passphrase: 'db',
      bcrypt: { rounds: 13 },
      argon2: { a: 9, b: 2 },
    });
    expect(config.compression).toEqual({ enabled: true, x: 2 });
    expect(config.cache).toBe(true);
  });

  test('never gets the default passphrase beside a security that has none', () => {
    expect(normalizeConfig({ ...base, security: { bcrypt: { rounds: 4 } } }).security).toEqual({
      bcrypt: { rounds: 4 },
    });
    expect(normalizeConfig({ ...base, passphrase: 'own' }).security).toEqual({
      passphrase: 'own',
      bcrypt: { rounds: 12 },
    });
  });

  test('takes empty options of createResource for none', () => {
    const empty = { version: '', partitions: null, hooks: null, events: 0, createdBy: '' };
    expect(declaredConfig({ ...base, ...empty }, defaults)).toMatchObject({
      version: 'v1',
      partitions: {},
      hooks: {},
      events: {},
      createdBy: 'user',
    });
  });
});
