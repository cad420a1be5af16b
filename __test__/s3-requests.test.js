/**
 * What each method costs in requests, without partitions and with two, counted by the service.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { S3Service } from './support/s3-service.js';

jest.setTimeout(60_000);

/** @type {S3Service} */
let service;
let places = 0;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('counted');
});

afterAll(() => service.stop());

beforeEach(() => service.reset());

const NAMES = {
  PutObject: 'PUT',
  GetObject: 'GET',
  HeadObject: 'HEAD',
  CopyObject: 'COPY',
  DeleteObject: 'DEL',
  DeleteObjects: 'DELS',
  ListObjectsV2: 'LIST',
};

const PARTITIONS = {
  byTown: { fields: { town: 'string' } },
  byTeam: { fields: { team: 'string' } },
};

const NEW = { name: 'new', town: 'Rome', team: 'blue' };
const IN_ROME = { partition: 'byTown', partitionValues: { town: 'Rome' } };

/**
 * A resource with the records a, b and c, whose requests are made directly, or by calls of the client
 * because somebody listens to it.
 */
async function open(partitions, way, options = {}) {
  const connectionString = service.connectionString('counted', `/place-${++places}`);
  const db = new Database({ connectionString, logLevel: 'silent' });
  await db.connect();
  const resource = await db.createResource({
    name: 'people',
    attributes: { name: 'string', town: 'string|optional', team: 'string|optional' },
    partitions,
    asyncPartitions: false,
    ...options,
  });
  for (const id of ['a', 'b', 'c']) await resource.insert({ ...NEW, id });
  if (way === 'through the client') db.client.on('cl:response', () => {});
  await service.reset();
  return { db, resource };
}

