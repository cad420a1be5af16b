/**
 * Mixed operations of many lanes at a time, compared with what the lanes know.
 */
import { isDeepStrictEqual } from 'node:util';

import { readAll, repairAndCheck } from './aftermath.js';
import { Generator } from './generator.js';
import { Contest } from './load-contest.js';
import { LoadLane } from './load-lane.js';

/** Share of the operations that contend for an id with those of other lanes. */
const CONTENDED = 0.05;

/**
 * Shares of requests to S3 that go wrong: one in twenty in all.
 *
 * @type {import('./s3-service.js').Fault[]}
 */
export const LOAD_FAULTS = [
  { kind: '500', probability: 0.01 },
  { kind: '503', probability: 0.01 },
  { kind: '409', operation: 'PutObject', probability: 0.01 },
  { kind: 'reset', probability: 0.01 },
  { kind: 'dropAfterCommit', probability: 0.01 },
];

/** Events that name a record whose references may be wrong. */
const REFERENCE_EVENTS = ['partitionIndexError', 'partitionIndexWarning'];

export class MixedLoad {
  /**
   * @param {any} resource {@link import('./load-lane.js').LOAD}, without records
   * @param {{seed: number, lanes: number}} options
   */
  constructor(resource, { seed, lanes }) {
    this.resource = resource;
    this.lanes = Array.from(
      { length: lanes },
      (_, number) => new LoadLane(resource, number, new Generator(seed + number)),
    );
    this.contest = new Contest(resource);
    for (const event of REFERENCE_EVENTS)
      resource.on(event, (/** @type {{id: string}} */ { id }) => this.#doubt(id));
    resource.on('error', () => {});
  }

  /** @param {string} id */
  #doubt(id) {
    const entries = this.lanes.flatMap((lane) => lane.entries);
    const entry = entries.find((each) => each.id === id);
    if (entry) entry.hasDoubtfulReferences = true;
  }

  /** Writes that were rejected. */
  get rejected() {
    return this.lanes.reduce((sum, { rejected }) => sum + rejected, 0);
  }

  /** @param {number} operations in all */
  async run(operations) {
    let left = operations;
    const runLane = async (/** @type {LoadLane} */ lane) => {
      while (left-- > 0) {
        if (lane.generator.chance(CONTENDED)) await this.contest.enter(lane.number);
        else await lane.step();
      }
    };
    await Promise.all(this.lanes.map(runLane));
  }

  /**
   * Compares what is there with what the lanes know. No request must go wrong any more.
   *
   * @returns {Promise<string[]>} problems
   */
  async verify() {
    await this.resource.flushPartitions();
    const doubtful = this.lanes
      .flatMap((lane) => lane.entries)
      .filter(({ hasDoubtfulReferences }) => hasDoubtfulReferences);
    const known = Object.assign(
      {},
      ...(await Promise.all(this.lanes.map((lane) => lane.settle()))),
    );
    const { records, problems } = await readAll(this.resource);
    problems.push(...this.contest.verify(records));
    Object.assign(known, this.contest.known(records));
    for (const id of new Set([...Object.keys(known), ...Object.keys(records)])) {
      if (isDeepStrictEqual(records[id], known[id])) continue;
      problems.push(`${id}: ${JSON.stringify([records[id], known[id]]).slice(0, 500)}`);
    }
    const touched = [...doubtful.map(({ id }) => id), ...this.contest.ids];
    problems.push(...(await repairAndCheck(this.resource, records, touched)));
    return [...this.lanes.flatMap((lane) => lane.problems), ...problems];
  }
}
