/**
 * The recorded scenarios on S3: on the server that our tests run against, and on moto. They are played
 * many at a time, each in a bucket of its own.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { S3_KINDS } from './support/s3-kinds.js';
import { revised } from './support/scenario-deviations.js';
import { Scenario, playable } from './support/scenarios.js';
import { readVectors } from './support/vectors.js';

/** Scenarios under way at a time. */
const CONCURRENCY = 12;

const replayed = playable(readVectors('resource-scenarios').scenarios);

/**
 * @param {import('./support/scenarios.js').Place} place
 * @returns {Promise<Map<string, Error | null>>} what went wrong, by scenario
 */
async function playAll(place) {
  const outcomes = new Map();
  const waiting = [...replayed];
  async function playSome() {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const played = new Scenario(revised(next), place).play();
      const outcome = await played.then(
        () => null,
        (error) => error,
      );
      outcomes.set(next.id, outcome);
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, playSome));
  return outcomes;
}

test('all scenarios can be replayed on a service', () => {
  expect(replayed).toHaveLength(164);
});

for (const { name, missing, start } of S3_KINDS) {
  const run = missing ? describe.skip : describe;
  run(name, () => {
    /** @type {Map<string, Error | null>} */
    let outcomes;
    /** @type {() => Promise<void>} */
    let stop;

    beforeAll(async () => {
      const service = await start();
      stop = service.stop;
      outcomes = await playAll(async (bucket) => {
        await service.createBucket(bucket);
        return { connectionString: service.connectionString(bucket, '/app') };
      });
    }, 180_000);

    afterAll(() => stop());

    test.each(replayed)('$id', ({ id }) => {
      const failure = outcomes.get(id);
      if (failure) throw failure;
      expect(failure).toBeNull();
    });
  });
}
