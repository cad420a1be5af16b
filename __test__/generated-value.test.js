/**
 * The rule `generate`: secrets and passwords that are made up.
 */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';

import { Database } from '../index.js';
import { CLIENT_KINDS } from './support/client-kinds.js';
import { ReferenceVerifier } from './support/reference-verifier.js';
import { storedText } from './support/stored-text.js';

jest.setTimeout(60_000);

const SECURITY = { passphrase: 'of the generator', bcrypt: { rounds: 4 } };

/** Letters and digits that are not taken for one another. */
const LETTERS = '[A-HJ-NP-Za-km-z2-9]';

const ATTRIBUTES = {
  name: 'string|optional',
  token: 'secret|generate',
  pin: 'password|generate',
  explicit: { type: 'password', generate: true, min: 24 },
  short: 'secret|generate|length:6|optional',
  argon: 'password:argon2id|generate|max:10',
  login: { pin: 'password|generate|optional', note: 'string|optional' },
  'dotted.pin': 'password|generate',
};

const LENGTHS = { token: 32, pin: 16, explicit: 24, short: 6, argon: 10 };

/** @type {ReferenceVerifier} */
let verifier;

beforeAll(() => {
  verifier = new ReferenceVerifier();
}, 300_000);

afterAll(() => verifier.stop());

describe.each(CLIENT_KINDS)('%s', (_name, kind) => {
  /** @type {Database} */
  let db;
  let client;
  let resource;

  beforeEach(async () => {
    client = kind.make({ bucket: 'generated' });
    const argon2 = { memoryCost: 64, timeCost: 1, parallelism: 1 };
    db = new Database({ client, security: { ...SECURITY, argon2 }, logLevel: 'silent' });
    await db.connect();
    resource = await db.createResource({ name: 'users', attributes: ATTRIBUTES });
  });

  afterEach(async () => {
    await db.disconnect();
    kind.reset();
  });

  test('generate: an absent value is made up, and insert alone shows the password', async () => {
    const heard = [];
    resource.on('inserted', (record) => heard.push(record));
    resource.hooks.afterInsert.push((record) => void heard.push(record));
    const given = await resource.insert({ id: 'a', login: {} });
    for (const [name, length] of Object.entries(LENGTHS)) {
      expect(given[name]).toMatch(new RegExp(`^${LETTERS}{${length}}$`));
    }
    const read = await resource.get('a');
    await new Promise(setImmediate);
    expect(heard).toHaveLength(2);
    for (const record of [read, ...heard]) {
      expect([record.token, record.short]).toEqual([given.token, given.short]);
      for (const find of [
        ({ pin }) => pin,
        ({ explicit }) => explicit,
        ({ argon }) => argon,
        ({ login }) => login.pin,
        ({ dotted }) => dotted.pin,
      ]) {
        expect(find(given)).toMatch(new RegExp(`^${LETTERS}+$`));
        expect(await verifier.verify(find(given), find(record))).toBe(true);
      }
    }
    const { token, pin, explicit, argon, login, dotted } = given;
    const stored = storedText(client);
    for (const text of [token, pin, explicit, argon, login.pin, dotted.pin]) {
      expect(stored).not.toContain(text);
    }
  });

  test('every value is another', async () => {
    const records = await resource.insertMany(Array.from({ length: 20 }, () => ({})));
    const values = records.flatMap(({ token, pin, dotted }) => [token, pin, dotted.pin]);
    expect(new Set(values).size).toBe(60);
  });

  test('a value that is given is kept', async () => {
    const given = await resource.insert({
      ...{ id: 'a', token: 'mine', pin: 'my pin', login: { pin: 'inner' } },
      'dotted.pin': 'outer',
    });
    expect(given.token).toBe('mine');
    expect(await verifier.verify('my pin', given.pin)).toBe(true);
    expect(await verifier.verify('inner', given.login.pin)).toBe(true);
    expect(await verifier.verify('outer', given.dotted.pin)).toBe(true);
  });

  test('a value of a beforeInsert hook is kept, one that it takes away is made up', async () => {
    resource.hooks.beforeInsert.push(({ pin: _pin, ...data }) => ({ ...data, token: 'hooked' }));
    const { token, pin } = await resource.insert({ pin: 'taken away' });
    expect(token).toBe('hooked');
    expect(pin).toMatch(new RegExp(`^${LETTERS}{16}$`));
  });

  test('nothing is made up in an object that is not there', async () => {
    expect((await resource.insert({ id: 'a' })).login).toBeUndefined();
    expect((await resource.insert({ login: { note: 'n' } })).login.pin).toHaveLength(16);
  });

  test('updates make nothing up, and a replacement without the value is refused', async () => {
    const { token } = await resource.insert({ id: 'a' });
    const { pin } = await resource.get('a');
    const updated = await resource.update('a', { name: 'n' });
    expect([updated.token, updated.pin]).toEqual([token, pin]);
    await expect(resource.replace('a', { name: 'm' })).rejects.toMatchObject({
      name: 'InvalidResourceItem',
      validation: expect.arrayContaining([expect.objectContaining({ field: 'token' })]),
    });
    expect((await resource.upsert({ id: 'b' })).pin).toHaveLength(16);
    expect((await resource.upsert({ id: 'b', name: 'n' })).pin).not.toHaveLength(16);
  });
});
