/**
 * Dates, times and durations. Everything is UTC; text is read as `new Date` reads it.
 */

import { checkerOf } from './field-type.js';

const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/;

const ISO_DURATION =
  /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

/** @type {ReadonlyArray<readonly [pattern: RegExp, milliseconds: number]>} */
const LOOSE_UNITS = [
  [/(?<!\d)(\d+(?:\.\d+)?)d/i, 86_400_000],
  [/(?<!\d)(\d+(?:\.\d+)?)h/i, 3_600_000],
  [/(?<!\d)(\d+(?:\.\d+)?)m(?!s)/i, 60_000],
  [/(?<!\d)(\d+(?:\.\d+)?)s/i, 1_000],
  [/(?<!\d)(\d+(?:\.\d+)?)ms/i, 1],
];

const ISO_UNITS = [86_400_000, 3_600_000, 60_000, 1_000];

/**
 * @param {Date} date
 * @returns {string | undefined}
 */
function isoText(date) {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Texts that are sure to be their own ISO form: days that every month has. */
const ISO_TEXT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeDatetime(value) {
  if (value instanceof Date) return isoText(value);
  if (typeof value === 'string') return ISO_TEXT.test(value) ? value : isoText(new Date(value));
  return typeof value === 'number' ? isoText(new Date(value)) : undefined;
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeDateonly(value) {
  const whole = typeof value === 'string' && !value.includes('T');
  return normalizeDatetime(whole ? `${value}T00:00:00.000Z` : value)?.slice(0, 10);
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeTimeonly(value) {
  if (typeof value === 'number') return undefined;
  if (typeof value !== 'string' || value.includes('T')) {
    return normalizeDatetime(value)?.slice(-13, -1);
  }
  const [, hours, minutes, seconds = '00', fraction = ''] = TIME.exec(value) ?? [];
  return hours && `${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}`;
}

/**
 * @param {unknown} value
 * @returns {number | undefined} milliseconds
 */
function normalizeDuration(value) {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const amounts = ISO_DURATION.exec(value)?.slice(1) ?? [];
  const iso = ISO_UNITS.map((unit, index) => amount(amounts[index], unit));
  const loose = LOOSE_UNITS.map(([pattern, unit]) => amount(pattern.exec(value)?.[1], unit));
  const parts = (amounts.length > 0 ? iso : loose).filter((part) => part !== undefined);
  return parts.length > 0 ? Math.round(parts.reduce((sum, part) => sum + part)) : undefined;
}

/**
 * @param {string | undefined} text
 * @param {number} unit milliseconds
 * @returns {number | undefined}
 */
function amount(text, unit) {
  return text === undefined ? undefined : Number(text) * unit;
}

/** ISO 8601 text with milliseconds. */
export const datetime = checkerOf(
  'datetime',
  "The '{field}' field must be a valid datetime.",
  normalizeDatetime,
);

/** `YYYY-MM-DD`. */
export const dateonly = checkerOf(
  'date',
  "The '{field}' field must be a valid date.",
  normalizeDateonly,
);

/** `HH:mm:ss.SSS`. */
export const timeonly = checkerOf(
  'timeonly',
  (value) =>
    typeof value === 'string'
      ? "The '{field}' field must be a valid time (HH:mm, HH:mm:ss, or HH:mm:ss.SSS)."
      : "The '{field}' field must be a valid time.",
  normalizeTimeonly,
);

/** Milliseconds. */
export const duration = checkerOf(
  'duration',
  (value) =>
    typeof value === 'number'
      ? "The '{field}' field must be a non-negative duration."
      : "The '{field}' field must be a valid duration (e.g., PT1H30M, 1h30m, 90m).",
  normalizeDuration,
);
