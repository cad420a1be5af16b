/**
 * Secrets and passwords are never in clear: not in any file, not in `s3db.json`, not in errors, and
 * passwords not in events either.
 */
import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';
import { CLIENT_KINDS } from './support/client-kinds.js';
import { storedText } from './support/stored-text.js';
import { userFields } from './support/user-fields.js';

const SECURITY = { passphrase: 'PASSPHRASE', pepper: 'PEPPER', bcrypt: { rounds: 4 } };

/** Found in every secret and in every password of these tests, and nowhere else. */
const SECRET = 'TREASURE';
const PASSWORD = 'SESAME';

const ATTRIBUTES = {
  name: 'string|optional',
  age: 'number|optional',
  token: 'secret|optional|max:60',
  code: 'secretNumber|optional|max:1000000000',
  anything: 'secretAny|optional',
  pin: 'password|optional|max:60',
  keys: { api: 'secret|optional', pin: 'password|optional' },
  tokens: 'array|items:secret|optional',
  devices: {
    type: 'array',
    items: { type: 'object', props: { key: 'secret|optional', pin: 'password|optional' } },
    optional: true,
  },
};

/** A secret number, and what its digits are looked for as. */
const CODE = 987654321;

const recordOf = (id) => ({
  id,
  name: 'open',
  token: `${SECRET} 1`,
  code: CODE,
  anything: `${SECRET} 2`,
  pin: `${PASSWORD} 1`,
  keys: { api: `${SECRET} 3`, pin: `${PASSWORD} 2` },
  tokens: [`${SECRET} 4`, `${SECRET} 5`],
  devices: [{ key: `${SECRET} 6`, pin: `${PASSWORD} 3` }, { key: `${SECRET} 7` }],
});

/** Records that are refused, each for a field that holds or stands beside a secret. */
const REFUSED = [
  { ...recordOf('x'), age: 'none' },
  { ...recordOf('x'), token: SECRET.repeat(10) },
  { ...recordOf('x'), pin: PASSWORD.repeat(20) },
  { ...recordOf('x'), code: CODE * 10 },
  { ...recordOf('x'), keys: `${SECRET} instead of an object` },
  { ...recordOf('x'), keys: [`${SECRET} in a list`] },
  { ...recordOf('x'), tokens: `${SECRET} instead of a list` },
  { ...recordOf('x'), tokens: [{ text: `${SECRET} in an object` }] },
  { ...recordOf('x'), devices: [{ pin: [`${PASSWORD} in a list`] }] },
  { ...recordOf('x'), devices: [`${PASSWORD} instead of an object`] },
  { ...recordOf('x'), age: 'none', 'keys.api': SECRET },
];

/** Everything that an error may show somewhere. */
const shown = (error) =>
  [
    inspect(error, { depth: Infinity, showHidden: true }),
    JSON.stringify(error),
    String(error),
    error.stack,
  ].join('\n');

const EVENTS = [
  ...['inserted', 'updated', 'deleted', 'fetched', 'list', 'query', 'error', 'exceedsLimit'],
  ...['inserted-many', 'deleted-many', 'fetched-many', 'partitionIndexWarning'],
];

