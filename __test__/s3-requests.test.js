/**
 * What each method costs in requests, without partitions and with two, counted by the service.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { NEW, PARTITIONS, ROWS } from './support/request-rows.js';
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

/**
 * A resource with the records a, b and c, whose requests are made directly, or by calls of the client
 * because somebody listens to it.
 */
async function open(partitions, way, { options, before }) {
  const connectionString = service.connectionString('counted', `/place-${++places}`);
  const db = new Database({ connectionString, logLevel: 'silent' });
  await db.connect();
  const config = {
    name: 'people',
    attributes: { name: 'string', town: 'string|optional', team: 'string|optional' },
    partitions,
    asyncPartitions: false,
    ...options,
  };
  const resource = await db.createResource(config);
  for (const id of ['a', 'b', 'c']) await resource.insert({ ...NEW, id });
  if (way === 'through the client') db.client.on('cl:response', () => {});
  resource.given = config;
  await before?.(resource);
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
  return entries.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing';
}

/**
 * @param {string} counts
 * @returns {number} of requests
 */
function total(counts) {
  return [...counts.matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0);
}

describe.each(['directly', 'through the client'])('%s', (way) => {
  test.each(ROWS)('$name', async (row) => {
    const { none, two } = way === 'directly' ? row : { ...row, ...row.through };
    for (const [partitions, expected] of [
      [undefined, none],
      [PARTITIONS, two],
    ]) {
      if (expected === undefined) continue;
      const { db, resource } = await open(partitions, way, row);
      await row.call(resource, db);
      expect(await counted()).toBe(expected);
      await db.disconnect();
    }
  });
});

describe('s3-patch: no method asks for more than it could, unless a reason is given', () => {
  test.each(ROWS)('$name', ({ none, two, through, attainable, why }) => {
    for (const [partitions, direct] of Object.entries({ none, two })) {
      if (direct === undefined) continue;
      const best = attainable?.[partitions] ?? direct;
      const most = Math.max(total(direct), total(through?.[partitions] ?? direct));
      if (why === undefined) expect(most).toBeLessThanOrEqual(total(best));
    }
    if (why !== undefined) expect(attainable).toBeDefined();
  });
});
