import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

const NESTED = {
  attributes: {
    name: 'string',
    p: { a: 'string|optional', d: { x: 'number|optional', y: 'number|optional' } },
  },
};

describe('update', () => {
  test('merges a nested object one level deep', async () => {
    const resource = await freshResource(NESTED);
    await resource.insert({ id: '1', name: 'n', p: { a: 'a', d: { x: 1, y: 2 } } });
    const { p } = await resource.update('1', { p: { d: { x: 9 } } });
    expect(p).toEqual({ a: 'a', d: { x: 9 } });
    expect((await resource.get('1')).p).toEqual({ a: 'a', d: { x: 9 } });
  });

  test('sets a dotted path and keeps its siblings', async () => {
    const resource = await freshResource(NESTED);
    await resource.insert({ id: '1', name: 'n', p: { a: 'a', d: { x: 1, y: 2 } } });
    await resource.update('1', { 'p.d.x': 9 });
    expect((await resource.get('1')).p).toEqual({ a: 'a', d: { x: 9, y: 2 } });
  });

  test.each(['$note', '_note', '_cas'])(
    'marked-attributes: keeps the declared attribute %s',
    async (name) => {
      const resource = await freshResource({ attributes: { name: 'string', [name]: 'string' } });
      await resource.insert({ id: '1', name: 'n', [name]: 'kept' });
      await resource.update('1', { name: 'm', _other: 'x', $other: 'y' });
      expect((await resource.get('1'))[name]).toBe('kept');
      await resource.patch('1', { [name]: 'changed' });
      const { Metadata } = await resource.client.headObject(resource.getResourceKey('1'));
      expect(Metadata).toEqual({ 0: 'm', 1: 'changed', _v: 'v1' });
    },
  );

  test('removed-attributes: ignores the id, takes null and drops undefined', async () => {
    const resource = await freshResource();
    await resource.insert({ id: '1', name: 'n', age: 1, region: 'US' });
    const result = await resource.update('1', { id: '2', age: null, region: undefined });
    expect(result).toStrictEqual({ name: 'n', age: null, id: '1' });
    expect(await resource.exists('2')).toBe(false);
    expect('region' in (await resource.get('1'))).toBe(false);
  });

  test.each(['user-managed', 'enforce-limits', 'body-overflow'])(
    'stores what insert would, and no field of the system: %s',
    async (behavior) => {
      const resource = await freshResource({ behavior, asyncPartitions: false });
      await resource.insert({ id: '1', name: 'n' });
      await resource.update('1', { age: 2 });
      await resource.insert({ id: '2', name: 'n', age: 2 });
      const stored = async (id) => {
        const { Metadata, ContentLength } = await resource.client.headObject(
          resource.getResourceKey(id),
        );
        return { Metadata, ContentLength };
      };
      expect(await stored('1')).toEqual(await stored('2'));
    },
  );

  test('never changes what the caller gave', async () => {
    const resource = await freshResource(NESTED);
    await resource.insert({ id: '1', name: 'n' });
    const changes = Object.freeze({ p: Object.freeze({ d: Object.freeze({ x: 1 }) }) });
    await resource.update('1', changes);
    expect(changes).toEqual({ p: { d: { x: 1 } } });
  });

  test.each(['user-managed', 'enforce-limits', 'truncate-data', 'body-overflow', 'body-only'])(
    'and patch, replace and upsert agree with what is read: %s',
    async (behavior) => {
      const resource = await freshResource({ behavior });
      await resource.insert({ id: '1', name: 'n', age: 1 });
      const calls = [
        () => resource.update('1', { age: 2 }),
        () => resource.patch('1', { region: 'EU' }),
        () => resource.replace('1', { name: 'm', age: 3 }),
        () => resource.upsert({ id: '1', name: 'k' }),
      ];
      for (const call of calls) {
        const written = await call();
        expect(await resource.get('1')).toMatchObject(written);
      }
      expect(await resource.get('1')).toMatchObject({ name: 'k', age: 3 });
    },
  );
});

describe('patch in place', () => {
  test('runs its own hooks and no others', async () => {
    const ran = [];
    const hook = (name) => [name, [(value) => (ran.push(name), value)]];
    const names = [
      'beforeGet',
      'afterGet',
      'beforeUpdate',
      'afterUpdate',
      'beforePatch',
      'afterPatch',
    ];
    const hooks = Object.fromEntries(names.map(hook));
    const resource = await freshResource({ behavior: 'enforce-limits', hooks });
    await resource.insert({ id: '1', name: 'n' });
    await resource.patch('1', { age: 2 });
    expect(ran).toEqual(['beforePatch', 'afterPatch']);
  });

  test('of a missing record fails with what the store says', async () => {
    const resource = await freshResource({ behavior: 'truncate-data' });
    await expect(resource.patch('x', { age: 1 })).rejects.toMatchObject({
      name: 'NoSuchKey',
      statusCode: 404,
      message: 'Object not found: app/resource=users/data/id=x',
    });
  });

  test('s3-patch: brings home fields that another behavior has left in the body', async () => {
    const attributes = { name: 'string', bio: 'string' };
    const before = await freshResource({ attributes, behavior: 'body-only' });
    await before.insert({ id: '1', name: 'n', bio: 'b' });
    const { database: db, name } = before;
    const resource = await db.createResource({ name, attributes, behavior: 'enforce-limits' });
    expect(await resource.patch('1', { name: 'm' })).toMatchObject({ name: 'm', bio: 'b' });
    expect(await db.client.headObject(resource.getResourceKey('1'))).toMatchObject({
      ContentLength: 0,
      Metadata: { 0: 'm', 1: 'b' },
    });
  });
});
