/**
 * Processes that write to one database at the same time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { expect } from '@jest/globals';

const PROGRAM = fileURLToPath(new URL('file-contender.js', import.meta.url));

/**
 * Starts a process, waits until it is ready, and answers what sets it to work.
 *
 * @param {string} place connection string
 * @param {number} number of the process
 * @returns {Promise<{go: () => Promise<any>}>} `go` gives its report
 */
export async function startContender(place, number) {
  const child = spawn(process.execPath, [PROGRAM, place, String(number)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect(await lines.next()).toMatchObject({ value: 'ready' });
  return {
    async go() {
      child.stdin.write('go\n');
      const { value } = await lines.next();
      expect(await ended).toEqual([0, null]);
      return JSON.parse(value);
    },
  };
}
