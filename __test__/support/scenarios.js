/**
 * An interpreter of recorded scenarios. What the steps may say is written down in the header of
 * `__test__/golden/resource-scenarios.json`.
 */
import { setTimeout as wait } from 'node:timers/promises';

import { expect } from '@jest/globals';

import { Database, Resource } from '../../index.js';
import { argumentOf, compare, compareError, picked } from './scenario-values.js';

/** Milliseconds after which deferred work is done. */
const SETTLED = 25;

let bucketCount = 0;

/**
 * Where a bucket of a scenario is.
 *
 * @typedef {(bucket: string) => object | Promise<object>} Place gives options of a database whose key
 *   prefix is `app`
 */

/** @type {Place} */
export const inMemory = (bucket) => ({ connectionString: `memory://${bucket}/app` });

/**
 * @param {Array<{id: string, steps: any[]}>} scenarios
 * @returns {typeof scenarios} those whose methods are all there
 */
export function playable(scenarios) {
  const isPresent = ({ op, method, on }) =>
    op !== 'call' || on.startsWith('db') || typeof Resource.prototype[method] === 'function';
  return scenarios.filter(({ steps }) => steps.every(isPresent));
}

/** Plays one scenario on a bucket of its own. */
export class Scenario {
  trace = [];
  saved = {};
  events = [];
  targets = {};

  /**
   * @param {any} scenario
   * @param {Place} place
   */
  constructor(scenario, place) {
    this.scenario = scenario;
    this.place = place;
    this.bucket = `scenario-${++bucketCount}`;
  }

  /** @throws when a result is not the recorded one; the message names the step */
  async play() {
    this.targets.db = await this.#open(this.scenario.db);
    for (const [number, step] of this.scenario.steps.entries()) {
      try {
        await this.#perform(step);
      } catch (error) {
        error.message = `step ${number} (${step.op} ${step.method ?? ''}): ${error.message}`;
        throw error;
      }
    }
  }

  async #open(options = {}) {
    const place = await this.place(this.bucket);
    const db = new Database({ ...place, logLevel: 'silent', ...options });
    await db.connect();
    return db;
  }

  async #perform(step) {
    const { op, as, options } = step;
    if (op === 'open') this.targets[as] = await this.#open(options);
    else if (op === 'settle') await this.#settle();
    else if (op === 'watch') this.#watch(step);
    else if (op === 'create' || op === 'construct') await this.#create(step);
    else if (op === 'call') await this.#call(step);
    else this.#compare(await this.#observe(step), step);
  }

  /** Waits for deferred work, on a service for as long as it takes. */
  async #settle() {
    const { client } = this.targets.db;
    do await wait(SETTLED);
    while (client.requests?.active > 0);
  }

  #watch({ on, events }) {
    for (const event of events) {
      this.targets[on].on(event, (...args) => this.events.push([event, ...args]));
    }
  }

  async #create(step) {
    const { op, on = 'db', as, config } = step;
    const { db } = this.targets;
    const given = argumentOf(config, this);
    const make = () =>
      op === 'create'
        ? this.targets[on].createResource(given)
        : new Resource({ client: db.client, logLevel: 'silent', ...given });
    const resource = await this.#attempt(step, make);
    if (step.expect?.error) return;
    expect(resource).toBeInstanceOf(Resource);
    this.targets[as] = resource;
  }

  async #call(step) {
    const { on, method, args, save, pick } = step;
    const target = this.targets[on];
    const given = args.map((value) => argumentOf(value, this));
    const outcome = await this.#attempt(step, async () => ({
      value: await target[method](...given),
    }));
    if (!outcome) return;
    if (save) this.saved[save] = outcome.value;
    if (step.expect) this.#compare(picked(outcome.value, pick), step);
  }

  /** Runs what is expected to fail or not. */
  async #attempt(step, run) {
    const recorded = step.expect?.error;
    if (!recorded) return run();
    let thrown;
    try {
      await run();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Error);
    compareError(thrown, recorded, this);
    return undefined;
  }

  async #observe(step) {
    const { op, on, path, pick, prefix, key, settle } = step;
    const { db } = this.targets;
    if (op === 'prop') return readPath(this.targets[on], path, pick);
    if (settle !== false) await this.#settle();
    if (op === 'trace') return this.trace.splice(0);
    if (op === 'events') return this.events.splice(0).map((event) => pickEvent(event, pick));
    if (op === 'keys') return (await db.client.getAllKeys({ prefix })).sort();
    return headOf(await db.client.headObject(key));
  }

  #compare(actual, { expect: recorded, exactLen }) {
    const keepsMapping = ['versioning', 'versioning-helpers'].includes(this.scenario.id);
    compare(actual, recorded.value, { bucket: this.bucket, exactLen, keepsMapping });
  }
}

function readPath(target, path, pick) {
  return picked(
    path.split('.').reduce((object, name) => object[name], target),
    pick,
  );
}

function pickEvent([name, ...args], pick) {
  const isObject = (value) => typeof value === 'object' && value !== null;
  return [name, ...args.map((value) => (isObject(value) ? picked(value, pick) : value))];
}

function headOf({ Metadata, ContentType, ContentLength }) {
  return { metadata: Metadata, contentType: ContentType, contentLength: ContentLength };
}
