import { describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';
import { freshDatabase } from './support/fresh-database.js';

const ATTRIBUTES = { a: 'string' };
const PLUGIN = 'RankPlugin';

async function ranked() {
  const db = await freshDatabase();
  const resource = await db.createResource({ name: 'things', attributes: ATTRIBUTES });
  resource.addPluginAttribute('score', { type: 'number', optional: true }, PLUGIN);
  resource.addPluginAttribute('label', 'string|optional', PLUGIN);
  return { db, resource };
}

const storedOf = async (db) => {
  await db.uploadMetadataFile();
  return db.savedMetadata.resources.things;
};

describe('attributes of plugins', () => {
  test('have keys of their own, those of the reference', async () => {
    const { db, resource } = await ranked();
    expect(resource.attributes).toEqual({
      a: 'string',
      score: {
        type: 'number',
        optional: true,
        __plugin__: PLUGIN,
        __pluginCreated__: expect.any(Number),
      },
      label: 'string|optional',
    });
    expect(resource.schema.map).toEqual({ a: '0' });
    expect(resource.schema.pluginMap).toEqual({ score: 'p4zv', label: 'p2vm' });
    await resource.insert({ id: '1', a: 'x', score: 3, label: 'l' });
    const { Metadata } = await db.client.headObject('resource=things/data/id=1');
    expect(Metadata).toEqual({ 0: 'x', p4zv: '3', p2vm: 'l', _v: 'v1' });
    expect(await resource.get('1')).toMatchObject({ a: 'x', score: 3, label: 'l' });
    await expect(resource.insert({ id: '2', a: 'x', score: 'high' })).rejects.toThrow('number');
  });

  test('are told of by export', async () => {
    const { resource } = await ranked();
    const { pluginMap, _pluginAttributes, _pluginAttributeMetadata } = resource.export();
    expect(pluginMap).toEqual(resource.schema.pluginMap);
    expect(_pluginAttributes).toEqual({ [PLUGIN]: ['score', 'label'] });
    expect(_pluginAttributeMetadata).toEqual({
      label: { __plugin__: PLUGIN, __pluginCreated__: expect.any(Number) },
    });
  });

  test('are told of by the database', async () => {
    const db = await freshDatabase();
    const resource = await db.createResource({ name: 'things', attributes: ATTRIBUTES });
    const heard = [];
    for (const event of ['plugin-attribute-added', 'plugin-attribute-removed']) {
      db.on(event, (payload) => heard.push([event, payload]));
    }
    resource.addPluginAttribute('label', 'string|optional', PLUGIN);
    expect(resource.removePluginAttribute('label')).toBe(true);
    const facts = { resource: 'things', attribute: 'label', plugin: PLUGIN };
    expect(heard).toEqual([
      ['plugin-attribute-added', { ...facts, definition: 'string|optional' }],
      ['plugin-attribute-removed', facts],
    ]);
  });

  test('plugin-registry: are kept in s3db.json, and read by the next process', async () => {
    const { db, resource } = await ranked();
    await resource.insert({ id: '1', a: 'x', score: 3, label: 'l' });
    const stored = await storedOf(db);
    expect(stored.schemaRegistry).toEqual({ nextIndex: 1, mapping: { a: 0 }, burned: [] });
    expect(stored.pluginSchemaRegistry).toEqual({
      [PLUGIN]: { mapping: { score: 'p4zv', label: 'p2vm' }, burned: [] },
    });
    const next = new Database({ connectionString: db.connectionString, logLevel: 'silent' });
    await next.connect();
    const restored = next.resource('things');
    expect(await restored.get('1')).toMatchObject({ a: 'x', score: 3, label: 'l' });
    expect(() => restored.removePluginAttribute('label', 'Other')).toThrow(
      "Attribute 'label' belongs to plugin 'RankPlugin', not 'Other'",
    );
    expect(restored.removePluginAttribute('label', PLUGIN)).toBe(true);
  });

  test('that are removed burn their keys', async () => {
    const { db, resource } = await ranked();
    await resource.insert({ id: '1', a: 'x', score: 3, label: 'l' });
    expect(resource.removePluginAttribute('label', PLUGIN)).toBe(true);
    expect(resource.attributes).not.toHaveProperty('label');
    const { pluginSchemaRegistry } = await storedOf(db);
    expect(pluginSchemaRegistry[PLUGIN]).toMatchObject({
      mapping: { score: 'p4zv' },
      burned: [{ key: 'p2vm', attribute: 'label' }],
    });
    resource.addPluginAttribute('label', 'string|optional', PLUGIN);
    expect(resource.schema.pluginMap.label).toBe('p2vm1');
    expect((await resource.get('1')).label).toBeUndefined();
  });

  test('may be changed by their plugin', async () => {
    const { resource } = await ranked();
    resource.addPluginAttribute('label', 'string|optional|min:2', PLUGIN);
    expect(resource.schema.pluginMap.label).toBe('p2vm');
    await expect(resource.insert({ a: 'x', label: 'l' })).rejects.toThrow('label');
  });

  test.each([
    [['q', 'string'], 'Plugin name is required when adding plugin attributes'],
    [['a', 'string', PLUGIN], "Attribute 'a' already exists and is not from plugin 'RankPlugin'"],
    [
      ['label', 'string', 'Other'],
      "Attribute 'label' already exists and is not from plugin 'Other'",
    ],
    [
      ['__proto__', 'string', PLUGIN],
      "Attribute '__proto__' already exists and is not from plugin 'RankPlugin'",
    ],
  ])('are refused: %j', async (args, message) => {
    const { resource } = await ranked();
    const { attributes } = resource;
    expect(() => resource.addPluginAttribute(...args)).toThrow(
      expect.objectContaining({ name: 'ResourceError', statusCode: 400, message }),
    );
    expect(resource.attributes).toEqual(attributes);
  });

  test('with a definition that is none change nothing', async () => {
    const { resource } = await ranked();
    expect(() => resource.addPluginAttribute('bad', 'no-such-type', PLUGIN)).toThrow();
    expect(resource.attributes).not.toHaveProperty('bad');
    expect(resource.export()._pluginAttributeMetadata).not.toHaveProperty('bad');
    await resource.insert({ id: '1', a: 'x', label: 'l' });
  });

  test('of the user are not removed', async () => {
    const { resource } = await ranked();
    expect(resource.removePluginAttribute('a')).toBe(false);
    expect(resource.removePluginAttribute('a', PLUGIN)).toBe(false);
    expect(resource.removePluginAttribute('zz')).toBe(false);
  });
});
