import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

import { compare, meanOf, ratiosOf } from './comparison.js';
import { ContestantProcess } from './contestant-process.js';
import { operationNamed } from './operations.js';
import { parseOptions, USAGE } from './options.js';
import { installReference } from './reference-install.js';
import { formatSummary, formatTable } from './report.js';
import { SHAPES } from './shapes.js';
import { measureStartup } from './startup.js';
import { judge, targetOf } from './targets.js';

/**
 * @typedef {import('./comparison.js').Contestants} Contestants
 * @typedef {import('./comparison.js').Row} Row
 * @typedef {import('./options.js').BenchOptions} BenchOptions
 * @typedef {import('./report.js').Line} Line
 * @typedef {import('./report.js').Summary} Summary
 * @typedef {import('./shapes.js').Shape} Shape
 */

const STARTUP_ROW = 'import';

/**
 * @param {Shape} shape
 * @param {string} only
 * @returns {string[]} the operations of the shape that were asked for
 */
function selected(shape, only) {
  const name = shape.name.toLowerCase();
  return shape.operations.filter((operation) =>
    `${name} / ${operation.toLowerCase()}`.includes(only),
  );
}

/**
 * @param {string} only
 * @returns {boolean} whether the cost of the import was asked for
 */
const selectsStartup = (only) => STARTUP_ROW.includes(only);

/**
 * @param {string} only
 * @throws {RangeError} when nothing would be measured
 */
function requireSelection(only) {
  if (selectsStartup(only) || SHAPES.some((shape) => selected(shape, only).length > 0)) return;
  throw new RangeError(`--only \`${only}\` selects nothing`);
}

/**
 * @param {Shape} shape
 * @param {Row} row
 * @returns {Line}
 */
function lineOf(shape, { operation, failure, ...row }) {
  const target = targetOf(shape, operation);
  const { unit } = operationNamed(operation);
  const base = { shape: shape.name, operation, unit, target };
  if (failure !== undefined) return { ...base, verdict: 'failed', failure };
  const ratios = ratiosOf(row.samples);
  return { ...base, ratios, verdict: judge(ratios, target) };
}

/**
 * @param {Contestants} contestants
 * @param {BenchOptions} options
 * @returns {Promise<{ rows: Row[], lines: Line[] }>}
 */
async function runShapes(contestants, options) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Line[]} */
  const lines = [];
  for (const shape of SHAPES) {
    const operations = selected(shape, options.only);
    if (operations.length === 0) continue;
    const measured = await compare(contestants, shape, operations, options);
    const table = measured.map((row) => lineOf(shape, row));
    process.stdout.write(formatTable(table));
    rows.push(...measured);
    lines.push(...table);
  }
  return { rows, lines };
}

/**
 * @param {BenchOptions} options
 * @returns {Promise<Summary & { rows: Row[] }>}
 */
async function runAll(options) {
  const contestants = {
    reference: new ContestantProcess('reference'),
    ours: new ContestantProcess(options.against),
  };
  try {
    await contestants.reference.load();
    await contestants.ours.load();
    const { rows, lines } = await runShapes(contestants, options);
    const ratios = lines.flatMap((line) => line.ratios ?? []);
    return {
      rows,
      lines,
      mean: ratios.length > 0 ? meanOf(ratios) : undefined,
      startup: selectsStartup(options.only)
        ? measureStartup(options.against, options.rounds)
        : undefined,
      peakMemory: {
        reference: await contestants.reference.peakMemory(),
        ours: await contestants.ours.peakMemory(),
      },
    };
  } finally {
    contestants.reference.stop();
    contestants.ours.stop();
  }
}

/**
 * @param {BenchOptions} options
 * @returns {string}
 */
function describeRun({ seed, rounds, against }) {
  const opponent = against === 'ours' ? 's3db-native' : 'the reference again';
  return (
    `s3db.js 21.6.2 against ${opponent}, memory://, ${rounds} rounds, seed ${seed}, ` +
    `Node.js ${process.version}, ${availableParallelism()} x ${cpus()[0]?.model ?? process.arch}\n`
  );
}

/** @param {string[]} args */
async function main(args) {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  requireSelection(options.only);
  installReference();
  process.stdout.write(describeRun(options));
  const results = await runAll(options);
  process.stdout.write(formatSummary(results));
  if (options.json !== undefined) {
    const { version, platform, arch } = process;
    const run = { ...options, node: version, platform, arch, ...results };
    writeFileSync(options.json, `${JSON.stringify(run, null, 2)}\n`);
  }
  if (results.lines.some((line) => line.verdict === 'failed')) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
