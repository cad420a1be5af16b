import { shapeNamed } from './shapes.js';
import { median } from './statistics.js';

/**
 * How far a record on S3 is from a bare signed request.
 *
 * @typedef {import('./contestant-process.js').ContestantProcess} ContestantProcess
 */

/**
 * Medians in µs of one record and of one request.
 * @typedef {object} Distance
 * @property {string} operation
 * @property {{ wall: number, cpu: number }} bare
 * @property {{ wall: number, cpu: number }} ours
 */

const SHAPE = '12 fields, S3, 0 ms, no pool';
const OPERATIONS = ['insert', 'get', 'insert 50 at once', 'get 50 at once'];

const SIZE = 600;
const QUICK_SIZE = 200;

/**
 * @param {{ wall: number, cpu: number }[]} samples
 * @returns {{ wall: number, cpu: number }}
 */
const medianOf = (samples) => ({
  wall: median(samples.map((sample) => sample.wall)),
  cpu: median(samples.map((sample) => sample.cpu)),
});

/**
 * Measures both in turn.
 * @param {{ bare: ContestantProcess, ours: ContestantProcess }} contestants
 * @param {{ seed: number, rounds: number, quick: boolean, folder: string,
 *   service: import('./service.js').ServiceAddress }} settings
 * @returns {Promise<Distance[]>}
 */
export async function measureDistance({ bare, ours }, { seed, rounds, quick, folder, service }) {
  const { name } = shapeNamed(SHAPE);
  const size = quick ? QUICK_SIZE : SIZE;
  const taken = OPERATIONS.map((operation) => ({
    operation,
    bare: /** @type {{ wall: number, cpu: number }[]} */ ([]),
    ours: /** @type {{ wall: number, cpu: number }[]} */ ([]),
  }));
  for (let round = 1; round <= rounds; round += 1) {
    const place = { ...service, prefix: 'distance' };
    await ours.open({ shape: name, seed, round, folder, service: place });
    for (const row of taken) {
      const { operation } = row;
      const plan = { shape: name, operation, seed, round, size, service };
      row.ours.push(await ours.sample({ operation, quick }));
      row.bare.push(await bare.signedRequests(plan));
    }
    await ours.close();
  }
  return taken.map((row) => ({
    operation: row.operation,
    bare: medianOf(row.bare),
    ours: medianOf(row.ours),
  }));
}
