/**
 * Services by the hosts of their endpoints, and what each of them gets over the wire.
 */
import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, S3Client } from '../index.js';
import { failure } from './support/failure.js';
import { RecordingServer } from './support/recording-server.js';

jest.setTimeout(30_000);

/** @type {RecordingServer} */
let server;

beforeEach(async () => {
  server = await RecordingServer.start();
});

afterEach(() => server.stop());

/** A client whose requests to a host and those below it come to the server of the test. */
function open(host, { query = '', ...options } = {}) {
  const endpoint = encodeURIComponent(`http://${host}:${server.port}`);
  const connectionString = `s3://key:secret@bucket/app?endpoint=${endpoint}${query}`;
  const httpClientOptions = { hosts: { [host]: '127.0.0.1' } };
  return new S3Client({ connectionString, httpClientOptions, retryAttempts: 1, ...options });
}

/** Name, host, what goes over the wire, bytes of metadata. */
const SERVICES = [
  [
    'aws',
    's3.eu-central-1.amazonaws.com',
    { region: 'eu-central-1', checksums: true, isVirtual: true },
  ],
  [
    'aws',
    's3.dualstack.us-west-2.amazonaws.com',
    { region: 'us-west-2', checksums: true, isVirtual: true },
  ],
  [
    'aws',
    's3.cn-north-1.amazonaws.com.cn',
    { region: 'cn-north-1', checksums: true, isVirtual: true },
  ],
  ['aws', 's3.amazonaws.com', { region: 'us-east-1', checksums: true, isVirtual: true }],
  ['r2', 'account.r2.cloudflarestorage.com', { region: 'auto', limit: 8192 }],
  ['r2', 'account.eu.r2.cloudflarestorage.com', { region: 'auto', limit: 8192 }],
  ['b2', 's3.us-west-004.backblazeb2.com', { region: 'us-west-004', comparesItself: false }],
  ['wasabi', 's3.ap-northeast-1.wasabisys.com', { region: 'ap-northeast-1' }],
  ['wasabi', 's3.wasabisys.com', {}],
  ['spaces', 'nyc3.digitaloceanspaces.com', {}],
  ['localstack', 'localhost.localstack.cloud', {}],
  ['ceph', 'rgw.example.com', {}],
  ['minio', 'minio.internal', {}],
  ['compatible', 's3.example.com', {}],
];

describe.each(SERVICES)('%s at %s', (name, host, expected) => {
  const { region = 'us-east-1', checksums = false, isVirtual = false } = expected;
  const { comparesItself = true, limit = 2047 } = expected;

  test('is known', () => {
    const client = open(host);
    expect([client.dialect, client.metadataLimit, client.region]).toEqual([name, limit, region]);
  });

  test('s3-dialects: gets the bucket, the region and checksums as it wants them', async () => {
    await open(host).putObject({ key: 'k', body: 'x' });
    const { url, headers } = server.last;
    const place = isVirtual ? [`bucket.${host}`, '/app/k'] : [host, '/bucket/app/k'];
    expect([headers.host, url.split('?')[0]]).toEqual([`${place[0]}:${server.port}`, place[1]]);
    expect(server.scope.region).toBe(region);
    expect('x-amz-checksum-crc32' in headers).toBe(checksums);
    const digest = createHash('sha256').update('x').digest('hex');
    expect(headers['x-amz-content-sha256']).toBe(digest);
    await open(host).getObject('k');
    expect('x-amz-checksum-mode' in server.last.headers).toBe(checksums);
  });

  test('s3-checked-writes: is told conditions, or they are looked at before', async () => {
    server.answer = ({ method }) => (method === 'HEAD' ? { status: 404 } : undefined);
    await open(host).putObject({ key: 'k', ifNoneMatch: '*' });
    const seen = server.requests.map(({ method, headers }) => [method, headers['if-none-match']]);
    const wanted = comparesItself
      ? [['PUT', '*']]
      : [
          ['HEAD', undefined],
          ['PUT', undefined],
        ];
    expect(seen).toEqual(wanted);
  });
});

