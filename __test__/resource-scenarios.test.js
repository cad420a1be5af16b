import { describe, expect, test } from '@jest/globals';

import { Resource } from '../index.js';
import { DEVIATIONS, revised } from './support/scenario-deviations.js';
import { Scenario } from './support/scenarios.js';
import { readVectors } from './support/vectors.js';

const { scenarios } = readVectors('resource-scenarios');

/** Not replayed, and why. */
const EXEMPT = {
  'hooks-partition-hook-count': 'partitions are kept without hooks',
};

function isPresent({ op, method, on }) {
  if (op !== 'call' || on.startsWith('db')) return true;
  return typeof Resource.prototype[method] === 'function';
}

const present = scenarios.filter(({ steps }) => steps.every(isPresent));
const replayed = present.filter(({ id }) => !Object.hasOwn(EXEMPT, id));

describe('recorded scenarios', () => {
  test('are all accounted for', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(Object.keys({ ...EXEMPT, ...DEVIATIONS })));
    expect({
      recorded: scenarios.length,
      replayed: replayed.length,
      deviating: Object.keys(DEVIATIONS).length,
      exempt: Object.keys(EXEMPT).length,
      notYet: scenarios.length - present.length,
    }).toEqual({ recorded: 175, replayed: 129, deviating: 37, exempt: 1, notYet: 45 });
  });

  test.each(replayed)('$id', async (scenario) => {
    expect.hasAssertions();
    await new Scenario(revised(scenario)).play();
  });
});
