/**
 * Characters and sizes of keys and metadata.
 */
import { outcome, texts } from '../s3-request.js';
import { deletion, get, list, outcomes, page, put } from './requests.js';

const KEYS = [
  'a=1/b=2',
  'a b',
  'a+b',
  'a%20b',
  'a&b<c>"d\'',
  'a?b#c',
  'é/日本/😀',
  'trailing/',
  'two//slashes',
  '/leading',
  'dots/../up/./here',
  "~!*'();:@$,[]",
];

/** @type {import('./requests.js').WireCase[]} */
export const ENCODINGS = [
  {
    name: 'keys have any characters',
    run: async (send) => {
      for (const [n, key] of KEYS.entries()) await send(put(key, {}, `body ${n}`));
      const bodies = [];
      for (const key of KEYS) bodies.push((await send(get(key))).body);
      const listed = texts((await send(list({ 'encoding-type': 'url' }))).body, 'Key');
      const plain = texts((await send(list())).body, 'Key');
      await send(deletion(KEYS));
      return {
        bodies,
        listed: listed.map((key) => decodeURIComponent(key.replaceAll('+', ' '))),
        plain,
        left: (await page(send, {})).keys,
      };
    },
    expected: {
      bodies: KEYS.map((_, n) => `body ${n}`),
      listed: inByteOrder(KEYS),
      plain: inByteOrder(KEYS),
      left: '',
    },
  },
  {
    name: 'keys have 1024 bytes',
    run: (send) =>
      outcomes(
        send,
        put('k'.repeat(1024)),
        put('é'.repeat(512)),
        put('k'.repeat(1025)),
        put(`k${'é'.repeat(512)}`),
      ),
    expected: ['200', '200', '400 KeyTooLongError', '400 KeyTooLongError'],
  },
  {
    name: 'metadata comes back as it was sent, under names in lower case',
    run: async (send) => {
      const sent = { 'x-amz-meta-a': '=?UTF-8?B?w6k=?=', 'x-amz-meta-b_C.d': '{"x": 1}; \\ ~' };
      await send({ ...put('k'), headers: lowerCased(sent) });
      const { headers } = await send({ method: 'HEAD', key: 'k' });
      return [headers['x-amz-meta-a'], headers['x-amz-meta-b_c.d']];
    },
    expected: ['=?UTF-8?B?w6k=?=', '{"x": 1}; \\ ~'],
  },
  {
    name: 'metadata has 2048 bytes, names included',
    run: (send) =>
      outcomes(
        send,
        put('k', { 'x-amz-meta-abcd': 'v'.repeat(2044) }),
        put('k', { 'x-amz-meta-abcd': 'v'.repeat(2045) }),
        put('k', { 'x-amz-meta-ab': 'v'.repeat(1022), 'x-amz-meta-cd': 'v'.repeat(1022) }),
        put('k', { 'x-amz-meta-ab': 'v'.repeat(1022), 'x-amz-meta-cd': 'v'.repeat(1023) }),
      ),
    expected: ['200', '400 MetadataTooLarge', '200', '400 MetadataTooLarge'],
  },
  {
    name: 'metadata is ASCII',
    run: (send) => outcomes(send, put('k', { 'x-amz-meta-a': 'é' })),
    expected: ['400 InvalidArgument'],
  },
  {
    name: 'a content type is kept, or a default given',
    run: async (send) => {
      await send(put('given', { 'content-type': 'application/json' }));
      await send(put('none'));
      const type = async (key) => (await send(get(key))).headers['content-type'];
      return [await type('given'), await type('none')];
    },
    expected: ['application/json', 'binary/octet-stream'],
  },
  {
    name: 'a range of a body is read',
    run: async (send) => {
      await send(put('k', {}, '0123456789'));
      const part = await send(get('k', { range: 'bytes=2-4' }));
      const outside = outcome(await send(get('k', { range: 'bytes=20-' })));
      return [part.status, part.body, part.headers['content-range'], outside];
    },
    expected: [206, '234', 'bytes 2-4/10', '416 InvalidRange'],
  },
];

function lowerCased(headers) {
  const pairs = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(pairs);
}

function inByteOrder(keys) {
  return keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
