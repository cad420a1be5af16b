/**
 * Clients as stores of the engine: each request of the engine becomes a call of a client's method.
 *
 * This is the way of clients that a user has written, and of our own where somebody has replaced a
 * method or listens to their events. It is slower than the engine's own stores and sees every call.
 *
 * @module
 */
import { mapAwsError } from '../errors.js';
import { keepThrown } from '../failure.js';
import { native } from '../space.js';

/** @typedef {Record<string, any>} Arguments */
/** @typedef {{facts?: object, body?: Uint8Array}} Answer */

/** @type {WeakMap<object, any>} */
const handles = new WeakMap();

/**
 * @param {any} client
 * @returns {any} the engine's handle for the client
 */
export function storeOf(client) {
  let handle = handles.get(client);
  if (!handle) {
    const prefix = client._keys?.root ?? client.keyPrefix ?? client.config?.keyPrefix ?? '';
    handle = new native.JsStoreHandle(
      prefix,
      (
        /** @type {number} */ number,
        /** @type {string} */ method,
        /** @type {string} */ json,
        /** @type {Buffer} */ body,
      ) => void dispatch(client, handle, { number, method, args: JSON.parse(json), body }),
    );
    handles.set(client, handle);
  }
  return handle;
}

/**
 * @param {any} client
 * @param {any} handle
 * @param {{number: number, method: string, args: Arguments, body: Buffer}} request
 */
async function dispatch(client, handle, { number, method, args, body }) {
  try {
    const { facts = {}, body: content } = await CALLS[method](client, args, body);
    handle.settle(number, JSON.stringify(facts), content);
  } catch (error) {
    const { message } = /** @type {Error} */ (error ?? {});
    const about = args.key ?? args.from ?? String(message);
    handle.fail(number, keepThrown(error), statusOf(error), about);
  }
}

/** @type {Record<string, (client: any, args: Arguments, body: Buffer) => Promise<Answer>>} */
const CALLS = {
  async putObject(client, args, body) {
    return { facts: writtenFacts(await client.putObject({ ...defined(args), body })) };
  },

  async getObject(client, { key }) {
    const response = await client.getObject(key);
    return { facts: objectFacts(response), body: await bytesOf(response.Body) };
  },

  async headObject(client, { key }) {
    return { facts: objectFacts(await client.headObject(key)) };
  },

  async copyObject(client, args) {
    return { facts: writtenFacts(await client.copyObject(defined(args))) };
  },

  async deleteObject(client, { key }) {
    await client.deleteObject(key);
    return {};
  },

  async deleteObjects(client, { keys }) {
    const report = await client.deleteObjects(keys);
    const failures = [...(report?.notFound ?? []), ...(report?.Errors ?? [])];
    if (failures.length === keys.length && failures[0]?.Code) throw refusal(client, failures[0]);
    const failed = failures.map((failure) => ({
      key: failure.key ?? failure.Key ?? failure,
      message: failure.message ?? failure.Message ?? 'not deleted',
    }));
    return { facts: { failed } };
  },

  async listObjects(client, { prefix, after, delimiter, limit }) {
    const response = await client.listObjects(
      defined({ prefix, startAfter: after, delimiter, maxKeys: limit ?? 1000 }),
    );
    const shown = (/** @type {string} */ key) =>
      client.listsFullKeys ? client._keys.relative(key) : key;
    const keys = (response.Contents ?? []).map((/** @type {any} */ { Key }) => shown(Key));
    const commonPrefixes = (response.CommonPrefixes ?? []).map((/** @type {any} */ p) =>
      shown(p.Prefix),
    );
    const next = response.IsTruncated ? (keys.at(-1) ?? commonPrefixes.at(-1)) : null;
    return { facts: { keys, commonPrefixes, next } };
  },
};

/**
 * The error of all keys of a request, where none could be deleted.
 *
 * @param {any} client
 * @param {{Key: string, Code: string, Message?: string}} failure of the first one
 * @returns {Error}
 */
function refusal({ bucket }, { Key: key, Code: name, Message: message = name }) {
  return mapAwsError(Object.assign(new Error(message), { name }), { bucket, key });
}

/** @param {Arguments} args */
function defined(args) {
  return Object.fromEntries(Object.entries(args).filter(([, v]) => v !== undefined && v !== null));
}

/** @param {any} response */
function writtenFacts(response) {
  return { etag: response?.ETag };
}

/** @param {any} response */
function objectFacts(response) {
  const {
    Metadata = {},
    ContentType,
    ContentEncoding,
    ETag,
    LastModified,
    ContentLength,
  } = response;
  return {
    metadata: Object.entries(Metadata).flatMap(([name, value]) => [
      name,
      value === null || value === undefined ? null : String(value),
    ]),
    contentType: ContentType,
    contentEncoding: ContentEncoding,
    etag: ETag,
    lastModified: LastModified ? new Date(LastModified).getTime() : 0,
    size: ContentLength ?? 0,
  };
}

/**
 * @param {any} body string, bytes, a body of the AWS SDK, or a stream
 * @returns {Promise<Uint8Array>}
 */
async function bytesOf(body) {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (ArrayBuffer.isView(body)) return /** @type {Uint8Array} */ (body);
  if (typeof body.transformToByteArray === 'function') return body.transformToByteArray();
  const chunks = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * @param {any} error
 * @returns {number} 404 for a missing object, 412 for a failed condition, else 500
 */
function statusOf(error) {
  const code = error?.code ?? error?.Code ?? error?.name;
  const status = error?.statusCode ?? error?.$metadata?.httpStatusCode;
  if (['NoSuchKey', 'NotFound'].includes(code) || error?.name === 'NoSuchKey') return 404;
  if (status === 412 || ['PreconditionFailed', 'PRECONDITION_FAILED'].includes(code)) return 412;
  return 500;
}
