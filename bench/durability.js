import { join } from 'node:path';

import { AT_ONCE, atOnce, sequentially } from './concurrency.js';
import { DiskFloor, sizeOfRecord } from './disk-floor.js';
import { Random } from './random.js';
import { shapeNamed } from './shapes.js';
import { median } from './statistics.js';
import { measure } from './stopwatch.js';

/**
 * What acknowledged inserts of this package cost when they survive a loss of power, beside what the
 * disk takes for files of the same size.
 *
 * @typedef {import('./contestant-process.js').ContestantProcess} ContestantProcess
 * @typedef {import('./session.js').DatabaseClass} DatabaseClass
 */

/** @typedef {'none' | 'data' | 'full'} Durability */

/**
 * @typedef {object} DurabilityPlan
 * @property {number} seed
 * @property {number} round
 * @property {boolean} quick
 * @property {string} folder an existing folder of this process alone
 */

/**
 * Wall time of one record, in µs.
 * @typedef {object} Cost
 * @property {number} alone one by one
 * @property {number} together fifty at once
 */

/**
 * @typedef {object} DurabilitySample
 * @property {Durability} durability
 * @property {Cost} ours
 * @property {Cost} floor of the disk alone
 */

/** @type {Durability[]} */
const DURABILITIES = ['none', 'data', 'full'];

const SHAPE = '12 fields, nested, files';
const WARM_UP = 4 * AT_ONCE;
const SLICES = 7;
const QUICK_SLICES = 3;
const ALONE_PER_SLICE = 10;
const GROUPS_PER_SLICE = 3;

/** Inserts of one durability, and the floor beside them. */
class Lane {
  /** @type {DurabilitySample[]} */
  #samples = [];

  /**
   * @param {DatabaseClass} Database
   * @param {Durability} durability
   * @param {DurabilityPlan} plan
   */
  constructor(Database, durability, { seed, round, folder }) {
    this.durability = durability;
    this.place = join(folder, `durability-${durability}-${round}`);
    this.database = new Database({
      connectionString: `file://${this.place}?durability=${durability}`,
      logLevel: 'silent',
    });
    this.random = new Random(`${seed} ${durability} ${round}`);
  }

  async open() {
    const { attributes, record } = shapeNamed(SHAPE);
    await this.database.connect();
    const resource = await this.database.createResource({ name: 'arrivals', attributes });
    this.insert = resource.insert.bind(resource);
    this.records = (/** @type {number} */ length) =>
      Array.from({ length }, () => record(this.random));
    await atOnce(this.records(WARM_UP), this.insert);
    await sequentially(this.records(ALONE_PER_SLICE), this.insert);
    const place = join(this.place, 'floor');
    this.floor = new DiskFloor(place, this.durability, sizeOfRecord(this.place));
    this.floor.together(WARM_UP);
  }

  /** Measures everything once. */
  async slice() {
    const { insert, records, floor } = this;
    if (!insert || !records || !floor) throw new Error('not open');
    const few = records(ALONE_PER_SLICE);
    const many = records(AT_ONCE * GROUPS_PER_SLICE);
    const alone = await measure(() => sequentially(few, insert));
    const bareAlone = await measure(async () => floor.alone(few.length));
    const together = await measure(() => atOnce(many, insert));
    const bareTogether = await measure(async () => {
      for (let group = 0; group < GROUPS_PER_SLICE; group += 1) floor.together(AT_ONCE);
    });
    this.#samples.push({
      durability: this.durability,
      ours: { alone: alone.wall / few.length, together: together.wall / many.length },
      floor: { alone: bareAlone.wall / few.length, together: bareTogether.wall / many.length },
    });
  }

  async close() {
    await this.database.disconnect();
    return summarize(this.durability, this.#samples);
  }
}

/**
 * @param {Durability} durability
 * @param {DurabilitySample[]} samples
 * @returns {DurabilitySample} medians of those of this durability
 */
function summarize(durability, samples) {
  const own = samples.filter((sample) => sample.durability === durability);
  const cost = (/** @type {'ours' | 'floor'} */ side) => ({
    alone: median(own.map((sample) => sample[side].alone)),
    together: median(own.map((sample) => sample[side].together)),
  });
  return { durability, ours: cost('ours'), floor: cost('floor') };
}

/**
 * Inserts records with every durability, in slices that take turns: a disk that others use at the same
 * time, or that is slow for a while, is so for all of them.
 * @param {DatabaseClass} Database
 * @param {DurabilityPlan} plan
 * @returns {Promise<DurabilitySample[]>} medians over the slices
 */
export async function sampleDurability(Database, plan) {
  const lanes = DURABILITIES.map((durability) => new Lane(Database, durability, plan));
  for (const lane of lanes) await lane.open();
  for (let slice = 0; slice < (plan.quick ? QUICK_SLICES : SLICES); slice += 1) {
    for (const lane of lanes) await lane.slice();
    lanes.push(.../** @type {[Lane]} */ (lanes.splice(0, 1)));
  }
  return sequentially(lanes, (lane) => lane.close());
}

/**
 * @param {ContestantProcess} contestant
 * @param {{ seed: number, rounds: number, quick: boolean, folder: string }} settings
 * @returns {Promise<DurabilitySample[]>} medians over the rounds
 */
export async function measureDurability(contestant, { seed, rounds, quick, folder }) {
  /** @type {DurabilitySample[]} */
  const samples = [];
  for (let round = 1; round <= rounds; round += 1) {
    samples.push(...(await contestant.durability({ seed, round, quick, folder })));
  }
  return DURABILITIES.map((durability) => summarize(durability, samples));
}
