/**
 * The client of S3: its methods, answers, events and identity.
 */
import { Readable } from 'node:stream';

import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Client, NoSuchKey, S3Client, UnknownError } from '../index.js';
import { failure } from './support/failure.js';
import { S3Service } from './support/s3-service.js';

jest.setTimeout(60_000);

/** @type {S3Service} */
let service;
/** @type {any} */
let client;
let count = 0;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('clients');
});

afterAll(() => service.stop());

beforeEach(async () => {
  await service.reset();
  const connectionString = service.connectionString('clients', `/app-${++count}`);
  client = new S3Client({ connectionString });
});

const text = async (key) => (await client.getObject(key)).Body.transformToString();

describe('identity', () => {
  test('s3-region: is that of the connection string', () => {
    const s3 = new S3Client({ connectionString: 's3://AK:SK@bucket/a/b?region=eu-west-1' });
    expect(s3.config).toEqual({
      bucket: 'bucket',
      keyPrefix: 'a/b',
      region: 'eu-west-1',
      endpoint: 'https://s3.eu-west-1.amazonaws.com',
      forcePathStyle: undefined,
      accessKeyId: 'AK',
    });
    expect([s3.bucket, s3.keyPrefix, s3.metadataLimit]).toEqual(['bucket', 'a/b', 2047]);
    expect(Client).toBe(S3Client);
  });

  test('R2 has more metadata', () => {
    const connectionString = 'https://A:B@x.r2.cloudflarestorage.com/bucket';
    expect(new S3Client({ connectionString }).metadataLimit).toBe(8192);
  });

  test.each([
    [{ connectionString: 'memory://b' }, 'STORE_UNAVAILABLE'],
    [{ httpClientOptions: { maxSockets: 'many' } }, 'INVALID_PARAMETER'],
    [{ executorPool: { retryableErrors: 'all' } }, 'INVALID_PARAMETER'],
    [{ executorPool: 5 }, 'INVALID_PARAMETER'],
  ])('%j is refused', (options, code) => {
    const connectionString = 's3://bucket';
    const make = () => new S3Client({ connectionString, ...options });
    expect(make).toThrow(expect.objectContaining({ code, statusCode: 400 }));
  });
});

describe('objects', () => {
  test('s3-answers: are read as they were written', async () => {
    const put = { metadata: { Name: 'Zoë', none: null, n: 5 }, contentType: 'text/x' };
    const { ETag } = await client.putObject({ key: 'k ü+%', body: 'hello', ...put });
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const { Body, ...facts } = await client.getObject('k ü+%');
    expect(await Body.transformToString()).toBe('hello');
    expect(facts).toEqual({
      Metadata: { name: 'Zoë', none: null, n: '5' },
      ContentType: 'text/x',
      ContentLength: 5,
      ETag,
      LastModified: expect.any(Date),
      ContentEncoding: undefined,
    });
    expect(await client.headObject('k ü+%')).toEqual(facts);
    expect(await client.exists('k ü+%')).toBe(true);
    await client.deleteObject('k ü+%');
    expect(await client.exists('k ü+%')).toBe(false);
  });

  test('bodies are texts, bytes and streams', async () => {
    for (const body of ['héllo', Buffer.from('héllo'), Readable.from(['hé', 'llo'])]) {
      await client.putObject({ key: 'body', body });
      expect(await text('body')).toBe('héllo');
    }
  });

  test('s3-etags-of-bodies: conditions hold or the object stays', async () => {
    const { ETag } = await client.putObject({ key: 'c', body: '1', ifNoneMatch: '*' });
    const refused = { statusCode: 412, code: 'PRECONDITION_FAILED', name: 'ResourceError' };
    const writes = [{ ifNoneMatch: '*' }, { ifMatch: '"x"' }, { ifMatch: '"x", "y"' }];
    for (const condition of [...writes, { ifNoneMatch: ETag }]) {
      const put = client.putObject({ key: 'c', body: '2', ...condition });
      expect((await failure(put)).statusCode).toBe(412);
    }
    expect(await failure(client.putObject({ key: 'none', ifMatch: ETag }))).toMatchObject(refused);
    expect(await text('c')).toBe('1');
    await client.putObject({ key: 'c', body: '3', ifMatch: `"other", ${ETag}` });
    expect(await text('c')).toBe('3');
  });

  test('copies keep or replace metadata', async () => {
    await client.putObject({ key: 'from', body: 'b', metadata: { a: '1' }, contentType: 't/t' });
    await client.copyObject({ from: 'from', to: 'same' });
    expect(await client.headObject('same')).toMatchObject({
      Metadata: { a: '1' },
      ContentType: 't/t',
    });
    const metadata = { b: 'ü' };
    const copy = { from: 'from', to: 'new', metadata, metadataDirective: 'REPLACE' };
    const { CopyObjectResult } = await client.copyObject(copy);
    const head = await client.headObject('new');
    expect(head).toMatchObject({ Metadata: metadata, ContentType: 't/t' });
    expect(CopyObjectResult.ETag).toBe(head.ETag);
  });

  test('what is missing is told', async () => {
    const key = `app-${count}/zz`;
    const missing = { name: 'NoSuchKey', statusCode: 404, key, bucket: 'clients' };
    for (const [promise, code] of [
      [client.getObject('zz'), 'NoSuchKey'],
      [client.headObject('zz'), 'NotFound'],
      [client.copyObject({ from: 'zz', to: 'y' }), 'NoSuchKey'],
    ]) {
      const error = await failure(promise);
      expect(error).toBeInstanceOf(NoSuchKey);
      expect(error).toMatchObject({ ...missing, code, original: { name: code } });
    }
    const nowhere = service.connectionString('no-such-bucket');
    const elsewhere = new S3Client({ connectionString: nowhere });
    expect(await failure(elsewhere.getObject('k'))).toMatchObject({
      name: 'NoSuchBucket',
      code: 'NoSuchBucket',
      statusCode: 404,
    });
  });
});

