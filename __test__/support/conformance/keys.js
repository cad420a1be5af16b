/**
 * Keys: those that are refused, and those that are told apart.
 */
import { objectAt, outcome, textAt } from './observation.js';

const REFUSED = ['', '.', '/', '..', '../x', 'a/../b', 'a/..', '\ud800', null, undefined, 5, {}];

const PLAIN = ['a', 'a b', ' a ', 'a+b', 'a%20b', 'a&b', 'a#b', 'a?b', 'a=b', 'a\'"', 'a..', '...'];
const SPECIAL = ['a\\b', 'a:b', 'a*<>|', 'é', 'e\u0301', '日本', '😀', '\uFFFD', '__proto__', 'A'];
const CONTROL = ['a\tb', 'a\nb', 'a\u007fb', 'a\u0001b'];

/** @param {string[]} keys */
function toldApart(keys) {
  return async ({ client }) => {
    const written = [];
    for (const key of keys) written.push(await outcome(client.putObject({ key, body: key })));
    const read = [];
    for (const key of keys) read.push((await objectAt(client, key)).body === key);
    const wanted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const found = await client.getAllKeys();
    const { Errors } = await client.deleteObjects(keys);
    return {
      written: new Set(written),
      read: new Set(read),
      sameList: JSON.stringify(found) === JSON.stringify(wanted),
      Errors,
      left: await client.getAllKeys(),
    };
  };
}

const APART = {
  written: new Set(['done']),
  read: new Set([true]),
  sameList: true,
  Errors: [],
  left: [],
};

/** @type {import('./observation.js').ConformanceCase[]} */
export const KEYS = [
  {
    name: 'keys that lead out of the prefix, and no keys, are refused',
    run: async ({ client }) => {
      const seen = new Set();
      for (const key of REFUSED) {
        seen.add(await outcome(client.putObject({ key, body: 'x' })));
        for (const method of ['getObject', 'headObject', 'exists', 'deleteObject']) {
          seen.add(await outcome(client[method](key)));
        }
        seen.add(await outcome(client.deleteObjects([key])));
        seen.add(await outcome(client.copyObject({ from: key, to: 'b' })));
        seen.add(await outcome(client.copyObject({ from: 'a', to: key })));
      }
      return [seen, await client.getAllKeys()];
    },
    expected: [new Set(['ValidationError 400']), []],
  },
  { name: 'keys are told apart by punctuation', run: toldApart(PLAIN), expected: APART },
  { name: 'keys are told apart by every letter', run: toldApart(SPECIAL), expected: APART },
  { name: 'keys may have control characters', run: toldApart(CONTROL), expected: APART },
  {
    name: 'needless segments are dropped below a prefix',
    run: async ({ client }) => {
      for (const key of ['a//b', '/c', './d/./e']) await client.putObject({ key, body: key });
      const read = await Promise.all(['a/b', 'c', 'd/e'].map((key) => textAt(client, key)));
      return [await client.getAllKeys(), read];
    },
    expected: [
      ['a/b', 'c', 'd/e'],
      ['a//b', '/c', './d/./e'],
    ],
  },
  {
    name: 'a full key has 1024 bytes, not more',
    run: async ({ client }) => {
      const room = 1024 - Buffer.byteLength(`${client.keyPrefix}/`);
      const key = `${'é/'.repeat(Math.floor(room / 3))}${'x'.repeat(room % 3)}`;
      const longer = key.replace('é', 'éé');
      return [
        await outcome(client.putObject({ key })),
        await outcome(client.putObject({ key: longer })),
      ];
    },
    expected: ['done', 'ValidationError 422'],
  },
  {
    name: 'a neighbour whose prefix begins alike is left alone',
    run: async ({ client, neighbour }) => {
      await client.putObject({ key: 'mine' });
      await neighbour.putObject({ key: 'theirs' });
      const seen = [await client.getAllKeys(), await client.count(), await client.deleteAll()];
      return [...seen, await neighbour.getAllKeys()];
    },
    expected: [['mine'], 1, 1, ['theirs']],
  },
];
