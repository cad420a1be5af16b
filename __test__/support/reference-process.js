/**
 * The reference in a process of its own: it installs signal handlers and keeps timers.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { revive, tag } from './tagged-json.js';

/** Where the reference is installed, and with it the place that its name is looked up from. */
const BENCH = fileURLToPath(new URL('../../bench/', import.meta.url));
const PROGRAM = readFileSync(new URL('reference-program.mjs', import.meta.url), 'utf8');

/**
 * Lets the reference restore a bucket, connect, make resources and do its work.
 *
 * @param {{options: object, snapshot?: object, resources?: object[],
 *   calls?: Array<[resource: string, method: string, ...args: any[]]>}} job
 * @returns {{results: any[], snapshot: any}} a result or `{error}` per call, and the bucket at the end,
 *   if it is in memory
 * @throws {Error} when the process fails
 */
export function runReference(job) {
  const program = `${PROGRAM}\n${tag}\n${revive}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program],
    {
      cwd: BENCH,
      input: JSON.stringify(tag(job)),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 100_000,
    },
  );
  if (status !== 0) throw new Error(`the reference ended with status \`${status}\`: ${stderr}`);
  return revive(JSON.parse(stdout.slice(stdout.lastIndexOf('\u0001') + 1)));
}