describe('many objects', () => {
  beforeEach(async () => {
    for (const key of ['a/1', 'a/2', 'b/1', 'c']) await client.putObject({ key, body: key });
  });

  test('are listed under full keys', async () => {
    const root = `app-${count}/`;
    const { Contents, CommonPrefixes, KeyCount, Prefix } = await client.listObjects({
      delimiter: '/',
    });
    expect(Contents.map(({ Key }) => Key)).toEqual([`${root}c`]);
    expect(CommonPrefixes).toEqual([{ Prefix: `${root}a/` }, { Prefix: `${root}b/` }]);
    expect([KeyCount, Prefix]).toEqual([3, root]);
  });

  test('s3-groups: are listed page by page', async () => {
    const keys = [];
    let continuationToken;
    do {
      const page = await client.listObjects({ maxKeys: 3, continuationToken });
      keys.push(...page.Contents.map(({ Key }) => Key.slice(Key.indexOf('/') + 1)));
      continuationToken = page.NextContinuationToken;
    } while (continuationToken);
    expect(keys).toEqual(['a/1', 'a/2', 'b/1', 'c']);
    expect(await client.getAllKeys()).toEqual(keys);
    expect(await client.getKeysPage({ offset: 1, amount: 2 })).toEqual(['a/2', 'b/1']);
    expect(await client.count({ prefix: 'a/' })).toBe(2);
    const token = await client.getContinuationTokenAfterOffset({ offset: 3 });
    const rest = await client.listObjects({ continuationToken: token });
    expect(rest.Contents.map(({ Key }) => Key)).toEqual([`app-${count}/c`]);
  });

  test('are deleted, and the answer says so in both ways', async () => {
    const answer = await client.deleteObjects(['a/1', 'none']);
    expect(answer.Deleted).toEqual([{ Key: 'a/1' }, { Key: 'none' }]);
    expect(answer.deleted[0].Deleted[0]).toEqual({ Key: `app-${count}/a/1` });
    expect([answer.Errors, answer.notFound]).toEqual([[], []]);
    expect(await client.deleteAll({ prefix: 'a' })).toBe(1);
    expect(await client.getAllKeys()).toEqual(['b/1', 'c']);
  });

  test('are moved', async () => {
    expect(await client.moveObject({ from: 'c', to: 'd' })).toBe(true);
    const moved = await client.moveAllObjects({ prefixFrom: 'a/', prefixTo: 'x/' });
    expect(moved.toSorted()).toEqual(['x/1', 'x/2']);
    expect(await client.getAllKeys()).toEqual(['b/1', 'd', 'x/1', 'x/2']);
    expect(await failure(client.moveObject({ from: 'no', to: 'y' }))).toMatchObject({
      constructor: UnknownError,
      message: 'Unknown error in moveObject',
      statusCode: 404,
    });
  });

  test('s3-neighbours: a neighbour with a longer name is left alone', async () => {
    const neighbour = service.connectionString('clients', `/app-${count}0`);
    await new S3Client({ connectionString: neighbour }).putObject({ key: 'theirs' });
    await client.deleteAll();
    expect(await new S3Client({ connectionString: neighbour }).getAllKeys()).toEqual(['theirs']);
  });
});

describe('events and commands', () => {
  test('requests and answers are told', async () => {
    const heard = [];
    for (const event of ['cl:request', 'cl:response', 'cl:PutObject', 'command.response']) {
      client.on(event, (name) => heard.push([event, typeof name === 'string' ? name : 'answer']));
    }
    await client.putObject({ key: 'k' });
    expect(heard).toEqual([
      ['cl:request', 'PutObjectCommand'],
      ['cl:response', 'PutObjectCommand'],
      ['command.response', 'PutObjectCommand'],
      ['cl:PutObject', 'answer'],
    ]);
  });

  test('commands of the AWS SDK', async () => {
    class PutObjectCommand {
      input = { Bucket: 'clients', Key: 'cmd', Body: 'x' };
    }
    class GetObjectCommand {
      input = { Bucket: 'clients', Key: 'cmd' };
    }
    await client.sendCommand(new PutObjectCommand());
    const { Body } = await client.sendCommand(new GetObjectCommand());
    expect(await Body.transformToString()).toBe('x');
  });

  test('requests are counted whoever listens', async () => {
    expect(client.getQueueStats()).toBeNull();
    await client.putObject({ key: 'k' });
    await failure(client.getObject('none'));
    const counts = { attempts: 2, retries: 0, done: 1, failed: 1, active: 0, waiting: 0 };
    expect(client.requests).toEqual(counts);
  });
});
