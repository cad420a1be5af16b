import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

const LONG = 'n'.repeat(3000);

const truncating = (config) =>
  freshResource({ attributes: { a: 'string' }, behavior: 'truncate-data', ...config });

describe('with truncate-data, insert gives what is stored', () => {
  test.each([
    ['a declared attribute', { a: LONG }, ({ a }) => a, ({ a }) => a],
    ['an undeclared attribute', { a: 'x', Note: LONG }, ({ Note }) => Note, ({ note }) => note],
    ['a nested one', { a: 'x', o: { n: LONG } }, ({ o }) => o.n, ({ o_n: n }) => n],
    ['a list, which is left out', { a: 'x', l: [LONG] }, ({ l }) => l, ({ l }) => l],
  ])('of %s', async (_name, data, given, stored) => {
    const resource = await truncating();
    const inserted = await resource.insert({ id: '1', ...data });
    expect(inserted.$truncated).toBe('true');
    expect(given(inserted)).not.toEqual(given(data));
    expect(given(inserted)).toBe(stored(await resource.get('1')));
  });

  test('and replace likewise', async () => {
    const resource = await truncating();
    const { note } = await resource.replace('1', { a: 'x', note: LONG });
    expect(note).toMatch(/^n{1900,2047}$/);
    expect(note).toBe((await resource.get('1')).note);
  });
});

test('a reference of a truncated undeclared attribute is found by what is stored', async () => {
  const resource = await truncating({
    strictValidation: false,
    partitions: { byNote: { fields: { note: 'string' } } },
  });
  const data = { id: '1', a: 'x', list: ['l'.repeat(1300)], note: LONG.slice(0, 900) };
  const { note } = await resource.insert(data);
  expect(note).toMatch(/^n{600,800}$/);
  const walk = { partition: 'byNote', partitionValues: { note } };
  expect(await resource.listIds(walk)).toEqual(['1']);
  await resource.delete('1');
  expect(await resource.client.getAllKeys({ prefix: 'resource=users/' })).toEqual([]);
});
