import { afterEach, describe, expect, test } from '@jest/globals';

import { heal } from '../lib/database/healing.js';
import { mergeMetadata } from '../lib/database/metadata-merge.js';
import { buildMetadata, metadataText } from '../lib/database/metadata.js';
import { restoredConfig } from '../lib/database/stored-resource.js';
import { normalizeConfig } from '../lib/resource/config.js';

const version = { hash: 'sha256:x', attributes: { a: 'string' }, partitions: {} };
const resource = { currentVersion: 'v1', partitions: {}, versions: { v1: version } };

describe('hostile names', () => {
  const entry = (attributes) =>
    `{"currentVersion":"v1","partitions":{"__proto__":{"fields":{"x":"string"}}},` +
    `"versions":{"v1":{"hash":"h","attributes":${attributes},` +
    `"hooks":{"__proto__":{"handlers":[null]}}}},` +
    `"schemaRegistry":{"nextIndex":1,"mapping":{"__proto__":0},"burned":[]},` +
    `"pluginSchemaRegistry":{"__proto__":{"mapping":{"__proto__":"p1"}}}}`;
  const attributes = '{"a":"string","o":{"__proto__":{"x":"string"},"p":"string"},"__proto__":"x"}';
  const text = `{"resources":{"__proto__":${entry('{"y":"string"}')},"b":${entry(attributes)}}}`;

  afterEach(() => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect({}.x).toBeUndefined();
    expect({}.currentVersion).toBeUndefined();
  });

  test('stay plain names in the file', () => {
    const { metadata } = heal(text);
    expect(Object.keys(metadata.resources)).toEqual(['__proto__', 'b']);
    expect(Object.getPrototypeOf(metadata.resources)).toBe(Object.prototype);
  });

  test('of attributes and partitions are not restored', () => {
    const { resources } = heal(text).metadata;
    const restored = restoredConfig('b', resources.b);
    expect(restored.partitions).toEqual({});
    expect(JSON.stringify(restored.attributes)).toBe('{"a":"string","o":{"p":"string"}}');
    expect(restored.attributes.y).toBeUndefined();
  });

  test('survive building and merging', () => {
    const { metadata } = heal(text);
    const states = Object.entries(metadata.resources).map(([name, stored]) => ({
      config: normalizeConfig({ ...restoredConfig(name, stored), client: {} }),
      hooks: {},
      schemaRegistry: stored.schemaRegistry,
      pluginSchemaRegistry: stored.pluginSchemaRegistry,
    }));
    const merged = mergeMetadata(buildMetadata(states, metadata), metadata);
    const { resources } = JSON.parse(metadataText(merged));
    expect(Object.keys(resources)).toEqual(['__proto__', 'b']);
    expect(Object.entries(resources.b.schemaRegistry.mapping)).toEqual([['__proto__', 0]]);
    expect(Object.keys(resources.b.pluginSchemaRegistry)).toEqual(['__proto__']);
    expect(resources.b.currentVersion).toBe('v2');
  });
});

describe('a restored resource', () => {
  const restore = (members, others) =>
    restoredConfig('a', { ...resource, ...others, versions: { v1: { ...version, ...members } } });

  test('has the stored options', () => {
    const stored = {
      behavior: 'body-only',
      timestamps: true,
      paranoid: false,
      allNestedObjectsOptional: false,
      autoDecrypt: false,
      asyncEvents: false,
      map: { a: 'q' },
      idSize: 9,
      idGenerator: 'incremental:fast',
    };
    const partitions = { p: { fields: { a: 'string' } } };
    const others = { partitions, createdBy: 'AuditPlugin', schemaRegistry: { nextIndex: 1 } };
    expect(restore(stored, others)).toEqual({
      name: 'a',
      version: 'v1',
      attributes: { a: 'string' },
      pluginSchemaRegistry: undefined,
      ...stored,
      ...others,
    });
  });

  test('has the defaults for what is not usable', () => {
    const odd = { timestamps: 'yes', paranoid: 0, behavior: null, idSize: { toString: 1 } };
    const config = normalizeConfig({ ...restore({ ...odd, map: 0 }), client: {} });
    expect(config).toMatchObject({
      timestamps: false,
      paranoid: true,
      behavior: 'user-managed',
      idSize: 22,
      createdBy: 'user',
    });
  });

  test.each([
    [{ idGenerator: 8 }, { idSize: 8 }],
    [{ idGenerator: 8, idSize: 3 }, { idSize: 8 }],
    [
      { idGenerator: 'default', idSize: 3 },
      { idSize: 3, idGenerator: undefined },
    ],
    [{ idGenerator: 'custom' }, { idSize: undefined, idGenerator: undefined }],
  ])('makes ids as %j says', (stored, ids) => {
    expect(restore(stored)).toMatchObject(ids);
  });

  test('takes the partitions of its version if it has none', () => {
    const partitions = { p: { fields: { a: 'string' } } };
    expect(restore({ partitions }, { partitions: undefined }).partitions).toEqual(partitions);
    expect(restore({ partitions }).partitions).toEqual({});
  });

  test('needs a current version', () => {
    expect(restoredConfig('a', { ...resource, currentVersion: 'v2' })).toBeNull();
  });
});
