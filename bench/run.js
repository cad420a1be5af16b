import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

import { compare, meanOf, ratiosOf } from './comparison.js';
import { ContestantProcess } from './contestant-process.js';
import { measureDistance } from './distance.js';
import { measureDurability } from './durability.js';
import { operationNamed } from './operations.js';
import { parseOptions, USAGE } from './options.js';
import { installReference } from './reference-install.js';
import { Service } from './service.js';
import { formatSummary, formatTable } from './report.js';
import { withRunFolder } from './run-folder.js';
import { SHAPES, shapeNamed } from './shapes.js';
import { measureStartup } from './startup.js';
import { isInMean, judge, targetOf } from './targets.js';

/**
 * @typedef {import('./comparison.js').Contestants} Contestants
 * @typedef {import('./comparison.js').Row} Row
 * @typedef {import('./options.js').BenchOptions} BenchOptions
 * @typedef {import('./report.js').Line} Line
 * @typedef {import('./report.js').Summary} Summary
 * @typedef {import('./shapes.js').Shape} Shape
 */

const STARTUP_ROW = 'import';
const DURABILITY_ROW = 'durability';
const DISTANCE_ROW = 'distance';

/**
 * @param {Shape} shape
 * @param {BenchOptions} options
 * @returns {string[]} the operations of the shape that were asked for
 */
function selected(shape, { only, store }) {
  if (store === undefined ? shape.store === 's3' : shape.store !== store) return [];
  const name = shape.name.toLowerCase();
  return shape.operations.filter((operation) =>
    `${name} / ${operation.toLowerCase()}`.includes(only),
  );
}

/**
 * @param {BenchOptions} options
 * @returns {boolean} whether the cost of the import was asked for
 */
const selectsStartup = ({ only, store }) =>
  (store ?? 'memory') === 'memory' && STARTUP_ROW.includes(only);

/**
 * @param {BenchOptions} options
 * @returns {boolean} whether the cost of durable inserts was asked for
 */
const selectsDurability = ({ only, store, against }) =>
  (store ?? 'file') === 'file' && against === 'ours' && DURABILITY_ROW.includes(only);

/**
 * @param {BenchOptions} options
 * @returns {boolean} whether the distance to bare requests was asked for
 */
const selectsDistance = ({ only, store, against }) =>
  store === 's3' && against === 'ours' && DISTANCE_ROW.includes(only);

/**
 * @param {Service} service
 * @param {ContestantProcess} ours
 * @param {BenchOptions} options
 * @returns {Promise<import('./distance.js').Distance[]>}
 */
async function runDistance(service, ours, options) {
  const bare = new ContestantProcess('ours');
  try {
    await service.reset(0);
    return await measureDistance({ bare, ours }, { ...options, service: service.address });
  } finally {
    bare.stop();
  }
}

/**
 * @param {BenchOptions} options
 * @throws {RangeError} when nothing would be measured
 */
function requireSelection(options) {
  if ([selectsStartup, selectsDurability, selectsDistance].some((selects) => selects(options))) {
    return;
  }
  if (SHAPES.some((shape) => selected(shape, options).length > 0)) return;
  throw new RangeError(`--only \`${options.only}\` selects nothing`);
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
 * @param {Service} [service]
 * @returns {Promise<{ rows: Row[], lines: Line[] }>}
 */
async function runShapes(contestants, options, service) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Line[]} */
  const lines = [];
  for (const shape of SHAPES) {
    const operations = selected(shape, options);
    if (operations.length === 0) continue;
    await service?.reset(shape.service?.latency ?? 0);
    const settings = { ...options, service: service?.address };
    const measured = await compare(contestants, shape, operations, settings);
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
  const service = options.store === 's3' ? await Service.start() : undefined;
  const contestants = {
    reference: new ContestantProcess('reference'),
    ours: new ContestantProcess(options.against),
  };
  try {
    await contestants.reference.load();
    await contestants.ours.load();
    const { rows, lines } = await runShapes(contestants, options, service);
    const counted = lines.filter((line) => isInMean(shapeNamed(line.shape)));
    const ratios = counted.flatMap((line) => line.ratios ?? []);
    return {
      rows,
      lines,
      mean: ratios.length > 0 ? meanOf(ratios) : undefined,
      startup: selectsStartup(options)
        ? measureStartup(options.against, options.rounds)
        : undefined,
      durability: selectsDurability(options)
        ? await measureDurability(contestants.ours, options)
        : undefined,
      distance:
        service && selectsDistance(options)
          ? await runDistance(service, contestants.ours, options)
          : undefined,
      peakMemory: {
        reference: await contestants.reference.peakMemory(),
        ours: await contestants.ours.peakMemory(),
      },
    };
  } finally {
    contestants.reference.stop();
    contestants.ours.stop();
    await service?.stop();
  }
}

/**
 * @param {BenchOptions} options
 * @returns {string}
 */
function describeRun({ seed, rounds, against }) {
  const opponent = against === 'ours' ? 's3db-native' : 'the reference again';
  return (
    `s3db.js 21.6.2 against ${opponent}, ${rounds} rounds, seed ${seed}, ` +
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
  requireSelection(options);
  installReference();
  process.stdout.write(describeRun(options));
  const results = await withRunFolder(options.folder, (folder) => runAll({ ...options, folder }));
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
