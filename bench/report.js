import { GEOMETRIC_MEAN_TARGET, IMPORT_TARGET, RATIO_CAP } from './targets.js';

/**
 * @typedef {import('./comparison.js').Ratios} Ratios
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
 * @property {{ time: number, cpu: number }} [mean] absent when every row failed
 * @property {StartupCost} [startup]
 * @property {{ reference: number, ours: number }} peakMemory MB
 */

const HEADER = ['operation', 'per', 'reference µs', 'ours µs', 'time', 'CPU', 'target', ''];
const LEFT_ALIGNED = new Set([0, 1, 7]);

/** @param {number} micros */
const formatMicros = (micros) => micros.toFixed(micros < 10 ? 2 : 1);

/** @param {number} ratio */
const formatRatio = (ratio) => `${ratio.toFixed(1)}x`;

/** @param {Target} target */
const formatTarget = ({ required, aim }) =>
  required === aim ? `>= ${aim}` : `>= ${required} (${aim})`;

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
      ]
    : ['-', '-', '-', '-'];
  const outcome = failure === undefined ? verdict : `${verdict}: ${failure}`;
  return [operation, unit, ...figures, formatTarget(target), outcome];
}

/**
 * @param {string[][]} rows of equal length
 * @returns {string} columns aligned, parted by two spaces
 */
function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        LEFT_ALIGNED.has(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
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
  return `\n${lines[0].shape}\n${align([HEADER, ...lines.map(cells)])}\n`;
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
    `geometric mean (each ratio at most ${RATIO_CAP}): time ${formatRatio(time)}, ` +
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
export function formatSummary({ lines, mean, startup, peakMemory }) {
  const { reference, ours } = peakMemory;
  return [
    '',
    ...(mean ? [formatMean(mean)] : []),
    ...(startup ? [formatStartup(startup)] : []),
    `peak memory: reference ${reference.toFixed(0)} MB, ours ${ours.toFixed(0)} MB`,
    formatVerdicts(lines),
    '',
  ].join('\n');
}
