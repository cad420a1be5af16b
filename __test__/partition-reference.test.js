import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { installReference } from '../bench/reference-install.js';
import { Database, MemoryClient } from '../index.js';
import { freshResource } from './support/fresh-database.js';
import { newSeed } from './support/generator.js';
import { MapClient } from './support/map-client.js';
import { ATTRIBUTES, PARTITIONS, randomCalls } from './support/operations.js';
import { runReference } from './support/reference-process.js';

jest.setTimeout(120_000);

const CONFIG = {
  name: 'q',
  attributes: {
    name: 'string|optional',
    n: 'number|optional',
    region: 'string|optional',
    when: 'string|optional',
    o: { a: 'string|optional' },
  },
  partitions: {
    byRegion: { fields: { region: 'string' } },
    byRN: { fields: { region: 'string|maxlength:2', n: 'number' } },
    byWhen: { fields: { when: 'date|maxlength:10' } },
    byO: { fields: { 'o.a': 'string' } },
  },
};
const { byRN } = CONFIG.partitions;

const keyOf = (partitionName, data) => ['q', 'getPartitionKey', { partitionName, id: 'i1', data }];

/** Calls that answer the same in both packages. */
const SAME = [
  keyOf('byRN', { region: 'USA', n: 5 }),
  keyOf('byRN', { region: 'USA', n: 0 }),
  keyOf('byRN', { region: 'US', n: null }),
  keyOf('byRN', { region: true, n: 1 }),
  keyOf('byRegion', { region: 'a/b' }),
  keyOf('byRegion', { region: '' }),
  keyOf('byWhen', { when: new Date(0) }),
  keyOf('byWhen', { when: '2024-01-01' }),
  keyOf('byWhen', { when: '2024-01-15T10:00:00-03:00' }),
  keyOf('byWhen', { when: '2024-01-15T23:00:00Z' }),
  keyOf('byWhen', { when: 12345 }),
  keyOf('byWhen', { when: 'x' }),
  keyOf('byO', { o: { a: 'z' } }),
  keyOf('byO', { 'o.a': 'z' }),
  keyOf('nope', {}),
  ['q', 'getPartitionKey', { partitionName: 'byRegion', data: { region: 'x' } }],
  ...[
    {},
    { region: 'USA' },
    { n: 5 },
    { region: 'USA', n: 5 },
    { zz: 1 },
    { region: null, n: 3 },
  ].map((values) => ['q', 'buildPartitionPrefix', 'byRN', byRN, values]),
  ['q', 'buildPartitionPrefix', 'other', { fields: {} }, {}],
  ...[
    ['abcdef', 'string|maxlength:3'],
    [12345, 'maxlength:2'],
    [new Date(0), 'string'],
    [new Date(0), 'date'],
    [new Date(0), 'maxlength:3'],
    ['2024-01-15T10:00:00Z', 'maxlength:4|date'],
    ['Jan 5, 2024 UTC', 'date'],
    [null, 'date'],
    [true, 'date'],
    [0, 'date'],
  ].map(([value, rule]) => ['q', 'applyPartitionRule', value, rule]),
  [
    'q',
    'extractPartitionValuesFromKey',
    'i',
    ['resource=q/partition=byRN/n=5/region=US/id=i', 'zz/id=j'],
    [
      ['n', 'number'],
      ['region', 'string'],
    ],
  ],
  [
    'q',
    'extractPartitionValuesFromKey',
    'i',
    ['x/region=a=b/id=i'],
    [
      ['region', 'string'],
      ['n', ''],
    ],
  ],
  ['q', 'extractPartitionValuesFromKey', 'zz', ['x/region=a=b/id=i'], [['region', 'string']]],
  ...['name', 'o', 'o.a', 'o.zz', '_x', 'a.b', ''].map((name) => [
    'q',
    'fieldExistsInAttributes',
    name,
  ]),
  ['q', 'extractIdsFromKeys', ['id=1/x', 'data/id=2', 'c/id=x=y', 'zz', '']],
  ['q', 'getNestedFieldValue', { a: { b: 1 } }, 'a.b'],
  ['q', 'getNestedFieldValue', { a: { b: null } }, 'a.b'],
  ['q', 'validatePartitions'],
  ['q', 'findOrphanedPartitions'],
  ['q', 'removeOrphanedPartitions', { dryRun: true }],
  ...['a/v=3/id=1', 'v=x', 'a/b', 'v=1/v=2', ''].map((key) => ['q', 'extractVersionFromKey', key]),
  ['q', 'applyVersionMapping', { id: '1', a: 1 }, 'v1', 'v2'],
  ['q', 'applyVersionMapping', { id: '1', a: 1 }, 'v2', 'v2'],
  ['q', 'createPartitionReferences', { id: '1', region: 'US', n: 3 }],
  ['q', 'createPartitionReferences', { region: 'US', n: 3 }],
  [
    'q',
    'handlePartitionReferenceUpdates',
    { id: '1', region: 'US', n: 3 },
    { id: '1', region: 'BR', n: 3 },
  ],
  [
    'q',
    'handlePartitionReferenceUpdate',
    'byRN',
    byRN,
    { id: '1', region: 'BR', n: 3 },
    { id: '1', region: null, n: 3 },
  ],
  ['q', 'updatePartitionReferences', { id: '2', region: 'XX', n: 3 }],
  ['q', 'createPartitionReferences', { id: '3', region: 'YY', n: 4 }],
  ['q', 'deletePartitionReferences', { id: '3', region: 'YY', n: 4 }],
];

