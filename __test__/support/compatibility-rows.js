/**
 * The rows of docs/compatibility.md, and the tests that say that they show them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { DEVIATIONS as PROGRAMS } from '../parity/deviations.js';
import { DEVIATIONS as SCENARIOS } from './scenario-deviations.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Tests that are made of a table, which names the rows. */
const TABLES = {
  'parity/parity.test.js': PROGRAMS,
  'resource-scenarios.test.js': SCENARIOS,
};

/** Title of a test or of a group of tests: names of rows, then the rest, if there is any. */
const TITLE =
  /\(\s*(['"`])((?:[\w-]+, )*[\w-]+)(?:: (?:\\.|(?!\1)[^\\])*)?\1,\s*(?:async\b|function\b|\(|\w+\s*=>)/g;

/** What a comment says of the rows that a test shows. */
const COMMENT = /\bRows? ((?:`[\w-]+`[\s,]*)+)/g;

/** Comments of both languages, with what stands before each of their lines. */
const LEADER = /^[ \t]*(?:\/\/\/|\*|\/\*\*)[ \t]?/gm;

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string[]} files tests that show it, as the row names them
 */

/** @returns {Row[]} */
export function rowsOfPage() {
  const page = readFileSync(`${ROOT}docs/compatibility.md`, 'utf8');
  return page
    .split('\n')
    .filter((line) => /^\| `[\w-]+` /.test(line))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const files = String(cells.at(-2)).matchAll(/`([\w./-]+\.(?:js|rs))`/g);
      return { name: cells[1].replaceAll('`', ''), files: Array.from(files, ([, file]) => file) };
    });
}

/**
 * @param {string} file as a row names it
 * @returns {Set<string> | null} what it says that it shows, titles of one word among it; null where
 *   there is no such file
 */
export function shownBy(file) {
  const path = `${ROOT}${file.endsWith('.rs') ? 'tests' : '__test__'}/${file}`;
  if (!existsSync(path)) return null;
  const text = readFileSync(path, 'utf8');
  const names = namesIn(text);
  for (const { rows } of Object.values(TABLES[file] ?? {})) rows.forEach((row) => names.add(row));
  return names;
}

/**
 * @param {string} text of a test
 * @returns {Set<string>}
 */
export function namesIn(text) {
  const names = new Set();
  for (const [, , title] of text.matchAll(TITLE))
    title.split(', ').forEach((name) => names.add(name));
  for (const [, listed] of text.replace(LEADER, '').matchAll(COMMENT)) {
    for (const [, name] of listed.matchAll(/`([\w-]+)`/g)) names.add(name);
  }
  return names;
}
