/**
 * The server that tests of S3 run against, as they use it. Its faults have tests of their own in
 * `testing/s3-server/tests/`.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';

import { outcome, send } from './support/s3-request.js';
import { CERTIFICATE, startS3Server } from './support/s3-server.js';

/** @type {import('./support/s3-server.js').S3Server} */
let server;

beforeAll(async () => {
  server = await startS3Server({ buckets: ['one', 'two'] });
});

afterEach(async () => {
  await server.clearFaults();
  await server.clear();
  await server.clearRequests();
});

afterAll(() => server.stop());

const ask = async (method, bucket, key) =>
  outcome(await send(server.endpoint, { method, bucket, key }));

const isListening = async (endpoint) => {
  const { hostname, port } = new URL(endpoint);
  const socket = connect(Number(port), hostname);
  const answered = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return answered;
};

test('has the buckets that were asked for', async () => {
  const { body } = await send(server.endpoint, { method: 'GET' });
  expect(body.match(/<Name>\w+<\/Name>/g)).toEqual(['<Name>one</Name>', '<Name>two</Name>']);
});

test('is emptied', async () => {
  await ask('PUT', 'one', 'k');
  await server.clear();
  expect(await ask('GET', 'one', 'k')).toBe('404 NoSuchKey');
});

test('lets requests go wrong until that is ended', async () => {
  await server.fault({ kind: '503', operation: 'PutObject', key: 'k' });
  expect(await ask('PUT', 'one', 'k')).toBe('503 SlowDown');
  expect(await ask('PUT', 'one', 'other')).toBe('200');
  await server.clearFaults();
  expect(await ask('PUT', 'one', 'k')).toBe('200');
});

test('refuses a fault that it does not know', async () => {
  const fault = /** @type {any} */ ({ kind: '418' });
  await expect(server.fault(fault)).rejects.toThrow(/unknown variant `418`/);
});

test('tells the requests that came', async () => {
  await ask('PUT', 'one', 'k');
  await ask('HEAD', 'one', 'missing');
  expect(await server.requests()).toEqual([
    { operation: 'PutObject', key: 'k', status: 200 },
    { operation: 'HeadObject', key: 'missing', status: 404 },
  ]);
  await server.clearRequests();
  expect(await server.requests()).toEqual([]);
});

test('speaks TLS', async () => {
  const secure = await startS3Server({ tls: CERTIFICATE });
  try {
    const { hostname, port } = new URL(secure.endpoint);
    const ca = readFileSync(CERTIFICATE.certificate);
    const [response] = await once(request({ hostname, port, ca, agent: false }).end(), 'response');
    response.resume();
    expect(response.statusCode).toBe(403);
    expect(response.socket.authorized).toBe(true);
  } finally {
    await secure.stop();
  }
});

test('is gone when it was stopped', async () => {
  const stopped = await startS3Server();
  expect(await isListening(stopped.endpoint)).toBe(true);
  await stopped.stop();
  expect(await isListening(stopped.endpoint)).toBe(false);
  await stopped.stop();
});

test('is gone when the process that started it is, however it ended', async () => {
  const support = new URL('./support/s3-server.js', import.meta.url).href;
  const program = `
    const { startS3Server } = await import(${JSON.stringify(support)});
    const server = await startS3Server();
    process.stdout.write(server.endpoint, () => process.kill(process.pid, 'SIGKILL'));
    setInterval(() => {}, 1000);
  `;
  const args = ['--input-type=module', '-e', program];
  const { stdout, signal } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(signal).toBe('SIGKILL');
  for (let n = 0; n < 100 && (await isListening(stdout)); n++) await sleep(20);
  expect(await isListening(stdout)).toBe(false);
});

test('says why it does not start', async () => {
  const missing = fileURLToPath(new URL('missing.pem', import.meta.url));
  const tls = { certificate: missing, key: missing };
  await expect(startS3Server({ tls })).rejects.toThrow(/s3-server ended with `1`: .*No such file/s);
});
