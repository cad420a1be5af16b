/**
 * One method of a resource while requests go wrong, and what has to hold afterwards: what was
 * acknowledged is there, once; what was rejected is not, or the error says that nobody knows.
 */
import { isDeepStrictEqual } from 'node:util';

import { Database } from '../../index.js';
import { describedResources, readAll, repairAndCheck } from './aftermath.js';
import { BEFORE, MORE, THINGS, fillThings } from './things.js';

/** What an error says of a write that may have been done although nobody answered. */
const UNKNOWN = /may have been done/;

/** What an error says of a write that was done, but for its references. */
const DONE = /^Record '\w+' is (written|deleted), but not all of its partition references/;

/**
 * @typedef {import('./thing-writes.js').Method} Method
 * @typedef {import('./s3-service.js').Fault} Fault
 * @typedef {{result?: any, error?: any, itemErrors: any[], milliseconds: number}} Outcome
 * @typedef {'old' | 'new' | 'unknown'} Standing
 */

/** A database on a service, in which one method after another is tried, and one that looks on. */
export class FaultCase {
  /**
   * @param {import('./s3-service.js').S3Service} service
   * @param {string} bucket
   * @param {Record<string, any>} options of the database whose requests go wrong
   * @param {boolean} isHeard whether its requests are made through the client, which somebody listens to
   */
  constructor(service, bucket, options, isHeard) {
    this.service = service;
    this.bucket = bucket;
    this.options = options;
    this.isHeard = isHeard;
    this.count = 0;
  }

  /** Opens an empty database with the records that methods begin with, in place of the last one. */
  async prepare() {
    await this.finish();
    await this.service.reset();
    const place = this.service.connectionString(this.bucket, `/case-${++this.count}`);
    this.witness = await open(place);
    this.seen = await this.witness.createResource(THINGS);
    await fillThings(this.seen);
    this.etag = (await this.seen.get('c'))._etag;
    this.db = await open(place, this.options);
    this.resource = await this.db.createResource(THINGS);
    if (this.isHeard) this.db.client.on('cl:request', () => {});
  }

  /**
   * @param {Method} method
   * @param {Fault} fault
   * @returns {Promise<Outcome>}
   */
  async perform(method, fault) {
    const itemErrors = [];
    const keepError = (error) => itemErrors.push(error);
    this.resource.on('error', keepError);
    await this.service.addFault(fault);
    const start = Date.now();
    const { db, resource, etag } = this;
    const settled = await method.run({ db, resource, etag }).then(
      (result) => ({ result }),
      (error) => ({ error }),
    );
    const milliseconds = Date.now() - start;
    await this.service.reset();
    this.resource.off('error', keepError);
    return { ...settled, itemErrors, milliseconds };
  }

  /**
   * @param {Method} method
   * @param {Outcome} outcome
   * @returns {Promise<string[]>} what does not hold
   */
  async verify(method, outcome) {
    const { touches } = method;
    const { records, problems } = await readAll(this.seen, ['b']);
    if (!touches) return [...problems, ...compare(records, {}, () => 'old')];
    problems.push(...compare(records, touches, (id) => standingOf(id, method, outcome)));
    const generated = Object.keys(records).filter((id) => id.length > 2);
    const touched = [...Object.keys(touches), ...generated];
    problems.push(...(await repairAndCheck(this.seen, records, touched)));
    problems.push(...(await this.#definitionProblems(method, outcome)));
    return problems;
  }

  /** `s3db.json` is whole, describes what was acknowledged, and others can go on with it. */
  async #definitionProblems(method, outcome) {
    const described = await describedResources(this.witness.client);
    const isNew = described.includes(MORE.name);
    const problems = [];
    if (!described.includes(THINGS.name)) problems.push('the definition is lost');
    if (method.name === 'createResource') {
      const standing = standingOf('', method, outcome);
      if (standing !== 'unknown' && isNew !== (standing === 'new')) {
        problems.push(`the new definition is there: ${isNew}`);
      }
      const other = await open(this.db.connectionString);
      if (other.resourceExists(MORE.name) !== isNew)
        problems.push('another process reads otherwise');
      await other.disconnect();
      await this.db.createResource(MORE);
      const now = await describedResources(this.witness.client);
      if (!now.includes(MORE.name)) problems.push('a second attempt does nothing');
    }
    return problems;
  }

  /** Ends what was prepared. */
  async finish() {
    await this.db?.disconnect();
    await this.witness?.disconnect();
  }
}

/**
 * @param {string} connectionString
 * @param {Record<string, any>} [options]
 */
async function open(connectionString, options) {
  const db = new Database({ connectionString, logLevel: 'silent', ...options });
  await db.connect();
  return db;
}

/**
 * @param {string} id
 * @param {Method} method
 * @param {Outcome} outcome
 * @returns {Standing}
 */
function standingOf(id, { acknowledged, isPiecemeal }, { result, error, itemErrors }) {
  if (error) {
    if (isPiecemeal || UNKNOWN.test(error.message)) return 'unknown';
    return DONE.test(error.message) ? 'new' : 'old';
  }
  if (!acknowledged || acknowledged(result).includes(id)) return 'new';
  const isUnknown = itemErrors.some(({ message }) => UNKNOWN.test(message) || DONE.test(message));
  return isUnknown ? 'unknown' : 'old';
}

/**
 * @param {import('./aftermath.js').Records} records
 * @param {import('./aftermath.js').Records} touches
 * @param {(id: string) => Standing} standing
 * @returns {string[]}
 */
function compare(records, touches, standing) {
  const problems = [];
  const named = new Set([...Object.keys(BEFORE), ...Object.keys(touches)]);
  const generated = Object.keys(records).filter((id) => !named.has(id));
  if (generated.length > 1) problems.push(`more than one record was made: ${generated}`);
  for (const id of named) {
    const found = (id === '*' ? records[generated[0]] : records[id]) ?? null;
    const old = BEFORE[id] ?? null;
    const next = id in touches ? touches[id] : old;
    const allowed = { old: [old], new: [next], unknown: [old, next] }[standing(id)];
    if (!allowed.some((fields) => isDeepStrictEqual(found, fields))) {
      problems.push(`${id} (${standing(id)}): ${JSON.stringify(found)?.slice(0, 200)}`);
    }
  }
  return problems;
}
