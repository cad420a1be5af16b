/**
 * Buckets of S3 that both packages use, over HTTP.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { installReference } from '../bench/reference-install.js';
import { Database } from '../index.js';
import { newSeed } from './support/generator.js';
import {
  BEHAVIORS,
  comparable,
  configOf,
  performReads,
  randomRecords,
  readsOf,
} from './support/interop.js';
import { runReference } from './support/reference-process.js';
import { S3Service } from './support/s3-service.js';

const seed = newSeed();

jest.setTimeout(120_000);

/** @type {S3Service} */
let service;
let place = 0;

beforeAll(async () => {
  installReference();
  service = await S3Service.start();
  await service.createBucket('shared');
}, 300_000);

afterAll(() => service.stop());

beforeEach(() => place++);

/** The reference's own transport fails every answer without a body on older versions of Node.js. */
const options = () => ({
  connectionString: service.connectionString('shared', `/place-${place}`),
  security: { passphrase: 'between us', bcrypt: { rounds: 12 } },
  clientOptions: { httpClientOptions: { useReckerHandler: false } },
  executorPool: { enabled: false },
});

async function open() {
  const { connectionString, security } = options();
  const db = new Database({ connectionString, security, logLevel: 'silent' });
  await db.connect();
  return db;
}

describe.each(BEHAVIORS)(`%s (SEED=${seed})`, (behavior) => {
  const config = configOf(behavior);
  const { name } = config;
  const records = randomRecords(seed);
  const reads = readsOf(name, records);

  test('what we wrote is read by the reference', async () => {
    const db = await open();
    const resource = await db.createResource(config);
    for (const record of records) await resource.insert(record);
    await resource.update('id-0', { text: 'updated', nested: { a: 'moved' } });
    await resource.delete('id-1');
    const { results } = runReference({ options: options(), calls: reads });
    expect(results[0]).toHaveLength(records.length - 1);
    const ours = await performReads(resource, reads);
    expect(results.map(comparable)).toEqual(ours.map(comparable));
    await db.disconnect();
  });

  test('what the reference wrote is read by us', async () => {
    const calls = [
      ...records.map(({ when: _when, ...record }) => [name, 'insert', record]),
      [name, 'update', 'id-0', { text: 'updated', nested: { a: 'moved' } }],
      [name, 'delete', 'id-1'],
      ...reads,
    ];
    const job = { options: options(), resources: [config], calls };
    const results = runReference(job).results.slice(-reads.length);
    expect(results[0]).toHaveLength(records.length - 1);
    const db = await open();
    const ours = await performReads(db.resource(name), reads);
    expect(ours.map(comparable)).toEqual(results.map(comparable));
    await db.disconnect();
  });
});

test('s3db.json of either is kept by the other', async () => {
  const [first, ...others] = BEHAVIORS.map(configOf);
  const db = await open();
  for (const config of others) await db.createResource(config);
  const { results } = runReference({
    options: options(),
    resources: [first],
    calls: [
      [first.name, 'insert', { id: 'x', text: 'of the reference' }],
      [others[0].name, 'count'],
    ],
  });
  expect(results[1]).toBe(0);
  const again = await open();
  const { text } = await again.resource(first.name).get('x');
  expect(text).toBe('of the reference');
  expect(Object.keys(again.resources).sort()).toEqual(BEHAVIORS.map((b) => `r-${b}`).sort());
  await again.disconnect();
  await db.disconnect();
});
