import { spawnSync } from 'node:child_process';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { codeBlocks, programOf, projectFolder } from '../support/markdown.js';

let folder;

beforeAll(() => {
  folder = projectFolder();
});

afterAll(() => folder.remove());

/** Examples may give a name again, as they might in a console. */
const redeclarable = (block) => ({ ...block, text: block.text.replace(/^const /gm, 'var ') });

test('the examples of docs/api.md are one program, which runs', () => {
  const blocks = codeBlocks('docs/api.md');
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['js']));
  const file = folder.write('api.js', programOf(blocks.map(redeclarable)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^\S{22} open\n/);
});
