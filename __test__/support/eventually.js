import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds after which a condition is given up. */
const PATIENCE = 5000;

/**
 * Waits for what is put off, however busy the machine is.
 *
 * @param {() => boolean} condition
 * @returns {Promise<void>} also where the condition does not come true: what is expected tells then
 */
export async function eventually(condition) {
  const end = Date.now() + PATIENCE;
  while (!condition() && Date.now() < end) await wait(1);
}
