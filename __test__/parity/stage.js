/**
 * Plays programs on a package: the reference or this one.
 */
import { setTimeout as wait } from 'node:timers/promises';

import { shown } from './shown.js';

/** Milliseconds after which deferred work is done. */
const SETTLED = 20;

/** Turns of the event loop after that, where it was held up. */
const TURNS = 4;

/** Programs that are played at the same time. */
const TOGETHER = 12;

export const EVENTS = [
  ...['inserted', 'updated', 'deleted', 'fetched', 'inserted-many', 'deleted-many'],
  ...['fetched-many', 'list', 'listed-ids', 'count', 'paginated', 'deleted-all'],
  ...['deleted-all-data', 'content-set', 'content-fetched', 'content-deleted'],
  ...['partition-fetched', 'partitionIndexError', 'partitionIndexWarning'],
  ...['orphanedPartitionsRemoved', 'exceedsLimit', 'versionUpdated', 'historyError', 'error'],
  'resource:disposed',
];

const ATTRIBUTES = { name: 'string|required', age: 'number|optional', region: 'string|optional' };

/**
 * What a program says: the resource it needs, the records that are there, and the calls whose outcomes
 * are compared; or a function of the stage, for all else.
 *
 * @typedef {object} Program
 * @property {object | ((stage: Stage) => object)} [config] added to a resource of users
 * @property {object} [options] of the database
 * @property {object[]} [records] that are inserted first
 * @property {Array<[method: string, ...args: any[]]>} [calls] on the resource
 * @property {(stage: Stage, resource: any) => Promise<void>} [run] after the calls
 */

/** The stage of one program. */
export class Stage {
  /** @type {any[]} */
  log = [];

  /** @type {any[]} */
  #heard = [];

  /**
   * @param {any} library
   * @param {string} name of the bucket
   */
  constructor(library, name) {
    this.library = library;
    this.bucket = name;
  }

  /**
   * @param {object} [options]
   * @returns {Promise<any>} a database on the bucket of the program
   */
  async open(options = {}) {
    const connectionString = `memory://${this.bucket}/app`;
    const { Database } = this.library;
    const quiet = { logLevel: 'silent', exitOnSignal: false };
    this.db = new Database({ connectionString, ...quiet, ...options });
    await this.db.connect();
    return this.db;
  }

  /**
   * @param {object} [config]
   * @returns {Promise<any>} a resource whose events are heard
   */
  async make(config = {}) {
    if (!this.db) await this.open();
    const given = ownConfig({ name: 'users', attributes: ATTRIBUTES, ...config });
    const resource = await this.db.createResource(given);
    this.listen(resource);
    return resource;
  }

  /**
   * @param {any} emitter
   * @param {string[]} [events]
   */
  listen(emitter, events = EVENTS) {
    for (const event of events) {
      emitter.on(event, (...args) => this.#heard.push([event, ...args.map((arg) => shown(arg))]));
    }
  }

  /** @param {any} value what becomes part of the outcome of the step under way */
  trace(value) {
    this.#heard.push(shown(value));
  }

  /**
   * A step: its result or error, and what was told meanwhile.
   *
   * @param {string} label
   * @param {() => any} act
   */
  async step(label, act) {
    await this.settle();
    this.#heard = [];
    const outcome = await this.#attempt(act);
    await this.settle();
    this.log.push({ label, ...outcome, told: this.#heard });
  }

  /** @param {() => any} act */
  async #attempt(act) {
    try {
      return { result: shown(await act()) };
    } catch (error) {
      return { error: shown(error) };
    }
  }

  /**
   * @param {any} target
   * @param {string} method
   * @param {...any} args
   */
  async call(target, method, ...args) {
    await this.step(method, () => target[method](...args));
  }

  /** @returns {Promise<void>} when deferred work is done */
  async settle() {
    await wait(SETTLED);
    for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
  }

  /** @returns {Promise<Record<string, any>>} metadata and bodies of records and references by key */
  async stored() {
    await this.settle();
    const keys = (await this.db.client.getAllKeys({})).filter((key) => !key.endsWith('s3db.json'));
    return keys.sort();
  }
}

/**
 * @param {Record<string, any>} config
 * @returns {Record<string, any>} the same with objects that nobody else has: the reference changes them
 */
function ownConfig(config) {
  const own = ['attributes', 'partitions', 'map', 'security'].filter((name) => name in config);
  return {
    ...config,
    ...Object.fromEntries(own.map((name) => [name, structuredClone(config[name])])),
  };
}

/**
 * @param {any} library
 * @param {string} id
 * @param {Program} program
 * @returns {Promise<any[]>} what the steps gave, and at last the keys that are left
 */
async function play(library, id, { config = {}, options, records = [], calls = [], run }) {
  const stage = new Stage(library, `parity-${id}`);
  try {
    await stage.open(options);
    const given = typeof config === 'function' ? config(stage) : config;
    const resource = await stage.make(given);
    for (const record of records) await resource.insert(structuredClone(record));
    for (const [method, ...args] of calls) await stage.call(resource, method, ...args);
    if (run) await run(stage, resource);
    stage.log.push({ label: 'keys', result: await stage.stored() });
  } catch (error) {
    stage.log.push({ label: 'end', error: shown(error) });
  }
  return stage.log;
}

/**
 * @param {any} library
 * @param {Record<string, Program>} programs
 * @returns {Promise<Record<string, any[]>>} outcomes by id
 */
export async function playAll(library, programs) {
  const outcomes = {};
  const left = Object.entries(programs);
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      outcomes[next[0]] = await play(library, ...next);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  return JSON.parse(JSON.stringify(outcomes));
}
