import { digest } from './digest.js';
import { sampleDurability } from './durability.js';
import { operationNamed } from './operations.js';
import { countRequests, withoutLatency } from './service.js';
import { Session } from './session.js';
import { shapeNamed } from './shapes.js';
import { sampleSignedRequests } from './signed-request.js';
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
 * @property {number} [requests] per item, of records on S3
 */

const WARM_UP_SHARE = 0.5;
const QUICK_SHARE = 0.4;

/** @type {DatabaseClass | undefined} */
let Database;
/** @type {Session | undefined} */
let session;
/** @type {import('./service.js').ServiceAddress | undefined} */
let service;

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
  ({ service } = plan);
  session = await Session.open(Database, shapeNamed(shape), plan);
}

async function close() {
  await session?.close();
  session = undefined;
}

/**
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<import('./stopwatch.js').Measurement<Result> & { requests?: number }>}
 */
async function measureCounted(work) {
  if (!service) return measure(work);
  const { result, requests } = await countRequests(service, () => measure(work));
  return { ...result, requests };
}

/** @param {import('./operations.js').Step<any>} step */
async function warmedUp(step) {
  const { latency = 0 } = session?.shape.service ?? {};
  if (service) await withoutLatency(service, latency, step.run);
  else await step.run();
  await settle();
}

/**
 * @param {{ operation: string, quick: boolean }} request
 * @returns {Promise<Sample>}
 */
async function sample({ operation, quick }) {
  if (!session) throw new Error('no session is open');
  const { size, scaled, isAtOnce, prepare } = operationNamed(operation);
  const { attributes, scale: scaleAlone, scaleAtOnce = scaleAlone } = session.shape;
  const scale = isAtOnce ? scaleAtOnce : scaleAlone;
  const full = Math.ceil(size * (scaled ? scale : 1) * (quick ? QUICK_SHARE : 1));

  session.begin(operation);
  const { warmUp = scale * WARM_UP_SHARE } = session.shape;
  const few = scaled ? size * warmUp : size * WARM_UP_SHARE;
  await warmedUp(prepare(session, Math.ceil(few * (quick ? QUICK_SHARE : 1))));

  const step = prepare(session, full);
  const before = session.tally;
  const { wall, cpu, result, requests } = await measureCounted(step.run);
  const calls = tallied(before, session.tally);
  const items = step.items(result);
  if (!items) throw new Error(`\`${operation}\` returned nothing`);
  const evidence = [items, calls, await step.evidence(result)];
  return {
    wall: wall / items,
    cpu: cpu / items,
    items,
    digest: digest(evidence, Object.keys(attributes)),
    ...(requests !== undefined && { requests: requests / items }),
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
const COMMANDS = {
  ...{ load, open, close, sample, durability, peakMemory },
  signedRequests: sampleSignedRequests,
};

process.on('message', async (/** @type {{ command: string, payload: unknown }} */ message) => {
  try {
    process.send?.({ value: await COMMANDS[message.command](message.payload) });
  } catch (error) {
    process.send?.({ failure: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
