import { digest } from './digest.js';
import { sampleDurability } from './durability.js';
import { operationNamed } from './operations.js';
import { Session } from './session.js';
import { shapeNamed } from './shapes.js';
import { measure, settle } from './stopwatch.js';

/**
 * One contestant: a process that loads one of the two packages and carries out, one at a time, the
 * commands its parent sends. Argument: the module to import.
 *
 * @typedef {import('./session.js').DatabaseClass} DatabaseClass
 * @typedef {import('./durability.js').DurabilityPlan} DurabilityPlan
 * @typedef {import('./durability.js').DurabilitySample} DurabilitySample
 * @typedef {import('./session.js').SessionPlan} SessionPlan
 * @typedef {import('./shapes.js').Tally} Tally
 */

/**
 * @typedef {object} Sample
 * @property {number} wall µs per item
 * @property {number} cpu µs per item
 * @property {number} items
 * @property {string} digest of the results
 */

const WARM_UP_SHARE = 0.5;
const QUICK_SHARE = 0.4;

/** @type {DatabaseClass | undefined} */
let Database;
/** @type {Session | undefined} */
let session;

/**
 * @param {Tally} before
 * @param {Tally} after
 * @returns {number[]} calls in between
 */
function tallied(before, after) {
  return [
    after.hooks - before.hooks,
    after.listeners - before.listeners,
    after.middlewares - before.middlewares,
  ];
}

async function load() {
  ({ Database } = await import(process.argv[2]));
}

/** @param {{ shape: string } & SessionPlan} plan */
async function open({ shape, ...plan }) {
  if (!Database) throw new Error('the package is not loaded');
  session = await Session.open(Database, shapeNamed(shape), plan);
}

async function close() {
  await session?.close();
  session = undefined;
}

/**
 * @param {{ operation: string, quick: boolean }} request
 * @returns {Promise<Sample>}
 */
async function sample({ operation, quick }) {
  if (!session) throw new Error('no session is open');
  const { size, scaled, prepare } = operationNamed(operation);
  const { attributes, scale } = session.shape;
  const full = Math.ceil(size * (scaled ? scale : 1) * (quick ? QUICK_SHARE : 1));

  session.begin(operation);
  await prepare(session, Math.ceil(full * WARM_UP_SHARE)).run();
  await settle();

  const step = prepare(session, full);
  const before = session.tally;
  const { wall, cpu, result } = await measure(step.run);
  const calls = tallied(before, session.tally);
  const items = step.items(result);
  if (!items) throw new Error(`\`${operation}\` returned nothing`);
  const evidence = [items, calls, await step.evidence(result)];
  return {
    wall: wall / items,
    cpu: cpu / items,
    items,
    digest: digest(evidence, Object.keys(attributes)),
  };
}

/**
 * @param {DurabilityPlan} plan
 * @returns {Promise<DurabilitySample[]>}
 */
async function durability(plan) {
  if (!Database) throw new Error('the package is not loaded');
  return sampleDurability(Database, plan);
}

/** @returns {Promise<number>} largest resident set so far, MB */
async function peakMemory() {
  return process.resourceUsage().maxRSS / 1024;
}

/** @type {Record<string, (payload: any) => Promise<unknown>>} */
const COMMANDS = { load, open, close, sample, durability, peakMemory };

process.on('message', async (/** @type {{ command: string, payload: unknown }} */ message) => {
  try {
    process.send?.({ value: await COMMANDS[message.command](message.payload) });
  } catch (error) {
    process.send?.({ failure: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
