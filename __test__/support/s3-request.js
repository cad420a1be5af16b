/**
 * Requests to an S3 server, signed here and sent as they are: no client in between.
 */
import { request as httpRequest } from 'node:http';

import { encodeKey, encodeQuery, sign } from './sigv4.js';
import { CREDENTIALS } from './s3-server.js';

/**
 * @typedef {{status: number, headers: import('node:http').IncomingHttpHeaders, body: string}} Answer
 * @typedef {{method: string, bucket?: string, key?: string, query?: Record<string, string>,
 *   headers?: Record<string, string>, body?: string, payloadHash?: string, virtual?: boolean,
 *   credentials?: typeof CREDENTIALS | null}} Request `virtual` for the bucket in the host;
 *   `credentials` null for a request that is not signed
 */

/**
 * Sends a request.
 *
 * @param {string} endpoint
 * @param {Request} request
 * @returns {Promise<Answer>}
 */
export async function send(endpoint, request) {
  const { hostname, port } = new URL(endpoint);
  const { method, bucket, key, query = {}, body = '', payloadHash, virtual = false } = request;
  const { credentials = CREDENTIALS } = request;
  const host = virtual ? `${bucket}.localhost:${port}` : `${hostname}:${port}`;
  const inPath = [virtual ? undefined : bucket, key === undefined ? undefined : encodeKey(key)];
  const path = `/${inPath.filter((part) => part !== undefined).join('/')}`;
  const headers = { ...request.headers, host };
  const signed = { method, path, query, headers, body, payloadHash };
  const sent = credentials ? sign(signed, credentials) : request.headers;
  const target = encodeQuery(query) ? `${path}?${encodeQuery(query)}` : path;
  return exchange(
    { hostname, port, method, path: target, headers: { ...sent, host }, agent: false },
    body,
  );
}

/**
 * @param {import('node:http').RequestOptions} options
 * @param {string} body
 * @returns {Promise<Answer>}
 */
function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const headers = { ...options.headers, 'content-length': length };
    const outgoing = httpRequest({ ...options, headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * @param {string} xml
 * @param {string} name of elements that hold text
 * @returns {string[]} their texts, in order
 */
export function texts(xml, name) {
  const found = xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'));
  return Array.from(found, ([, text]) => unescapeXml(text));
}

/** @param {string} text */
function unescapeXml(text) {
  return text.replace(/&(?:#(x?)([0-9a-fA-F]+)|(\w+));/g, (_, hex, digits, name) =>
    name ? ENTITIES[name] : String.fromCodePoint(parseInt(digits, hex ? 16 : 10)),
  );
}

/** @param {string} text */
export const escapeXml = (text) =>
  text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]);

/**
 * @param {Answer} answer
 * @returns {string} its status, and the code of its error if it tells one
 */
export const outcome = ({ status, body }) => [status, ...texts(body, 'Code')].join(' ');
