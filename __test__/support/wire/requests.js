/**
 * Requests to a bucket, short to write, and what is seen of their answers.
 */
import { createHash } from 'node:crypto';

import { escapeXml, outcome, texts } from '../s3-request.js';

/**
 * @typedef {import('../s3-request.js').Answer} Answer
 * @typedef {Omit<import('../s3-request.js').Request, 'bucket'>} Request to the case's bucket
 * @typedef {(request: Request) => Promise<Answer>} Send
 * @typedef {{name: string, run: (send: Send, bucket: string) => Promise<any>, expected: any}} WireCase
 *   works on a bucket of its own and gives what it saw
 */

export const put = (key, headers = {}, body = 'x') => ({ method: 'PUT', key, headers, body });
export const get = (key, headers = {}) => ({ method: 'GET', key, headers });
export const list = (query = {}) => ({ method: 'GET', query: { 'list-type': '2', ...query } });

/** @param {string} text */
export const md5 = (text, encoding = 'hex') => createHash('md5').update(text).digest(encoding);

/** The ETag of a body. */
export const tag = (text) => `"${md5(text)}"`;

/** A condition that the key is free. */
export const ifFree = { 'if-none-match': '*' };

/** The outcomes of requests, one after the other. */
export async function outcomes(send, ...requests) {
  const seen = [];
  for (const request of requests) seen.push(outcome(await send(request)));
  return seen;
}

/** A request that deletes keys. */
export function deletion(keys, extra = '') {
  const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`).join('');
  const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects}${extra}</Delete>`;
  const digest = md5(body, 'base64');
  const headers = { 'content-md5': digest, 'content-type': 'application/xml' };
  return { method: 'POST', query: { delete: '' }, headers, body };
}

/** A page of a listing. */
export async function page(send, query) {
  const answer = await send(list(query));
  const [next] = texts(answer.body, 'NextContinuationToken');
  const keys = texts(answer.body, 'Key').join(' ');
  const [, ...joined] = answer.body.split('<CommonPrefixes>');
  const prefixes = joined.flatMap((rest) => texts(rest.split('</CommonPrefixes>')[0], 'Prefix'));
  const [truncated] = texts(answer.body, 'IsTruncated');
  return { keys, prefixes: prefixes.join(' '), truncated, next };
}

/** Writes an object at each key. */
export async function fill(send, keys) {
  for (const key of keys) await send(put(key));
}
