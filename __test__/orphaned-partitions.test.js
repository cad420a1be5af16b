import { describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';
import { freshDatabase } from './support/fresh-database.js';

const ATTRIBUTES = { name: 'string', region: 'string|optional' };
const CONFIG = {
  name: 'users',
  attributes: ATTRIBUTES,
  partitions: {
    byRegion: { fields: { region: 'string' } },
    byName: { fields: { name: 'string' } },
  },
};
const ORPHANS = {
  byRegion: {
    missingFields: ['region'],
    definition: { fields: { region: 'string' } },
    allFields: ['region'],
  },
};

describe('a strict resource', () => {
  test('attributes-after-refusal: refuses to lose an attribute of a partition, and stays as it was', async () => {
    const db = await freshDatabase();
    const users = await db.createResource(CONFIG);
    expect(() => users.updateAttributes({ name: 'string' })).toThrow(
      "Partition 'byRegion' uses field 'region' which does not exist in resource attributes. " +
        'Available fields: name.',
    );
    await expect(db.createResource({ ...CONFIG, attributes: { name: 'string' } })).rejects.toThrow(
      expect.objectContaining({ name: 'PartitionError', statusCode: 400, fieldName: 'region' }),
    );
    expect(users.attributes).toEqual(ATTRIBUTES);
    await users.insert({ id: 'a', name: 'A', region: 'EU' });
    expect(await users.count({ partition: 'byRegion', partitionValues: { region: 'EU' } })).toBe(1);
  });

  test('lenient-resources: becomes lenient through getResource', async () => {
    const db = await freshDatabase();
    const users = await db.createResource(CONFIG);
    expect(await db.getResource('users', { strictValidation: false })).toBe(users);
    expect(users.strictValidation).toBe(false);
    users.updateAttributes({ name: 'string' });
    expect(users.findOrphanedPartitions()).toEqual(ORPHANS);
    expect(() => users.validatePartitions()).not.toThrow();
  });

  test('validates its partitions when asked', async () => {
    const users = await (await freshDatabase()).createResource(CONFIG);
    expect(users.validatePartitions()).toBeUndefined();
    expect(users.findOrphanedPartitions()).toEqual({});
    expect(users.removeOrphanedPartitions()).toEqual({});
  });
});

describe('orphaned partitions', () => {
  test('are removed, and an event tells', async () => {
    const db = await freshDatabase();
    const config = { ...CONFIG, strictValidation: false, asyncEvents: false };
    const users = await db.createResource(config);
    const heard = [];
    users.on('orphanedPartitionsRemoved', (payload) => heard.push(payload));
    users.updateAttributes({ name: 'string' });
    expect(users.removeOrphanedPartitions({ dryRun: true })).toEqual(ORPHANS);
    expect([Object.keys(users.partitions), heard]).toEqual([['byRegion', 'byName'], []]);
    expect(users.removeOrphanedPartitions()).toEqual(ORPHANS);
    expect(Object.keys(users.partitions)).toEqual(['byName']);
    expect(heard).toEqual([
      { resourceName: 'users', removed: ORPHANS, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
    await users.insert({ id: 'a', name: 'A' });
    expect(await users.count({ partition: 'byName', partitionValues: { name: 'A' } })).toBe(1);
    expect(users.removeOrphanedPartitions()).toEqual({});
  });

  test('in s3db.json do not keep a resource from being cleaned up', async () => {
    const connectionString = 'memory://orphans/app';
    const first = new Database({ connectionString, logLevel: 'silent' });
    await first.connect();
    const users = await first.createResource({ ...CONFIG, strictValidation: false });
    users.updateAttributes({ name: 'string' });
    await first.uploadMetadataFile();

    const second = new Database({ connectionString, logLevel: 'silent' });
    await second.connect();
    await expect(second.getResource('users')).rejects.toMatchObject({ statusCode: 404 });
    const found = await second.getResource('users', { strictValidation: false });
    expect(found.removeOrphanedPartitions()).toEqual(ORPHANS);
    await second.uploadMetadataFile();

    const third = new Database({ connectionString, logLevel: 'silent' });
    await third.connect();
    expect(Object.keys((await third.getResource('users')).partitions)).toEqual(['byName']);
  });

  test('of a resource that nobody knows stay unknown', async () => {
    const db = await freshDatabase();
    const missing = db.getResource('nobody', { strictValidation: false });
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
