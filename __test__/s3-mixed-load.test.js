/**
 * Ten thousand operations, a hundred at a time, while one request in twenty goes wrong.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { newSeed } from './support/generator.js';
import { LOAD } from './support/load-lane.js';
import { LOAD_FAULTS, MixedLoad } from './support/mixed-load.js';
import { S3Service } from './support/s3-service.js';

const OPERATIONS = 10_000;
const LANES = 100;

const seed = newSeed();

jest.setTimeout(120_000);

/** @type {S3Service} */
let service;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('load');
});

afterAll(() => service.stop());

test(`nothing is lost and nothing is there twice (SEED=${seed})`, async () => {
  // Two attempts, so that one request in four hundred fails for good.
  const db = new Database({
    connectionString: service.connectionString('load', '/app'),
    logLevel: 'silent',
    executorPool: { retries: 1, retryDelay: 2, concurrency: LANES },
    httpClientOptions: { maxSockets: LANES },
  });
  await db.connect();
  const load = new MixedLoad(await db.createResource(LOAD), { seed, lanes: LANES });
  for (const fault of LOAD_FAULTS) await service.addFault({ ...fault, seed });
  await load.run(OPERATIONS);
  await service.reset();
  expect(await load.verify()).toEqual([]);
  expect(load.rejected).toBeGreaterThan(0);
  await db.disconnect();
});
