/**
 * What is tried again, how often, and what a lost answer means.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, S3Client } from '../index.js';
import { failure } from './support/failure.js';
import { S3Service } from './support/s3-service.js';

jest.setTimeout(60_000);

/** @type {S3Service} */
let service;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('retries');
});

afterAll(() => service.stop());

beforeEach(() => service.reset());

const client = (options = {}) =>
  new S3Client({
    connectionString: service.connectionString('retries', '/app'),
    executorPool: { retryDelay: 5 },
    ...options,
  });

describe('one request is enough to learn', () => {
  test('that there is no object', async () => {
    expect(await failure(client().getObject('none'))).toMatchObject({ statusCode: 404 });
    expect(await service.log()).toEqual(['GetObject 404']);
  });

  test('that a condition does not hold', async () => {
    const s3 = client();
    await s3.putObject({ key: 'taken', body: 'a' });
    await service.reset();
    const put = s3.putObject({ key: 'taken', body: 'b', ifNoneMatch: '*' });
    expect(await failure(put)).toMatchObject({ statusCode: 412, code: 'PRECONDITION_FAILED' });
    expect(await service.log()).toEqual(['PutObject 412']);
  });
});

describe('what may pass is tried again', () => {
  test.each([
    ['503', 'SlowDown'],
    ['500', 'InternalError'],
  ])('%s', async (kind, code) => {
    const s3 = client();
    await service.addFault({ operation: 'PutObject', kind, times: 2 });
    await s3.putObject({ key: 'k', body: 'x' });
    expect(await service.log()).toEqual([
      `PutObject ${kind}`,
      `PutObject ${kind}`,
      'PutObject 200',
    ]);
    expect(s3.requests).toMatchObject({ attempts: 3, retries: 2, done: 1, failed: 0 });
    await service.addFault({ operation: 'GetObject', kind });
    expect(await failure(s3.getObject('k'))).toMatchObject({
      name: 'UnknownError',
      code,
      statusCode: Number(kind),
      retriable: true,
      original: { name: code, $metadata: { httpStatusCode: Number(kind) } },
    });
  });

  test('a connection that breaks', async () => {
    const s3 = client();
    await s3.putObject({ key: 'k', body: 'x' });
    await service.addFault({ operation: 'GetObject', kind: 'reset', times: 1 });
    const { Body } = await s3.getObject('k');
    expect(await Body.transformToString()).toBe('x');
  });

  test('a service that is not there, and nothing was done', async () => {
    const s3 = client({ connectionString: 'http://test:testtest@127.0.0.1:1/b' });
    const error = await failure(s3.putObject({ key: 'k' }));
    expect(error).toMatchObject({ code: 'NetworkingError', statusCode: 500, retriable: true });
    expect(error.message).toMatch(/refused/);
    expect(error.message).not.toContain('may have been done');
    expect(s3.requests.attempts).toBe(3);
  });

  test('s3-retries: as often as is asked for', async () => {
    await service.addFault({ operation: 'HeadObject', kind: '503' });
    for (const [options, attempts] of [
      [{}, 3],
      [{ retryAttempts: 1 }, 1],
      [{ executorPool: { retries: 4, retryDelay: 1 } }, 5],
    ]) {
      await failure(client(options).headObject('k'));
      expect(await service.log()).toHaveLength(attempts);
      await service.reset();
      await service.addFault({ operation: 'HeadObject', kind: '503' });
    }
  });

  test('deletions of many, no more often than anything else', async () => {
    const s3 = client();
    await service.addFault({ operation: 'DeleteObjects', kind: '500' });
    expect(await failure(s3.deleteObjects(['a', 'b']))).toMatchObject({ code: 'InternalError' });
    expect(await service.log()).toHaveLength(3);
  });

  test('s3-deletions: keys that could not be deleted', async () => {
    const s3 = client();
    const keys = ['d/1', 'd/2', 'd/3'];
    for (const key of keys) await s3.putObject({ key });
    await service.addFault({ operation: 'DeleteObjects', key: 'd/2', kind: '500', times: 1 });
    const { Deleted, Errors } = await s3.deleteObjects(keys);
    expect([Deleted.map(({ Key }) => Key), Errors]).toEqual([keys, []]);
    expect(await s3.getAllKeys({ prefix: 'd/' })).toEqual([]);
  });
});

