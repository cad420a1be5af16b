import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

const PAST = '2001-02-03T04:05:06.000Z';
const START = Date.now();

const isNow = (text) => typeof text === 'string' && Date.parse(text) >= START;

const timed = (config = {}) => freshResource({ timestamps: true, ...config });

describe('timestamps', () => {
  test('add attributes and partitions', async () => {
    const resource = await timed();
    expect(resource.attributes).toMatchObject({
      createdAt: 'datetime|optional',
      updatedAt: 'datetime|optional',
    });
    expect(resource.partitions).toEqual({
      byCreatedDate: { fields: { createdAt: 'date|maxlength:10' } },
      byUpdatedDate: { fields: { updatedAt: 'date|maxlength:10' } },
    });
  });

  test('leave attributes and partitions of these names as they are', async () => {
    const attributes = { name: 'string', createdAt: 'string|optional' };
    const partitions = { byCreatedDate: { fields: { name: 'string' } } };
    const resource = await timed({ attributes, partitions });
    expect(resource.attributes).toEqual({
      name: 'string',
      createdAt: 'string|optional',
      updatedAt: 'datetime|optional',
    });
    expect(resource.partitions.byCreatedDate).toEqual({ fields: { name: 'string' } });
  });

  test('do not change the attributes that were given', async () => {
    const attributes = { name: 'string' };
    await timed({ attributes });
    expect(attributes).toEqual({ name: 'string' });
  });

  test('of an insert are those of now, whatever was given', async () => {
    const resource = await timed();
    const record = await resource.insert({ id: '1', name: 'n', createdAt: PAST, updatedAt: PAST });
    expect(isNow(record.createdAt)).toBe(true);
    expect(record.updatedAt).toBe(record.createdAt);
    const day = record.createdAt.slice(0, 10);
    const selection = { partition: 'byCreatedDate', partitionValues: { createdAt: day } };
    expect(await resource.listIds(selection)).toEqual(['1']);
  });

  test.each(['update', 'patch'])('of %s: updatedAt is now, createdAt stays', async (method) => {
    for (const behavior of ['user-managed', 'enforce-limits', 'body-only']) {
      const resource = await timed({ behavior });
      const { createdAt } = await resource.insert({ id: '1', name: 'n' });
      await new Promise((resolve) => setTimeout(resolve, 2));
      const record = await resource[method]('1', { age: 1, updatedAt: PAST });
      expect(record.createdAt).toBe(createdAt);
      expect(record.updatedAt > createdAt).toBe(true);
      expect(userFields(await resource.get('1'))).toEqual(record);
    }
  });

  test.each([
    ['a text', PAST],
    ['a Date', new Date(PAST)],
    ['milliseconds', Date.parse(PAST)],
  ])('createdAt is kept by replace and taken by update: %s', async (_name, createdAt) => {
    const resource = await timed();
    await resource.insert({ id: '1', name: 'n' });
    expect((await resource.update('1', { createdAt })).createdAt).toBe(PAST);
    const record = await resource.replace('1', { name: 'm', createdAt, updatedAt: PAST });
    expect(record.createdAt).toBe(PAST);
    expect(isNow(record.updatedAt)).toBe(true);
    expect((await resource.get('1')).createdAt).toBe(PAST);
  });

  test('createdAt is reset by replace without one', async () => {
    const resource = await timed();
    await resource.insert({ id: '1', name: 'n' });
    await resource.update('1', { createdAt: PAST });
    expect(isNow((await resource.replace('1', { name: 'm' })).createdAt)).toBe(true);
  });

  test('a hook of insert may give a Date', async () => {
    const beforeInsert = [(data) => ({ ...data, createdAt: new Date(PAST) })];
    const resource = await timed({ hooks: { beforeInsert } });
    expect((await resource.insert({ id: '1', name: 'n' })).createdAt).toBe(PAST);
    expect((await resource.get('1')).createdAt).toBe(PAST);
  });

  test('what is no date is refused', async () => {
    const resource = await timed();
    await expect(resource.replace('1', { name: 'm', createdAt: 'junk' })).rejects.toThrow(
      "The 'createdAt' field must be a valid datetime.",
    );
  });
});

describe('metadata-updated-at: metadata.updatedAt', () => {
  const WITH = {
    name: 'string',
    metadata: { a: 'string|optional', updatedAt: 'string|optional' },
  };
  const WITHOUT = { name: 'string', metadata: { a: 'string|optional' } };

  test('of a record with metadata is brought up to date', async () => {
    const resource = await timed({ attributes: WITH });
    await resource.insert({ id: '1', name: 'n', metadata: { a: '1' } });
    const { updatedAt, metadata } = await resource.update('1', { name: 'm' });
    expect(metadata).toEqual({ a: '1', updatedAt });
    expect((await resource.get('1')).metadata).toEqual({ a: '1', updatedAt });
  });

  test.each([
    ['without metadata', WITH, undefined],
    ['whose metadata has no such field', WITHOUT, { a: '1' }],
  ])('is not made in a record %s', async (_name, attributes, metadata) => {
    const resource = await timed({ attributes });
    await resource.insert({ id: '1', name: 'n', metadata });
    const record = await resource.update('1', { name: 'm' });
    expect(record.metadata).toEqual(metadata);
    expect(userFields(await resource.get('1'))).toEqual(record);
  });

  test('is left alone by a patch in place, and without timestamps', async () => {
    const inPlace = await timed({ attributes: WITH, behavior: 'enforce-limits' });
    const untimed = await freshResource({ attributes: WITH });
    for (const resource of [inPlace, untimed]) {
      await resource.insert({ id: '1', name: 'n', metadata: { a: '1', updatedAt: 'x' } });
      const { metadata } = await resource.patch('1', { name: 'm' });
      expect(metadata).toEqual({ a: '1', updatedAt: 'x' });
    }
  });
});
