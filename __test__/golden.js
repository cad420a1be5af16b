import { readFileSync } from 'node:fs';

/**
 * Vectors recorded from s3db.js 21.6.2. A missing file fails the test that asks for it.
 *
 * @param {string} name file name without `.json`
 * @returns {any}
 */
export function readGolden(name) {
  return JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));
}
