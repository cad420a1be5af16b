/**
 * Pages of listings.
 */
import { fill, list, outcomes, page } from './requests.js';

async function pages(send, query) {
  const seen = [];
  for (let token; ;) {
    const more = token === undefined ? {} : { 'continuation-token': token };
    const { keys, prefixes, next } = await page(send, { ...query, ...more });
    seen.push([keys, prefixes].filter(Boolean).join(' '));
    if (next === undefined) return seen;
    token = next;
  }
}

/** @type {import('./requests.js').WireCase[]} */
export const LISTINGS = [
  {
    name: 'keys come in the order of their bytes',
    run: async (send) => {
      await fill(send, ['é', '\u{ffee}', '😀', 'z', 'Z', 'a/1', 'a=1']);
      return (await page(send, {})).keys;
    },
    expected: 'Z a/1 a=1 z é \u{ffee} 😀',
  },
  {
    name: 'a listing comes in pages',
    run: async (send) => {
      await fill(send, ['p/a', 'p/b', 'p/c', 'p/d', 'p/e', 'q']);
      return pages(send, { prefix: 'p/', 'max-keys': '2' });
    },
    expected: ['p/a p/b', 'p/c p/d', 'p/e'],
  },
  {
    name: 'a full last page says that there is no more',
    run: async (send) => {
      await fill(send, ['a', 'b']);
      return page(send, { 'max-keys': '2' });
    },
    expected: { keys: 'a b', prefixes: '', truncated: 'false', next: undefined },
  },
  {
    name: 'a page of nothing says that there is no more',
    run: async (send) => {
      await fill(send, ['a']);
      return page(send, { 'max-keys': '0' });
    },
    expected: { keys: '', prefixes: '', truncated: 'false', next: undefined },
  },
  {
    name: 'a listing starts after a key, which need not be there',
    run: async (send) => {
      await fill(send, ['a', 'b', 'c']);
      const after = async (key) => (await page(send, { 'start-after': key })).keys;
      return [await after('a'), await after('aa'), await after('c')];
    },
    expected: ['b c', 'b c', ''],
  },
  {
    name: 'keys are joined up to a delimiter',
    run: async (send) => {
      await fill(send, ['a/1', 'a/2', 'b', 'c/1/2']);
      return [
        await page(send, { delimiter: '/' }),
        await page(send, { delimiter: '/', prefix: 'a/' }),
      ];
    },
    expected: [
      { keys: 'b', prefixes: 'a/ c/', truncated: 'false', next: undefined },
      { keys: 'a/1 a/2', prefixes: '', truncated: 'false', next: undefined },
    ],
  },
  {
    name: 'a common prefix is an entry of one page',
    run: async (send) => {
      await fill(send, ['a/1', 'a/2', 'a/3', 'b', 'c/1']);
      return pages(send, { delimiter: '/', 'max-keys': '1' });
    },
    expected: ['a/', 'b', 'c/'],
  },
  {
    name: 'a token of others is refused',
    run: (send) => outcomes(send, list({ 'continuation-token': 'not a token' })),
    expected: ['400 InvalidArgument'],
  },
];
