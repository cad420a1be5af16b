/**
 * Listings: order, prefixes, groups, pages.
 */
import { fill, listed, outcome, pages } from './observation.js';

/** In the order of their UTF-8 bytes; in that of UTF-16 units the last two change places. */
const SORTED = ['!', '-', '1', '10', '2', 'B', '_', 'a!', 'a/b', 'b', 'é', '日', '\uffee', '😀'];
const GROUPED = ['a', 'b/1', 'c/1', 'c/2', 'd/1/2', 'e'];
const SEVEN = Array.from({ length: 7 }, (_, n) => `in/${n}`);

/** @type {import('./observation.js').ConformanceCase[]} */
export const LISTINGS = [
  {
    name: 'nothing is listed where nothing is',
    run: async ({ client }) => [
      await listed(client, { prefix: 'a', delimiter: '/', startAfter: 'a' }),
      await client.getAllKeys(),
      await client.count(),
      await client.deleteAll(),
      await client.deleteObjects([]).then(({ Deleted, Errors }) => [Deleted, Errors]),
    ],
    expected: [{ keys: [], groups: [], next: null }, [], 0, 0, [[], []]],
  },
  {
    name: 'keys come in the order of their UTF-8 bytes',
    run: async ({ client }) => {
      await fill(client, SORTED.toReversed());
      return [(await listed(client)).keys, await client.getAllKeys()];
    },
    expected: [SORTED, SORTED],
  },
  {
    name: 'a prefix is a literal beginning, not a folder',
    run: async ({ client }) => {
      await fill(client, ['user/1', 'user/2', 'user=x', 'users/1', '😀/1']);
      const seen = [];
      for (const prefix of ['user/', 'user', 'users', 'User', '😀', 'user/1/']) {
        seen.push((await client.getAllKeys({ prefix })).length);
      }
      return seen;
    },
    expected: [2, 4, 1, 0, 1, 0],
  },
  {
    name: 'an entry tells what a head does',
    run: async ({ client }) => {
      await client.putObject({ key: 'k', body: 'four' });
      const { Contents } = await client.listObjects();
      const { ETag, ContentLength, LastModified } = await client.headObject('k');
      const [{ Size, ETag: tag, LastModified: time }] = Contents;
      return [Size === ContentLength, tag === ETag, Math.abs(time - LastModified) < 1000];
    },
    expected: [true, true, true],
  },
  {
    name: 'a delimiter puts what lies deeper into groups',
    run: async ({ client }) => {
      await fill(client, GROUPED);
      const seen = [];
      for (const request of [
        { delimiter: '/' },
        { prefix: 'c', delimiter: '/' },
        { delimiter: '/1' },
      ]) {
        const { keys, groups } = await listed(client, request);
        seen.push([keys.join(' '), groups.join(' ')]);
      }
      return seen;
    },
    expected: [
      ['a e', 'b/ c/ d/'],
      ['', 'c/'],
      ['a c/2 e', 'b/1 c/1 d/1'],
    ],
  },
  {
    name: 'pages of any size are the listing cut into pieces',
    run: async ({ client }) => {
      await fill(client, [...SEVEN, 'i', 'in0']);
      const seen = [];
      for (let maxKeys = 1; maxKeys <= 8; maxKeys++) {
        const found = await pages(client, { prefix: 'in/', maxKeys });
        seen.push([found.length, found.flat().join() === SEVEN.join()]);
      }
      return seen;
    },
    expected: [7, 4, 3, 2, 2, 2, 1, 1].map((count) => [count, true]),
  },
  {
    name: 'groups count as one and come once, whatever the size of the pages',
    run: async ({ client }) => {
      await fill(client, GROUPED);
      const seen = [];
      for (let maxKeys = 1; maxKeys <= 6; maxKeys++) {
        const found = await pages(client, { delimiter: '/', maxKeys });
        seen.push(`${found.length} ${found.flat().toSorted().join(' ')}`);
      }
      return seen;
    },
    expected: [5, 3, 2, 2, 1, 1].map((count) => `${count} a b/ c/ d/ e`),
  },
  {
    name: 'a listing begins behind a key whether or not there is an object',
    run: async ({ client }) => {
      await fill(client, ['b', 'd', 'f']);
      const seen = [];
      for (const startAfter of ['a', 'b', 'c', 'd/x', 'f', 'zz']) {
        seen.push((await listed(client, { startAfter })).keys.join(''));
      }
      return seen;
    },
    expected: ['bdf', 'df', 'df', 'f', '', ''],
  },
  {
    name: 'no keys are a page, and the last one',
    run: async ({ client }) => {
      await fill(client, ['a', 'b']);
      return listed(client, { maxKeys: 0 });
    },
    expected: { keys: [], groups: [], next: null },
  },
  {
    name: 'parameters of the wrong kind are refused',
    run: async ({ client }) => {
      const given = [{ prefix: 5 }, { startAfter: 5 }, { delimiter: 5 }, { maxKeys: 'x' }, 'a/'];
      return new Set(await Promise.all(given.map((each) => outcome(client.listObjects(each)))));
    },
    expected: new Set(['ValidationError 400']),
  },
  {
    name: 'pages by offset, and tokens behind them',
    run: async ({ client }) => {
      await fill(client, SEVEN);
      const prefix = 'in/';
      const page = await client.getKeysPage({ prefix, offset: 2, amount: 3 });
      const none = await client.getKeysPage({ prefix, offset: 7, amount: 3 });
      const token = await client.getContinuationTokenAfterOffset({ prefix, offset: 4 });
      const { keys } = await listed(client, { prefix, continuationToken: token });
      const end = await client.getContinuationTokenAfterOffset({ prefix, offset: 7 });
      return [page, none, keys, end];
    },
    expected: [SEVEN.slice(2, 5), [], SEVEN.slice(4), null],
  },
];
