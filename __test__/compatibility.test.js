/** Every row of docs/compatibility.md names tests that show it, and these name the row. */
import { describe, expect, test } from '@jest/globals';

import { namesIn, rowsOfPage, shownBy } from './support/compatibility-rows.js';

const rows = rowsOfPage();

describe('the rows of docs/compatibility.md', () => {
  test('are many, and have names of their own', () => {
    expect(rows.length).toBeGreaterThan(250);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test.each(rows.map(({ name, files }) => [name, files]))('%s', (name, files) => {
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !shownBy(file)?.has(name))).toEqual([]);
  });
});

describe('the names that a test says', () => {
  test.each([
    ["test('a-row', () => {", ['a-row']],
    ["test('a-row: what it shows', async () => {", ['a-row']],
    ["describe('a-row, another: it’s', () => {", ['a-row', 'another']],
    ["test.each([1])('a-row: %s', (_n) => {", ['a-row']],
    ["test.each(LONG)(\n  'a-row: %s',\n  async () => {", ['a-row']],
    ['describe(`a-row: (SEED=${seed})`, () => {', ['a-row']],
    ["test('it shows a-row', () => {", []],
    ["['a-row', (value) => value],", []],
    ["open('a-row', options);", []],
    ['/// Row `a-row`.\n#[test]', ['a-row']],
    ['/// Rows `a-row`,\n/// `another`.\n#[test]', ['a-row', 'another']],
    ['/**\n * Rows `a-row`,\n * `another`: more.\n */', ['a-row', 'another']],
    ['/** Of `a-row`. */', []],
  ])('%j', (text, names) => expect([...namesIn(text)]).toEqual(names));
});
