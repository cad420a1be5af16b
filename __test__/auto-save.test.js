import { describe, expect, test } from '@jest/globals';

import { AutoSave } from '../lib/clients/snapshot-file.js';

/** Saves that end when the test says so. */
function heldSaves() {
  /** @type {Array<{end: () => void, fail: (error: Error) => void}>} */
  const saves = [];
  const start = () => new Promise((end, fail) => saves.push({ end, fail }));
  return { saves, autoSave: new AutoSave(start) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('AutoSave', () => {
  test('runs one save at a time, and one more for all changes during it', async () => {
    const { saves, autoSave } = heldSaves();
    const settled = [];
    for (const change of ['a', 'b', 'c']) autoSave.request().then(() => settled.push(change));
    await turn();
    expect(saves).toHaveLength(1);
    saves[0].end();
    await turn();
    expect(settled).toEqual(['a']);
    expect(saves).toHaveLength(2);
    saves[1].end();
    await turn();
    expect(settled).toEqual(['a', 'b', 'c']);
    expect(saves).toHaveLength(2);
  });

  test('does not start a second save between two others', async () => {
    const { saves, autoSave } = heldSaves();
    const first = autoSave.request();
    autoSave.request();
    const late = first.then(() => autoSave.request());
    saves[0].end();
    await turn();
    expect(saves).toHaveLength(2);
    saves[1].end();
    await turn();
    for (const { end } of saves.slice(2)) end();
    await late;
  });

  test('saves again after a failure, which only its own callers see', async () => {
    const { saves, autoSave } = heldSaves();
    const [first, second] = [autoSave.request(), autoSave.request()];
    saves[0].fail(new Error('disk full'));
    await expect(first).rejects.toThrow('disk full');
    await turn();
    saves[1].end();
    await second;
    const third = autoSave.request();
    saves[2].end();
    await third;
  });
});