const keysOf = ({ objects }) =>
  Object.keys(objects)
    .filter((key) => key.includes('/partition='))
    .sort();

describe('helpers of partitions and versions', () => {
  let theirs;
  let ours;

  beforeAll(async () => {
    await installReference();
    const options = { connectionString: 'memory://helpers/app' };
    theirs = runReference({ options, resources: [CONFIG], calls: SAME });
    const db = new Database({ ...options, logLevel: 'silent' });
    await db.connect();
    const resource = await db.createResource(CONFIG);
    ours = [];
    for (const [, method, ...args] of SAME) {
      const call = async () => resource[method](...args);
      ours.push(await call().catch(({ message }) => ({ error: message })));
    }
    ours.keys = keysOf(db.client.snapshot());
  });

  test.each(SAME.map(([, ...call], number) => [number, ...call]))(
    '%d: %s is that of the reference: %j',
    (number) => {
      expect(ours[number] ?? null).toEqual(theirs.results[number] ?? null);
    },
  );

  test('leave the same references', () => {
    expect(ours.keys).toEqual(keysOf(theirs.snapshot));
    expect(ours.keys.length).toBeGreaterThan(0);
  });
});

const seed = newSeed();

test(`getPartitionKey gives the keys that are written (SEED=${seed})`, async () => {
  MemoryClient.clearBucketStorage('reference-keys');
  const resource = await freshResource({ attributes: ATTRIBUTES, partitions: PARTITIONS });
  for (const [method, ...args] of randomCalls(seed, 150)) {
    if (method.startsWith('insert') || method === 'replace') {
      await resource[method](...args).catch(() => undefined);
    }
  }
  const records = await resource.getAll();
  const expected = records.flatMap((data) =>
    Object.keys(PARTITIONS)
      .map((partitionName) => resource.getPartitionKey({ partitionName, id: data.id, data }))
      .filter((key) => key !== null),
  );
  const written = await resource.client.getAllKeys({ prefix: 'resource=users/partition=' });
  expect(expected.sort()).toEqual(written.sort());
  expect(written.length).toBeGreaterThan(0);
});

describe('references by hand', () => {
  let resource;
  let client;

  beforeEach(async () => {
    client = new MapClient();
    const db = new Database({ client, logLevel: 'silent' });
    await db.connect();
    resource = await db.createResource({ ...CONFIG, asyncEvents: false });
  });

  test('that cannot be created are warned of', async () => {
    const heard = [];
    resource.on('partitionIndexWarning', (payload) => heard.push(payload));
    const error = new Error('no room');
    jest.spyOn(client, 'putObject').mockRejectedValue(error);
    await resource.createPartitionReferences({ id: 'a', region: 'US' });
    expect(heard).toEqual([{ operation: 'create', id: 'a', failures: [error] }]);
  });

  test.each([
    ['updatePartitionReferences', 'putObject'],
    ['deletePartitionReferences', 'deleteObject'],
  ])('%s throws what fails', async (method, request) => {
    jest.spyOn(client, request).mockRejectedValue(new Error('no room'));
    await expect(resource[method]({ id: 'a', region: 'US' })).rejects.toThrow('no room');
  });

  test('safe-references-by-hand: of ids that cannot be part of a key are refused', async () => {
    const data = { id: 'a/../b', region: 'US' };
    await expect(resource.createPartitionReferences(data)).rejects.toThrow('unsafe character');
    await expect(resource.handlePartitionReferenceUpdates(data, data)).rejects.toThrow(
      'unsafe character',
    );
  });

  test('are moved with the new one first', async () => {
    client.requests = [];
    await resource.handlePartitionReferenceUpdates(
      { id: 'a', region: 'US' },
      { id: 'a', region: 'EU' },
    );
    expect(client.requests).toEqual([
      ['putObject', 'resource=q/partition=byRegion/region=EU/id=a'],
      ['deleteObject', 'resource=q/partition=byRegion/region=US/id=a'],
    ]);
  });

  test('whole-characters: are cut to whole characters, as those of records', () => {
    expect(resource.applyPartitionRule('a😀', 'string|maxlength:2')).toBe('a');
  });
});
