/**
 * Bodies that come and go in pieces.
 */
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { outcome, textAt } from './observation.js';

async function* pieces() {
  yield 'one ';
  await new Promise(setImmediate);
  yield Buffer.from('two ');
  yield new Uint8Array([0x33]);
}

async function* broken() {
  yield 'half';
  throw new RangeError('torn');
}

/** @type {import('./observation.js').ConformanceCase[]} */
export const STREAMS = [
  {
    name: 'bodies are texts, bytes, streams and blobs',
    run: async ({ client }) => {
      const bodies = [
        'one two 3',
        Buffer.from('one two 3'),
        new Uint8Array(Buffer.from('one two 3')),
        Readable.from(['one ', Buffer.from('two 3')]),
        pieces(),
        new Blob(['one two 3']),
        new Blob(['one two 3']).stream(),
      ];
      const seen = [];
      for (const body of bodies) {
        await client.putObject({ key: 'k', body });
        seen.push(await textAt(client, 'k'));
      }
      return new Set(seen);
    },
    expected: new Set(['one two 3']),
  },
  {
    name: 'no body is an empty one',
    run: async ({ client }) => {
      const seen = [];
      for (const body of [undefined, null, '', Buffer.alloc(0), Readable.from([])]) {
        await client.putObject({ key: 'k', body });
        seen.push((await client.headObject('k')).ContentLength);
      }
      return seen;
    },
    expected: [0, 0, 0, 0, 0],
  },
  {
    name: 'a body that breaks off is not written',
    run: async ({ client }) => {
      await client.putObject({ key: 'k', body: 'old' });
      const put = client.putObject({ key: 'k', body: broken() });
      return [await put.catch(({ name, message }) => [name, message]), await textAt(client, 'k')];
    },
    expected: [['RangeError', 'torn'], 'old'],
  },
  {
    name: 'other bodies are refused, and nothing is written',
    run: async ({ client }) => {
      const seen = new Set();
      for (const body of [5, true, { a: 1 }, [1, 2], Readable.from([1, 2])]) {
        seen.add(await outcome(client.putObject({ key: 'k', body })));
      }
      return [seen, await client.exists('k')];
    },
    expected: [new Set(['ValidationError 400']), false],
  },
  {
    name: 'a body is read in every form, and more than once',
    run: async ({ client }) => {
      await client.putObject({ key: 'k', body: 'hé' });
      const { Body } = await client.getObject('k');
      const forms = [
        await Body.transformToString(),
        await Body.transformToString('hex'),
        Buffer.from(await Body.transformToByteArray()).toString(),
      ];
      const chunks = [];
      for await (const chunk of Body) chunks.push(chunk);
      const web = (await client.getObject('k')).Body.transformToWebStream();
      return [...forms, Buffer.concat(chunks).toString(), await new Response(web).text()];
    },
    expected: ['hé', '68c3a9', 'hé', 'hé', 'hé'],
  },
  {
    name: 'bytes are not shared with the caller',
    run: async ({ client }) => {
      const body = Buffer.from('mine');
      const put = client.putObject({ key: 'k', body });
      await put;
      body.fill(0);
      (await (await client.getObject('k')).Body.transformToByteArray()).fill(0);
      return textAt(client, 'k');
    },
    expected: 'mine',
  },
  {
    name: 'five megabytes go in and come out piece by piece, at the pace of the reader',
    run: async ({ client }) => {
      const piece = Buffer.alloc(2 ** 16, 'piece');
      const source = Readable.from(Array.from({ length: 80 }, () => piece));
      await client.putObject({ key: 'k', body: source });
      let length = 0;
      const slow = new Writable({
        highWaterMark: 1024,
        write(chunk, _encoding, written) {
          length += chunk.length;
          setImmediate(written);
        },
      });
      const { Body } = await client.getObject('k');
      await pipeline(Body, slow);
      return [length, source.destroyed];
    },
    expected: [80 * 2 ** 16, true],
  },
  {
    name: 'a body that nobody reads to its end is let go, and the next one is whole',
    run: async ({ client }) => {
      await client.putObject({ key: 'k', body: Buffer.alloc(2 ** 20, 'x') });
      const { Body } = await client.getObject('k');
      for await (const chunk of Body) {
        if (chunk.length > 0) break;
      }
      const { Body: unread } = await client.getObject('k');
      unread.destroy();
      return [Body.destroyed, unread.destroyed, (await textAt(client, 'k')).length];
    },
    expected: [true, true, 2 ** 20],
  },
];
