import { closeSync, fsyncSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { AT_ONCE, atOnce, sequentially } from './concurrency.js';
import { Random } from './random.js';
import { shapeNamed } from './shapes.js';
import { median } from './statistics.js';
import { measure } from './stopwatch.js';

/**
 * What acknowledged inserts of this package cost when they survive a loss of power, beside what the
 * disk takes to sync an equally large file.
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
 * @typedef {object} DurabilitySample
 * @property {Durability} durability
 * @property {number} alone one by one
 * @property {number} together fifty at once
 * @property {number} floor of writing and syncing a file
 */

/** @type {Durability[]} */
const DURABILITIES = ['none', 'data', 'full'];

const SHAPE = '12 fields, nested, files';
const ALONE = 60;
const QUICK_ALONE = 20;
const BATCHES = 8;
const QUICK_BATCHES = 4;

/**
 * @param {string} folder
 * @returns {number} bytes of one of the files below that hold records
 * @throws {Error} when there is none
 */
function sizeOfRecord(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const record = files.find((file) => file.includes('id=') && file.endsWith('.meta.json'));
  if (record === undefined) throw new Error(`no record below \`${folder}\``);
  return statSync(join(folder, record)).size;
}

/**
 * @param {string} path of a new file
 * @param {Buffer} content
 */
function writeSynced(path, content) {
  const file = openSync(path, 'wx');
  writeSync(file, content);
  fsyncSync(file);
  closeSync(file);
}

/**
 * Inserts records with every durability, and syncs files in between.
 * @param {DatabaseClass} Database
 * @param {DurabilityPlan} plan
 * @returns {Promise<DurabilitySample[]>}
 */
export async function sampleDurability(Database, { seed, round, quick, folder }) {
  const { attributes, record } = shapeNamed(SHAPE);
  /** @type {DurabilitySample[]} */
  const samples = [];
  for (const durability of DURABILITIES) {
    const place = join(folder, `durability-${durability}-${round}`);
    const database = new Database({
      connectionString: `file://${place}?durability=${durability}`,
      logLevel: 'silent',
    });
    await database.connect();
    const resource = await database.createResource({ name: 'arrivals', attributes });
    const random = new Random(`${seed} ${durability} ${round}`);
    const records = (/** @type {number} */ length) => Array.from({ length }, () => record(random));
    const insert = resource.insert.bind(resource);
    await atOnce(records(AT_ONCE), insert);

    const few = records(quick ? QUICK_ALONE : ALONE);
    const many = records(AT_ONCE * (quick ? QUICK_BATCHES : BATCHES));
    const content = Buffer.alloc(sizeOfRecord(place), 'x');
    const alone = await measure(() => sequentially(few, insert));
    const together = await measure(() => atOnce(many, insert));
    const floor = await measure(async () => {
      few.forEach((_, index) => writeSynced(join(place, `floor-${index}`), content));
    });
    await database.disconnect();
    samples.push({
      durability,
      alone: alone.wall / few.length,
      together: together.wall / many.length,
      floor: floor.wall / few.length,
    });
  }
  return samples;
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
  return DURABILITIES.map((durability) => {
    const own = samples.filter((sample) => sample.durability === durability);
    return {
      durability,
      alone: median(own.map((sample) => sample.alone)),
      together: median(own.map((sample) => sample.together)),
      floor: median(own.map((sample) => sample.floor)),
    };
  });
}
