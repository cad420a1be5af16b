/**
 * Where moto answers otherwise than Amazon S3 does, by case of `__test__/s3-wire.test.js`: what it
 * answers instead, and why ours stays as it is. What it answers by chance has no `observed` and is not
 * asked. A case that is not here must hold for both.
 *
 * @type {Record<string, {observed?: any, reason: string}>}
 */
export const MOTO_DEVIATIONS = {
  'one of twenty that create at once wins': {
    reason: 'moto looks for the object before it writes, with threads and without a lock.',
  },
  'one of twenty that replace at once wins': {
    reason: 'moto looks for the object before it writes, with threads and without a lock.',
  },
  'a write knows no other If-None-Match than *': {
    observed: ['200'],
    reason: 'Amazon S3 documents * as the only value of a write; moto ignores others.',
  },
  'a copy depends on its source': {
    observed: ['200', '200', '200'],
    reason:
      'moto reads x-amz-copy-source-if-none-match of the conditions on a source, and no other.',
  },
  'a copy depends on its target': {
    observed: ['200', '200', '200', '200'],
    reason: 'moto does not read If-None-Match and If-Match of a copy.',
  },
  'a quiet batch tells errors only': {
    observed: ['a'],
    reason: 'moto does not read Quiet.',
  },
  'a batch has 1 to 1000 keys': {
    observed: ['400 MalformedXML', '200', '200'],
    reason: 'moto has no upper limit.',
  },
  'keys have 1024 bytes': {
    observed: ['200', '200', '200', '200'],
    reason: 'moto has no limit of keys.',
  },
  'metadata has 2048 bytes, names included': {
    observed: ['200', '200', '200', '200'],
    reason: 'moto has no limit of metadata.',
  },
  'metadata is ASCII': {
    observed: ['200'],
    reason: 'moto takes any characters that a header can have.',
  },
  'a token of others is refused': {
    observed: ['200'],
    reason: 'moto does not refuse a token that it does not know.',
  },
  'a request is signed by a known key with its secret': {
    observed: ['404 NoSuchKey', '404 NoSuchKey', '404 NoSuchKey'],
    reason: 'moto checks no signature unless it is told to.',
  },
  'a request is signed for the region': {
    observed: ['404 NoSuchKey'],
    reason: 'moto takes requests for every region.',
  },
  'a body is the one that was signed': {
    observed: ['200', '200'],
    reason: 'moto does not read x-amz-content-sha256.',
  },
  'a body has the digest that came with it': {
    observed: ['200', '200', '200'],
    reason: 'moto does not read Content-MD5.',
  },
  'a body has the checksum that came with it, which is told again': {
    observed: ['200', '200', 'jNwWgw=='],
    reason: 'moto keeps the checksum that was sent and does not compute it.',
  },
};
