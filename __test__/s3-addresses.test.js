/**
 * Where requests go: the bucket in the host or in the path, endpoints of every form, the region of the
 * signature.
 */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { Database, S3Client } from '../index.js';
import { RecordingServer } from './support/recording-server.js';
import { startS3Server } from './support/s3-server.js';
import { CERTIFICATE, TRUSTING, runOverTls } from './support/tls-program.js';

jest.setTimeout(60_000);

describe('a bucket in the host', () => {
  /** @type {import('./support/s3-server.js').S3Server} */
  let server;

  beforeAll(async () => {
    server = await startS3Server({ buckets: ['virtual-bucket'] });
  });

  afterAll(() => server.stop());

  const port = () => new URL(server.endpoint).port;

  test.each([
    [
      'http://',
      () => `http://test:testtest@localhost:${port()}/virtual-bucket/app?forcePathStyle=false`,
    ],
    [
      's3://',
      () =>
        `s3://test:testtest@virtual-bucket/app?forcePathStyle=false&endpoint=${encodeURIComponent(`http://localhost:${port()}`)}`,
    ],
  ])('s3-local-hosts: %s, from the first record to the last', async (_, connectionString) => {
    const db = new Database({ connectionString: connectionString(), logLevel: 'silent' });
    await db.connect();
    const users = await db.createResource({
      name: 'users',
      attributes: { name: 'string', town: 'string' },
      partitions: { byTown: { fields: { town: 'string' } } },
      asyncPartitions: false,
    });
    await users.insert({ id: 'ä b', name: 'Zoë', town: 'Köln' });
    await users.insertMany([
      { id: 'b', name: 'b', town: 'x' },
      { id: 'c', name: 'c', town: 'x' },
    ]);
    expect((await users.get('ä b')).name).toBe('Zoë');
    expect(await users.listIds({ partition: 'byTown', partitionValues: { town: 'x' } })).toEqual([
      'b',
      'c',
    ]);
    await db.client.copyObject({ from: 's3db.json', to: 'copy of/s3db+1.json' });
    expect(await db.client.exists('copy of/s3db+1.json')).toBe(true);
    await users.deleteMany(['b', 'c']);
    expect(await users.count()).toBe(1);
    await db.client.deleteAll();
    expect(await db.client.count()).toBe(0);
    await db.disconnect();
  });

  test('over TLS, with an authority of one’s own', async () => {
    const secure = await startS3Server({ buckets: ['virtual-bucket'], tls: CERTIFICATE });
    const address = `localhost:${new URL(secure.endpoint).port}`;
    const place = `https://test:testtest@${address}/virtual-bucket?forcePathStyle=false`;
    const said = runOverTls(place, TRUSTING);
    await secure.stop();
    expect(said).toBe('safe\n');
  });
});

describe('on the wire', () => {
  /** @type {RecordingServer} */
  let server;

  afterEach(() => server.stop());

  async function last(connectionString, { host, ...options } = {}) {
    server = await RecordingServer.start(undefined, host);
    const client = new S3Client({ connectionString: connectionString(server.port), ...options });
    await client.putObject({ key: 'k', body: 'x' });
    const { headers, url } = server.last;
    return { host: headers.host, path: url.split('?')[0], region: server.scope.region };
  }

  const endpoint = (url) => encodeURIComponent(url);

  test('the bucket is in the host where it is asked for and can be', async () => {
    const place = (port) => `http://a:b@localhost:${port}/my-bucket/app?forcePathStyle=false`;
    const { host, path } = await last(place);
    expect([host, path]).toEqual([`my-bucket.localhost:${server.port}`, '/app/k']);
  });

  test.each(['My.Bucket', 'under_score', 'ab'])(
    'the bucket %s is always in the path',
    async (bucket) => {
      const place = (port) => `http://a:b@localhost:${port}/${bucket}?forcePathStyle=false`;
      const { host, path } = await last(place);
      expect([host, path]).toEqual([`localhost:${server.port}`, `/${bucket}/k`]);
    },
  );

  test('so is that of an address', async () => {
    const place = (port) => `http://a:b@127.0.0.1:${port}/bucket?forcePathStyle=false`;
    const { host, path } = await last(place);
    expect([host, path]).toEqual([`127.0.0.1:${server.port}`, '/bucket/k']);
  });

  test('an address of IPv6', async () => {
    const place = (port) => `http://a:b@[::1]:${port}/bucket/app`;
    const { host, path } = await last(place, { host: '::1' });
    expect([host, path]).toEqual([`[::1]:${server.port}`, '/bucket/app/k']);
  });

  test.each([
    ['&forcePathStyle=true', 'localhost', '/base/path/bucket/app/k'],
    ['', 'localhost', '/base/path/bucket/app/k'],
    ['&forcePathStyle=false', 'bucket.localhost', '/base/path/app/k'],
  ])('s3-endpoint-path: an endpoint with a path%s', async (style, name, expected) => {
    const place = (port) =>
      `s3://a:b@bucket/app?endpoint=${endpoint(`http://localhost:${port}/base/path`)}${style}`;
    const { host, path } = await last(place);
    expect([host, path]).toEqual([`${name}:${server.port}`, expected]);
  });

  test('s3-region: the region is that of the connection string', async () => {
    const place = (port) => `http://a:b@127.0.0.1:${port}/bucket?region=eu-west-3`;
    expect((await last(place)).region).toBe('eu-west-3');
  });

  test('the region is us-east-1 where none is given', async () => {
    expect((await last((port) => `http://a:b@127.0.0.1:${port}/bucket`)).region).toBe('us-east-1');
  });

  test('the region of the options of a database', async () => {
    server = await RecordingServer.start(({ method }) =>
      method === 'PUT' ? undefined : { status: 404 },
    );
    const db = new Database({
      endpoint: `http://127.0.0.1:${server.port}/base`,
      bucket: 'bucket',
      region: 'ap-south-1',
      accessKeyId: 'a',
      secretAccessKey: 'b',
      logLevel: 'silent',
    });
    await db.connect();
    expect(server.scope.region).toBe('ap-south-1');
    expect(server.requests[0].url).toMatch(/^\/base\/bucket\/s3db\.json/);
    await db.disconnect();
  });

  test('hosts that are given are not asked for', async () => {
    const place = (port) => `http://a:b@storage.test:${port}/bucket?forcePathStyle=false`;
    const httpClientOptions = { hosts: { 'storage.test': '127.0.0.1' } };
    const { host } = await last(place, { httpClientOptions });
    expect(host).toBe(`bucket.storage.test:${server.port}`);
  });

  test('the host of a bucket has an address without that of the service', async () => {
    const place = (port) => `http://a:b@storage.test:${port}/bucket?forcePathStyle=false`;
    const httpClientOptions = { hosts: { 'bucket.storage.test': '127.0.0.1' } };
    const { host } = await last(place, { httpClientOptions });
    expect(host).toBe(`bucket.storage.test:${server.port}`);
  });
});
