/**
 * What every client must do, asked of all of ours. It is to the clients what
 * `src/store/conformance/` is to the stores of the engine.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { CLIENT_DEVIATIONS } from '../support/client-deviations.js';
import { CLIENT_STORES } from '../support/client-stores.js';
import { BATCHES } from '../support/conformance/batches.js';
import { CONDITIONS } from '../support/conformance/conditions.js';
import { COPIES } from '../support/conformance/copies.js';
import { KEYS } from '../support/conformance/keys.js';
import { LISTINGS } from '../support/conformance/listings.js';
import { METADATA } from '../support/conformance/metadata.js';
import { OBJECTS } from '../support/conformance/objects.js';
import { STREAMS } from '../support/conformance/streams.js';
import { isAsked } from '../support/deviation.js';

const CASES = [OBJECTS, KEYS, METADATA, CONDITIONS, COPIES, LISTINGS, BATCHES, STREAMS].flat();

for (const { name: store, missing, open } of CLIENT_STORES) {
  const run = missing ? describe.skip : describe;
  run(store, () => {
    /** @type {import('../support/client-stores.js').OpenStore} */
    let opened;

    beforeAll(async () => {
      opened = await open();
    }, 30_000);

    afterAll(() => opened.close());

    const deviations = CLIENT_DEVIATIONS[store];
    const asked = CASES.filter(({ name }) => isAsked(deviations[name]));

    test.each(asked.map((each, number) => ({ ...each, prefix: `case-${number}` })))(
      '$name',
      async ({ name, run: observe, expected, prefix }) => {
        const client = opened.client(prefix);
        const neighbour = opened.client(`${prefix}0`);
        const stored = (key) => opened.stored(`${prefix}/${key}`);
        const observed = await observe({ client, neighbour, stored });
        expect(observed).toEqual(deviations[name]?.observed ?? expected);
      },
      60_000,
    );
  });
}

const deviating = Object.entries(CLIENT_DEVIATIONS).flatMap(([store, cases]) =>
  Object.entries(cases).map(([name, deviation]) => ({ store, name, ...deviation })),
);

test.each(deviating)('$store deviates in a case: $name', ({ name, observed, reason }) => {
  const conformanceCase = CASES.find((candidate) => candidate.name === name);
  expect(conformanceCase?.name).toBe(name);
  expect(observed).not.toEqual(conformanceCase?.expected);
  expect(reason).toMatch(/\.$/);
});

test('every case has a name of its own', () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});
