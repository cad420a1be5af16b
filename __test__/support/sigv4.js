/**
 * Signature version 4 of AWS, for S3: a request's headers prove who sent it.
 */
import { createHash, createHmac } from 'node:crypto';

const ALGORITHM = 'AWS4-HMAC-SHA256';

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/**
 * Percent-encodes everything but letters, digits and `-._~`.
 *
 * @param {string} text
 */
export function encodeUri(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * @param {string} key of an object
 * @returns {string} as it stands in a path, its slashes kept
 */
export const encodeKey = (key) => key.split('/').map(encodeUri).join('/');

/**
 * @param {Record<string, string>} query
 * @returns {string} the parameters, encoded, in the order that is signed
 */
export function encodeQuery(query) {
  const pairs = Object.entries(query).map(([name, value]) => [encodeUri(name), encodeUri(value)]);
  const ordered = pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([name, value]) => `${name}=${value}`).join('&');
}

/**
 * Signs a request.
 *
 * @param {{method: string, path: string, query?: Record<string, string>,
 *   headers: Record<string, string>, body?: string | Buffer, payloadHash?: string, date?: Date}} request
 *   its path encoded; its headers with `host`, in lower case
 * @param {{accessKey: string, secretKey: string, region: string}} credentials
 * @returns {Record<string, string>} all headers to send, but for `host`
 */
export function sign(request, { accessKey, secretKey, region }) {
  const { method, path, query = {}, body = '', date = new Date() } = request;
  const timestamp = date.toISOString().replace(/[-:]|\.\d+/g, '');
  const payloadHash = request.payloadHash ?? sha256(body);
  const headers = {
    ...request.headers,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': timestamp,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name].trim().replace(/ +/g, ' ')}\n`);
  const signed = names.join(';');
  const canonical = [method, path, encodeQuery(query), lines.join(''), signed, payloadHash];
  const scope = `${timestamp.slice(0, 8)}/${region}/s3/aws4_request`;
  const text = [ALGORITHM, timestamp, scope, sha256(canonical.join('\n'))].join('\n');
  const key = scope.split('/').reduce(hmac, `AWS4${secretKey}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `Credential=${accessKey}/${scope}`;
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    authorization: `${ALGORITHM} ${credential},SignedHeaders=${signed},Signature=${signature}`,
  };
}
