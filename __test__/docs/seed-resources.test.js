import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { JOHN, USER, connectSeed, usersWith } from '../support/seed-users.js';
import { userFields } from '../support/user-fields.js';

const ids = (records) => records.map(({ id }) => id);

describe('a resource of all that there is', () => {
  const CONFIG = {
    name: 'users',
    attributes: {
      name: 'string|min:2|max:100',
      email: 'email|unique',
      age: 'number|integer|positive',
      isActive: 'boolean',
      profile: { bio: 'string|optional', avatar: 'url|optional' },
      tags: 'array|items:string|unique',
      password: 'secret',
    },
    timestamps: true,
    behavior: 'user-managed',
    partitions: { byRegion: { fields: { region: 'string' } } },
  };
  const USER_OF_ALL = {
    name: 'John Doe',
    email: 'john@example.com',
    age: 30,
    isActive: true,
    profile: { bio: 'Bio', avatar: 'https://example.com/a.png' },
    tags: ['a', 'b'],
    password: 'secret123',
  };

  test('is refused while a partition has a field that is no attribute', async () => {
    const s3db = await connectSeed();
    await expect(s3db.createResource(CONFIG)).rejects.toMatchObject({ name: 'PartitionError' });
  });

  test('keeps and finds its records', async () => {
    const s3db = await connectSeed();
    const attributes = { ...CONFIG.attributes, region: 'string|optional' };
    const users = await s3db.createResource({ ...CONFIG, attributes });
    const { id } = await users.insert({ ...USER_OF_ALL, region: 'south' });
    expect(await users.get(id)).toMatchObject(USER_OF_ALL);
    const south = { partition: 'byRegion', partitionValues: { region: 'south' } };
    expect(ids(await users.list(south))).toEqual([id]);
    const { Metadata } = await s3db.client.headObject(`resource=users/data/id=${id}`);
    expect(JSON.stringify(Metadata)).not.toContain('secret123');
  });

  test.each([
    [{ name: 'J' }, 'name'],
    [{ email: 'john' }, 'email'],
    [{ age: -1 }, 'age'],
    [{ age: 1.5 }, 'age'],
    [{ profile: { avatar: 'none' } }, 'profile.avatar'],
    [{ tags: ['a', 'a'] }, 'tags'],
  ])('refuses %j', async (change, field) => {
    const s3db = await connectSeed();
    const users = await s3db.createResource({ ...CONFIG, partitions: {} });
    await expect(users.insert({ ...USER_OF_ALL, ...change })).rejects.toMatchObject({
      name: 'InvalidResourceItem',
      validation: [expect.objectContaining({ field })],
    });
  });
});

test('ids may be UUIDs', async () => {
  const users = await usersWith({ idGenerator: randomUUID });
  const { id } = await users.insert(JOHN);
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(await users.get(id)).toMatchObject(JOHN);
});

