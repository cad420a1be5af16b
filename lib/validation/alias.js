/**
 * The types that this package adds to `fastest-validator`, as aliases of its rules, with their
 * messages. None of them encrypts or hashes: that happens in the engine, after validation.
 */

import { cidr, ean, mac, phone, semver } from './identifier.js';
import { color, country, cron, currency, json, locale } from './notation.js';
import { dateonly, datetime, duration, timeonly } from './temporal.js';

/** @typedef {import('./field-type.js').Checker} Checker */

/**
 * Messages of the added error types. A password that cannot be hashed is reported with the text of
 * 21.6.2, its literal `{error}` included.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const MESSAGES = {
  encryptionKeyMissing: 'Missing configuration for secrets encryption.',
  encryptionProblem: 'Problem encrypting secret. Actual: {actual}. Error: {error}',
  bcryptRoundsMissing: 'Missing bcrypt rounds configuration for password hashing.',
  passwordHashingProblem: 'Problem hashing password. Error: {error}',
};

/** @type {Checker} */
function refuseEmptyPassword(value, errors, _schema, path) {
  if (value === '') errors.push({ type: 'passwordHashingProblem', field: path, actual: value });
  return value;
}

/** @type {Checker} */
function toText(value) {
  return value === undefined || value === null ? value : String(value);
}

const PASSWORD = {
  type: 's3db-password',
  custom: refuseEmptyPassword,
  messages: {
    stringMin: "This password '{field}' field length must be at least {expected} long.",
  },
};

const SECRET = {
  type: 'string',
  messages: {
    stringMin: "This secret '{field}' field length must be at least {expected} long.",
  },
};

const CHECKED_TYPES = {
  ...{ datetime, dateonly, timeonly, duration },
  ...{ cidr, semver, phone, ean, 's3db-mac': mac },
  ...{ color, cron, locale, country, json, 's3db-currency': currency },
  secretAny: toText,
};

/**
 * Rules by alias name. `mac` and `currency` are rules of `fastest-validator`, hence the prefixed
 * names.
 *
 * @type {Readonly<Record<string, { type: string, [rule: string]: unknown }>>}
 */
export const ALIASES = {
  ...Object.fromEntries(
    Object.entries(CHECKED_TYPES).map(([name, custom]) => [name, { type: 'any', custom }]),
  ),
  text: { type: 'string' },
  bool: { type: 'boolean' },
  secret: SECRET,
  secretNumber: { type: 'number' },
  password: PASSWORD,
  'password:bcrypt': PASSWORD,
  'password:argon2id': PASSWORD,
  embedding: { type: 'array', items: 'number', empty: false },
};
