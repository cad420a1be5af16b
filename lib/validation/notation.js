/**
 * Short notations: colours, schedules, locales, currencies, countries and JSON text.
 */

import { checkerOf } from './field-type.js';

/** @typedef {import('./field-type.js').Checker} Checker */

const COLOR = /^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const LOCALE = /^([a-z]{2})(?:[-_]([a-z]{2}))?$/i;
const CRON_FIELD = /^(?:\*(?:\/\d+)?|\d+(?:-\d+)?(?:\/\d+)?(?:,\d+(?:-\d+)?(?:\/\d+)?)*)$/;
const CURRENCY = /^[a-z]{3}$/i;
const COUNTRY = /^[a-z]{2}$/i;

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeColor(value) {
  if (typeof value !== 'string' || !COLOR.test(value)) return undefined;
  const digits = value.replace('#', '').toLowerCase();
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeCron(value) {
  if (typeof value !== 'string') return undefined;
  const fields = value.trim().split(/\s+/);
  return fields.length === 5 && fields.every((field) => CRON_FIELD.test(field))
    ? fields.join(' ')
    : undefined;
}

/**
 * @param {unknown} value
 * @returns {string | undefined}
 */
function normalizeLocale(value) {
  const match = typeof value === 'string' ? LOCALE.exec(value) : null;
  if (match === null) return undefined;
  const language = match[1].toLowerCase();
  return match[2] === undefined ? language : `${language}-${match[2].toUpperCase()}`;
}

/**
 * @param {RegExp} pattern
 * @returns {(value: unknown) => string | undefined}
 */
function upperCaseOf(pattern) {
  return (value) =>
    typeof value === 'string' && pattern.test(value) ? value.toUpperCase() : undefined;
}

/** `#rrggbb`, lower case. */
export const color = checkerOf(
  'color',
  "The '{field}' field must be a valid hex color (e.g., #FF5733 or #F57).",
  normalizeColor,
);

/** Five fields separated by single spaces; ranges of the numbers are not checked. */
export const cron = checkerOf(
  'cron',
  "The '{field}' field must be a valid 5-field cron expression (e.g., 0 */5 * * *).",
  normalizeCron,
);

/** `xx` or `xx-YY`. */
export const locale = checkerOf(
  'locale',
  "The '{field}' field must be a valid locale (e.g., pt-BR, en-US, or just en).",
  normalizeLocale,
);

/** Three letters, upper case. */
export const currency = checkerOf(
  'currency',
  "The '{field}' field must be a valid 3-letter currency code (e.g., USD, BRL, EUR).",
  upperCaseOf(CURRENCY),
);

/** Two letters, upper case. */
export const country = checkerOf(
  'country',
  "The '{field}' field must be a valid 2-letter country code (e.g., BR, US, DE).",
  upperCaseOf(COUNTRY),
);

/**
 * JSON text of anything but text, which is kept.
 *
 * @type {Checker}
 */
export function json(value) {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
