import { Agent, request } from 'node:http';

import { CREDENTIALS } from '../__test__/support/s3-server.js';
import { encodeKey, sign } from '../__test__/support/sigv4.js';
import { AT_ONCE, atOnce, sequentially } from './concurrency.js';
import { Random } from './random.js';
import { BUCKET } from './service.js';
import { shapeNamed } from './shapes.js';
import { measure } from './stopwatch.js';

/**
 * Requests that are only signed and sent, by the HTTP client of Node.js: what a record costs at least.
 *
 * @typedef {import('./stopwatch.js').Measurement<unknown>} Measurement
 */

/**
 * @typedef {object} SignedPlan
 * @property {string} shape whose records are sent as metadata
 * @property {string} operation `insert` and `get`, one by one or at once
 * @property {number} seed
 * @property {number} round
 * @property {number} size requests
 * @property {import('./service.js').ServiceAddress} service
 */

const WARM_UP_SHARE = 0.5;

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/**
 * @param {URL} url
 * @param {{ method: string, headers: Record<string, string> }} message
 * @returns {Promise<void>} when the whole answer has come
 * @throws {Error} when the service refuses
 */
function send(url, { method, headers }) {
  const signed = sign(
    { method, path: url.pathname, headers: { ...headers, host: url.host } },
    CREDENTIALS,
  );
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers: signed }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`the service answered ${answer.statusCode}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/**
 * @param {Record<string, unknown>} record
 * @returns {Record<string, string>} its values as metadata
 */
function metadataOf(record) {
  const values = Object.values(record).map((value) => encodeURIComponent(String(value)));
  const entries = values.map((value, index) => [`x-amz-meta-${index.toString(36)}`, value]);
  return { 'content-type': 'application/octet-stream', ...Object.fromEntries(entries) };
}

/**
 * Sends requests, half as many before as are measured. Objects are written before they are read.
 * @param {SignedPlan} plan
 * @returns {Promise<{ wall: number, cpu: number }>} µs of one request
 */
export async function sampleSignedRequests({ shape, operation, seed, round, size, service }) {
  const random = new Random(`${seed} ${operation} ${round}`);
  const { record } = shapeNamed(shape);
  const inTurn = operation.endsWith('at once') ? atOnce : sequentially;
  const messages = Array.from({ length: Math.ceil(size * (1 + WARM_UP_SHARE)) }, (_, index) => {
    const key = encodeKey(`bare/${operation}/${round}/id=${index}`);
    return {
      url: new URL(`${service.endpoint}/${BUCKET}/${key}`),
      method: 'PUT',
      headers: metadataOf(record(random)),
    };
  });
  const call = (/** @type {typeof messages[0]} */ { url, ...message }) => send(url, message);
  let measured = messages.slice(0, size);
  if (operation.startsWith('get')) {
    await atOnce(measured, call);
    measured = measured.map(({ url }) => ({ url, method: 'GET', headers: {} }));
    await inTurn(measured.slice(0, size * WARM_UP_SHARE), call);
  } else {
    await inTurn(messages.slice(size), call);
  }
  const { wall, cpu } = await measure(() => inTurn(measured, call));
  return { wall: wall / size, cpu: cpu / size };
}
