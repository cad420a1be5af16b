/**
 * The same programs on the reference and on this package: what they give, tell and leave is the same,
 * but for what docs/compatibility.md says.
 */
import { readFileSync } from 'node:fs';

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

jest.setTimeout(300_000);

beforeAll(async () => {
  installReference();
  theirs = playOnReference(seed);
  ours = await playAll(library, programs);
}, 300_000);

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
    const same = [];
    theirs[id].forEach((step, number) => {
      const [expected, actual] = aligned(step, ours[id][number]);
      if (!deviating.includes(number))
        expect({ number, ...actual }).toEqual({ number, ...expected });
      else if (JSON.stringify(actual) === JSON.stringify(expected)) same.push(number);
    });
    expect(same).toEqual([]);
    expect(theirs[id].at(-1).label).toBe('keys');
  });
});
