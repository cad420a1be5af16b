/**
 * Single objects: writing, reading, replacing, deleting.
 */
import { fill, objectAt, outcome, outcomes, textAt } from './observation.js';

const OCTETS = 'application/octet-stream';
const MISSING = 'NoSuchKey 404';
const LARGE = Buffer.alloc(1 << 20, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));

/** @type {import('./observation.js').ConformanceCase[]} */
export const OBJECTS = [
  {
    name: 'an object is read as it was written',
    run: async ({ client }) => {
      const put = { key: 'k', body: 'body', metadata: { a: '1', b: 'two' }, contentType: 'text/x' };
      const { ETag } = await client.putObject({ ...put, contentEncoding: 'gzip' });
      const { ETag: head, ContentEncoding, LastModified } = await client.headObject('k');
      const age = Math.abs(Date.now() - LastModified.getTime()) < 60_000;
      return [await objectAt(client, 'k'), ETag, head === ETag, ContentEncoding, age];
    },
    expected: [
      { body: 'body', metadata: { a: '1', b: 'two' }, type: 'text/x', length: 4 },
      '"841a2d689ad86bd1611447453c22c6fc"',
      true,
      'gzip',
      true,
    ],
  },
  {
    name: 'a write replaces all of an object',
    run: async ({ client }) => {
      const old = { body: 'a longer body', metadata: { old: 'x' }, contentType: 'text/plain' };
      await client.putObject({ key: 'k', ...old });
      await client.putObject({ key: 'k', body: 'short' });
      return [await objectAt(client, 'k'), await client.getAllKeys()];
    },
    expected: [{ body: 'short', metadata: {}, type: OCTETS, length: 5 }, ['k']],
  },
  {
    name: 'a head tells everything but the body',
    run: async ({ client }) => {
      await client.putObject({ key: 'k', body: 'bytes', metadata: { a: 'é' } });
      const { Body, ...facts } = await client.getObject('k');
      const head = await client.headObject('k');
      const names = Object.keys(facts).filter((name) => name !== 'LastModified');
      const same = names.every(
        (name) => JSON.stringify(head[name]) === JSON.stringify(facts[name]),
      );
      return [same, 'Body' in head, head.ContentLength, (await Body.transformToByteArray()).length];
    },
    expected: [true, false, 5, 5],
  },
  {
    name: 'what is not there is told by everyone',
    run: async ({ client }) => {
      await client.putObject({ key: 'near', body: 'x' });
      const reads = ['getObject', 'headObject'].map((method) => () => client[method]('nea'));
      const copy = () => client.copyObject({ from: 'nea', to: 'to' });
      return [...(await outcomes(...reads, copy)), await client.exists('nea')];
    },
    expected: [MISSING, MISSING, MISSING, false],
  },
  {
    name: 'deletion leaves nothing, and needs nothing',
    run: async ({ client }) => {
      await fill(client, ['a', 'ab']);
      await client.deleteObject('a');
      const again = await outcome(client.deleteObject('a'));
      return [
        again,
        await client.exists('a'),
        await objectAt(client, 'a'),
        await client.getAllKeys(),
      ];
    },
    expected: ['done', false, MISSING, ['ab']],
  },
  {
    name: 'bodies of any bytes, up to a mebibyte',
    run: async ({ client }) => {
      const seen = [];
      for (const body of [Buffer.alloc(0), Buffer.from('\0'), Buffer.from('\r\n\r\n'), LARGE]) {
        await client.putObject({ key: 'k', body });
        const { Body, ContentLength } = await client.getObject('k');
        const bytes = Buffer.from(await Body.transformToByteArray());
        seen.push(bytes.equals(body) && ContentLength === body.length);
      }
      return seen;
    },
    expected: [true, true, true, true],
  },
  {
    name: 'an object may be below the key of another',
    run: async ({ client }) => {
      const seen = await outcomes(
        () => client.putObject({ key: 'a', body: 'upper' }),
        () => client.putObject({ key: 'a/b', body: 'lower' }),
      );
      return [...seen, await client.getAllKeys(), await textAt(client, 'a')];
    },
    expected: ['done', 'done', ['a', 'a/b'], 'upper'],
  },
  {
    name: 'the last of two writes stays',
    run: async ({ client }) => {
      for (let n = 0; n < 5; n++) await client.putObject({ key: 'k', body: `${n}`.repeat(n) });
      return textAt(client, 'k');
    },
    expected: '4444',
  },
  {
    name: 'writes at the same time leave one of them whole',
    run: async ({ client }) => {
      const bodies = Array.from({ length: 12 }, (_, n) =>
        `${n}`.padStart(2, '0').repeat(50 * n + 1),
      );
      await Promise.all(
        bodies.map((body, n) => client.putObject({ key: 'k', body, metadata: { n: `${n}` } })),
      );
      const { body, metadata } = await objectAt(client, 'k');
      return body === bodies[Number(metadata.n)];
    },
    expected: true,
  },
];
