/**
 * Warnings of weak security.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, MemoryClient, Resource } from '../index.js';

/** @type {Array<{message: string, type: string, code: string}>} */
let warnings;

beforeEach(() => {
  warnings = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((message, options) => {
    warnings.push({ message, ...options });
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  MemoryClient.clearAllStorage();
});

const SECRETS = { name: 'secrets', attributes: { token: 'secret' } };
const PASSWORDS = { name: 'passwords', attributes: { pin: 'password' } };
const ITEMS = { name: 'items', attributes: { tokens: 'array|items:secret', name: 'string' } };
const PINS = { name: 'pins', attributes: { o: { list: 'array|items:password' } } };
const ARGON = { name: 'argon', attributes: { pin: 'password:argon2id' } };
const PLAIN = { name: 'plain', attributes: { name: 'string' } };

/** The codes of the warnings while a database makes resources. */
async function codes(options, ...configs) {
  const db = new Database({ connectionString: 'memory://warnings', ...options });
  await db.connect();
  for (const config of configs) await db.createResource(config);
  await db.disconnect();
  return warnings.map(({ code }) => code);
}

const PASSPHRASE = 'S3DB_DEFAULT_PASSPHRASE';
const ROUNDS = 'S3DB_WEAK_BCRYPT';
const few = { security: { passphrase: 'own', bcrypt: { rounds: 9 } } };

describe('bcrypt-rounds, default-passphrase: a warning is given', () => {
  test.each([
    ['of secrets under the default passphrase', {}, [SECRETS], [PASSPHRASE]],
    ['of secrets in lists', {}, [ITEMS], [PASSPHRASE]],
    ['of the default passphrase given as such', { passphrase: 'secret' }, [SECRETS], [PASSPHRASE]],
    ['once per database', {}, [SECRETS, ITEMS], [PASSPHRASE]],
    ['of few rounds', few, [PASSWORDS], [ROUNDS]],
    ['of few rounds in lists', few, [PINS], [ROUNDS]],
    ['of few rounds by the older option', { bcryptRounds: 4 }, [PASSWORDS], [ROUNDS]],
    ['of both', { bcryptRounds: 4 }, [PASSWORDS, SECRETS], [ROUNDS, PASSPHRASE]],
    [
      'of the rounds of one resource',
      {},
      [{ ...PASSWORDS, security: { passphrase: 'own', bcrypt: { rounds: 5 } } }],
      [ROUNDS],
    ],
  ])('%s', async (_name, options, configs, expected) => {
    expect(await codes(options, ...configs)).toEqual(expected);
  });

  test('that says what to do, and no passphrase', async () => {
    await codes({ bcryptRounds: 4 }, SECRETS, PASSWORDS);
    expect(warnings.map(({ type }) => type)).toEqual(['SecurityWarning', 'SecurityWarning']);
    expect(warnings[0].message).toMatch(/resource 'secrets'.*Set security\.passphrase/s);
    expect(warnings[1].message).toMatch(
      /resource 'passwords'.*in 4 rounds.*security\.bcrypt\.rounds/s,
    );
  });

  test('for a stored resource, when a database restores it', async () => {
    const db = new Database({ connectionString: 'memory://warnings', logLevel: 'silent' });
    await db.connect();
    await db.createResource(SECRETS);
    await db.disconnect();
    expect(await codes({})).toEqual([PASSPHRASE]);
  });

  test('for a definition that gets a secret', async () => {
    const changed = { name: 'plain', attributes: { name: 'string', token: 'secret|optional' } };
    expect(await codes({}, PLAIN, changed)).toEqual([PASSPHRASE]);
  });

  test('for a resource without a database', () => {
    const client = new MemoryClient({ bucket: 'warnings' });
    new Resource({ ...SECRETS, client });
    expect(warnings.map(({ code }) => code)).toEqual([PASSPHRASE]);
  });
});

describe('no warning is given', () => {
  test.each([
    ['without secrets and passwords', {}, [PLAIN]],
    ['of a passphrase of its own', { passphrase: 'own' }, [SECRETS]],
    ['of ten rounds', { ...few, security: { bcrypt: { rounds: 10 } } }, [PASSWORDS]],
    ['of the rounds by default', { passphrase: 'own' }, [PASSWORDS]],
    ['of bcrypt where nothing uses it', few, [ARGON, SECRETS]],
    ['where the log is silent', { logLevel: 'silent', bcryptRounds: 4 }, [SECRETS, PASSWORDS]],
    ['where the log of the resource is silent', {}, [{ ...SECRETS, logLevel: 'silent' }]],
  ])('%s', async (_name, options, configs) => {
    expect(await codes(options, ...configs)).toEqual([]);
  });
});
