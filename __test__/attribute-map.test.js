/**
 * `map`: keys of attributes that a definition gives itself.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';
import { freshDatabase } from './support/fresh-database.js';

const CONFIG = {
  name: 'mapped',
  attributes: { name: 'string', age: 'number|optional' },
  map: { name: 'n1', age: 'a1' },
};

let db;

beforeEach(async () => {
  db = await freshDatabase();
});

async function registryOf(name) {
  const { Body } = await db.client.getObject('s3db.json');
  return JSON.parse(await Body.transformToString()).resources[name].schemaRegistry;
}

async function storedBy(resource, id) {
  return (await resource.client.headObject(resource.getResourceKey(id))).Metadata;
}

describe('a map', () => {
  test('gives the keys, and the registry that stands for them', async () => {
    const mapped = await db.createResource(CONFIG);
    await mapped.insert({ id: 'a', name: 'A', age: 5 });
    expect(await storedBy(mapped, 'a')).toEqual({ n1: 'A', a1: '5', _v: 'v1' });
    expect(await registryOf('mapped')).toEqual({
      nextIndex: 830,
      mapping: { name: 829, age: 361 },
      burned: [],
    });
  });

  test('leaves room for other resources', async () => {
    await db.createResource(CONFIG);
    const other = await db.createResource({ name: 'other', attributes: { note: 'string' } });
    await other.insert({ id: 'o', note: 'x' });
    expect(await db.listResources()).toHaveLength(2);
  });

  test('holds for another process, which knows only the file', async () => {
    const mapped = await db.createResource(CONFIG);
    await mapped.insert({ id: 'a', name: 'A', age: 5 });
    const second = new Database({ client: db.client, logLevel: 'silent' });
    await second.connect();
    const restored = second.resource('mapped');
    expect(await restored.get('a')).toMatchObject({ name: 'A', age: 5 });
    await restored.insert({ id: 'b', name: 'B', age: 6 });
    expect(await storedBy(restored, 'b')).toEqual({ n1: 'B', a1: '6', _v: 'v1' });
    expect(await mapped.get('b')).toMatchObject({ name: 'B', age: 6 });
  });

  test('may be given again', async () => {
    await db.createResource(CONFIG);
    const again = await db.createResource({ ...CONFIG, timestamps: false });
    await again.insert({ id: 'a', name: 'A' });
    expect(await storedBy(again, 'a')).toEqual({ n1: 'A', _v: 'v1' });
  });

  test('without entries is none', async () => {
    const plain = await db.createResource({ ...CONFIG, map: {} });
    await plain.insert({ id: 'a', name: 'A', age: 5 });
    expect(await storedBy(plain, 'a')).toEqual({ 0: 'A', 1: '5', _v: 'v1' });
  });
});