/** Numbers of requests in the order of their methods: `1 GET, 2 PUT`. */
async function counted() {
  const counts = new Map();
  for (const { operation } of await service.requests()) {
    const name = NAMES[operation];
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const entries = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  return entries.map(([name, count]) => `${count} ${name}`).join(', ');
}

const refused = (call) =>
  call.then(
    () => Promise.reject(new Error('was not refused')),
    () => {},
  );

/**
 * A method, a call of it, what that costs without partitions and with two; `through` what it costs by
 * calls of the client, where that differs: they delete by `DeleteObjects` only.
 *
 * @typedef {{name: string, call: (resource: any) => Promise<unknown>, none?: string, two: string,
 *   through?: {none?: string, two: string}, options?: object}} Row
 */

/** @type {Row[]} */
const WRITING = [
  { name: 'insert', call: (r) => r.insert(NEW), none: '1 PUT', two: '3 PUT' },
  {
    name: 'insert of an id that is taken',
    call: (r) => refused(r.insert({ ...NEW, id: 'a' })),
    ...{ none: '1 PUT', two: '1 PUT' },
  },
  {
    name: 'insertMany',
    call: (r) => r.insertMany([1, 2, 3].map((n) => ({ ...NEW, id: `n${n}` }))),
    ...{ none: '3 PUT', two: '9 PUT' },
  },
  {
    name: 'update',
    call: (r) => r.update('a', { name: 'other' }),
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'update that moves one reference',
    call: (r) => r.update('a', { town: 'Oslo' }),
    ...{ none: '1 GET, 1 PUT', two: '1 DEL, 1 GET, 2 PUT' },
    through: { two: '1 DELS, 1 GET, 2 PUT' },
  },
  {
    name: 'update that moves two references',
    call: (r) => r.update('a', { town: 'Oslo', team: 'red' }),
    ...{ none: '1 GET, 1 PUT', two: '1 DELS, 1 GET, 3 PUT' },
  },
  {
    name: 'patch',
    call: (r) => r.patch('a', { name: 'other' }),
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'patch of a record without a body',
    call: (r) => r.patch('a', { name: 'other' }),
    options: { behavior: 'enforce-limits' },
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'replace',
    call: (r) => r.replace('a', { ...NEW, name: 'other' }),
    ...{ none: '1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'replace that moves a reference',
    call: (r) => r.replace('a', { ...NEW, town: 'Oslo' }),
    ...{ none: '1 PUT', two: '1 DEL, 1 GET, 2 PUT' },
    through: { two: '1 DELS, 1 GET, 2 PUT' },
  },
  {
    name: 'upsert of a new id',
    call: (r) => r.upsert({ ...NEW, id: 'new' }),
    ...{ none: '1 PUT', two: '3 PUT' },
  },
  {
    name: 'upsert of a known id',
    call: (r) => r.upsert({ ...NEW, id: 'a', name: 'other' }),
    ...{ none: '1 GET, 2 PUT', two: '1 GET, 2 PUT' },
  },
  {
    name: 'updateConditional',
    call: async (r) => {
      const { _etag } = await r.get('a');
      await service.reset();
      const { success } = await r.updateConditional('a', { name: 'other' }, { ifMatch: _etag });
      expect(success).toBe(true);
    },
    ...{ none: '1 GET, 1 HEAD, 1 PUT', two: '1 GET, 1 HEAD, 1 PUT' },
    through: { none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'setContent',
    call: (r) => r.setContent({ id: 'a', buffer: Buffer.from('x') }),
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'deleteContent',
    call: (r) => r.deleteContent('a'),
    ...{ none: '1 HEAD, 1 PUT', two: '1 HEAD, 1 PUT' },
  },
];

/** @type {Row[]} */
const DELETING = [
  {
    name: 'delete',
    call: (r) => r.delete('a'),
    ...{ none: '1 DEL, 1 HEAD', two: '1 DEL, 1 DELS, 1 GET' },
    through: { none: '1 DELS, 1 HEAD', two: '2 DELS, 1 GET' },
  },
  {
    name: 'delete of a missing id',
    call: (r) => refused(r.delete('none')),
    ...{ none: '1 HEAD', two: '1 GET' },
  },
  {
    name: 'deleteMany',
    call: (r) => r.deleteMany(['a', 'b', 'c']),
    ...{ none: '3 DEL, 3 HEAD', two: '3 DEL, 3 DELS, 3 GET' },
    through: { none: '3 DELS, 3 HEAD', two: '6 DELS, 3 GET' },
  },
  {
    name: 'deleteAll',
    call: (r) => r.deleteAll(),
    options: { paranoid: false },
    ...{ none: '1 DELS, 1 LIST', two: '3 DELS, 3 LIST' },
  },
];

/** @type {Row[]} */
const READING = [
  { name: 'get', call: (r) => r.get('a'), none: '1 GET', two: '1 GET' },
  {
    name: 'get of a missing id',
    call: (r) => refused(r.get('none')),
    ...{ none: '1 GET', two: '1 GET' },
  },
  { name: 'getOrNull', call: (r) => r.getOrNull('none'), none: '1 GET', two: '1 GET' },
  { name: 'getMany', call: (r) => r.getMany(['a', 'b', 'c']), none: '3 GET', two: '3 GET' },
  { name: 'exists', call: (r) => r.exists('a'), none: '1 HEAD', two: '1 HEAD' },
  {
    name: 'exists of a missing id',
    call: (r) => r.exists('none'),
    ...{ none: '1 HEAD', two: '1 HEAD' },
  },
  { name: 'list', call: (r) => r.list(), none: '3 GET, 1 LIST', two: '3 GET, 1 LIST' },
  { name: 'listIds', call: (r) => r.listIds(), none: '1 LIST', two: '1 LIST' },
  { name: 'count', call: (r) => r.count(), none: '1 LIST', two: '1 LIST' },
  { name: 'getAll', call: (r) => r.getAll(), none: '3 GET, 1 LIST', two: '3 GET, 1 LIST' },
  {
    name: 'query',
    call: (r) => r.query({ name: 'new' }),
    ...{ none: '3 GET, 1 LIST', two: '3 GET, 1 LIST' },
  },
  {
    name: 'page',
    call: (r) => r.page({ size: 2 }),
    ...{ none: '2 GET, 1 LIST', two: '2 GET, 1 LIST' },
  },
  { name: 'list of a partition', call: (r) => r.list(IN_ROME), two: '3 GET, 1 LIST' },
  {
    name: 'getFromPartition',
    call: (r) =>
      r.getFromPartition({
        id: 'a',
        partitionName: 'byTown',
        partitionValues: IN_ROME.partitionValues,
      }),
    two: '1 GET, 1 HEAD',
  },
  { name: 'content', call: (r) => r.content('a'), none: '1 GET', two: '1 GET' },
  { name: 'hasContent', call: (r) => r.hasContent('a'), none: '1 HEAD', two: '1 HEAD' },
];

describe.each(['directly', 'through the client'])('%s', (way) => {
  test.each([...WRITING, ...DELETING, ...READING])('$name', async (row) => {
    const { none, two } = way === 'directly' ? row : { ...row, ...row.through };
    for (const [partitions, expected] of [
      [undefined, none],
      [PARTITIONS, two],
    ]) {
      if (expected === undefined) continue;
      const { db, resource } = await open(partitions, way, row.options);
      await row.call(resource);
      expect(await counted()).toBe(expected);
      await db.disconnect();
    }
  });
});