describe('s3-lost-answers: an answer that was lost', () => {
  test('a created object is ours', async () => {
    const s3 = client();
    await service.addFault({ operation: 'PutObject', kind: 'dropAfterCommit', times: 1 });
    const put = { key: 'lost-1', metadata: { a: '1' }, body: 'mine', ifNoneMatch: '*' };
    const { ETag } = await s3.putObject(put);
    expect((await s3.headObject('lost-1')).ETag).toBe(ETag);
    expect((await service.log()).slice(0, 3)).toEqual([
      expect.stringMatching(/^PutObject/),
      'PutObject 412',
      'GetObject 200',
    ]);
  });

  test('a replaced object is ours', async () => {
    const s3 = client();
    const { ETag: first } = await s3.putObject({ key: 'lost-2', body: 'old' });
    await service.addFault({ operation: 'PutObject', kind: 'dropAfterCommit', times: 1 });
    const { ETag } = await s3.putObject({ key: 'lost-2', body: 'new', ifMatch: first });
    expect(ETag).not.toBe(first);
    expect((await s3.headObject('lost-2')).ETag).toBe(ETag);
  });

  test("another's object is not", async () => {
    const s3 = client();
    await s3.putObject({ key: 'lost-3', metadata: { a: 'theirs' }, body: 'same' });
    await service.addFault({ operation: 'PutObject', kind: 'reset', times: 1 });
    const put = { key: 'lost-3', metadata: { a: 'ours' }, body: 'same', ifNoneMatch: '*' };
    const error = await failure(s3.putObject(put));
    expect(error).toMatchObject({ statusCode: 412, code: 'PRECONDITION_FAILED' });
    expect(error.original.message).toContain('after an attempt that may have been done');
    expect((await s3.headObject('lost-3')).Metadata).toEqual({ a: 'theirs' });
  });

  test('who cannot look does not say that it is of another', async () => {
    await service.addFault({ operation: 'PutObject', kind: 'dropAfterCommit', times: 1 });
    await service.addFault({ operation: 'GetObject', kind: '503' });
    const error = await failure(client().putObject({ key: 'lost-5', body: 'x', ifNoneMatch: '*' }));
    expect(error).toMatchObject({ code: 'SlowDown', statusCode: 503, retriable: true });
    expect(error.message).toContain('one of them may have been done');
  });

  test('the error of a write says that it may have been done', async () => {
    await service.addFault({ operation: 'PutObject', kind: 'dropAfterCommit' });
    const error = await failure(client().putObject({ key: 'lost-4', body: 'x' }));
    expect(error).toMatchObject({ code: 'NetworkingError', retriable: true });
    expect(error.message).toContain('one of them may have been done');
  });
});

describe('conflicts', () => {
  test('pass', async () => {
    const s3 = client();
    await service.addFault({ operation: 'PutObject', kind: '409', times: 2 });
    await s3.putObject({ key: 'conflict', ifNoneMatch: '*' });
    expect(await service.log()).toEqual(['PutObject 409', 'PutObject 409', 'PutObject 200']);
  });

  test('or are a condition that does not hold', async () => {
    await service.addFault({ operation: 'PutObject', kind: '409' });
    const put = client({ retryAttempts: 9 }).putObject({ key: 'conflict-2', ifNoneMatch: '*' });
    expect(await failure(put)).toMatchObject({ statusCode: 412 });
    expect(await service.log()).toEqual(['PutObject 409', 'PutObject 409', 'PutObject 409']);
  });
});

test('an upsert that met others, who left nothing, inserts', async () => {
  const db = new Database({
    connectionString: service.connectionString('retries', '/upsert'),
    logLevel: 'silent',
    executorPool: { retryDelay: 5 },
  });
  await db.connect();
  const users = await db.createResource({ name: 'users', attributes: { name: 'string' } });
  await service.addFault({ operation: 'PutObject', kind: '409', times: 3 });
  expect(await users.upsert({ id: 'a', name: 'A' })).toMatchObject({ id: 'a', name: 'A' });
  await users.delete('a');
  await service.addFault({ operation: 'PutObject', kind: '409' });
  const refused = { name: 'ResourceError', statusCode: 412, code: 'PreconditionFailed' };
  await expect(users.upsert({ id: 'a', name: 'A' })).rejects.toMatchObject(refused);
  await service.reset();
  expect(await users.exists('a')).toBe(false);
  await db.disconnect();
});

describe('time', () => {
  test('an attempt ends when it takes too long', async () => {
    await service.addFault({ operation: 'GetObject', kind: 'latency', ms: 2000 });
    const s3 = client({ executorPool: { timeout: 50, retries: 0 } });
    const start = Date.now();
    const error = await failure(s3.getObject('k'));
    expect(error).toMatchObject({ code: 'TimeoutError', retriable: true });
    expect(Date.now() - start).toBeLessThan(1500);
  });

  test('an answer has to begin in time', async () => {
    await service.addFault({ operation: 'GetObject', kind: 'latency', ms: 2000 });
    const s3 = client({ httpClientOptions: { timeout: 50 }, retryAttempts: 1 });
    expect(await failure(s3.getObject('k'))).toMatchObject({ code: 'TimeoutError' });
  });

  test('a body has to go on in time, however long it takes as a whole', async () => {
    const s3 = client({ httpClientOptions: { timeout: 400 }, retryAttempts: 1 });
    await s3.putObject({ key: 'slow', body: 'a body of ten pieces' });
    await service.addFault({ operation: 'GetObject', kind: 'slowBody', ms: 60, times: 1 });
    const { Body } = await s3.getObject('slow');
    expect(await Body.transformToString()).toBe('a body of ten pieces');
    await service.addFault({ operation: 'GetObject', kind: 'slowBody', ms: 2000, times: 1 });
    const error = await failure(s3.getObject('slow'));
    expect(error).toMatchObject({ code: 'TimeoutError', retriable: true });
    expect(error.message).toContain('does not go on');
  });
});
