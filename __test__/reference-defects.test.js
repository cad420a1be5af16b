/**
 * Each known defect of s3db.js 21.6.2, and each form of its older versions, was decided about: where
 * ours differs, a row of docs/compatibility.md says so, and in any case a test shows it.
 */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { OLDER_FORMS } from './support/older-forms.js';
import { DEFECTS } from './support/reference-defects.js';

const PAGE = readFileSync(new URL('../docs/compatibility.md', import.meta.url), 'utf8');

describe.each([
  ['defects of s3db.js 21.6.2', DEFECTS, 30],
  ['forms of its older versions', OLDER_FORMS, 17],
])('%s', (_what, decisions, count) => {
  test('are all decided about', () => expect(decisions).toHaveLength(count));

  test.each(decisions)('$about', ({ rows, tests }) => {
    expect(rows.filter((row) => !PAGE.includes(`\n| \`${row}\` `))).toEqual([]);
    const unshown = Object.entries(tests).filter(
      ([file, title]) => !readFileSync(new URL(file, import.meta.url), 'utf8').includes(title),
    );
    expect(unshown).toEqual([]);
    expect(Object.keys(tests)).not.toEqual([]);
  });
});