describe('partitions', () => {
  test('of one, two and three fields', async () => {
    const s3db = await connectSeed();
    const analytics = await s3db.createResource({
      name: 'analytics',
      attributes: {
        userId: 'string',
        event: 'string',
        timestamp: 'date',
        region: 'string',
        device: 'string',
      },
      partitions: {
        byEvent: { fields: { event: 'string' } },
        byEventAndRegion: { fields: { event: 'string', region: 'string' } },
        byEventRegionDevice: { fields: { event: 'string', region: 'string', device: 'string' } },
      },
    });
    const timestamp = new Date('2024-01-15T10:00:00Z');
    const click = { userId: 'u', event: 'click', timestamp, region: 'US', device: 'phone' };
    await analytics.insertMany([
      { id: 'a', ...click },
      { id: 'b', ...click, device: 'desk' },
      { id: 'c', ...click, region: 'EU' },
    ]);
    const { event, region, device } = click;
    const found = async (partition, partitionValues) =>
      ids(await analytics.list({ partition, partitionValues }));
    expect(await found('byEvent', { event })).toEqual(['a', 'b', 'c']);
    expect(await found('byEventAndRegion', { event, region })).toEqual(['a', 'b']);
    expect(await found('byEventRegionDevice', { event, region, device })).toEqual(['a']);
  });

  test('are validated against the attributes', async () => {
    const partitions = {
      byStatus: { fields: { status: 'string' } },
      byEmail: { fields: { email: 'string' } },
    };
    const attributes = { ...USER, status: 'string' };
    const users = await usersWith({ attributes, partitions });
    expect(users.partitions).toEqual(partitions);
  });

  test('are listed, as everything is', async () => {
    const attributes = { name: 'string', profile: { country: 'string' } };
    const partitions = { byCountry: { fields: { 'profile.country': 'string' } } };
    const users = await usersWith({ attributes, partitions });
    await users.insertMany(
      ['US', 'US', 'BR'].map((country, number) => ({
        id: `${number}`,
        name: 'n',
        profile: { country },
      })),
    );
    const usUsers = await users.list({
      partition: 'byCountry',
      partitionValues: { 'profile.country': 'US' },
    });
    expect(ids(usUsers)).toEqual(['0', '1']);
    expect(ids(await users.list({ limit: 2, offset: 1 }))).toEqual(['1', '2']);
    expect(await users.list()).toEqual(await users.getAll());
  });

  test('that are orphaned are removed, and stay so', async () => {
    const s3db = await connectSeed();
    const attributes = { name: 'string', region: 'string' };
    const partitions = { byRegion: { fields: { region: 'string' } } };
    const strictValidation = false;
    await s3db.createResource({ name: 'users', attributes, partitions, strictValidation });
    const resource = await s3db.getResource('users', { strictValidation });
    resource.updateAttributes({ name: 'string' });
    resource.removeOrphanedPartitions();
    await s3db.uploadMetadataFile();
    const stored = await (await s3db.client.getObject('s3db.json')).Body.transformToString();
    const { versions, currentVersion } = JSON.parse(stored).resources.users;
    expect(versions[currentVersion].partitions ?? {}).toEqual({});
  });
});

describe('hooks of a versioned resource', () => {
  test('see its version, and listeners its change', async () => {
    const s3db = await connectSeed();
    const seen = [];
    const config = {
      name: 'users',
      attributes: USER,
      versioningEnabled: true,
      hooks: {
        beforeInsert: [
          async function (data) {
            seen.push(this.version);
            return data;
          },
        ],
      },
    };
    const users = await s3db.createResource(config);
    const told = [];
    users.on('versionUpdated', ({ oldVersion, newVersion }) => told.push([oldVersion, newVersion]));
    await users.insert(JOHN);
    const { hooks: _hooks, ...again } = config;
    await s3db.createResource({ ...again, attributes: { ...USER, age: 'number|optional' } });
    await users.insert(JOHN);
    await new Promise(setImmediate);
    expect(seen).toEqual(['v1', 'v2']);
    expect(told).toEqual([['v1', 'v2']]);
  });
});

describe('content', () => {
  test('is saved to a file, if there is any', async () => {
    const folder = mkdtempSync(join(tmpdir(), 's3db-seed-'));
    const users = await usersWith();
    await users.insertMany([
      { id: 'user-123', ...JOHN },
      { id: 'user-124', ...JOHN },
    ]);
    const buffer = Buffer.from([0xff, 0xd8, 0, 255]);
    await users.setContent({ id: 'user-123', buffer, contentType: 'image/jpeg' });
    await users.setContent({ id: 'user-123', buffer, contentType: 'application/pdf' });
    const content = await users.content('user-123');
    expect(content.contentType).toBe('application/pdf');
    writeFileSync(join(folder, 'downloaded'), content.buffer);
    expect(readFileSync(join(folder, 'downloaded'))).toEqual(buffer);
    rmSync(folder, { recursive: true });
    expect((await users.content('user-999')).buffer).toBe(null);
    expect(await users.hasContent('user-124')).toBe(false);
  });

  test('of a document that is a text of JSON stays one', async () => {
    const s3db = await connectSeed();
    const documents = await s3db.createResource({
      name: 'documents',
      attributes: { title: 'string', content: 'string', metadata: 'object' },
      behavior: 'body-only',
    });
    const logEntry = {
      title: 'Application Log',
      content: JSON.stringify({ level: 'INFO', details: { pid: 1 } }),
      metadata: { source: 'api-server', environment: 'production' },
    };
    const { id } = await documents.insert(logEntry);
    expect(userFields(await documents.get(id))).toEqual({ ...logEntry, id });
  });
});
