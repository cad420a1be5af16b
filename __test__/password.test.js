/**
 * Passwords: hashed wherever they come from, once, and not at all where there is none.
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
import { readGolden } from './golden.js';
import { ReferenceVerifier } from './support/reference-verifier.js';
import { storedText, storedValues } from './support/stored-text.js';

jest.setTimeout(60_000);

const SECURITY = {
  passphrase: 'of the passwords',
  bcrypt: { rounds: 4 },
  argon2: { memoryCost: 64, timeCost: 1, parallelism: 1 },
};
const OLD = 'old horse';
const NEW = 'new horse';

const ATTRIBUTES = {
  name: 'string|optional',
  top: 'password|optional',
  explicit: { type: 'password', optional: true },
  argon: 'password:argon2id|optional',
  login: { pin: 'password|optional', deep: { code: 'password:argon2id|optional' } },
  'dotted.pin': 'password|optional',
  list: 'array|items:password|optional',
  devices: {
    type: 'array',
    items: { type: 'object', props: { pin: 'password|optional', label: 'string|optional' } },
    optional: true,
  },
};

/** Where a password may be: a record with it, and what reads it back. */
const PLACES = {
  'an attribute': [(plain) => ({ top: plain }), ({ top }) => top],
  'an explicit definition': [(plain) => ({ explicit: plain }), ({ explicit }) => explicit],
  'an attribute with argon2id': [(plain) => ({ argon: plain }), ({ argon }) => argon],
  'a nested attribute': [(plain) => ({ login: { pin: plain } }), ({ login }) => login.pin],
  'a nested attribute, named by a path': [
    (plain) => ({ 'login.pin': plain }),
    ({ login }) => login.pin,
  ],
  'a deeper attribute': [
    (plain) => ({ login: { deep: { code: plain } } }),
    ({ login }) => login.deep.code,
  ],
  'a dotted attribute': [(plain) => ({ dotted: { pin: plain } }), ({ dotted }) => dotted.pin],
  'items of a list': [(plain) => ({ list: ['first', plain] }), ({ list }) => list[1]],
  'items that are objects': [
    (plain) => ({ devices: [{ label: 'phone', pin: plain }] }),
    ({ devices }) => devices[0].pin,
  ],
};

/** Ways of a record into the store: each gives what its caller gets, and leaves the record `a`. */
const WAYS = {
  insert: (resource, record) => resource.insert({ id: 'a', ...record }),
  insertMany: async (resource, record) => (await resource.insertMany([{ id: 'a', ...record }]))[0],
  upsert: (resource, record) => resource.upsert({ id: 'a', ...record }),
  update: (resource, record) => changed(resource, 'update', record),
  patch: (resource, record) => changed(resource, 'patch', record),
  replace: (resource, record) => changed(resource, 'replace', record),
  'upsert of a record that is there': (resource, record) => changed(resource, 'upsert', record),
  'a beforeInsert hook': (resource, record) => {
    resource.hooks.beforeInsert.push((data) => ({ ...data, ...record }));
    return resource.insert({ id: 'a' });
  },
  'a beforeUpdate hook': (resource, record) => {
    resource.hooks.beforeUpdate.push((data) => ({ ...data, ...record }));
    return changed(resource, 'update', { name: 'changed' });
  },
  'a middleware': (resource, record) => {
    resource.useMiddleware('insert', (context, next) => {
      Object.assign(context.args[0], record);
      return next();
    });
    return resource.insert({ id: 'a' });
  },
};

async function changed(resource, method, record) {
  await resource.insert({ id: 'a', top: OLD, login: { pin: OLD }, list: [OLD] });
  return resource[method]('a', record);
}

/** @type {ReferenceVerifier} */
let verifier;

beforeAll(() => {
  verifier = new ReferenceVerifier();
}, 300_000);

afterAll(() => verifier.stop());

