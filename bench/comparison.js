import { join } from 'node:path';

import { cappedGeometricMean, median } from './statistics.js';
import { RATIO_CAP } from './targets.js';

/**
 * @typedef {import('./contestant.js').Sample} Sample
 * @typedef {import('./contestant-process.js').ContestantProcess} ContestantProcess
 * @typedef {import('./shapes.js').Shape} Shape
 */

/** @typedef {'reference' | 'ours'} Side */
/** @typedef {Record<Side, ContestantProcess>} Contestants */

/**
 * All samples of one operation on one shape, one per side and measured round.
 * @typedef {object} Row
 * @property {string} shape
 * @property {string} operation
 * @property {Record<Side, Sample[]>} samples
 * @property {string} [failure] why the row has no valid result
 */

/**
 * @typedef {object} Ratios
 * @property {number} reference median wall µs per item
 * @property {number} ours median wall µs per item
 * @property {number} time how many times faster ours is, by wall time
 * @property {number} cpu the same by CPU time of the whole process
 * @property {{ reference: number, ours: number }} [requests] per item, of records on S3
 */

/**
 * @typedef {object} RunSettings
 * @property {number} seed
 * @property {number} rounds
 * @property {boolean} quick
 * @property {string} folder an existing folder of this run alone
 * @property {import('./service.js').ServiceAddress} [service] for records on S3
 */

/** @type {Side[]} */
const SIDES = ['reference', 'ours'];

/** Round 0 lets both just-in-time compilers settle; its samples are dropped. */
const WARM_UP_ROUND = 0;

/**
 * @param {number} round
 * @returns {Side[]} who goes first takes turns
 */
const orderOf = (round) => (round % 2 === 0 ? SIDES : SIDES.toReversed());

/**
 * @param {Contestants} contestants
 * @param {Row} row gets one sample per side, or its failure
 * @param {number} round
 * @param {boolean} quick
 */
async function sampleBoth(contestants, row, round, quick) {
  /** @type {Partial<Record<Side, Sample>>} */
  const taken = {};
  for (const side of orderOf(round)) {
    try {
      taken[side] = await contestants[side].sample({ operation: row.operation, quick });
    } catch (error) {
      row.failure = `${side}: ${error instanceof Error ? error.message : error}`;
    }
  }
  const { reference, ours } = taken;
  if (!reference || !ours) return;
  if (reference.digest !== ours.digest) row.failure = `results differ in round ${round}`;
  if (round === WARM_UP_ROUND) return;
  row.samples.reference.push(reference);
  row.samples.ours.push(ours);
}

/**
 * Measures one shape: every round opens fresh databases with the same records on both sides and
 * runs each operation on one side, then at once on the other.
 * @param {Contestants} contestants
 * @param {Shape} shape
 * @param {string[]} operations
 * @param {RunSettings} settings
 * @returns {Promise<Row[]>}
 * @throws {Error} when a database cannot be opened or filled
 */
export async function compare(contestants, shape, operations, settings) {
  const { seed, quick, service } = settings;
  const rounds = Math.min(settings.rounds, shape.rounds ?? Infinity);
  /** @type {Row[]} */
  const rows = operations.map((operation) => ({
    shape: shape.name,
    operation,
    samples: { reference: [], ours: [] },
  }));
  for (let round = WARM_UP_ROUND; round <= rounds; round += 1) {
    for (const side of orderOf(round)) {
      const folder = join(settings.folder, side);
      await contestants[side].open({
        ...{ shape: shape.name, seed, round, folder },
        ...(service && { service: { ...service, prefix: side } }),
      });
    }
    for (const row of rows) {
      if (row.failure === undefined) await sampleBoth(contestants, row, round, quick);
    }
    for (const side of orderOf(round)) await contestants[side].close();
  }
  return rows;
}

/**
 * @param {Record<Side, Sample[]>} samples of a row without failure
 * @returns {Ratios} ratios of the medians over the rounds
 */
export function ratiosOf(samples) {
  const wall = SIDES.map((side) => median(samples[side].map((sample) => sample.wall)));
  const cpu = SIDES.map((side) => median(samples[side].map((sample) => sample.cpu)));
  const requests = SIDES.map((side) => median(samples[side].map((sample) => sample.requests ?? 0)));
  return {
    ...{ reference: wall[0], ours: wall[1], time: wall[0] / wall[1], cpu: cpu[0] / cpu[1] },
    ...(requests[1] > 0 && { requests: { reference: requests[0], ours: requests[1] } }),
  };
}

/**
 * @param {Ratios[]} ratios not empty
 * @returns {{ time: number, cpu: number }} geometric means
 */
export function meanOf(ratios) {
  return {
    time: cappedGeometricMean(
      ratios.map((ratio) => ratio.time),
      RATIO_CAP,
    ),
    cpu: cappedGeometricMean(
      ratios.map((ratio) => ratio.cpu),
      RATIO_CAP,
    ),
  };
}
