/**
 * Who is not permitted to do something is told so by every method, after one request.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { Database, S3Client } from '../index.js';
import { RecordingServer } from './support/recording-server.js';

const DENIED = '<Error><Code>AccessDenied</Code><Message>Not for you</Message></Error>';

/** @type {RecordingServer} */
let server;
let isClosed;

beforeAll(async () => {
  const denied = { status: 403, body: DENIED };
  const missing = { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
  server = await RecordingServer.start(({ method }) => {
    if (isClosed) return denied;
    return method === 'GET' || method === 'HEAD' ? missing : undefined;
  });
});

afterAll(() => server.stop());

beforeEach(() => {
  isClosed = true;
  server.requests.length = 0;
});

const place = () => `http://key:secret@127.0.0.1:${server.port}/bucket/app`;

/** @returns {Promise<any>} what a call rejects with */
const failure = (call) =>
  call.then(
    () => Promise.reject(new Error('was permitted')),
    (error) => error,
  );

const REFUSED = { name: 'PermissionError', statusCode: 403, retriable: false };

describe('methods of the client', () => {
  test.each([
    ['putObject', [{ key: 'k', body: 'x' }], 'AccessDenied'],
    ['getObject', ['k'], 'AccessDenied'],
    ['headObject', ['k'], 'Forbidden'],
    ['exists', ['k'], 'Forbidden'],
    ['copyObject', [{ from: 'k', to: 'l' }], 'AccessDenied'],
    ['deleteObject', ['k'], 'AccessDenied'],
    ['deleteObjects', [['k', 'l']], 'AccessDenied'],
    ['listObjects', [{ prefix: 'p' }], 'AccessDenied'],
    ['getAllKeys', [{ prefix: 'p' }], 'AccessDenied'],
    ['getKeysPage', [{ prefix: 'p' }], 'AccessDenied'],
    ['count', [{ prefix: 'p' }], 'AccessDenied'],
    ['deleteAll', [{ prefix: 'p' }], 'AccessDenied'],
    ['moveAllObjects', [{ prefixFrom: 'p', prefixTo: 'q' }], 'AccessDenied'],
  ])('%s', async (method, args, code) => {
    const client = new S3Client({ connectionString: place(), logLevel: 'silent' });
    expect(await failure(client[method](...args))).toMatchObject({ ...REFUSED, code });
    expect(server.requests).toHaveLength(1);
  });
});

describe('methods of a resource', () => {
  async function open() {
    isClosed = false;
    const db = new Database({ connectionString: place(), logLevel: 'silent' });
    await db.connect();
    const users = await db.createResource({
      name: 'users',
      attributes: { name: 'string' },
      paranoid: false,
    });
    isClosed = true;
    server.requests.length = 0;
    return users;
  }

  test.each([
    ['insert', [{ id: 'a', name: 'A' }]],
    ['get', ['a']],
    ['getOrNull', ['a']],
    ['exists', ['a']],
    ['update', ['a', { name: 'B' }]],
    ['patch', ['a', { name: 'B' }]],
    ['replace', ['a', { name: 'B' }]],
    ['upsert', [{ id: 'a', name: 'B' }]],
    ['updateConditional', ['a', { name: 'B' }, { ifMatch: '"e"' }]],
    ['delete', ['a']],
    ['list', []],
    ['listIds', []],
    ['count', []],
    ['getAll', []],
    ['query', [{ name: 'A' }]],
    ['page', [{ size: 2 }]],
    ['deleteAll', []],
    ['deleteAllData', []],
    ['setContent', [{ id: 'a', buffer: Buffer.from('x') }]],
    ['content', ['a']],
    ['hasContent', ['a']],
    ['deleteContent', ['a']],
  ])('%s', async (method, args) => {
    const users = await open();
    expect(await failure(users[method](...args))).toMatchObject(REFUSED);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['insertMany', [[{ id: 'a', name: 'A' }]]],
    ['getMany', [['a']]],
    ['deleteMany', [['a']]],
  ])('%s tells of each record', async (method, args) => {
    const users = await open();
    const errors = [];
    users.on('error', (error) => errors.push(error));
    await users[method](...args);
    await new Promise(setImmediate);
    expect(errors).toEqual([expect.objectContaining(REFUSED)]);
    expect(server.requests).toHaveLength(1);
  });
});

test('a database does not connect, and writes nothing', async () => {
  const db = new Database({ connectionString: place(), logLevel: 'silent' });
  expect(await failure(db.connect())).toMatchObject(REFUSED);
  expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
});
