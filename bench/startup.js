import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { MODULES } from './contestant-process.js';
import { median } from './statistics.js';

/**
 * CPU time in ms of importing each package in a fresh process, without what Node.js itself takes.
 * @typedef {{ bare: number, reference: number, ours: number }} StartupCost
 */

const PROBE = fileURLToPath(new URL('import-probe.js', import.meta.url));

/** Below this the difference of two processes is noise. */
const SMALLEST_MS = 0.1;

/**
 * @param {string[]} modules none, or the one to import
 * @returns {number} ms
 * @throws {Error} when the module cannot be imported
 */
function probe(modules) {
  const output = execFileSync(process.execPath, [PROBE, ...modules], { encoding: 'utf8' });
  return Number(output) / 1000;
}

/**
 * Starts bare Node.js, the reference and its opponent alternately.
 * @param {'reference' | 'ours'} opponent
 * @param {number} rounds
 * @returns {StartupCost} medians
 */
export function measureStartup(opponent, rounds) {
  /** @type {Record<keyof StartupCost, number[]>} */
  const costs = { bare: [], reference: [], ours: [] };
  for (let round = 0; round < rounds; round += 1) {
    costs.bare.push(probe([]));
    costs.reference.push(probe([MODULES.reference]));
    costs.ours.push(probe([MODULES[opponent]]));
  }
  const bare = median(costs.bare);
  return {
    bare,
    reference: Math.max(median(costs.reference) - bare, SMALLEST_MS),
    ours: Math.max(median(costs.ours) - bare, SMALLEST_MS),
  };
}
