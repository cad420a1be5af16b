/**
 * Connections that a service closes while they wait for the next request lose nothing and double nothing.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { S3Client } from '../index.js';

jest.setTimeout(60_000);

let server;
let objects;
let log;
let connections;
let closeAfter;

/** A bucket that closes each connection some milliseconds after its answer. */
beforeEach(async () => {
  [objects, log, connections] = [new Map(), [], new Set()];
  server = createServer(async (request, response) => {
    const { method, url, headers, socket } = request;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    connections.add(socket);
    const status = answerTo(method, url, headers, Buffer.concat(chunks));
    log.push(`${method} ${status}`);
    response.on('finish', () => setTimeout(() => socket.destroy(), closeAfter()));
    const { body = '', metadata = {} } = (method !== 'PUT' && objects.get(url)) || {};
    response.writeHead(status, { ETag: '"e"', 'Content-Length': body.length, ...metadata });
    response.end(method === 'GET' ? body : undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function answerTo(method, url, headers, body) {
  if (method !== 'PUT') return objects.has(url) ? 200 : 404;
  if (headers['if-none-match'] && objects.has(url)) return 412;
  const entries = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  objects.set(url, { body, metadata: Object.fromEntries(entries) });
  return 200;
}

const place = () => `http://key:secret@127.0.0.1:${server.address().port}/bucket/app`;

describe.each([
  ['at once', () => 0],
  ['sooner or later', () => Math.random() * 6],
])('closed %s', (_name, delay) => {
  beforeEach(() => {
    closeAfter = delay;
  });

  test('every write is done once, and no insert is told that it was not', async () => {
    const options = { executorPool: { retryDelay: 1, retries: 9 } };
    const client = new S3Client({ connectionString: place(), logLevel: 'silent', ...options });
    const keys = Array.from({ length: 150 }, (_, n) => `k${n}`);
    for (const key of keys) {
      await client.putObject({ key, body: key, metadata: { key }, ifNoneMatch: '*' });
      await pause(Math.random() * 6);
    }
    expect(objects.size).toBe(keys.length);
    expect(log.filter((entry) => entry === 'PUT 200')).toHaveLength(keys.length);
    expect(connections.size).toBeGreaterThan(keys.length / 10);
  });

  test('many at a time as well', async () => {
    const options = { executorPool: { concurrency: 20, retryDelay: 1, retries: 9 } };
    const client = new S3Client({ connectionString: place(), logLevel: 'silent', ...options });
    const keys = Array.from({ length: 300 }, (_, n) => `k${n}`);
    const put = (key) => client.putObject({ key, body: key, ifNoneMatch: '*' });
    await Promise.all(keys.map(put));
    const bodies = await Promise.all(
      keys.map(async (key) => (await client.getObject(key)).Body.transformToString()),
    );
    expect(bodies).toEqual(keys);
    expect(log.filter((entry) => entry === 'PUT 200')).toHaveLength(keys.length);
  });

  test('what was written is read', async () => {
    const options = { executorPool: { retryDelay: 1, retries: 9 } };
    const client = new S3Client({ connectionString: place(), logLevel: 'silent', ...options });
    for (let n = 0; n < 40; n++) {
      await client.putObject({ key: `r${n}`, metadata: { n: String(n) } });
      await pause(Math.random() * 6);
      expect((await client.getObject(`r${n}`)).Metadata).toEqual({ n: String(n) });
    }
  });
});

test('variables that name proxies change nothing', async () => {
  closeAfter = () => 1000;
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'];
  const before = names.map((name) => process.env[name]);
  for (const name of names) process.env[name] = 'http://127.0.0.1:1';
  const client = new S3Client({ connectionString: place(), logLevel: 'silent' });
  await client.putObject({ key: 'k', body: 'x' });
  expect(log).toEqual(['PUT 200']);
  for (const [index, name] of names.entries()) {
    if (before[index] === undefined) delete process.env[name];
    else process.env[name] = before[index];
  }
});
