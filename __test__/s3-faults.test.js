/**
 * Every method while requests to S3 go wrong: once, so that nobody notices, or again and again, so that
 * the method has to say so. Afterwards nothing is lost, and nothing is there that should not be.
 */
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';

import { FaultCase } from './support/fault-case.js';
import { S3Service } from './support/s3-service.js';
import { READS } from './support/thing-reads.js';
import { WRITES } from './support/thing-writes.js';

jest.setTimeout(120_000);

/** Milliseconds after which a method has to have said something. */
const PATIENCE = 5000;

/** Milliseconds that requests take where they stall, and after which the client gives up. */
const STALL = 300;
const TIMEOUT = 150;

const METHODS = [...READS, ...WRITES];
const CONFLICT = ['PreconditionFailed', 'PRECONDITION_FAILED', 'ConditionalRequestConflict'];

/**
 * What goes wrong, and how the error says so that a method rejects with when it does not end.
 *
 * @type {Array<{title: string, fault: any, codes?: string[], statuses?: number[], options?: any,
 *   methods?: typeof METHODS, isHeard?: boolean}>}
 */
const DIRECT = [
  { title: 'latency', fault: { kind: 'latency', ms: 5 } },
  { title: 'slowBody', fault: { kind: 'slowBody', ms: 1 } },
  { title: 'truncatedList', fault: { kind: 'truncatedList' } },
  { title: '500', fault: { kind: '500' }, codes: ['InternalError'], statuses: [500] },
  {
    title: '503',
    fault: { kind: '503' },
    codes: ['SlowDown', 'ServiceUnavailable'],
    statuses: [503],
  },
  { title: '409', fault: { kind: '409' }, codes: CONFLICT, statuses: [409, 412] },
  { title: 'reset', fault: { kind: 'reset' }, codes: ['NetworkingError'], statuses: [500] },
  {
    title: 'dropAfterCommit',
    fault: { kind: 'dropAfterCommit' },
    codes: ['NetworkingError'],
    statuses: [500],
  },
  {
    title: 'a stall',
    fault: { kind: 'latency', ms: STALL },
    codes: ['TimeoutError'],
    statuses: [500],
    options: { executorPool: { retries: 1, retryDelay: 1, timeout: TIMEOUT } },
    methods: WRITES,
  },
];

/** The same where requests are made through the client. */
const HEARD = DIRECT.filter(({ title }) => ['500', '409', 'dropAfterCommit'].includes(title)).map(
  (trouble) => ({ ...trouble, title: `${trouble.title}, through the client`, isHeard: true }),
);

const TROUBLES = [...DIRECT, ...HEARD];

/**
 * @param {import('./support/thing-writes.js').Method} method
 * @param {(typeof TROUBLES)[number]} trouble
 * @returns {Array<{scope: string, times?: number, where: {operation?: string, key?: string}}>}
 */
function scopesOf({ requests }, { codes, fault, options }) {
  // A 503 is treated as a 500 is, and of what is harmless there is nothing to tell.
  const told = options ? requests.slice(0, 1) : requests;
  const places = codes && fault.kind !== '503' ? [{}, ...told] : [{}];
  return places.flatMap((where) => {
    const name = Object.values(where).join(' ') || 'any request';
    const always = { scope: `${name}, always`, where };
    return options ? [always] : [{ scope: `${name}, once`, times: 1, where }, always];
  });
}

/**
 * @param {{codes?: string[], statuses?: number[]}} trouble
 * @param {any} error
 * @returns {string[]} what is wrong with the error
 */
function errorProblems({ codes, statuses = [] }, error) {
  const { constructor, name, code, statusCode, isRefusal } = error;
  if (isRefusal && codes === CONFLICT) return [];
  const isKnown = ['UnknownError', 'ResourceError', 'PartitionError'].includes(name);
  const hasStatus = name === 'PartitionError' || statuses.includes(statusCode);
  if (isKnown && constructor.name === name && codes?.includes(code) && hasStatus) return [];
  return [`${constructor.name} ${name} ${code} ${statusCode}: ${error.message}`];
}

/**
 * @param {(typeof TROUBLES)[number]} trouble
 * @param {import('./support/thing-writes.js').Method} method
 * @param {import('./support/fault-case.js').Outcome} outcome
 * @param {boolean} isOnce
 * @returns {string[]}
 */
function outcomeProblems(trouble, method, { result, error, itemErrors, milliseconds }, isOnce) {
  const problems = [error, ...itemErrors]
    .filter(Boolean)
    .flatMap((each) => errorProblems(trouble, each));
  if (milliseconds > PATIENCE) problems.push(`took ${milliseconds} ms`);
  const hasEnded = !error && itemErrors.length === 0;
  if ((isOnce || !trouble.codes) && !hasEnded) problems.push('did not end well');
  if (hasEnded && method.seen) {
    const seen = method.seen(result);
    if (!isDeepStrictEqual(seen, method.reads)) problems.push(`read ${JSON.stringify(seen)}`);
  }
  return problems;
}

/**
 * Tries all methods on a server of their own.
 *
 * @param {(typeof TROUBLES)[number]} trouble
 * @returns {Promise<Map<string, string[]>>} problems by method
 */
async function tryAll(trouble) {
  const { fault, options = { executorPool: { retryDelay: 1 } }, methods = METHODS } = trouble;
  const { isHeard = false } = trouble;
  const service = await S3Service.start();
  await service.createBucket('faults');
  const faultCase = new FaultCase(service, 'faults', options, isHeard);
  const found = new Map();
  await faultCase.prepare();
  for (const method of methods) {
    const problems = [];
    for (const { scope, times, where } of scopesOf(method, trouble)) {
      if (method.touches) await faultCase.prepare();
      const outcome = await faultCase.perform(method, { ...fault, ...where, times });
      if (trouble.options) await new Promise((resolve) => setTimeout(resolve, STALL));
      const seen = outcomeProblems(trouble, method, outcome, times === 1);
      seen.push(...(await faultCase.verify(method, outcome)));
      problems.push(...seen.map((problem) => `${scope}: ${problem}`));
    }
    found.set(method.name, problems);
  }
  await faultCase.finish();
  await service.stop();
  return found;
}

/** @type {Map<string, Map<string, string[]>>} */
const problems = new Map();

beforeAll(async () => {
  await Promise.all(
    TROUBLES.map(async (trouble) => problems.set(trouble.title, await tryAll(trouble))),
  );
});

describe.each(TROUBLES)('$title', ({ title, methods = METHODS }) => {
  test.each(methods)('$name', ({ name }) => {
    expect(problems.get(title)?.get(name)).toEqual([]);
  });
});
