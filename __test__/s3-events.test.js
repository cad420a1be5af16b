/**
 * What a client of S3 tells of its requests: the input that the AWS SDK would get.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { S3Client } from '../index.js';
import { RecordingServer } from './support/recording-server.js';

jest.setTimeout(30_000);

/** @type {RecordingServer} */
let server;
let client;
let heard;
/** Of answers to what is neither listed, copied nor deleted. */
let status;

beforeEach(async () => {
  status = 200;
  server = await RecordingServer.start(answerOf);
  const connectionString = `http://key:secret@127.0.0.1:${server.port}/bucket/app`;
  client = new S3Client({ connectionString, retryAttempts: 1 });
  heard = [];
  client.on('cl:response', (name, _answer, input) => heard.push([name, input]));
});

afterEach(() => server.stop());

const LISTING = `<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>app%2Fa</Key>
  <Size>1</Size><ETag>"e"</ETag></Contents><EncodingType>url</EncodingType></ListBucketResult>`;

/** @param {import('./support/recording-server.js').Recorded} request */
function answerOf({ method, url, headers }) {
  if (url.includes('list-type=2')) return { body: LISTING };
  if (url.includes('delete')) return { body: '<DeleteResult></DeleteResult>' };
  if (headers['x-amz-copy-source']) return { body: '<CopyObjectResult></CopyObjectResult>' };
  return { status: method === 'DELETE' ? 204 : status };
}

const KEY = { Bucket: 'bucket', Key: 'app/a' };

describe('the input of', () => {
  test.each([
    ['getObject', ['a'], ['GetObjectCommand', KEY]],
    ['headObject', ['a'], ['HeadObjectCommand', KEY]],
    ['deleteObject', ['a'], ['DeleteObjectCommand', KEY]],
    [
      'putObject',
      [{ key: 'a', body: 'x', metadata: { Name: 'Zoë' }, contentType: 't/t', ifMatch: '"e"' }],
      [
        'PutObjectCommand',
        {
          ...KEY,
          Body: 'x',
          Metadata: { name: expect.stringMatching(/^[ub]:/) },
          ContentType: 't/t',
          IfMatch: '"e"',
        },
      ],
    ],
    [
      'copyObject',
      [{ from: 'a', to: 'b', metadataDirective: 'COPY' }],
      [
        'CopyObjectCommand',
        { Bucket: 'bucket', CopySource: 'bucket/app/a', Key: 'app/b', MetadataDirective: 'COPY' },
      ],
    ],
    [
      'deleteObjects',
      [['a', 'b']],
      [
        'DeleteObjectsCommand',
        { Bucket: 'bucket', Delete: { Objects: [{ Key: 'app/a' }, { Key: 'app/b' }] } },
      ],
    ],
    [
      'listObjects',
      [{ prefix: 'x', maxKeys: 5, startAfter: 'x1' }],
      [
        'ListObjectsV2Command',
        { Bucket: 'bucket', Prefix: 'app/x', MaxKeys: 5, StartAfter: 'app/x1' },
      ],
    ],
  ])('%s', async (method, args, told) => {
    await client[method](...args);
    expect(heard).toEqual([told]);
  });

  const LISTED = ['ListObjectsV2Command', { Bucket: 'bucket', Prefix: 'app/', MaxKeys: 1000 }];

  test.each([
    ['exists', ['a'], [['HeadObjectCommand', KEY]]],
    ['count', [], [LISTED]],
    ['getAllKeys', [], [LISTED]],
    ['getKeysPage', [{ amount: 1 }], [['ListObjectsV2Command', { ...LISTED[1], MaxKeys: 1 }]]],
    [
      'deleteAll',
      [],
      [
        LISTED,
        ['DeleteObjectsCommand', { Bucket: 'bucket', Delete: { Objects: [{ Key: 'app/a' }] } }],
      ],
    ],
  ])('%s, for each of its requests', async (method, args, told) => {
    await client[method](...args);
    expect(heard).toEqual(told);
    expect(server.requests).toHaveLength(told.length);
  });

  test('exists, of what does not', async () => {
    status = 404;
    expect(await client.exists('none')).toBe(false);
    status = 500;
    await expect(client.exists('a')).rejects.toMatchObject({ statusCode: 500 });
    expect(heard).toEqual([]);
  });
});

test('pages of a listing are told one by one', async () => {
  const pages = [];
  client.on('cl:ListObjects', (answer, input) => pages.push([answer.KeyCount, input.StartAfter]));
  expect([await client.count(), await client.getAllKeys()]).toEqual([1, ['a']]);
  expect(pages).toEqual([
    [1, undefined],
    [1, undefined],
  ]);
});

test('parameters of an outcome are relative keys', async () => {
  const outcomes = [];
  client.on('cl:GetObject', (_answer, parameters) => outcomes.push(parameters));
  await client.getObject('a');
  expect(outcomes).toEqual([{ key: 'a' }]);
});