describe('what is known of a service', () => {
  const B2 = 's3.us-west-004.backblazeb2.com';

  test('is recognised by its port, where it has no name', () => {
    const dialect = (port) =>
      new S3Client({ connectionString: `http://a:b@localhost:${port}/bucket` }).dialect;
    expect([dialect(9000), dialect(4566), dialect(8080)]).toEqual([
      'minio',
      'localstack',
      'compatible',
    ]);
  });

  test('is not recognised by what only ends alike', () => {
    for (const host of [
      'notamazonaws.com',
      'r2.cloudflarestorage.com.evil.org',
      'xwasabisys.com',
    ]) {
      expect(open(host).dialect).toBe('compatible');
    }
  });

  test('gives way to what is asked for', async () => {
    const client = open(B2, {
      query: '&region=here&forcePathStyle=false',
      checksums: true,
      conditionalWrites: true,
      metadataLimit: 100,
    });
    await client.putObject({ key: 'k', ifNoneMatch: '*' });
    const { headers, url } = server.last;
    expect([headers.host, url.split('?')[0]]).toEqual([`bucket.${B2}:${server.port}`, '/app/k']);
    expect([server.scope.region, client.region]).toEqual(['here', 'here']);
    expect([headers['if-none-match'], client.metadataLimit]).toEqual(['*', 100]);
    expect(headers['x-amz-checksum-crc32']).toBeDefined();
  });

  test('a body that does not fit its checksum is an answer that broke off', async () => {
    const openWith = (checksums) => open('s3.example.com', { checksums });
    const told = (checksum) => () => ({
      headers: { 'x-amz-checksum-crc32': checksum },
      body: '123456789',
    });
    server.answer = told('y/Q5Jg==');
    expect((await openWith(true).getObject('k')).ContentLength).toBe(9);
    server.answer = told('AAAAAA==-2');
    expect((await openWith(true).getObject('k')).ContentLength).toBe(9);
    server.answer = told('AAAAAA==');
    expect((await openWith(false).getObject('k')).ContentLength).toBe(9);
    const refused = { code: 'IncompleteBody' };
    expect(await failure(openWith(true).getObject('k'))).toMatchObject(refused);
    server.requests.length = 0;
    server.answer = (_, number) => told(number > 1 ? 'y/Q5Jg==' : 'AAAAAA==')();
    const patient = open('s3.example.com', { checksums: true, retryAttempts: 2 });
    expect((await patient.getObject('k')).ContentLength).toBe(9);
    expect(server.requests).toHaveLength(2);
  });

  test('the CRC32 of a body is told, and asked for with what is read', async () => {
    const client = open('s3.amazonaws.com');
    await client.putObject({ key: 'k', body: '123456789' });
    expect(server.last.headers['x-amz-checksum-crc32']).toBe('y/Q5Jg==');
    expect(server.last.headers.authorization).toContain('x-amz-checksum-crc32');
    await client.putObject({ key: 'k' });
    expect(server.last.headers['x-amz-checksum-crc32']).toBe('AAAAAA==');
    await client.getObject('k');
    expect(server.last.headers['x-amz-checksum-mode']).toBe('ENABLED');
    await client.headObject('k');
    expect(Object.keys(server.last.headers).join()).not.toContain('checksum');
  });

  test('checksums are also a matter of the environment', async () => {
    process.env.AWS_REQUEST_CHECKSUM_CALCULATION = 'WHEN_REQUIRED';
    await open('s3.amazonaws.com').putObject({ key: 'k', body: 'x' });
    delete process.env.AWS_REQUEST_CHECKSUM_CALCULATION;
    expect(server.last.headers['x-amz-checksum-crc32']).toBeUndefined();
  });

  test('deletions of many carry a digest, whatever the service', async () => {
    server.answer = () => ({ body: '<DeleteResult></DeleteResult>' });
    for (const host of ['s3.amazonaws.com', B2, 'minio.internal']) {
      await open(host).deleteObjects(['a']);
      const { headers } = server.last;
      expect(headers['content-md5']).toMatch(/^[\w+/]{22}==$/);
      expect('x-amz-checksum-crc32' in headers).toBe(host === 's3.amazonaws.com');
      expect('x-amz-sdk-checksum-algorithm' in headers).toBe(host === 's3.amazonaws.com');
    }
  });
});

describe('conditions that are looked at before a write', () => {
  const openChecked = () => open('s3.us-west-004.backblazeb2.com');

  test('refuse what they should', async () => {
    const client = openChecked();
    const refused = { statusCode: 412, code: 'PRECONDITION_FAILED' };
    for (const condition of [{ ifNoneMatch: '*' }, { ifMatch: '"other"' }]) {
      expect(await failure(client.putObject({ key: 'k', ...condition }))).toMatchObject(refused);
    }
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
    await client.putObject({ key: 'k', ifMatch: '"e"' });
    expect(server.last.headers['if-match']).toBeUndefined();
  });

  test('hold for inserts and for deletions of the lock', async () => {
    server.answer = ({ method }) => (method === 'PUT' ? undefined : { status: 404 });
    const client = openChecked();
    const db = new Database({ client, logLevel: 'silent' });
    await db.connect();
    const users = await db.createResource({ name: 'users', attributes: { name: 'string' } });
    server.requests.length = 0;
    await users.insert({ id: 'a', name: 'n' });
    expect(server.requests.map(({ method }) => method)).toEqual(['HEAD', 'PUT']);
    server.answer = () => undefined;
    const taken = await failure(users.insert({ id: 'a', name: 'n' }));
    expect(taken).toMatchObject({ statusCode: 412 });
  });
});
