/**
 * Bodies of objects: what may be written, and what reading gives.
 *
 * @module
 */
import { EventEmitter } from 'node:events';
import { types } from 'node:util';

import { require } from '../require.js';
import { becomeStream } from '../stream/node-stream.js';
import { invalidParameter } from './parameters.js';

/**
 * What a body may be. Absent, null and `''` stand for an empty one.
 *
 * @typedef {string | ArrayBufferView | ArrayBufferLike | Blob | AsyncIterable<unknown> | null
 *   | undefined} BodyInput
 */

const EMPTY = Buffer.alloc(0);

/** Node's class, which takes the place of this one with the first body. */
const Readable = /** @type {typeof import('node:stream').Readable} */ (
  /** @type {unknown} */ (EventEmitter)
);

/**
 * The bytes of a body, shared with it where possible; of a stream or a Blob, a promise of them.
 *
 * @param {unknown} body a {@link BodyInput}
 * @returns {Buffer | Promise<Buffer>}
 * @throws {ValidationError} when it is none, or yields something else than text and bytes
 */
export function bytesOf(body) {
  return immediateBytes(body) ?? collectBytes(body);
}

/**
 * @param {unknown} body
 * @returns {Buffer | undefined}
 */
function immediateBytes(body) {
  if (body === undefined || body === null) return EMPTY;
  if (typeof body === 'string') return Buffer.from(body);
  if (Buffer.isBuffer(body)) return body;
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return types.isAnyArrayBuffer(body) ? Buffer.from(body) : undefined;
}

/**
 * @param {any} body
 * @returns {Promise<Buffer>}
 */
async function collectBytes(body) {
  if (typeof body.arrayBuffer === 'function') return Buffer.from(await body.arrayBuffer());
  if (typeof body[Symbol.asyncIterator] !== 'function') throw unreadable();
  const chunks = [];
  for await (const chunk of body) {
    const bytes = chunk === null ? undefined : immediateBytes(chunk);
    if (bytes === undefined) throw unreadable();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function unreadable() {
  return invalidParameter(
    'body',
    undefined,
    'must be a string, a Buffer, a typed array, a Blob or a readable stream of them',
  );
}

/**
 * Body of an object that was read: a stream with the methods that the AWS SDK adds to it. They may
 * be called more than once.
 */
export class ObjectBody extends Readable {
  #bytes;

  /** @param {Buffer} bytes */
  constructor(bytes) {
    prepare();
    super();
    this.#bytes = bytes;
  }

  /** @override */
  _read() {
    this.push(this.#bytes);
    this.push(null);
  }

  /**
   * @param {string} [encoding] one of Node's (`hex`, `base64`) or of `TextDecoder`'s
   * @returns {Promise<string>}
   */
  async transformToString(encoding = 'utf8') {
    if (Buffer.isEncoding(encoding)) return this.#bytes.toString(encoding);
    return new TextDecoder(encoding).decode(this.#bytes);
  }

  /** @returns {Promise<Uint8Array>} a copy */
  async transformToByteArray() {
    return new Uint8Array(this.#bytes);
  }

  /** @returns {import('node:stream/web').ReadableStream} */
  transformToWebStream() {
    return require('node:stream').Readable.toWeb(this);
  }
}

/** Outside of the class, which the bundle would otherwise rename. */
function prepare() {
  becomeStream(ObjectBody, 'Readable');
}
