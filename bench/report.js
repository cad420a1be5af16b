import { GEOMETRIC_MEAN_TARGET, GROUP_COMMIT_TARGET, IMPORT_TARGET, RATIO_CAP } from './targets.js';

/**
 * @typedef {import('./comparison.js').Ratios} Ratios
 * @typedef {import('./distance.js').Distance} Distance
 * @typedef {import('./durability.js').Cost} Cost
 * @typedef {import('./durability.js').DurabilitySample} DurabilitySample
 * @typedef {import('./startup.js').StartupCost} StartupCost
 * @typedef {import('./targets.js').Target} Target
 * @typedef {import('./targets.js').Verdict} Verdict
 */

/**
 * @typedef {object} Line
 * @property {string} shape
 * @property {string} operation
 * @property {'record' | 'call'} unit
 * @property {Target} target
 * @property {Ratios} [ratios] absent when the row failed
 * @property {Verdict | 'failed'} verdict
 * @property {string} [failure]
 */

/**
 * @typedef {object} Summary
 * @property {Line[]} lines
 * @property {{ time: number, cpu: number }} [mean] of the rows in memory, if there are any
 * @property {StartupCost} [startup]
 * @property {DurabilitySample[]} [durability]
 * @property {Distance[]} [distance]
 * @property {{ reference: number, ours: number }} peakMemory MB
 */

const HEADER = [
  ...['operation', 'per', 'reference µs', 'ours µs', 'time', 'CPU'],
  ...['requests', 'target', ''],
];
const REQUESTS_COLUMN = HEADER.indexOf('requests');

const DURABILITY_HEADER = [
  'durability',
  ...['one by one µs', '50 at once µs', 'shared'],
  ...['disk alone µs', '50 at once µs', 'shared'],
];

/** @param {number} micros */
const formatMicros = (micros) => micros.toFixed(micros < 10 ? 2 : 1);

/** @param {number} ratio */
const formatRatio = (ratio) => `${ratio.toFixed(1)}x`;

/** @param {Target} target */
function formatTarget({ required, aim, time, requests }) {
  const ratio = required === aim ? `>= ${aim}` : `>= ${required} (${aim})`;
  if (time === undefined) return ratio;
  const most = requests === undefined ? '' : `, requests <= ${requests}`;
  return `CPU ${ratio}, time >= ${time}${most}`;
}

/** @param {Ratios['requests']} requests */
const formatRequests = (requests) =>
  requests ? `${requests.reference.toFixed(2)} / ${requests.ours.toFixed(2)}` : '';

/**
 * @param {Line} line
 * @returns {string[]}
 */
function cells({ operation, unit, target, ratios, verdict, failure }) {
  const figures = ratios
    ? [
        formatMicros(ratios.reference),
        formatMicros(ratios.ours),
        formatRatio(ratios.time),
        formatRatio(ratios.cpu),
        formatRequests(ratios.requests),
      ]
    : ['-', '-', '-', '-', ''];
  const outcome = failure === undefined ? verdict : `${verdict}: ${failure}`;
  return [operation, unit, ...figures, formatTarget(target), outcome];
}

/**
 * @param {string[][]} rows of equal length
 * @param {number[]} leftAligned columns
 * @returns {string} columns aligned, parted by two spaces
 */
function align(rows, leftAligned) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        leftAligned.includes(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/**
 * @param {Line[]} lines of one shape
 * @returns {string}
 */
export function formatTable(lines) {
  const rows = [HEADER, ...lines.map(cells)];
  const isCounted = lines.some((line) => line.ratios?.requests);
  const table = isCounted ? rows : rows.map((row) => row.toSpliced(REQUESTS_COLUMN, 1));
  return `\n${lines[0].shape}\n${align(table, [0, 1, table[0].length - 1])}\n`;
}

/**
 * @param {boolean} reached
 * @returns {Verdict}
 */
const verdictOf = (reached) => (reached ? 'ok' : 'miss');

/**
 * @param {{ time: number, cpu: number }} mean
 * @returns {string}
 */
function formatMean({ time, cpu }) {
  return (
    `geometric mean on memory:// (each ratio at most ${RATIO_CAP}): time ${formatRatio(time)}, ` +
    `CPU ${formatRatio(cpu)}, target >= ${GEOMETRIC_MEAN_TARGET}: ` +
    verdictOf(Math.min(time, cpu) >= GEOMETRIC_MEAN_TARGET)
  );
}

/**
 * @param {StartupCost} cost
 * @returns {string}
 */
function formatStartup({ bare, reference, ours }) {
  const ratio = reference / ours;
  return (
    `import, CPU over bare Node.js (${bare.toFixed(0)} ms): ` +
    `reference ${reference.toFixed(1)} ms, ours ${ours.toFixed(1)} ms, ${formatRatio(ratio)}, ` +
    `target >= ${IMPORT_TARGET}: ` +
    verdictOf(ratio >= IMPORT_TARGET)
  );
}

/**
 * @param {DurabilitySample[]} samples
 * @returns {string}
 */
function formatDurability(samples) {
  const cells = (/** @type {Cost} */ { alone, together }) => [
    formatMicros(alone),
    formatMicros(together),
    formatRatio(alone / together),
  ];
  const rows = samples.map(({ durability, ours, floor }) => [
    durability,
    ...cells(ours),
    ...cells(floor),
  ]);
  const durable = samples.filter((sample) => sample.durability === 'data');
  const verdicts = durable.map(({ ours, floor }) => {
    const verdict = verdictOf(ours.alone / ours.together >= GROUP_COMMIT_TARGET);
    const most = floor.alone / floor.together;
    return most < GROUP_COMMIT_TARGET
      ? `${verdict}, the disk allows ${formatRatio(most)}`
      : verdict;
  });
  return (
    `insert into files, ours, and the least that the disk takes\n` +
    `${align([DURABILITY_HEADER, ...rows], [0])}\n` +
    `\`data\` shared by 50, target >= ${GROUP_COMMIT_TARGET}: ${verdicts.join()}\n`
  );
}

/**
 * @param {Distance[]} distances
 * @returns {string}
 */
function formatDistance(distances) {
  const header = ['record', 'ours µs', 'CPU µs', 'bare µs', 'CPU µs', 'time', 'CPU'];
  const rows = distances.map(({ operation, ours, bare }) => [
    operation,
    ...[ours.wall, ours.cpu, bare.wall, bare.cpu].map(formatMicros),
    ...[bare.wall / ours.wall, bare.cpu / ours.cpu].map(formatRatio),
  ]);
  return `beside a bare signed request (node:http)\n${align([header, ...rows], [0])}\n`;
}

/**
 * @param {Line[]} lines
 * @returns {string}
 */
function formatVerdicts(lines) {
  const counts = ['ok', 'below aim', 'miss', 'failed'].map((verdict) => {
    const matching = lines.filter((line) => line.verdict === verdict);
    return `${matching.length} ${verdict}`;
  });
  return `${lines.length} rows: ${counts.join(', ')}`;
}

/**
 * @param {Summary} summary
 * @returns {string} one line per figure
 */
export function formatSummary({ lines, mean, startup, durability, distance, peakMemory }) {
  const { reference, ours } = peakMemory;
  return [
    '',
    ...(durability ? [formatDurability(durability)] : []),
    ...(distance ? [formatDistance(distance)] : []),
    ...(mean ? [formatMean(mean)] : []),
    ...(startup ? [formatStartup(startup)] : []),
    `peak memory: reference ${reference.toFixed(0)} MB, ours ${ours.toFixed(0)} MB`,
    formatVerdicts(lines),
    '',
  ].join('\n');
}
