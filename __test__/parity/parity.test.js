/**
 * The same programs on the reference and on this package: what they give, tell and leave is the same,
 * but for what docs/compatibility.md says.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

import { beforeAll, describe, expect, jest, test } from '@jest/globals';

import { installReference } from '../../bench/reference-install.js';
import * as library from '../../index.js';
import { newSeed } from '../support/generator.js';
import { EVERYWHERE, aligned } from './alignment.js';
import { DEVIATIONS } from './deviations.js';
import { programsOf } from './programs/index.js';
import { playOnReference } from './reference.js';
import { playAll } from './stage.js';

const page = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');
const seed = newSeed();
const programs = programsOf(seed);
const ids = Object.keys(programs);

/** @type {Record<string, any[]>} */
let theirs;
/** @type {Record<string, any[]>} */
let ours;

jest.setTimeout(600_000);

beforeAll(async () => {
  installReference();
  theirs = playOnReference(seed);
  ours = await playAll(library, programs);
}, 600_000);

/** Programs with these compare no order of fields: records that were updated have another. */
const UPDATES = new Set(['update', 'patch', 'replace', 'upsert', 'updateConditional']);

const hasRow = (row) => page.includes(`\n| \`${row}\` `);

describe(`programs (SEED=${seed})`, () => {
  test('are many, and all are played', () => {
    expect(ids.length).toBeGreaterThan(370);
    expect(Object.keys(theirs).sort()).toEqual(ids.toSorted());
    expect(ids).toEqual(expect.arrayContaining(Object.keys(DEVIATIONS)));
  });

  test('differ by rows that there are', () => {
    const rows = Object.values(DEVIATIONS).flatMap((deviation) => deviation.rows);
    expect([...EVERYWHERE, ...rows].filter((row) => !hasRow(row))).toEqual([]);
  });

  test.each(ids)('%s', (id) => {
    const { steps: deviating = [] } = DEVIATIONS[id] ?? {};
    expect(ours[id].map(({ label }) => label)).toEqual(theirs[id].map(({ label }) => label));
    const isOrdered = !theirs[id].some(({ label }) => UPDATES.has(label));
    const differing = [];
    theirs[id].forEach((step, number) => {
      const [expected, actual] = aligned(step, ours[id][number]);
      if (!deviating.includes(number))
        expect({ number, ...actual }).toEqual({ number, ...expected });
      if (!isSame(expected, actual, isOrdered)) differing.push(number);
    });
    expect(differing).toEqual(deviating);
    expect(theirs[id].at(-1).label).toBe('keys');
  });
});

/**
 * @param {any} expected
 * @param {any} actual
 * @param {boolean} isOrdered whether fields have to be in the same order, too
 */
function isSame(expected, actual, isOrdered) {
  if (isOrdered) return JSON.stringify(actual) === JSON.stringify(expected);
  return isDeepStrictEqual(actual, expected);
}
