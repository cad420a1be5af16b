import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';

import { JOHN, USER, connectSeed } from '../support/seed-users.js';
import { userFields } from '../support/user-fields.js';

/** Milliseconds after which deferred events are delivered. */
const SETTLED = 15;

describe('first steps', () => {
  test('a resource is created, filled, changed and listed', async () => {
    const s3db = await connectSeed();
    const users = await s3db.createResource({
      name: 'users',
      attributes: {
        name: 'string|min:2|max:100',
        email: 'email|unique',
        age: 'number|integer|positive',
        isActive: 'boolean',
      },
      timestamps: true,
    });
    const user = await users.insert({
      name: 'John Doe',
      email: 'john@example.com',
      age: 30,
      isActive: true,
      createdAt: new Date(),
    });
    expect((await users.get(user.id)).name).toBe('John Doe');
    await users.update(user.id, { age: 31 });
    const [listed, ...others] = await users.list();
    expect(listed).toMatchObject({ id: user.id, age: 31, isActive: true });
    expect(others).toEqual([]);
  });

  test('many are inserted, read and deleted at once', async () => {
    const s3db = await connectSeed();
    await s3db.createResource({ name: 'users', attributes: USER });
    const users = await s3db.resource('users');
    await users.insertMany([
      { id: 'user-1', ...JOHN },
      { id: 'user-2', ...JOHN },
    ]);
    expect(await users.getMany(['user-1', 'user-2'])).toHaveLength(2);
    expect(await users.deleteMany(['user-1', 'user-2', 'user-3'])).toEqual({
      deleted: 2,
      errors: 1,
    });
  });

  test('the table of operations', async () => {
    const s3db = await connectSeed();
    const users = await s3db.createResource({
      name: 'users',
      attributes: { ...USER, age: 'number|optional', isActive: 'boolean|optional' },
      paranoid: false,
    });
    await users.upsert('user-123', { ...JOHN, isActive: true });
    await users.upsert('user-123', { ...JOHN, age: 31 });
    expect(await users.get('user-123')).toMatchObject({ age: 31, isActive: true });
    expect(await users.exists('user-123')).toBe(true);
    expect(await users.query({ isActive: true })).toHaveLength(1);
    expect(await users.listIds()).toEqual(['user-123']);
    expect(await users.count()).toBe(1);
    const page = await users.page({ offset: 0, size: 10 });
    expect(page).toMatchObject({ totalItems: 1, totalPages: 1, page: 1 });
    expect(await users.list({ limit: 10, offset: 0 })).toEqual(await users.getAll());
    await users.deleteAll();
    expect(await users.count()).toBe(0);
  });

  test('ids are of any size and making', async () => {
    const s3db = await connectSeed();
    const attributes = { name: 'string|required' };
    const short = await s3db.createResource({ name: 'short-users', attributes, idSize: 8 });
    expect((await short.insert({ name: 'a' })).id).toHaveLength(8);
    const idGenerator = () => `user_${Date.now()}`;
    const own = await s3db.createResource({ name: 'timestamp-users', attributes, idGenerator });
    expect((await own.insert({ name: 'a' })).id).toMatch(/^user_\d{13}$/);
  });
});

describe('partitions', () => {
  test('by date, and by user and date', async () => {
    const s3db = await connectSeed();
    const analytics = await s3db.createResource({
      name: 'analytics',
      attributes: { userId: 'string', event: 'string', timestamp: 'date' },
      partitions: {
        byDate: { fields: { timestamp: 'date|maxlength:10' } },
        byUserAndDate: { fields: { userId: 'string', timestamp: 'date|maxlength:10' } },
      },
    });
    await analytics.insert({ userId: 'u', event: 'click', timestamp: new Date('2024-01-15') });
    await analytics.insert({ userId: 'u', event: 'click', timestamp: new Date('2024-01-16') });
    const options = { partition: 'byDate', partitionValues: { timestamp: '2024-01-15' } };
    expect(await analytics.list(options)).toHaveLength(1);
    const ofUser = { partition: 'byUserAndDate', partitionValues: { userId: 'u' } };
    expect(await analytics.list(ofUser)).toHaveLength(2);
  });

  test('by nested fields', async () => {
    const s3db = await connectSeed();
    const users = await s3db.createResource({
      name: 'users',
      attributes: {
        name: 'string',
        profile: { country: 'string', city: 'string', preferences: { theme: 'string' } },
      },
      partitions: {
        byCountry: { fields: { 'profile.country': 'string' } },
        byCity: { fields: { 'profile.city': 'string' } },
        byTheme: { fields: { 'profile.preferences.theme': 'string' } },
      },
    });
    const profile = { country: 'US', city: 'NYC', preferences: { theme: 'dark' } };
    await users.insert({ name: 'a', profile });
    const options = { partition: 'byCountry', partitionValues: { 'profile.country': 'US' } };
    expect(userFields(await users.list(options))).toMatchObject([{ name: 'a', profile }]);
  });

  test('by day of creation', async () => {
    const s3db = await connectSeed();
    const attributes = { name: 'string', data: 'object' };
    const events = await s3db.createResource({ name: 'events', attributes, timestamps: true });
    const { createdAt } = await events.insert({ name: 'a', data: { any: 1 } });
    const [day] = createdAt.split('T');
    const created = { partition: 'byCreatedDate', partitionValues: { createdAt: day } };
    const updated = { partition: 'byUpdatedDate', partitionValues: { updatedAt: day } };
    expect(await events.list(created)).toHaveLength(1);
    expect(await events.list(updated)).toHaveLength(1);
  });

  test('by a field that is not there are refused', async () => {
    const s3db = await connectSeed();
    const partitions = { byInvalid: { fields: { invalid: 'string' } } };
    const config = { name: 'users', attributes: USER, partitions };
    await expect(s3db.createResource(config)).rejects.toMatchObject({ name: 'PartitionError' });
  });
});

