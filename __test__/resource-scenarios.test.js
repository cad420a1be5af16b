import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { afterAll, describe, expect, test } from '@jest/globals';

import { FileSystemClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { DEVIATIONS, revised } from './support/scenario-deviations.js';
import { Scenario, inMemory, playable } from './support/scenarios.js';
import { readVectors } from './support/vectors.js';

const { scenarios, bugs } = readVectors('resource-scenarios');
const page = readFileSync(new URL('../docs/compatibility.md', import.meta.url), 'utf8');

/** Deviating scenarios that record neither a bug nor an older status or id. */
const OTHERS = [
  'content-errors',
  'content-update-truncate-data',
  'delete-all',
  'events-insert-update-delete',
  'hooks-order',
  'middleware-unsupported',
  'partition-lifecycle-strict',
  'patch-copy-enforce-limits',
  'patch-copy-truncate-data',
  'update-basic',
  'update-conditional',
];

const folder = newFolder();

afterAll(() => removeFolder(folder));

function inFiles(bucket) {
  const basePath = join(folder, bucket);
  return { client: new FileSystemClient({ basePath, bucket, keyPrefix: 'app' }) };
}

const replayed = playable(scenarios);

describe('recorded scenarios', () => {
  test('are all accounted for', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.keys(DEVIATIONS)));
    expect({
      recorded: scenarios.length,
      replayed: replayed.length,
      deviating: Object.keys(DEVIATIONS).length,
      notYet: scenarios.length - replayed.length,
    }).toEqual({ recorded: 175, replayed: 164, deviating: 52, notYet: 11 });
  });

  test.each(Object.entries(DEVIATIONS))('%s deviates as documented', (_id, { rows }) => {
    expect(rows.filter((row) => !page.includes(`\n| \`${row}\` `))).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('deviate where they record a bug, an older status or id, or one of these', () => {
    const isNamed = ([id, { rows }]) =>
      bugs.includes(id) || rows.includes('status-codes') || rows.includes('numeric-ids');
    const others = Object.entries(DEVIATIONS).filter((entry) => !isNamed(entry));
    expect(others.map(([id]) => id).sort()).toEqual(OTHERS);
  });

  test.each(scenarios.filter(({ id }) => Object.hasOwn(DEVIATIONS, id)))(
    '$id deviates in the steps that it names',
    (scenario) => {
      const { status, isPlain, steps = {} } = DEVIATIONS[scenario.id];
      const changed = revised(scenario).steps.flatMap(({ expect: now }, number) =>
        isDeepStrictEqual(now, scenario.steps[number].expect) ? [] : [number],
      );
      const named = Object.keys(steps).map(Number);
      const isByRule = (number) =>
        (status !== undefined && scenario.steps[number].expect.error?.statusCode === 500) ||
        (isPlain && JSON.stringify(scenario.steps[number].expect).includes('"application/json"'));
      expect(changed.filter((number) => !named.includes(number) && !isByRule(number))).toEqual([]);
      expect(changed).toEqual(expect.arrayContaining(named));
    },
  );

  test.each(replayed)('$id, in memory', async (scenario) => {
    expect.hasAssertions();
    await new Scenario(revised(scenario), inMemory).play();
  });

  test.each(replayed)('$id, in files', async (scenario) => {
    expect.hasAssertions();
    await new Scenario(revised(scenario), inFiles).play();
  });
});
