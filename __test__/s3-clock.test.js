/**
 * A service whose clock is another one is asked once more, with its own time.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';

import { afterEach, describe, expect, test } from '@jest/globals';

import { Database, S3Client } from '../index.js';

const HOUR = 3_600_000;
const ALLOWED = HOUR / 4;
const SKEWED = '<Error><Code>RequestTimeTooSkewed</Code><Message>Too far</Message></Error>';
const LISTED = '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>';

let server;

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** @param {string} text such as `20261121T174333Z` */
function timeOf(text) {
  return Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/**
 * A service whose clock is so many milliseconds ahead.
 *
 * @returns {Promise<{place: string, log: string[]}>} its requests and their statuses
 */
async function start(ahead, { allowed = ALLOWED, date = ahead } = {}) {
  const log = [];
  server = createServer((request, response) => {
    const isLate = Math.abs(timeOf(request.headers['x-amz-date']) - Date.now() - ahead) > allowed;
    log.push(`${request.method} ${isLate ? 403 : 200}`);
    const isListing = request.url.includes('list-type');
    const body = isLate ? SKEWED : isListing ? LISTED : '<DeleteResult/>';
    response.writeHead(isLate ? 403 : 200, {
      Date: new Date(Date.now() + date).toUTCString(),
      ETag: '"e"',
    });
    request.resume().on('end', () => response.end(request.method === 'HEAD' ? undefined : body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { place: `http://key:secret@127.0.0.1:${server.address().port}/bucket/app`, log };
}

const open = (place) =>
  new S3Client({ connectionString: place, logLevel: 'silent', executorPool: { retryDelay: 1 } });

describe.each([
  ['ahead', 5 * HOUR],
  ['behind', -5 * HOUR],
])('hours %s', (_name, ahead) => {
  test.each([
    ['putObject', [{ key: 'k', body: 'x' }], 'PUT'],
    ['getObject', ['k'], 'GET'],
    ['headObject', ['k'], 'HEAD'],
    ['deleteObject', ['k'], 'POST'],
    ['deleteObjects', [['k', 'l']], 'POST'],
    ['getAllKeys', [{}], 'GET'],
  ])('%s', async (method, args, verb) => {
    const { place, log } = await start(ahead);
    const client = open(place);
    await client[method](...args);
    await client[method](...args);
    expect(log).toEqual([`${verb} 403`, `${verb} 200`, `${verb} 200`]);
  });
});

test('what one request has learned, all know', async () => {
  const { place, log } = await start(2 * HOUR);
  const client = open(place);
  await client.getAllKeys();
  await client.putObject({ key: 'k', body: 'x', ifNoneMatch: '*' });
  await client.deleteObjects(['k', 'l']);
  expect(log.filter((entry) => entry.endsWith('403'))).toEqual(['GET 403']);
});

test('a database connects', async () => {
  const { place, log } = await start(2 * HOUR);
  const client = open(place);
  await client.exists('k');
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  expect(log.filter((entry) => entry.endsWith('403'))).toEqual(['HEAD 403']);
  await db.disconnect();
});

test('a refusal of a service whose clock agrees is tried no more than anything else', async () => {
  const { place, log } = await start(0, { allowed: -1 });
  const error = await open(place)
    .putObject({ key: 'k' })
    .catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'PermissionError', code: 'RequestTimeTooSkewed' });
  expect(error.message).not.toContain('may have been done');
  expect(log).toHaveLength(3);
});
