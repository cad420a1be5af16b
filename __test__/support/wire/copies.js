/**
 * Copies, their metadata and conditions.
 */
import { outcome, texts } from '../s3-request.js';
import { get, ifFree, outcomes, put, tag } from './requests.js';

const replacing = (bucket, key) => ({
  'x-amz-copy-source': `${bucket}/${key}`,
  'x-amz-metadata-directive': 'REPLACE',
});

const described = ({ headers, body }) => ({
  body,
  type: headers['content-type'],
  a: headers['x-amz-meta-a'],
  b: headers['x-amz-meta-b'],
});

/** @type {import('./requests.js').WireCase[]} */
export const COPIES = [
  {
    name: 'a copy has the metadata of its source',
    run: async (send, bucket) => {
      await send(put('from', { 'x-amz-meta-a': '1', 'content-type': 'text/plain' }, 'body'));
      await send(put('to', { 'x-amz-copy-source': `${bucket}/from`, 'x-amz-meta-b': '2' }, ''));
      return described(await send(get('to')));
    },
    expected: { body: 'body', type: 'text/plain', a: '1', b: undefined },
  },
  {
    name: 'a copy replaces metadata',
    run: async (send, bucket) => {
      await send(put('from', { 'x-amz-meta-a': '1', 'content-type': 'text/plain' }, 'body'));
      await send(put('from', { ...replacing(bucket, 'from'), 'x-amz-meta-b': '2' }, ''));
      return described(await send(get('from')));
    },
    expected: { body: 'body', type: 'binary/octet-stream', a: undefined, b: '2' },
  },
  {
    name: 'a source is encoded in its header',
    run: async (send, bucket) => {
      await send(put('a+b %é', {}, 'body'));
      const source = `${bucket}/a%2Bb%20%25%C3%A9`;
      const copied = await send(put('to', { 'x-amz-copy-source': source }, ''));
      return [outcome(copied), texts(copied.body, 'ETag'), (await send(get('to'))).body];
    },
    expected: ['200', [tag('body')], 'body'],
  },
  {
    name: 'a copy of what is missing fails',
    run: (send, bucket) => outcomes(send, put('to', replacing(bucket, 'missing'), '')),
    expected: ['404 NoSuchKey'],
  },
  {
    name: 'a copy to itself changes something',
    run: (send, bucket) =>
      outcomes(send, put('k'), put('k', { 'x-amz-copy-source': `${bucket}/k` }, '')),
    expected: ['200', '400 InvalidRequest'],
  },
  {
    name: 'a copy depends on its source',
    run: (send, bucket) => {
      const from = (text) => ({ 'x-amz-copy-source-if-match': tag(text) });
      const source = replacing(bucket, 'from');
      return outcomes(
        send,
        put('from', {}, 'one'),
        put('to', { ...source, ...from('other') }, ''),
        put('to', { ...source, ...from('one') }, ''),
      );
    },
    expected: ['200', '412 PreconditionFailed', '200'],
  },
  {
    name: 'a copy depends on its target',
    run: (send, bucket) => {
      const source = replacing(bucket, 'from');
      return outcomes(
        send,
        put('from', {}, 'one'),
        put('to', { ...source, ...ifFree }, ''),
        put('to', { ...source, ...ifFree }, ''),
        put('to', { ...source, 'if-match': tag('other') }, ''),
      );
    },
    expected: ['200', '200', '412 PreconditionFailed', '412 PreconditionFailed'],
  },
];
