/**
 * Listings: order, pages, groups, tokens, and the edges of prefixes.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { ValidationError } from '../../lib/errors.js';
import { CLIENT_KINDS, allKeys } from '../support/client-kinds.js';

const EMPTY = '"d41d8cd98f00b204e9800998ecf8427e"';

/** In the order of their UTF-8 bytes; in that of UTF-16 units the last two of `a/` change places. */
const KEYS = [
  'a/1',
  'a/Z',
  'a/c1',
  'a/sub/1',
  'a/sub/2',
  'a/é',
  'a/\uFFFD',
  'a/\u{1F600}',
  'app',
  'b',
  'c/x/1',
];

describe.each(CLIENT_KINDS)('%s', (name, kind) => {
  let client;

  beforeEach(async () => {
    client = kind.make({ bucket: 'b', keyPrefix: 'app' });
    for (const key of KEYS.toReversed()) await client.putObject({ key });
  });

  afterEach(() => kind.reset());

  const token = (key) => Buffer.from(key).toString('base64');

  const list = async (request) => {
    const { Contents, CommonPrefixes } = await client.listObjects(request);
    return [Contents.map(({ Key }) => Key), CommonPrefixes.map(({ Prefix }) => Prefix)];
  };

  /** Every page of a listing, as entries and groups. */
  async function pages(request) {
    const found = [];
    let ContinuationToken;
    do {
      const answer = await client.listObjects({ ...request, ContinuationToken });
      const groups = answer.CommonPrefixes.map(({ Prefix }) => Prefix);
      found.push([...answer.Contents.map(({ Key }) => Key), ...groups]);
      expect(answer.IsTruncated).toBe(answer.NextContinuationToken !== null);
      expect(answer.KeyCount).toBe(found.at(-1).length);
      ContinuationToken = answer.NextContinuationToken;
    } while (ContinuationToken);
    return found;
  }

  test('an answer has the shape of ListObjectsV2', async () => {
    expect(await client.listObjects({ prefix: 'a/', maxKeys: 1, startAfter: 'a/1' })).toEqual({
      Contents: [
        {
          Key: 'a/Z',
          Size: 0,
          LastModified: expect.any(Date),
          ETag: EMPTY,
          StorageClass: 'STANDARD',
        },
      ],
      CommonPrefixes: [],
      IsTruncated: true,
      ContinuationToken: undefined,
      NextContinuationToken: token('app/a/Z'),
      KeyCount: 1,
      MaxKeys: 1,
      Prefix: 'a/',
      Delimiter: undefined,
      StartAfter: 'app/a/1',
    });
    expect(await client.listObjects()).toMatchObject({
      IsTruncated: false,
      NextContinuationToken: null,
      KeyCount: KEYS.length,
      MaxKeys: 1000,
      Prefix: '',
    });
  });

  describe('listObjects', () => {
    test('key-order, file-order: orders by UTF-8 bytes', async () =>
      expect(await list()).toEqual([KEYS, []]));

    test('common-prefixes: groups by delimiter', async () => {
      const direct = ['a/1', 'a/Z', 'a/c1', 'a/é', 'a/\uFFFD', 'a/\u{1F600}'];
      expect(await list({ prefix: 'a/', delimiter: '/' })).toEqual([direct, ['a/sub/']]);
      expect(await list({ delimiter: '/' })).toEqual([
        ['app', 'b'],
        ['a/', 'c/'],
      ]);
    });

    test.each([
      [{ prefix: 'a/sub' }, ['a/sub/1', 'a/sub/2']],
      [{ prefix: '/c' }, ['c/x/1']],
      [{ prefix: null, startAfter: 'app' }, ['b', 'c/x/1']],
      [{ continuationToken: token('app/b'), startAfter: 'a/1' }, ['c/x/1']],
      [{ continuationToken: token('zzz') }, []],
      [{ continuationToken: '', prefix: 'b' }, ['b']],
      [{ maxKeys: 0 }, []],
      [{ maxKeys: -1 }, []],
      [{ maxKeys: '2' }, ['a/1', 'a/Z']],
      [{ maxKeys: 1.5 }, ['a/1', 'a/Z']],
      [{ maxKeys: Infinity, prefix: 'c' }, ['c/x/1']],
      [{ Prefix: 'a/s', MaxKeys: 1, StartAfter: 'a/sub/1' }, ['a/sub/2']],
      [{ prefix: 'A' }, []],
    ])('%j', async (request, keys) => expect(await list(request)).toEqual([keys, []]));

    test.each([1, 2, 3, 4, 100])('loses and repeats nothing in pages of %d', async (maxKeys) => {
      const plain = await pages({ maxKeys });
      expect(plain.flat()).toEqual(KEYS);
      expect(Math.max(...plain.map(({ length }) => length))).toBe(Math.min(maxKeys, KEYS.length));
      const grouped = await pages({ maxKeys, delimiter: '/' });
      expect(grouped.flat().toSorted()).toEqual(['a/', 'app', 'b', 'c/']);
      expect(grouped.length).toBe(Math.ceil(4 / maxKeys));
    });

    test('ends with an empty page when no key is asked for', async () => {
      const expected = { IsTruncated: false, NextContinuationToken: null, KeyCount: 0, MaxKeys: 0 };
      expect(await client.listObjects({ maxKeys: 0 })).toMatchObject(expected);
    });

    test.each(['!!', 5, 'YQ', 'YQ==YQ==', token('\uFFFD').slice(0, 2)])(
      'refuses the token %j',
      async (continuationToken) => {
        const error = await client.listObjects({ continuationToken }).catch((e) => e);
        expect(error).toBeInstanceOf(ValidationError);
        const expected = { message: 'Invalid continuation token', field: 'ContinuationToken' };
        expect(error).toMatchObject({ ...expected, statusCode: 422 });
      },
    );

    test.each([{ prefix: 5 }, { startAfter: 5 }, { delimiter: 5 }, { maxKeys: 'x' }, 'a/'])(
      'refuses %j',
      (request) => expect(client.listObjects(request)).rejects.toThrow(ValidationError),
    );
  });

  describe('keys and counts', () => {
    const SUB = KEYS.slice(0, 8);

    test.each([
      [{ prefix: 'a/' }, SUB],
      [{ prefix: 'a' }, KEYS.slice(0, 9)],
      [{ Prefix: 'c/' }, ['c/x/1']],
      [{}, KEYS],
      [undefined, KEYS],
      [{ prefix: 'none' }, []],
    ])('of %j', async (given, keys) => {
      expect(await client.getAllKeys(given)).toEqual(keys);
      expect(await client.count(given)).toBe(keys.length);
    });

    test.each([
      [{ prefix: 'a/', offset: 1, amount: 2 }, ['a/Z', 'a/c1']],
      [{ prefix: 'a/', offset: 7, amount: 9 }, [SUB[7]]],
      [{ prefix: 'a/', offset: 8, amount: 9 }, []],
      [{ prefix: 'a/', offset: 99 }, []],
      [{ prefix: 'a/', offset: -1, amount: 2 }, ['a/1', 'a/Z']],
      [{ amount: 0 }, []],
      [undefined, KEYS],
    ])('getKeysPage(%j)', async (given, keys) => {
      expect(await client.getKeysPage(given)).toEqual(keys);
    });

    test.each([1, 4, 7])(
      'continuation-tokens: a token after offset %d continues with that key',
      async (offset) => {
        const prefix = 'a/';
        const continuationToken = await client.getContinuationTokenAfterOffset({ prefix, offset });
        expect(await list({ prefix, continuationToken })).toEqual([SUB.slice(offset), []]);
      },
    );

    test.each([0, 8, 9, undefined])('there is no token after offset %p', async (offset) => {
      const given = { prefix: 'a/', offset };
      expect(await client.getContinuationTokenAfterOffset(given)).toBeNull();
    });
  });

  test('a storage may give fewer keys than asked for', async () => {
    const { storage } = client;
    const page = (range) => storage.page({ ...range, limit: Math.min(range.limit ?? 2, 2) });
    client.storage = { ...storage, page, deleteMultiple: (keys) => storage.deleteMultiple(keys) };
    expect(await client.getAllKeys()).toEqual(KEYS);
    expect(await client.getKeysPage({ offset: 5, amount: 3 })).toEqual(KEYS.slice(5, 8));
    const after = await client.getContinuationTokenAfterOffset({ offset: 5 });
    expect(after).toBe(token(`app/${KEYS[4]}`));
    expect(await client.deleteAll()).toBe(KEYS.length);
  });

  describe('neighbours, file-prefix-of-neighbours: a neighbour whose prefix begins alike', () => {
    beforeEach(() => kind.make({ bucket: 'b', keyPrefix: 'app2' }).putObject({ key: 'k' }));

    test('is not listed', async () => {
      expect(await client.getAllKeys()).toEqual(KEYS);
      expect(await client.count()).toBe(KEYS.length);
      expect(await list({ delimiter: '/' })).toEqual([
        ['app', 'b'],
        ['a/', 'c/'],
      ]);
    });

    test('survives deleteAll', async () => {
      expect(await client.deleteAll({ prefix: 'a/' })).toBe(8);
      expect(await client.deleteAll()).toBe(3);
      expect(await client.deleteAll()).toBe(0);
      expect(await allKeys(kind, client)).toEqual(['app2/k']);
    });
  });

  test('deleteAll takes a prefix literally, and any number of keys', async () => {
    const many = kind.make({ bucket: 'many' });
    for (let n = 0; n < 2500; n++) await many.putObject({ key: `k${n}` });
    await many.putObject({ key: 'other' });
    const batches = [];
    many.on('deleteAll', (batch) => batches.push(batch.batch));
    expect(await many.deleteAll({ prefix: 'k' })).toBe(2500);
    expect(batches).toEqual([1000, 1000, 500]);
    expect(await many.getAllKeys()).toEqual(['other']);
  });
});
