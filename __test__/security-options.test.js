/**
 * What `security` may hold: a value that would count for nothing is refused where it is given.
 */
import { describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';

const open = (options) => new Database({ connectionString: 'memory://security', ...options });

const refusal = (field) => ({
  name: 'ValidationError',
  code: 'INVALID_ARGUMENT',
  statusCode: 400,
  field,
});

const ROUNDS = [3, 32, 4.5, -1, 0, NaN, Infinity, '12', 'many', true, {}];

const REFUSED = [
  ...ROUNDS.map((rounds) => ['security.bcrypt.rounds', { bcrypt: { rounds } }]),
  ['security.argon2.memoryCost', { argon2: { memoryCost: '65536' } }],
  ['security.argon2.memoryCost', { argon2: { memoryCost: 7 } }],
  ['security.argon2.timeCost', { argon2: { timeCost: 0 } }],
  ['security.argon2.timeCost', { argon2: { timeCost: 1.5 } }],
  ['security.argon2.parallelism', { argon2: { parallelism: -1 } }],
  ['security.passphrase', { passphrase: 7 }],
  ['security.passphrase', { passphrase: Buffer.from('key') }],
  ['security.pepper', { pepper: 7 }],
];

describe('security-options: options of the wrong kind are refused', () => {
  test.each(REFUSED)('%s %j by the constructor of a database', (field, security) => {
    expect(() => open({ security })).toThrow(expect.objectContaining(refusal(field)));
  });

  test.each(REFUSED)('%s %j by createResource', async (field, security) => {
    const db = open({});
    await db.connect();
    const created = db.createResource({ name: 'users', attributes: { pin: 'password' }, security });
    await expect(created).rejects.toMatchObject(refusal(field));
    expect(Object.keys(db.resources)).toEqual([]);
    await db.disconnect();
  });

  test.each(ROUNDS)('bcryptRounds %p', (bcryptRounds) => {
    const refused = expect.objectContaining(refusal('security.bcrypt.rounds'));
    expect(() => open({ bcryptRounds })).toThrow(refused);
  });

  test('and the value is not told', () => {
    expect(() => open({ security: { passphrase: 8372 } })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('8372') }),
    );
  });
});

test.each([
  [{ bcrypt: { rounds: 4 } }],
  [{ bcrypt: { rounds: 31 } }],
  [{ bcrypt: { rounds: null }, argon2: {}, passphrase: null, pepper: undefined }],
  [{ bcrypt: null, argon2: { memoryCost: 8, timeCost: 1, parallelism: 1 } }],
])('%j is accepted', (security) => {
  expect(open({ security }).security).toBe(security);
});

test('passphrase-option: passphrase and bcryptRounds count where security is absent', () => {
  const options = { passphrase: 'own', bcryptRounds: 5 };
  expect(open(options).security).toEqual({ passphrase: 'own', bcrypt: { rounds: 5 } });
  const security = { passphrase: 'other' };
  expect(open({ ...options, security }).security).toEqual(security);
});