describe('versions', () => {
  test('of a definition, which its records follow', async () => {
    const s3db = await connectSeed({ versioningEnabled: true });
    const attributes = { name: 'string|required', email: 'string|required' };
    const config = { name: 'users', attributes, versioningEnabled: true };
    const users = await s3db.createResource(config);
    const heard = [];
    users.on('versionUpdated', (change) => heard.push(change));
    const { id } = await users.insert(JOHN);
    const updated = await s3db.createResource({
      ...config,
      attributes: { ...attributes, age: 'number|optional' },
    });
    expect((await updated.get(id))._v).toBe('v2');
    const first = { partition: 'byVersion', partitionValues: { _v: '0' } };
    expect(await updated.list(first)).toHaveLength(1);
    await wait(SETTLED);
    expect(heard).toEqual([{ oldVersion: 'v1', newVersion: 'v2' }]);
  });
});

describe('behaviors', () => {
  test('user-managed warns', async () => {
    const s3db = await connectSeed();
    const attributes = { name: 'string', bio: 'string' };
    const behavior = 'user-managed';
    const users = await s3db.createResource({ name: 'users', attributes, behavior });
    const heard = [];
    users.on('exceedsLimit', (data) => heard.push(data));
    await users.insert({ name: 'John', bio: 'A'.repeat(3000) });
    await wait(SETTLED);
    expect(heard).toEqual([
      expect.objectContaining({ operation: 'insert', limit: 2047, excess: expect.any(Number) }),
    ]);
  });

  test('enforce-limits refuses', async () => {
    const s3db = await connectSeed();
    const attributes = { key: 'string', value: 'string' };
    const behavior = 'enforce-limits';
    const settings = await s3db.createResource({ name: 'settings', attributes, behavior });
    const large = { key: 'large_setting', value: 'A'.repeat(3000) };
    await expect(settings.insert(large)).rejects.toThrow('exceeds 2KB limit');
  });

  test('truncate-data cuts', async () => {
    const s3db = await connectSeed();
    const attributes = { title: 'string', description: 'string', content: 'string' };
    const behavior = 'truncate-data';
    const summaries = await s3db.createResource({ name: 'summaries', attributes, behavior });
    const record = { title: 'Short', description: 'A'.repeat(1000), content: 'B'.repeat(2000) };
    const { id } = await summaries.insert(record);
    const retrieved = await summaries.get(id);
    expect(retrieved.content).toMatch(/^B{500,1500}$/);
    expect(retrieved).toMatchObject({ title: 'Short', description: record.description });
  });

  test('body-overflow and body-only keep everything', async () => {
    const s3db = await connectSeed();
    const blogs = await s3db.createResource({
      name: 'blogs',
      attributes: { title: 'string', content: 'string', author: 'string' },
      behavior: 'body-overflow',
    });
    const post = { title: 'Post', content: 'A'.repeat(5000), author: 'John' };
    const blog = await blogs.get((await blogs.insert(post)).id);
    expect(blog).toMatchObject({ ...post, _hasContent: true });
    const documents = await s3db.createResource({
      name: 'documents',
      attributes: { title: 'string', content: 'string', metadata: 'object' },
      behavior: 'body-only',
    });
    const metadata = { author: 'John', tags: ['large', 'document'], version: '1.0' };
    const large = { title: 'Large', content: 'A'.repeat(100_000), metadata };
    const document = await documents.get((await documents.insert(large)).id);
    expect(document).toMatchObject({ ...large, _hasContent: true });
  });
});

test('content is set, read, and deleted without the record', async () => {
  const s3db = await connectSeed();
  const users = await s3db.createResource({ name: 'users', attributes: USER });
  await users.insert({ id: 'user-123', ...JOHN });
  const buffer = Buffer.from([0xff, 0xd8, 0x00]);
  await users.setContent({ id: 'user-123', buffer, contentType: 'image/jpeg' });
  expect(await users.content('user-123')).toEqual({ buffer, contentType: 'image/jpeg' });
  await users.setContent({ id: 'user-123', buffer: 'Hello', contentType: 'text/plain' });
  expect(await users.hasContent('user-123')).toBe(true);
  await users.deleteContent('user-123');
  expect(await users.hasContent('user-123')).toBe(false);
  expect(await users.get('user-123')).toMatchObject(JOHN);
});
