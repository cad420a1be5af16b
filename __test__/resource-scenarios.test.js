import { join } from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { FileSystemClient, Resource } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { DEVIATIONS, revised } from './support/scenario-deviations.js';
import { Scenario, inMemory } from './support/scenarios.js';
import { readVectors } from './support/vectors.js';

const { scenarios } = readVectors('resource-scenarios');

/** Replayed in memory only, and why. */
const IN_MEMORY = {
  'insert-many': 'inserts that are under way together tell in the order in which they end',
};

const folder = newFolder();

afterAll(() => removeFolder(folder));

function inFiles(bucket) {
  const basePath = join(folder, bucket);
  return { client: new FileSystemClient({ basePath, bucket, keyPrefix: 'app' }) };
}

function isPresent({ op, method, on }) {
  if (op !== 'call' || on.startsWith('db')) return true;
  return typeof Resource.prototype[method] === 'function';
}

const replayed = scenarios.filter(({ steps }) => steps.every(isPresent));

describe('recorded scenarios', () => {
  test('are all accounted for', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.keys({ ...DEVIATIONS, ...IN_MEMORY })));
    expect({
      recorded: scenarios.length,
      replayed: replayed.length,
      deviating: Object.keys(DEVIATIONS).length,
      notYet: scenarios.length - replayed.length,
    }).toEqual({ recorded: 175, replayed: 164, deviating: 53, notYet: 11 });
  });

  test.each(replayed)('$id, in memory', async (scenario) => {
    expect.hasAssertions();
    await new Scenario(revised(scenario), inMemory).play();
  });

  const inBoth = replayed.filter(({ id }) => !Object.hasOwn(IN_MEMORY, id));

  test.each(inBoth)('$id, in files', async (scenario) => {
    expect.hasAssertions();
    await new Scenario(revised(scenario), inFiles).play();
  });
});
