/**
 * What a newcomer sees: the first run, and the second.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { newFolder, removeFolder } from '../support/client-kinds.js';
import { ROOT } from '../support/markdown.js';

const PLAIN_TEXTS = ['123-456-789', '987-654-321', 'correct horse', 'battery staple'];

/** @type {string} */
let folder;
/** @type {Array<{status: number | null, stdout: string, stderr: string}>} */
let runs;

beforeAll(() => {
  folder = newFolder();
  runs = [1, 2].map(() =>
    spawnSync(process.execPath, [join(ROOT, 'examples/quickstart.js')], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
    }),
  );
});

afterAll(() => removeFolder(folder));

test('both runs succeed without a warning', () => {
  expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual([
    { status: 0, stderr: '' },
    { status: 0, stderr: '' },
  ]);
});

test('the first run writes, the second finds', () => {
  const openings = runs.map(({ stdout }) => stdout.slice(0, stdout.indexOf('\n')));
  expect(openings).toEqual([
    'The folder is new: writing two records.',
    'Found 2 records of an earlier run.',
  ]);
  expect(runs.map(({ stdout }) => /runs: \d/g.exec(stdout)?.[0])).toEqual(['runs: 1', 'runs: 2']);
});

describe.each([
  ['first', 0],
  ['second', 1],
])('the output of the %s run', (_name, number) => {
  test('has records, a partition and a refusal', () => {
    const { stdout } = runs[number];
    expect(stdout).toContain("taxNumber: '123-456-789'");
    expect(stdout).toContain("address: { city: 'São Paulo', country: 'BR' }");
    expect(stdout).toContain('\nIn Norway: Bo\n');
    expect(stdout).toContain("Refused: The 'email' field must be");
    expect(stdout).not.toMatch(/correct horse|battery staple/);
  });

  test('has the cipher text', () => {
    expect(runs[number].stdout).toMatch(/'6': '[A-Za-z0-9+/]{60,}=*'/);
  });
});

test('the files are listed with their sizes, and have no secret and no password in clear', () => {
  const listed = [...runs[1].stdout.matchAll(/^ +(\d+) (\S+)$/gm)];
  expect(listed.map(([, , name]) => name)).toContain(join('resource=users', 'data', 'id=ana'));
  for (const [, size, name] of listed) {
    const bytes = readFileSync(join(folder, '.s3db-quickstart', name));
    expect({ name, size: bytes.length }).toEqual({ name, size: Number(size) });
    for (const plain of PLAIN_TEXTS) expect(bytes.toString()).not.toContain(plain);
  }
});
