/**
 * Answers that are none, or not what was asked for, end in an error: they are not taken for success, and
 * nothing goes on for ever.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { S3Client } from '../index.js';
import { RecordingServer } from './support/recording-server.js';

jest.setTimeout(30_000);

/** @type {RecordingServer} */
let server;
let answer;

beforeAll(async () => {
  server = await RecordingServer.start((request, number) => answer(request, number));
});

afterAll(() => server.stop());

beforeEach(() => {
  server.requests.length = 0;
});

const client = () =>
  new S3Client({
    connectionString: `http://key:secret@127.0.0.1:${server.port}/bucket/app`,
    logLevel: 'silent',
    executorPool: { retryDelay: 1 },
  });

const failure = (call) =>
  call.then(
    () => Promise.reject(new Error('was taken for an answer')),
    (error) => error,
  );

describe('what cannot be understood is no answer', () => {
  test.each([
    ['listObjects', [{}]],
    ['getAllKeys', [{}]],
    ['count', [{}]],
    ['deleteAll', [{}]],
    ['deleteObjects', [['a', 'b']]],
  ])('%s', async (method, args) => {
    for (const body of ['<html>hello', '']) {
      answer = () => ({ body });
      server.requests.length = 0;
      const error = await failure(client()[method](...args));
      expect(error).toMatchObject({ code: 'InvalidResponse', statusCode: 500, retriable: false });
      expect(error.message).toContain('cannot be understood');
      expect(server.requests).toHaveLength(1);
    }
  });
});

describe('an error under the status of success is one', () => {
  const BROKEN = '<Error><Code>InternalError</Code><Message>It broke.</Message></Error>';

  test.each([
    ['copyObject', [{ from: 'a', to: 'b' }]],
    ['deleteObjects', [['a', 'b']]],
    ['moveObject', [{ from: 'a', to: 'b' }]],
  ])('%s', async (method, args) => {
    answer = ({ method: verb }) => (verb === 'HEAD' ? undefined : { body: BROKEN });
    const error = await failure(client()[method](...args));
    expect(error).toMatchObject({ code: 'InternalError', statusCode: 500 });
    expect(method === 'moveObject' ? error.original.retriable : error.retriable).toBe(true);
    expect(server.requests.filter(({ method: verb }) => verb !== 'HEAD')).toHaveLength(3);
  });

  test('and passes where it passes', async () => {
    answer = (_request, number) => ({
      body: number === 1 ? BROKEN : '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>',
    });
    const { CopyObjectResult } = await client().copyObject({ from: 'a', to: 'b' });
    expect(CopyObjectResult.ETag).toBe('"e"');
  });
});

describe('a listing that does not go on ends', () => {
  const page = (key, token) =>
    `<ListBucketResult><IsTruncated>true</IsTruncated>${token}` +
    `<Contents><Key>app/${key}</Key></Contents></ListBucketResult>`;
  const TOKEN = '<NextContinuationToken>more</NextContinuationToken>';

  test.each([
    ['listObjects', [{ maxKeys: 5 }]],
    ['getAllKeys', [{}]],
    ['getKeysPage', [{ offset: 1, amount: 3 }]],
    ['count', [{}]],
  ])('%s', async (method, args) => {
    answer = () => ({ body: page('k', TOKEN) });
    const error = await failure(client()[method](...args));
    expect(error).toMatchObject({ code: 'InvalidResponse' });
    expect(error.message).toContain('does not go on');
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  test('without a token it is at its end', async () => {
    answer = () => ({ body: page('k', '') });
    expect(await client().getAllKeys()).toEqual(['k']);
  });

  test('an empty page is none', async () => {
    const empty = '<ListBucketResult><IsTruncated>true</IsTruncated>';
    const pages = [
      `${empty}<NextContinuationToken>1</NextContinuationToken></ListBucketResult>`,
      `${empty}<NextContinuationToken>2</NextContinuationToken></ListBucketResult>`,
      '<ListBucketResult><Contents><Key>app/k</Key></Contents></ListBucketResult>',
    ];
    answer = (_request, number) => ({ body: pages[number - 1] });
    expect(await client().getAllKeys()).toEqual(['k']);
  });
});

test('a body that breaks off may be asked for again', async () => {
  answer = () => ({ headers: { 'Content-Length': '100' }, body: 'part' });
  const error = await failure(client().getObject('k'));
  expect(error).toMatchObject({ code: 'IncompleteBody', retriable: true });
  expect(server.requests).toHaveLength(3);
});
