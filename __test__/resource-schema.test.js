import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';

import { Resource, ValidationError } from '../index.js';
import { CLIENT_KINDS } from './support/client-kinds.js';
import { freshResource } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';
import { ATTRIBUTES, RECORD } from './support/stored-forms.js';

const [, [, files]] = CLIENT_KINDS;

afterAll(() => files.reset());

const PROTECTED = { ...ATTRIBUTES, key: 'secret|optional', pass: 'password|optional' };

describe('the schema of a resource', () => {
  let resource;

  beforeEach(async () => {
    resource = await freshResource({ attributes: PROTECTED, security: { passphrase: 'phrase' } });
  });

  test('is one, and shows the definition', () => {
    const { schema } = resource;
    expect(resource.schema).toBe(schema);
    expect(schema.attributes).toBe(resource.attributes);
    expect([schema.name, schema.version]).toEqual(['users', 1]);
    expect(schema.allNestedObjectsOptional).toBe(true);
    expect(schema.security).toBe(resource.security);
    expect(schema.map).toMatchObject({ name: '0', 'profile.city': '4' });
    expect(schema.reversedMap).toMatchObject({ 0: 'name', 4: 'profile.city' });
    expect([schema.pluginMap, schema.reversedPluginMap]).toEqual([{}, {}]);
  });

  test('exported-options: shows the settings that there are', () => {
    const options = { allNestedObjectsOptional: true, autoDecrypt: true, autoEncrypt: true };
    const { version, name, attributes, map } = resource.schema;
    expect(resource.schema.options).toEqual(options);
    expect(resource.schema.export()).toEqual({
      ...{ version, name, options, attributes, map, pluginMap: {} },
      ...{ _pluginAttributeMetadata: {}, _pluginAttributes: {} },
    });
  });

  test('follows another definition', () => {
    const { schema } = resource;
    resource.updateAttributes({ color: 'string' });
    resource.addPluginAttribute('score', 'number|optional', 'scores');
    expect(schema.attributes).toEqual({ color: 'string', score: 'number|optional' });
    expect(Object.keys(schema.reversedPluginMap)).toEqual([schema.pluginMap.score]);
    expect([schema.map, schema.getSchemaRegistry().mapping.color]).toEqual([{ color: 'b' }, 11]);
    expect(Object.keys(schema.getPluginSchemaRegistry())).toEqual(['scores']);
  });

  test.each([
    ['name', 'string|required'],
    ['profile.deep.level', 'number|optional'],
    ['profile.deep', PROTECTED.profile.deep],
    ['profile.nope', undefined],
    ['name.length', undefined],
    ['constructor', undefined],
  ])('gives the definition of %s', (path, definition) => {
    expect(resource.schema.getAttributeDefinition(path)).toEqual(definition);
  });

  test('checks records in place', async () => {
    const { validator } = resource.schema;
    const record = { name: ' Ana ', age: '5' };
    expect(await validator(record)).toBe(true);
    expect(record).toEqual({ name: 'Ana', age: 5 });
    expect(await validator({ age: 5 })).toEqual([
      expect.objectContaining({ field: 'name', type: 'required' }),
    ]);
  });

  test('maps a record to what is stored, and back', async () => {
    const mapped = await resource.schema.mapper(RECORD);
    expect(mapped).toEqual({
      ...{ 0: 'Ana', 1: 'x', 2: '1', 3: 'a|b\\|c', 4: 'Oslo', 5: '4', 6: '{"a":1}' },
      ...{ 7: '^[q0U,Q1O,1g2I]', unknown: 'z', _v: '1', id: 'a' },
    });
    expect(await resource.schema.unmapper(mapped)).toEqual(RECORD);
    await resource.insert(RECORD);
    const { Metadata } = await resource.client.headObject(resource.getResourceKey('a'));
    expect(Metadata).toEqual({ ...mapped, _v: 'v1', id: undefined });
    expect(await resource.count()).toBe(1);
  });

  test('encrypts secrets, and hashes passwords', async () => {
    const { mapper, unmapper, map } = resource.schema;
    expect([mapper, unmapper]).toEqual([expect.any(Function), expect.any(Function)]);
    const mapped = await resource.schema.mapper({ name: 'n', key: 'hidden', pass: 'secret1' });
    expect(JSON.stringify(mapped)).not.toMatch(/hidden|secret1/);
    const unmapped = await resource.schema.unmapper(mapped);
    expect(unmapped).toEqual({ name: 'n', key: 'hidden', pass: mapped[map.pass] });
  });

  test.each(['user-managed', 'body-only', 'body-overflow', 'truncate-data', 'enforce-limits'])(
    'does so under %s',
    async (behavior) => {
      const other = await freshResource({ attributes: PROTECTED, behavior });
      const long = { ...RECORD, name: 'n'.repeat(5000) };
      expect(await other.schema.unmapper(await other.schema.mapper(long))).toEqual(long);
    },
  );

  test.each([
    ['files', () => files.make({ bucket: 'schema' })],
    ['a client of the user', () => new MapClient()],
  ])('does so on %s', async (_name, makeClient) => {
    const other = new Resource({
      name: 'users',
      client: makeClient(),
      attributes: PROTECTED,
      security: { passphrase: 'phrase' },
    });
    const mapped = await other.schema.mapper(RECORD);
    expect(mapped).toEqual(await resource.schema.mapper(RECORD));
    expect(await other.schema.unmapper(mapped)).toEqual(RECORD);
    expect(await other.count()).toBe(0);
  });

  test('does so the slow way', async () => {
    const mapped = await resource.schema.mapper(RECORD);
    resource._core.forceSlow();
    expect(await resource.schema.mapper(RECORD)).toEqual(mapped);
    expect(await resource.schema.unmapper(mapped)).toEqual(RECORD);
  });

  test('mapped-records: shows nothing that is not stored', async () => {
    const odd = { name: 'n', age: undefined, _own: 1, $own: 2 };
    expect(await resource.schema.mapper(odd)).toEqual({ 0: 'n', _v: '1' });
    expect(await resource.schema.unmapper({ 0: 'n', _own: 1, $own: 2 })).toEqual({ name: 'n' });
    for (const value of [null, undefined, 5, 'text']) {
      await expect(resource.schema.mapper(value)).rejects.toThrow(TypeError);
      await expect(resource.schema.unmapper(value)).rejects.toThrow(TypeError);
    }
    await expect(resource.schema.mapper({ name: () => 1 })).rejects.toThrow(ValidationError);
  });

  test('inner-methods', () => {
    const names = ['addHook', 'applyHooksActions', 'generateAutoHooks', 'regeneratePluginMapping'];
    expect(names.filter((name) => name in resource.schema)).toEqual([]);
    expect(resource._executeBatchHelper).toBeUndefined();
  });

  test('shows no secret in logs', () => {
    expect(JSON.stringify(resource.schema)).toBe('{}');
  });
});
