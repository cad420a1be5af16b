import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} BenchOptions
 * @property {'reference' | 'ours'} against what runs beside the reference
 * @property {string} only lower-case part of `shape / operation`; empty selects everything
 * @property {'memory' | 'file' | 's3' | undefined} store the only store that is measured; `s3` is not
 *   measured unless it is
 * @property {string} folder where files are kept while they are measured
 * @property {number} rounds measured rounds per shape
 * @property {number} seed unsigned 32-bit seed of all records
 * @property {string | undefined} json file that receives the raw results
 * @property {boolean} quick 2 rounds with fewer items
 * @property {boolean} help
 */

const FULL_ROUNDS = 5;
const QUICK_ROUNDS = 2;
const SEED_LIMIT = 2 ** 32;
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

export const USAGE = `node bench/run.js [options]
  --only <text>        shapes and operations whose "shape / operation" contains <text>
  --store <name>       only \`memory\` or only \`file\`, or \`s3\`, which is measured on demand
  --folder <path>      disk for \`file\`: a folder is made below and removed (default: this one)
  --rounds <n>         measured rounds (default ${FULL_ROUNDS}, with --quick ${QUICK_ROUNDS})
  --seed <n>           repeat a run with the records of that seed (default: random)
  --json <file>        also write the raw results
  --quick              ${QUICK_ROUNDS} rounds, fewer items
  --against reference  run the reference twice: ratios near 1 show that the harness is fair`;

/**
 * @param {string} flag
 * @param {string} text
 * @param {number} lowest
 * @param {number} limit first value that is too large
 * @returns {number}
 * @throws {RangeError} when `text` is not a whole number in that range
 */
function wholeNumber(flag, text, lowest, limit) {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < lowest || value >= limit) {
    throw new RangeError(`--${flag} takes a whole number from ${lowest}, got \`${text}\``);
  }
  return value;
}

/**
 * Reads the command line.
 * @param {string[]} args without the interpreter and the script
 * @returns {BenchOptions}
 * @throws {TypeError | RangeError} on an unknown flag or a value out of range
 */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      against: { type: 'string', default: 'ours' },
      only: { type: 'string', default: '' },
      store: { type: 'string' },
      folder: { type: 'string', default: FOLDER },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { against, only, store, folder, quick, json, help } = values;
  if (against !== 'reference' && against !== 'ours') {
    throw new RangeError(`--against takes \`reference\` or \`ours\`, got \`${against}\``);
  }
  if (store !== undefined && store !== 'memory' && store !== 'file' && store !== 's3') {
    throw new RangeError(`--store takes \`memory\`, \`file\` or \`s3\`, got \`${store}\``);
  }
  const rounds = values.rounds ?? String(quick ? QUICK_ROUNDS : FULL_ROUNDS);
  const seed = values.seed ?? String(randomInt(SEED_LIMIT));
  return {
    against,
    only: only.toLowerCase(),
    store,
    folder,
    rounds: wholeNumber('rounds', rounds, 1, 1000),
    seed: wholeNumber('seed', seed, 0, SEED_LIMIT),
    json,
    quick,
    help,
  };
}
