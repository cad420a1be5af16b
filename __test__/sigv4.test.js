/**
 * The examples of "Signature Calculations for the Authorization Header" in the documentation of
 * Amazon S3.
 */
import { expect, test } from '@jest/globals';

import { encodeKey, encodeQuery, sign } from './support/sigv4.js';

const CREDENTIALS = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const date = new Date('2013-05-24T00:00:00Z');
const host = 'examplebucket.s3.amazonaws.com';

test.each([
  [
    'GetObject',
    { method: 'GET', path: '/test.txt', headers: { host, range: 'bytes=0-9' } },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'PutObject',
    {
      method: 'PUT',
      path: '/test%24file.text',
      headers: {
        host,
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      body: 'Welcome to Amazon S3.',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  [
    'GetBucketLifecycle',
    { method: 'GET', path: '/', query: { lifecycle: '' }, headers: { host } },
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  ],
  [
    'ListObjects',
    { method: 'GET', path: '/', query: { prefix: 'J', 'max-keys': '2' }, headers: { host } },
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
])('%s is signed as documented', (_, request, signature) => {
  const { authorization } = sign({ ...request, date }, CREDENTIALS);
  expect(authorization).toMatch(new RegExp(`Signature=${signature}$`));
});

test('keys and parameters are encoded', () => {
  expect(encodeKey("a/b c=d+'()*~é")).toBe('a/b%20c%3Dd%2B%27%28%29%2A~%C3%A9');
  expect(encodeQuery({ b: '/', a: ' ', 'list-type': '2' })).toBe('a=%20&b=%2F&list-type=2');
});
