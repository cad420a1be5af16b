import { describe, expect, test } from '@jest/globals';

import { Database, MemoryClient } from '../index.js';
import { newSeed } from './support/generator.js';
import { MapClient } from './support/map-client.js';
import {
  ATTRIBUTES,
  EVENTS,
  PARTITIONS,
  perform,
  randomCalls,
  visible,
} from './support/operations.js';

const BEHAVIORS = ['user-managed', 'body-overflow', 'body-only', 'enforce-limits', 'truncate-data'];
const CALLS = 120;
const seed = newSeed();

/** A resource of the same name on a client of its own. */
async function resourceOn(client, behavior) {
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  return db.createResource({
    name: 'things',
    attributes: ATTRIBUTES,
    partitions: PARTITIONS,
    asyncPartitions: false,
    behavior,
  });
}

function memoryClient(bucket) {
  MemoryClient.clearBucketStorage(bucket);
  return new MemoryClient({ bucket, logLevel: 'silent' });
}

/** Stored records and references. */
function recordsOf(client) {
  const { objects } = client.snapshot();
  const isRecord = ([key]) => !key.endsWith('s3db.json');
  return visible(Object.fromEntries(Object.entries(objects).filter(isRecord)));
}

describe(`the fast way and the slow way agree (SEED=${seed})`, () => {
  const cases = BEHAVIORS.flatMap((behavior) => [
    { behavior, events: EVENTS, heard: 'heard' },
    { behavior, events: [], heard: 'unheard' },
  ]);

  test.each(cases)('$behavior, $heard', async ({ behavior, events }) => {
    const calls = randomCalls(seed, CALLS);
    const fast = await resourceOn(memoryClient('same'), behavior);
    const seenFast = await perform(fast, calls, events);
    const storedFast = recordsOf(fast.client);
    const slow = await resourceOn(memoryClient('same'), behavior);
    slow._core.forceSlow();
    const seenSlow = await perform(slow, calls, events);
    seenFast.forEach((seen, number) => expect(seenSlow[number]).toEqual(seen));
    expect(recordsOf(slow.client)).toEqual(storedFast);
    expect(Object.keys(storedFast).length).toBeGreaterThan(0);
  });

  test('on a client of the user, too', async () => {
    const calls = randomCalls(seed + 1, CALLS);
    const ours = await resourceOn(memoryClient('map'), 'body-overflow');
    const theirs = await resourceOn(new MapClient(), 'body-overflow');
    const seenOurs = await perform(ours, calls);
    const seenTheirs = await perform(theirs, calls);
    seenOurs.forEach((seen, number) => {
      const expected = seen.error ? { error: { class: seen.error.class } } : seen;
      expect(seenTheirs[number]).toMatchObject(expected);
    });
    expect((await theirs.listIds()).sort()).toEqual((await ours.listIds()).sort());
    for (const id of await ours.listIds()) {
      expect(visible(await theirs.get(id))).toEqual(visible(await ours.get(id)));
    }
  });
});
