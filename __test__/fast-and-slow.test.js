import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { CLIENT_KINDS } from './support/client-kinds.js';
import { newSeed } from './support/generator.js';
import { MapClient } from './support/map-client.js';
import {
  ATTRIBUTES,
  EVENTS,
  NEXT_ATTRIBUTES,
  PARTITIONS,
  perform,
  randomCalls,
  visible,
} from './support/operations.js';

jest.setTimeout(60_000);

const BEHAVIORS = ['user-managed', 'body-overflow', 'body-only', 'enforce-limits', 'truncate-data'];
const CALLS = 160;
const seed = newSeed();

/** A resource of the same name on a client of its own. */
async function resourceOn(client, behavior, config = {}) {
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  return db.createResource({
    name: 'things',
    attributes: ATTRIBUTES,
    partitions: PARTITIONS,
    asyncPartitions: false,
    behavior,
    ...config,
  });
}

/** Calls under one version and the next, with attributes of a plugin. */
async function performInVersions(client, isSlow, calls) {
  const resource = await resourceOn(client, 'body-overflow', { versioningEnabled: true });
  if (isSlow) resource._core.forceSlow();
  resource.addPluginAttribute('rank', 'number|optional', 'RankPlugin');
  resource.addPluginAttribute('label', 'string|optional', 'RankPlugin');
  const half = calls.length / 2;
  const seen = await perform(resource, calls.slice(0, half));
  const { name, behavior, partitions, database } = resource;
  const next = { name, behavior, partitions, attributes: NEXT_ATTRIBUTES };
  await database.createResource({ ...next, asyncPartitions: false, versioningEnabled: true });
  const { version } = resource;
  seen.push(...(await perform(resource, calls.slice(half), [])), { version });
  return { seen, stored: await recordsOf(client) };
}

/** Stored records and references: metadata and bodies by key. */
async function recordsOf(client) {
  const keys = (await client.getAllKeys()).filter((key) => !key.endsWith('s3db.json'));
  const objects = await Promise.all(
    keys.map(async (key) => {
      const { Metadata, ContentType, Body } = await client.getObject(key);
      return [key, { Metadata, ContentType, body: await Body.transformToString('base64') }];
    }),
  );
  return visible(Object.fromEntries(objects));
}

describe.each(CLIENT_KINDS)(
  `the fast way and the slow way agree (SEED=${seed}): %s`,
  (name, kind) => {
    afterEach(() => kind.reset());

    const clientOf = (bucket) => kind.make({ bucket, logLevel: 'silent' });

    const cases = BEHAVIORS.flatMap((behavior) => [
      { behavior, events: EVENTS, heard: 'heard' },
      { behavior, events: [], heard: 'unheard' },
    ]);

    test.each(cases)('$behavior, $heard', async ({ behavior, events }) => {
      const calls = randomCalls(seed, CALLS);
      const fast = await resourceOn(clientOf('same'), behavior);
      const seenFast = await perform(fast, calls, events);
      const storedFast = await recordsOf(fast.client);
      kind.reset();
      const slow = await resourceOn(clientOf('same'), behavior);
      slow._core.forceSlow();
      const seenSlow = await perform(slow, calls, events);
      seenFast.forEach((seen, number) => expect(seenSlow[number]).toEqual(seen));
      expect(await recordsOf(slow.client)).toEqual(storedFast);
      expect(Object.keys(storedFast).length).toBeGreaterThan(0);
    });

    test('with versions and attributes of plugins', async () => {
      const calls = randomCalls(seed + 2, CALLS);
      const fast = await performInVersions(clientOf('same'), false, calls);
      kind.reset();
      const slow = await performInVersions(clientOf('same'), true, calls);
      fast.seen.forEach((seen, number) => expect(slow.seen[number]).toEqual(seen));
      expect(slow.stored).toEqual(fast.stored);
      expect(fast.seen.at(-1)).toEqual({ version: 'v2' });
      expect(Object.keys(fast.stored).filter((key) => /historical/.test(key))).not.toEqual([]);
    });

    test('on a client of the user, too', async () => {
      const calls = randomCalls(seed + 1, CALLS);
      const ours = await resourceOn(clientOf('map'), 'body-overflow');
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
  },
);
