/**
 * Metadata: which values come back, and what they are on the way.
 */
import { outcome } from './observation.js';

const TEXTS = {
  empty: '',
  plain: 'plain text',
  printable: Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).join(''),
  spaces: '  two  spaces  ',
  tabs: '\ta\t',
  lines: 'a\r\nb: c\r\n\r\nd',
  zero: 'a\0b',
  latin: 'Zoë',
  japanese: '日本語',
  faces: '😀 😀',
  combining: 'e\u0301',
  null: 'null',
  undefined: 'undefined',
  code: 'd:1',
  base64: 'b:bnVsbA==',
  percent: 'u:%C3%A9 100%',
  encodedword: '=?UTF-8?Q?x?=',
  quotes: '"a", \'b\'; c=d',
  long: 'x'.repeat(600),
};

const VALUES = { n: 5, t: true, nul: null, gone: undefined, obj: {}, list: [1, 2] };

/** @param {Record<string, string>} stored */
const isPlain = (stored) => Object.values(stored).every((text) => /^[\x20-\x7e]*$/.test(text));
const hasOuterSpace = (stored) => Object.values(stored).some((text) => text !== text.trim());

/** @type {import('./observation.js').ConformanceCase[]} */
export const METADATA = [
  {
    name: 'texts come back as they were',
    run: async ({ client }) => {
      const lost = [];
      await client.putObject({ key: 'k', metadata: TEXTS });
      for (const { Metadata } of [await client.headObject('k'), await client.getObject('k')]) {
        for (const [name, text] of Object.entries(TEXTS)) {
          if (Metadata[name] !== text) lost.push(name);
        }
      }
      return lost;
    },
    expected: [],
  },
  {
    name: 'only printable ASCII without outer spaces is sent',
    run: async ({ client, stored }) => {
      await client.putObject({ key: 'k', metadata: TEXTS });
      const kept = await stored('k');
      return [Object.keys(kept).length, isPlain(kept), hasOuterSpace(kept)];
    },
    expected: [Object.keys(TEXTS).length, true, false],
  },
  {
    name: 'other values become text, null stays',
    run: async ({ client }) => {
      await client.putObject({ key: 'k', metadata: VALUES });
      return (await client.headObject('k')).Metadata;
    },
    expected: { n: '5', t: 'true', nul: null, obj: '[object Object]', list: '1,2' },
  },
  {
    name: 'names are lower case, without special characters',
    run: async ({ client }) => {
      const metadata = { Upper: '1', 'a b': '2', 'c.d': '3', é: '4', 'x-y_z': '5', 0: '6' };
      await client.putObject({ key: 'k', metadata });
      return (await client.headObject('k')).Metadata;
    },
    expected: { 0: '6', upper: '1', a_b: '2', c_d: '3', _: '4', 'x-y_z': '5' },
  },
  {
    name: 'a lone surrogate is refused, and nothing is written',
    run: async ({ client }) => {
      const put = client.putObject({ key: 'k', metadata: { a: '\ud800' } });
      return [await outcome(put), await client.exists('k')];
    },
    expected: ['ValidationError 400', false],
  },
  {
    name: 'more than 2048 bytes are refused',
    run: async ({ client }) => {
      const put = (length) =>
        outcome(client.putObject({ key: 'k', metadata: { a: 'x'.repeat(length) } }));
      return [await put(2047), await put(2048)];
    },
    expected: ['done', 'ValidationError 422'],
  },
  {
    name: 'forty entries come back',
    run: async ({ client }) => {
      const metadata = Object.fromEntries(
        Array.from({ length: 40 }, (_, n) => [n.toString(36), `value é ${n}`]),
      );
      await client.putObject({ key: 'k', metadata });
      const { Metadata } = await client.headObject('k');
      return Object.entries(metadata).filter(([name, text]) => Metadata[name] !== text);
    },
    expected: [],
  },
];
