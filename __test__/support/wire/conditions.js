/**
 * Writes that depend on what is there, and reads.
 */
import { outcome, texts } from '../s3-request.js';
import { get, ifFree, list, outcomes, put, tag } from './requests.js';

/** How often each outcome came when all are sent at once. */
async function tally(send, requests) {
  const seen = await Promise.all(requests.map(send));
  const counts = {};
  for (const answer of seen) counts[outcome(answer)] = (counts[outcome(answer)] ?? 0) + 1;
  return counts;
}

/** @type {import('./requests.js').WireCase[]} */
export const CONDITIONS = [
  {
    name: 'an object is created if its key is free',
    run: async (send) => [
      ...(await outcomes(send, put('k', ifFree, 'one'), put('k', ifFree, 'two'))),
      (await send(get('k'))).body,
    ],
    expected: ['200', '412 PreconditionFailed', 'one'],
  },
  {
    name: 'an object is replaced if it is the one that was read',
    run: (send) =>
      outcomes(
        send,
        put('k', {}, 'one'),
        put('k', { 'if-match': tag('other') }, 'two'),
        put('k', { 'if-match': tag('one') }, 'two'),
        put('k', { 'if-match': tag('one') }, 'three'),
      ),
    expected: ['200', '412 PreconditionFailed', '200', '412 PreconditionFailed'],
  },
  {
    name: 'an object that is missing is not replaced',
    run: (send) => outcomes(send, put('k', { 'if-match': tag('one') })),
    expected: ['404 NoSuchKey'],
  },
  {
    name: 'a write knows no other If-None-Match than *',
    run: (send) => outcomes(send, put('k', { 'if-none-match': tag('one') })),
    expected: ['501 NotImplemented'],
  },
  {
    name: 'one of twenty that create at once wins',
    run: (send) => tally(send, Array(20).fill(put('k', ifFree))),
    expected: { 200: 1, '412 PreconditionFailed': 19 },
  },
  {
    name: 'one of twenty that replace at once wins',
    run: async (send) => {
      await send(put('k', {}, 'old'));
      const replace = (_, n) => put('k', { 'if-match': tag('old') }, `new ${n}`);
      return tally(send, Array.from({ length: 20 }, replace));
    },
    expected: { 200: 1, '412 PreconditionFailed': 19 },
  },
  {
    name: 'an object is deleted if it is the one that was read',
    run: (send) =>
      outcomes(
        send,
        put('k', {}, 'one'),
        { method: 'DELETE', key: 'k', headers: { 'if-match': tag('other') } },
        { method: 'DELETE', key: 'k', headers: { 'if-match': tag('one') } },
        get('k'),
      ),
    expected: ['200', '412 PreconditionFailed', '204', '404 NoSuchKey'],
  },
  {
    name: 'a read has conditions, too',
    run: async (send) => {
      await send(put('k', {}, 'one'));
      const ask = (headers) => outcomes(send, get('k', headers));
      return [
        ...(await ask({ 'if-none-match': tag('one') })),
        ...(await ask({ 'if-match': tag('other') })),
        ...(await ask({ 'if-match': tag('one') })),
      ];
    },
    expected: ['304', '412 PreconditionFailed', '200'],
  },
  {
    name: 'an ETag is the MD5 of the body, wherever it is told',
    run: async (send) => {
      const written = await send(put('k', {}, 'one'));
      const read = await send(get('k'));
      const head = await send({ method: 'HEAD', key: 'k' });
      const listed = texts((await send(list())).body, 'ETag');
      return [written, read, head].map(({ headers }) => headers.etag).concat(listed);
    },
    expected: Array(4).fill(tag('one')),
  },
];