describe.each(CLIENT_KINDS)('%s', (_name, kind) => {
  let db;
  let client;

  beforeEach(async () => {
    client = kind.make({ bucket: 'passwords' });
    db = new Database({ client, security: SECURITY, logLevel: 'silent' });
    await db.connect();
  });

  afterEach(async () => {
    await db.disconnect();
    kind.reset();
  });

  const make = (config = {}) =>
    db.createResource({ name: 'users', attributes: ATTRIBUTES, ...config });

  const combinations = [
    ...Object.keys(WAYS).map((way) => ({ way, place: 'a nested attribute' })),
    ...Object.keys(PLACES).flatMap((place) => [
      { way: 'insert', place },
      { way: 'update', place },
    ]),
  ];

  describe.each(['user-managed', 'enforce-limits', 'body-only'])('under %s', (behavior) => {
    test.each(combinations)(
      'hashed-wherever-they-come-from: $way, in $place',
      async ({ way, place }) => {
        const [recordOf, find] = PLACES[place];
        const resource = await make({ behavior });
        const given = await WAYS[way](resource, recordOf(NEW));
        const read = await resource.get('a');
        expect(find(given)).toBe(find(read));
        expect(await verifier.verify(NEW, find(read))).toBe(true);
        expect(await verifier.verify(OLD, find(read))).toBe(false);
        expect(storedText(client)).not.toContain('horse');
      },
    );
  });

  test('absent-passwords: an absent one is not hashed', async () => {
    const resource = await make();
    const given = await resource.insert({ id: 'a', top: null, login: {}, list: [], devices: [{}] });
    await resource.update('a', { name: 'n', explicit: undefined });
    const { _etag, ...read } = await resource.get('a');
    expect(JSON.stringify([given, read])).not.toMatch(/\$[\w|]+\$/);
    expect(storedText(client)).not.toMatch(/"\$[\w|]+\$/);
    await resource.replace('a', { name: 'm' });
    expect(storedText(client)).not.toMatch(/"\$[\w|]+\$/);
  });

  test('a removed one is gone', async () => {
    const resource = await make();
    await resource.insert({ id: 'a', name: 'n', top: OLD, login: { pin: OLD } });
    await resource.update('a', { top: null, login: { pin: null } });
    const { top, login } = await resource.get('a');
    expect([top ?? null, login?.pin ?? null]).toEqual([null, null]);
    expect(storedText(client)).not.toMatch(/"\$4\$/);
  });

  test('a hash stays as it is when its record is written again', async () => {
    const resource = await make();
    await resource.insert({
      ...{ id: 'a', name: 'n', top: OLD, explicit: OLD, argon: OLD, list: [OLD, NEW] },
      ...{
        login: { pin: OLD, deep: { code: OLD } },
        devices: [{ pin: OLD }],
        dotted: { pin: OLD },
      },
    });
    const key = 'resource=users/data/id=a';
    const hashes = async () =>
      (await storedValues(client, key)).filter((value) => value.includes('$')).sort();
    const before = await hashes();
    expect(before).toHaveLength(8);
    const { _etag, ...whole } = await resource.get('a');
    await resource.update('a', { name: 'm' });
    expect(await hashes()).toEqual(before);
    await resource.update('a', whole);
    expect(await hashes()).toEqual(before);
    await resource.patch('a', { name: 'p', top: whole.top });
    expect(await hashes()).toEqual(before);
    await resource.replace('a', whole);
    expect(await hashes()).toEqual(before);
    await resource.upsert('a', whole);
    expect(await hashes()).toEqual(before);
  });

  test('an empty one is refused', async () => {
    const resource = await make();
    await expect(resource.insert({ id: 'a', top: '' })).rejects.toMatchObject({
      name: 'InvalidResourceItem',
      validation: [{ type: 'passwordHashingProblem', field: 'top' }],
    });
    await expect(resource.insert({ id: 'a', list: [''] })).rejects.toThrow();
    expect(await resource.exists('a')).toBe(false);
  });

  test('bcrypt reads 72 bytes, argon2id all', async () => {
    const resource = await make();
    const start = 'é'.repeat(36);
    for (const plain of [start, `${start}1`, start.repeat(500)]) {
      const { top, argon } = await resource.upsert({ id: 'a', top: plain, argon: plain });
      expect(await verifier.verify(plain, top)).toBe(true);
      expect(await verifier.verify(`${start}2`, top)).toBe(true);
      expect(await verifier.verify(start.slice(1), top)).toBe(false);
      expect(await verifier.verify(plain, argon)).toBe(true);
      expect(await verifier.verify(`${plain}2`, argon)).toBe(false);
    }
  });

  test('a null character ends no password', async () => {
    const resource = await make();
    const { top, argon } = await resource.insert({ id: 'a', top: 'ab\0cd', argon: 'ab\0cd' });
    for (const hash of [top, argon]) {
      expect(await verifier.verify('ab\0cd', hash)).toBe(true);
      expect(await verifier.verify('ab', hash)).toBe(false);
      expect(await verifier.verify('ab\0ef', hash)).toBe(false);
    }
  });

  test('exact-hash-shapes: what only looks like a hash is hashed', async () => {
    const resource = await make();
    for (const plain of ['$5$10', '$100|x', '$2b$12$short', '$argon2id$x', '$x$y', 'a$b$c']) {
      const { top } = await resource.upsert({ id: 'a', top: plain });
      expect(await verifier.verify(plain, top)).toBe(true);
    }
  });
});

describe('in memory', () => {
  const [, memory] = CLIENT_KINDS[0];

  afterEach(() => memory.reset());

  async function open(security) {
    const client = memory.make({ bucket: 'forms' });
    const db = new Database({ client, security, logLevel: 'silent' });
    await db.connect();
    const attributes = { ...ATTRIBUTES, top: 'password|max:12' };
    return { client, resource: await db.createResource({ name: 'users', attributes }) };
  }

  const { vectors } = readGolden('password');
  const forms = vectors.flatMap(({ full, compact }) => [full, compact]);
  const others = forms
    .filter((hash) => hash.startsWith('$2b$12$'))
    .flatMap((hash) => ['$2a$', '$2y$'].map((prefix) => hash.replace('$2b$', prefix)));

  test.each([...forms, ...others])('the hash %s is no password', async (hash) => {
    const { client, resource } = await open(SECURITY);
    const given = await resource.insert({ id: 'a', top: hash, login: { pin: hash }, list: [hash] });
    const read = await resource.get('a');
    for (const { top, login, list } of [given, read]) {
      expect([top, login.pin, list]).toEqual([hash, hash, [hash]]);
    }
    expect(await storedValues(client, 'resource=users/data/id=a')).toContain(hash);
  });

  test('a pepper is part of what is hashed, and never stored', async () => {
    const { client, resource } = await open({ ...SECURITY, pepper: 'PEPPER' });
    const { top, argon } = await resource.insert({ id: 'a', top: NEW, argon: NEW });
    for (const hash of [top, argon]) {
      expect(await verifier.verify(`${NEW}PEPPER`, hash)).toBe(true);
      expect(await verifier.verify(NEW, hash)).toBe(false);
    }
    expect(storedText(client)).not.toContain('PEPPER');
  });
});
