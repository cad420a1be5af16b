/** Turns of the event loop in which deferred work (events, partition references) gets done. */
const SETTLING_TURNS = 4;

/** Collections of young garbage after which V8 holds an object for old. */
const SURVIVALS = 2;

/**
 * @template Result
 * @typedef {object} Measurement
 * @property {number} wall µs
 * @property {number} cpu µs of all threads of the process, user and system
 * @property {Result} result
 */

/** Lets work that was put off with `setImmediate` happen. */
export async function settle() {
  for (let turn = 0; turn < SETTLING_TURNS; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Measures `work` and what it put off. Young garbage is collected beforehand, so that nobody is
 * charged for moving arguments that the benchmark made; the old is not: that also throws optimised
 * code away, and the slower package would be charged for compiling it again.
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Measurement<Result>>}
 */
export async function measure(work) {
  for (let survived = 0; survived < SURVIVALS; survived += 1) globalThis.gc?.({ type: 'minor' });
  const cpuBefore = process.cpuUsage();
  const wallBefore = process.hrtime.bigint();
  const result = await work();
  await settle();
  const wall = Number(process.hrtime.bigint() - wallBefore) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wall, cpu: user + system, result };
}
