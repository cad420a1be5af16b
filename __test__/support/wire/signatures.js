/**
 * Who may ask, and whether what arrived is what was sent.
 */
import { CREDENTIALS } from '../s3-server.js';
import { get, md5, outcomes, put } from './requests.js';

const WRONG_HASH = '0'.repeat(64);
const CRC32 = { 'x-amz-sdk-checksum-algorithm': 'CRC32' };

const signedAs = (changed) => ({ ...get('k'), credentials: { ...CREDENTIALS, ...changed } });

/** @type {import('./requests.js').WireCase[]} */
export const SIGNATURES = [
  {
    name: 'a request is signed by a known key with its secret',
    run: (send) =>
      outcomes(
        send,
        { ...get('k'), credentials: null },
        signedAs({ accessKey: 'other' }),
        signedAs({ secretKey: 'other' }),
      ),
    expected: ['403 AccessDenied', '403 InvalidAccessKeyId', '403 SignatureDoesNotMatch'],
  },
  {
    name: 'a request is signed for the region',
    run: (send) => outcomes(send, signedAs({ region: 'eu-west-1' })),
    expected: ['400 AuthorizationHeaderMalformed'],
  },
  {
    name: 'a body is the one that was signed',
    run: (send) => outcomes(send, { ...put('k'), payloadHash: WRONG_HASH }, get('k')),
    expected: ['400 XAmzContentSHA256Mismatch', '404 NoSuchKey'],
  },
  {
    name: 'a body may go unsigned',
    run: (send) => outcomes(send, { ...put('k'), payloadHash: 'UNSIGNED-PAYLOAD' }, get('k')),
    expected: ['200', '200'],
  },
  {
    name: 'a body has the digest that came with it',
    run: (send) =>
      outcomes(
        send,
        put('k', { 'content-md5': md5('x', 'base64') }),
        put('k', { 'content-md5': md5('other', 'base64') }),
        put('k', { 'content-md5': 'AAAA' }),
      ),
    expected: ['200', '400 BadDigest', '400 InvalidDigest'],
  },
  {
    name: 'a body has the checksum that came with it, which is told again',
    run: async (send) => {
      const seen = await outcomes(
        send,
        put('wrong', { ...CRC32, 'x-amz-checksum-crc32': 'AAAAAA==' }),
        put('k', { ...CRC32, 'x-amz-checksum-crc32': 'jNwWgw==' }),
      );
      const { headers } = await send(get('k', { 'x-amz-checksum-mode': 'ENABLED' }));
      return [...seen, headers['x-amz-checksum-crc32']];
    },
    expected: ['400 BadDigest', '200', 'jNwWgw=='],
  },
  {
    name: 'a bucket may be in the host',
    run: async (send) => {
      await send(put('a b', {}, 'body'));
      const { status, body } = await send({ ...get('a b'), virtual: true });
      return [status, body];
    },
    expected: [200, 'body'],
  },
];
