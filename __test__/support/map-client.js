import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';

function missing(key) {
  return Object.assign(new Error(`no ${key}`), {
    name: 'NoSuchKey',
    code: 'NoSuchKey',
    statusCode: 404,
  });
}

/** The least that a client of a user's own is: an emitter over a map. */
export class MapClient extends EventEmitter {
  objects = new Map();
  bucket = 'map';
  keyPrefix = '';
  requests = [];

  async putObject({ key, metadata = {}, body = '', contentType, ifNoneMatch, ifMatch }) {
    this.requests.push(['putObject', key]);
    if (ifNoneMatch === '*' && this.objects.has(key)) {
      throw Object.assign(new Error('exists'), { code: 'PreconditionFailed', statusCode: 412 });
    }
    if (ifMatch !== undefined && this.objects.get(key)?.ETag !== ifMatch) {
      throw Object.assign(new Error('changed'), { code: 'PreconditionFailed', statusCode: 412 });
    }
    const bytes = Buffer.from(body);
    const ETag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const facts = { ETag, ContentType: contentType ?? 'application/octet-stream' };
    this.objects.set(key, { bytes, Metadata: { ...metadata }, LastModified: new Date(), ...facts });
    return { ETag };
  }

  async headObject(key) {
    this.requests.push(['headObject', key]);
    const object = this.objects.get(key);
    if (!object) throw missing(key);
    const { bytes, ...facts } = object;
    return { ...facts, ContentLength: bytes.length };
  }

  async getObject(key) {
    this.requests.push(['getObject', key]);
    const object = this.objects.get(key);
    if (!object) throw missing(key);
    const { bytes, ...facts } = object;
    return { ...facts, ContentLength: bytes.length, Body: bytes };
  }

  async copyObject({ from, to, metadata, metadataDirective }) {
    this.requests.push(['copyObject', from, to]);
    const object = this.objects.get(from);
    if (!object) throw missing(from);
    const Metadata = metadataDirective === 'REPLACE' ? { ...metadata } : object.Metadata;
    this.objects.set(to, { ...object, Metadata });
    return { ETag: object.ETag };
  }

  async deleteObject(key) {
    this.requests.push(['deleteObject', key]);
    this.objects.delete(key);
    return {};
  }

  async deleteObjects(keys) {
    this.requests.push(['deleteObjects', ...keys]);
    for (const key of keys) this.objects.delete(key);
    return { deleted: keys.map((Key) => ({ Key })), notFound: [] };
  }

  async listObjects({ prefix = '', startAfter = '', maxKeys = 1000 }) {
    this.requests.push(['listObjects', prefix]);
    const keys = (await this.getAllKeys({ prefix })).filter((key) => key > startAfter);
    const Contents = keys.slice(0, maxKeys).map((Key) => ({ Key }));
    return { Contents, IsTruncated: keys.length > maxKeys };
  }

  async getAllKeys({ prefix = '' }) {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  async deleteAll({ prefix = '' }) {
    const keys = await this.getAllKeys({ prefix });
    for (const key of keys) this.objects.delete(key);
    return keys.length;
  }
}
