import { describe, expect, test } from '@jest/globals';

import {
  databaseDefaults,
  declaredConfig,
  declaredRestoredConfig,
  redeclaredConfig,
} from '../lib/resource/declaration.js';
import { normalizeConfig } from '../lib/resource/config.js';

const client = {};
const security = { passphrase: 'db', bcrypt: { rounds: 12 } };
const defaults = databaseDefaults({ client, security }, 'x');
const first = {
  name: 'x',
  attributes: { a: 'string' },
  behavior: 'body-only',
  timestamps: true,
  paranoid: false,
  cache: true,
  partitions: ['a'],
  idGenerator: 'incremental:5',
  security: { passphrase: 'own' },
};

describe('defaults', () => {
  test('have the version that is stored', () => {
    const resources = { x: { currentVersion: 'v4' } };
    expect(databaseDefaults({ savedMetadata: { resources } }, 'x').version).toBe('v4');
    expect(databaseDefaults({ savedMetadata: { resources } }, 'toString').version).toBe('v1');
    expect(databaseDefaults({ savedMetadata: null }, 'x').version).toBe('v1');
  });

  test('leave asyncPartitions to the client', () => {
    const config = { name: 'x', attributes: { a: 'string' } };
    const indexing = databaseDefaults({ client: { supportsPartitionIndex: true } }, 'x');
    expect(declaredConfig(config, indexing).asyncPartitions).toBe(false);
    expect(declaredConfig(config, defaults).asyncPartitions).toBe(true);
  });

  test('are not for the author to replace', () => {
    const config = { ...first, client: {}, observers: 5, passphrase: 5, schemaRegistry: 5 };
    const declared = declaredConfig(config, defaults);
    expect(declared.client).toBe(client);
    expect(declared.observers).toHaveLength(1);
    expect(declared.schemaRegistry).toBeUndefined();
    expect(declared.security.passphrase).toBe('own');
  });
});

describe('a second declaration', () => {
  const current = declaredConfig(first, defaults);
  const attributes = { a: 'string', b: 'number' };

  test('keeps what it omits but for behavior, partitions and cache', () => {
    const next = redeclaredConfig(current, { name: 'x', attributes }, defaults);
    expect(next).toMatchObject({ behavior: 'user-managed', paranoid: false, timestamps: true });
    expect(next.cache).toBeUndefined();
    expect(Object.keys(next.partitions)).toEqual(['byCreatedDate', 'byUpdatedDate']);
    expect(Object.keys(next.attributes)).toEqual(['a', 'b', 'createdAt', 'updatedAt']);
    expect(current.partitions).toHaveProperty('byA');
  });

  test('without timestamps has none of their fields', () => {
    const next = redeclaredConfig(current, { name: 'x', attributes, timestamps: false }, defaults);
    expect(next).toMatchObject({ attributes, partitions: {} });
    expect(Object.keys(next.attributes)).toEqual(['a', 'b']);
  });

  test('does not change ids, listeners and security', () => {
    const options = {
      idGenerator: 9,
      idSize: 0,
      version: 'v9',
      events: { inserted: () => 1 },
      asyncEvents: false,
      map: { a: 'q' },
      security: { passphrase: 'other' },
      createdBy: 'someone',
    };
    const next = redeclaredConfig(current, { ...first, ...options }, defaults);
    expect(next).toEqual(current);
  });

  test('redeclaration: of other names of partitions and fields is checked', () => {
    const unknown = { p: { fields: { zz: 'string' } } };
    const declare = (partitions) =>
      redeclaredConfig(current, { name: 'x', attributes, partitions }, defaults);
    expect(() => declare(unknown)).toThrow("Partition 'p' uses field 'zz'");
    expect(() => declare(['zz'])).toThrow("Partition field 'zz' not found in attributes");
    expect(() => declare({ 'p/q': unknown.p })).toThrow('must be URL-friendly');
  });
});

describe('the first declaration of a restored resource', () => {
  const stored = { ...first, partitions: {}, version: 'v3', createdBy: 'AuditPlugin' };
  const restored = normalizeConfig({ ...stored, security: undefined }, defaults);
  const code = { name: 'x', attributes: { a: 'string' } };

  test('keeps version, author and ids', () => {
    expect(declaredRestoredConfig(restored, { ...code, version: 'v1' }, defaults)).toMatchObject({
      version: 'v3',
      createdBy: 'AuditPlugin',
      idGenerator: 'incremental:5',
      security,
    });
  });

  test('takes what only code can say', () => {
    const idGenerator = () => 'id';
    const events = { inserted: () => 1 };
    const own = { idGenerator, events, asyncEvents: false, guard: { get: false } };
    const secure = { ...code, ...own, security: { passphrase: 'own' } };
    const next = declaredRestoredConfig(restored, secure, defaults);
    expect(next).toMatchObject({ ...own, idGeneratorType: 'custom', incremental: null });
    expect(next.security.passphrase).toBe('own');
  });
});