describe.each(CLIENT_KINDS)('%s', (_name, kind) => {
  /** @type {Database} */
  let db;
  let client;
  /** @type {string[]} everything that was emitted */
  let heard;

  beforeEach(async () => {
    client = kind.make({ bucket: 'secrets' });
    db = new Database({ client, security: SECURITY, logLevel: 'silent' });
    heard = [];
    await db.connect();
  });

  afterEach(async () => {
    await db.disconnect();
    kind.reset();
  });

  async function make(behavior) {
    const resource = await db.createResource({
      name: 'vault',
      attributes: ATTRIBUTES,
      behavior,
      events: Object.fromEntries(
        EVENTS.map((event) => [
          event,
          // The second argument of `error` is what the caller has passed.
          (payload) => heard.push(`${event} ${inspect(payload, { depth: 9 })}`),
        ]),
      ),
      asyncEvents: false,
    });
    return resource;
  }

  /** Lets every request of the client be told of. */
  function overhear() {
    for (const event of ['cl:request', 'cl:response', 'cl:error', 'command.request']) {
      client.on(event, (...args) => heard.push(`${event} ${inspect(args, { depth: 9 })}`));
    }
  }

  describe.each(['user-managed', 'body-overflow', 'body-only', 'truncate-data'])(
    'under %s',
    (behavior) => {
      test.each([['unheard'], ['heard']])('the client %s', async (mode) => {
        if (mode === 'heard') overhear();
        const resource = await make(behavior);
        const { id, pin, keys, devices, ...others } = recordOf('a');
        const given = await resource.insert({ id, pin, keys, devices, ...others });
        expect(given).toMatchObject({ ...others, keys: { api: keys.api } });
        await resource.insertMany([recordOf('b'), recordOf('c')]);
        await resource.update('a', { token: `${SECRET} new`, pin: `${PASSWORD} new`, name: 'n' });
        await resource.patch('b', {
          tokens: [`${SECRET} patched`],
          'keys.api': `${SECRET} patched`,
        });
        await resource.replace('c', recordOf('c'));
        await resource.list();
        await resource.query({ name: 'open' });
        await resource.delete('b');
        const { token, code, anything, tokens } = userFields(await resource.get('a'));
        expect({ token, code, anything, tokens }).toEqual({
          token: `${SECRET} new`,
          code: CODE,
          anything: `${SECRET} 2`,
          tokens: [`${SECRET} 4`, `${SECRET} 5`],
        });

        const stored = storedText(client);
        for (const text of [SECRET, PASSWORD, String(CODE), 'PASSPHRASE', 'PEPPER']) {
          expect(stored).not.toContain(text);
        }
        const told = heard.join('\n');
        expect(told).toContain('inserted');
        expect(told).not.toContain(PASSWORD);
        const requests = heard.filter((text) => /^(cl:|command)/.test(text)).join('\n');
        expect(requests).not.toContain(SECRET);
        expect(requests === '').toBe(mode === 'unheard');
      });
    },
  );

  test.each(REFUSED.map((record, number) => [number, record]))(
    'masked-values: the error of the refused record %i shows nothing',
    async (_number, record) => {
      const resource = await make('user-managed');
      await resource.insert(recordOf('a'));
      heard = [];
      const errors = [];
      const keep = (error) => void errors.push(error);
      const { id: _id, ...fields } = record;
      await resource.insert(record).catch(keep);
      await resource.update('a', fields).catch(keep);
      await resource.patch('a', fields).catch(keep);
      await resource.replace('a', fields).catch(keep);
      expect(errors.length).toBe(4);
      await resource.insertMany([record]);
      const texts = [...errors.map(shown), ...heard.filter((text) => text.startsWith('error'))];
      expect(texts).toHaveLength(5);
      for (const text of texts) {
        for (const hidden of [SECRET, PASSWORD, String(CODE)]) expect(text).not.toContain(hidden);
      }
    },
  );

  test('errors of the store show nothing', async () => {
    const resource = await make('enforce-limits');
    await resource.insert(recordOf('a'));
    const taken = await resource.insert(recordOf('a')).catch((error) => error);
    const tooLarge = await resource
      .insert({ ...recordOf('b'), name: 'n'.repeat(3000) })
      .catch((error) => error);
    expect([taken.statusCode, tooLarge.statusCode]).toEqual([412, 413]);
    for (const error of [taken, tooLarge]) {
      expect(shown(error)).not.toMatch(new RegExp([SECRET, PASSWORD, CODE].join('|')));
    }
  });

  test('crypto-errors: without a passphrase nothing is stored', async () => {
    const bare = new Database({ client, security: {}, logLevel: 'silent' });
    await bare.connect();
    const resource = await bare.createResource({ name: 'bare', attributes: ATTRIBUTES });
    const error = await resource.insert({ id: 'a', token: SECRET }).catch((failed) => failed);
    expect(error).toMatchObject({ name: 'CryptoError', code: 'CRYPTO_ERROR', statusCode: 500 });
    expect(shown(error)).not.toContain(SECRET);
    expect(await resource.exists('a')).toBe(false);
    await bare.disconnect();
  });

  test('under another passphrase they are not read, and not lost by what is written', async () => {
    const attributes = { name: 'string', token: 'secret', keys: { api: 'secret' } };
    const resource = await db.createResource({ name: 'shared', attributes });
    const secrets = { token: SECRET, keys: { api: `${SECRET} 2` } };
    await resource.insert({ id: 'a', name: 'open', ...secrets });
    const security = { ...SECURITY, passphrase: 'ANOTHER' };
    const other = new Database({ client, security, logLevel: 'silent' });
    await other.connect();
    const stranger = await other.getResource('shared');
    expect(shown(await stranger.get('a'))).not.toContain(SECRET);
    await stranger.update('a', { name: 'updated' });
    await stranger.patch('a', { name: 'patched' });
    const { _etag, ...whole } = await stranger.get('a');
    await stranger.update('a', { ...whole, name: 'whole' });
    expect(await resource.get('a')).toMatchObject({ name: 'whole', ...secrets });
    await other.disconnect();
  });

  describe('inside lists and objects, under another passphrase', () => {
    const attributes = {
      name: 'string',
      keys: 'array|items:secret',
      app: { type: 'object', optional: true, props: { key: 'secret', region: 'string' } },
      devices: {
        type: 'array',
        optional: true,
        items: { type: 'object', props: { key: 'secret', title: 'string' } },
      },
    };
    const record = {
      name: 'open',
      keys: [SECRET, `${SECRET} 2`],
      app: { key: SECRET, region: 'EU' },
      devices: [{ key: SECRET, title: 'phone' }],
    };
    const storedTexts = async () => {
      const { Metadata } = await client.headObject('resource=shared/data/id=a');
      const body = await client.getObject('resource=shared/data/id=a');
      return [Object.values(Metadata), await body.Body.transformToString()]
        .flat()
        .join('\n')
        .match(/[\w+/]{60,}={0,2}/g);
    };

    async function shared(behavior, config = {}) {
      const definition = { name: 'shared', attributes, behavior, ...config };
      const resource = await db.createResource(definition);
      await resource.insert({ id: 'a', ...record });
      const security = { ...SECURITY, passphrase: 'ANOTHER' };
      const other = new Database({ client, security, logLevel: 'silent' });
      await other.connect();
      return { resource, stranger: await other.getResource('shared', config) };
    }

    test.each([
      ['user-managed', (stranger) => stranger.update('a', { name: 'new' })],
      ['body-only', (stranger) => stranger.update('a', { name: 'new' })],
      ['body-overflow', (stranger) => stranger.patch('a', { name: 'new' })],
      ['enforce-limits', (stranger) => stranger.patch('a', { name: 'new' })],
      ['user-managed', (stranger) => stranger.update('a', { 'app.region': 'US' })],
      ['user-managed', (stranger) => stranger.update('a', { app: { region: 'US' } })],
      [
        'user-managed',
        async (stranger) => {
          const { _etag: ifMatch } = await stranger.get('a');
          const { success } = await stranger.updateConditional('a', { name: 'new' }, { ifMatch });
          expect(success).toBe(true);
        },
      ],
    ])('keep their cipher texts when another field changes: %s, %#', async (behavior, change) => {
      const { resource, stranger } = await shared(behavior);
      const before = await storedTexts();
      expect(before).toHaveLength(4);
      await change(stranger);
      await change(stranger);
      expect(await storedTexts()).toEqual(before);
      const { keys, app, devices } = await resource.get('a');
      expect({ keys, app: app.key, devices }).toEqual({ ...record, name: undefined, app: SECRET });
    });

    test('keep them when others are added, removed and moved', async () => {
      const { resource, stranger } = await shared('user-managed');
      const { keys } = await stranger.get('a');
      await stranger.update('a', { keys: [...keys.toReversed(), 'of the stranger'] });
      const read = (await resource.get('a')).keys;
      expect(read.slice(0, 2)).toEqual(record.keys.toReversed());
      expect((await stranger.get('a')).keys[2]).toBe('of the stranger');
      expect(read[2]).not.toContain('stranger');
      await resource.update('a', { name: 'again' });
      expect((await stranger.get('a')).keys[2]).toBe('of the stranger');
    });

    test('are found through partitions all the same', async () => {
      const partitions = { byRegion: { fields: { 'app.region': 'string' } } };
      const { stranger } = await shared('user-managed', {
        partitions,
        strictValidation: false,
      });
      await stranger.update('a', { name: 'new' });
      const values = { 'app.region': 'EU' };
      const selection = { partition: 'byRegion', partitionValues: values };
      expect(await stranger.listIds(selection)).toEqual(['a']);
    });
  });

  test('cipher text that was changed comes back as it is, and nothing else suffers', async () => {
    const resource = await make('user-managed');
    await resource.insert({ id: 'a', name: 'open', token: SECRET, anything: SECRET });
    const key = 'resource=vault/data/id=a';
    const { Metadata } = await client.headObject(key);
    const slot = Object.keys(Metadata).find((name) => Metadata[name].length > 60);
    const stored = Metadata[slot];
    for (const changed of [
      stored.slice(0, -8),
      stored.slice(0, 20),
      `${stored.slice(0, 50)}AAAA${stored.slice(54)}`,
      stored.toLowerCase(),
      `${stored}AAAA`,
      `!${stored}`,
    ]) {
      await client.putObject({ key, metadata: { ...Metadata, [slot]: changed } });
      const { name, token, anything } = await resource.get('a');
      expect(name).toBe('open');
      expect([token, anything].sort()).toEqual([changed, SECRET].sort());
    }
  });
});
