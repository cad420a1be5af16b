import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { afterAll, describe, expect, test } from '@jest/globals';

import { CLIENT_KINDS } from './support/client-kinds.js';
import { Database } from '../index.js';
import { freshResource } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';
import { userFields } from './support/user-fields.js';

const PNG = Buffer.from([0x89, 0x50, 0x00, 0xff, 0x0a]);

const etagOf = (bytes) => `"${createHash('md5').update(bytes).digest('hex')}"`;

async function withContent(config, content = { buffer: PNG, contentType: 'image/png' }) {
  const resource = await freshResource(config);
  await resource.insert({ id: 'a', name: 'A' });
  await resource.setContent({ id: 'a', ...content });
  return resource;
}

describe('setContent', () => {
  test('keeps the fields, and returns the record with what is known of the content', async () => {
    const resource = await freshResource();
    const inserted = await resource.insert({ id: 'a', name: 'A' });
    const record = await resource.setContent({ id: 'a', buffer: PNG, contentType: 'image/png' });
    expect(record).toEqual({
      ...inserted,
      _contentLength: 5,
      _hasContent: true,
      _mimeType: 'image/png',
      _etag: etagOf(PNG),
      _lastModified: expect.any(Date),
    });
    expect(await resource.get('a')).toEqual({ ...record, _lastModified: expect.any(Date) });
    expect(await resource.content('a')).toEqual({ buffer: PNG, contentType: 'image/png' });
  });

  test.each([
    ['text', 'öé', Buffer.from('öé')],
    ['an empty text', '', Buffer.alloc(0)],
    ['a typed array', new Uint16Array([1, 256]), Buffer.from([1, 0, 0, 1])],
    ['a part of a buffer', PNG.subarray(1, 3), PNG.subarray(1, 3)],
    ['an ArrayBuffer', new Uint8Array([1, 2]).buffer, Buffer.from([1, 2])],
    ['an array of bytes', [1, 255], Buffer.from([1, 255])],
    ['a Blob', new Blob(['ab']), Buffer.from('ab')],
    ['a stream', Readable.from([PNG, 'x']), Buffer.concat([PNG, Buffer.from('x')])],
  ])('content-forms: takes %s', async (_, buffer, bytes) => {
    const resource = await withContent({}, { buffer });
    const { buffer: read, contentType } = await resource.content('a');
    expect({ read, contentType }).toEqual({
      read: bytes,
      contentType: 'application/octet-stream',
    });
    expect((await resource.get('a'))._contentLength).toBe(bytes.length);
  });

  test.each([
    [undefined, 'TypeError'],
    [null, 'TypeError'],
    [5, 'ValidationError'],
    [{}, 'ValidationError'],
    [[256], 'TypeError'],
  ])('refuses %j', async (buffer, name) => {
    const resource = await withContent();
    await expect(resource.setContent({ id: 'a', buffer })).rejects.toMatchObject({ name });
    expect((await resource.content('a')).buffer).toEqual(PNG);
  });

  test.each(['a\r\nX-Evil: 1', 'image/é', '\0', 5, {}])(
    'content-types: refuses the type %j',
    async (type) => {
      const resource = await withContent();
      for (const attempt of [
        resource.setContent({ id: 'a', buffer: 'x', contentType: type }),
        resource.insert({ id: 'b', name: 'B' }, { content: 'x', contentType: type }),
      ]) {
        await expect(attempt).rejects.toMatchObject({
          name: 'ValidationError',
          statusCode: 400,
          field: 'contentType',
        });
      }
      expect(await resource.content('a')).toEqual({ buffer: PNG, contentType: 'image/png' });
      expect(await resource.exists('b')).toBe(false);
    },
  );

  test.each([undefined, null, ''])('takes %j for no type', async (contentType) => {
    const resource = await withContent({}, { buffer: 'x', contentType });
    expect((await resource.content('a')).contentType).toBe('application/octet-stream');
  });

  test('of a large body that differs in every byte', async () => {
    const bytes = Buffer.alloc(3_000_001);
    for (let at = 0; at < bytes.length; at++) bytes[at] = (at * 31) % 256;
    const resource = await withContent({}, { buffer: bytes });
    expect(bytes.equals((await resource.content('a')).buffer)).toBe(true);
    expect((await resource.get('a'))._contentLength).toBe(bytes.length);
  });

  test('of a record that is not there', async () => {
    const resource = await freshResource();
    await expect(resource.setContent({ id: 'a', buffer: 'x' })).rejects.toMatchObject({
      name: 'ResourceError',
      message: "Resource with id 'a' not found",
      operation: 'setContent',
    });
    await expect(resource.setContent({ buffer: 'x' })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    await expect(resource.setContent()).rejects.toBeInstanceOf(TypeError);
  });

  test('leaves fields alone that a hook of get shows otherwise', async () => {
    const afterGet = [(record) => ({ ...record, name: 'shown' })];
    const resource = await withContent({ hooks: { afterGet } });
    const { name } = await resource.setContent({ id: 'a', buffer: 'x' });
    expect(name).toBe('shown');
    resource.hooks.afterGet.length = 0;
    expect(userFields(await resource.get('a'))).toEqual({ id: 'a', name: 'A' });
  });
});

describe('a body that holds fields', () => {
  const cases = [
    ['user-managed', { name: 'x'.repeat(3000) }],
    ['body-overflow', { name: 'A', region: 'x'.repeat(3000) }],
    ['body-only', { name: 'A' }],
  ];

  test.each(cases)(
    'fields-in-the-body: is never taken for content: %s',
    async (behavior, fields) => {
      const resource = await freshResource({ behavior });
      await resource.insert({ id: 'a', ...fields });
      const refusal = { name: 'ResourceError', code: 'BODY_IN_USE', statusCode: 409, id: 'a' };
      await expect(resource.setContent({ id: 'a', buffer: PNG })).rejects.toMatchObject(refusal);
      await expect(resource.deleteContent('a')).rejects.toMatchObject(refusal);
      expect(userFields(await resource.get('a'))).toEqual({ id: 'a', ...fields });
      const { buffer, contentType } = await resource.content('a');
      expect({ contentType, isText: buffer.includes(fields.region ?? fields.name) }).toEqual({
        contentType: 'application/json',
        isText: true,
      });
      expect(await resource.hasContent('a')).toBe(true);
    },
  );

  test.each(['user-managed', 'body-overflow'])(
    'is refused beside content, which stays: %s',
    async (behavior) => {
      const resource = await withContent({ behavior });
      await expect(resource.update('a', { name: 'x'.repeat(3000) })).rejects.toMatchObject({
        code: 'LIMIT_EXCEEDED',
      });
      expect(userFields(await resource.get('a'))).toEqual({ id: 'a', name: 'A' });
      expect((await resource.content('a')).buffer).toEqual(PNG);
    },
  );
});

describe('content', () => {
  const behaviors = ['user-managed', 'body-overflow', 'enforce-limits', 'truncate-data'];

  test.each(behaviors)(
    'content-survives-update: survives update and patch, not replace: %s',
    async (behavior) => {
      const resource = await withContent({ behavior });
      const expected = { buffer: PNG, contentType: 'image/png' };
      await resource.update('a', { age: 1 });
      expect(await resource.content('a')).toEqual(expected);
      await resource.patch('a', { age: 2 });
      expect(await resource.content('a')).toEqual(expected);
      expect(userFields(await resource.get('a'))).toEqual({ id: 'a', name: 'A', age: 2 });
      await resource.replace('a', { name: 'B' });
      expect(await resource.hasContent('a')).toBe(false);
    },
  );

  test('that is JSON is no part of the record', async () => {
    const buffer = JSON.stringify({ 0: 'other', name: 'other', more: 1 });
    const resource = await withContent({}, { buffer, contentType: 'application/json' });
    expect(userFields(await resource.get('a'))).toEqual({ id: 'a', name: 'A' });
    await resource.update('a', { age: 1 });
    expect((await resource.content('a')).buffer.toString()).toBe(buffer);
  });

  test('content-length: of insert is told of as a read tells of it', async () => {
    const resource = await freshResource();
    const options = { content: PNG, contentType: 'image/png' };
    const inserted = await resource.insert({ id: 'a', name: 'A' }, options);
    const facts = { _contentLength: 5, _hasContent: true, _mimeType: 'image/png' };
    expect(inserted).toMatchObject(facts);
    expect(await resource.get('a')).toMatchObject(facts);
  });

  test('that is deleted leaves the fields', async () => {
    const resource = await withContent();
    expect(await resource.deleteContent('a')).toBeUndefined();
    expect(await resource.get('a')).toMatchObject({
      name: 'A',
      _contentLength: 0,
      _hasContent: false,
      _mimeType: 'application/octet-stream',
    });
    await resource.deleteContent('a');
    await expect(resource.deleteContent('b')).rejects.toMatchObject({
      name: 'NoSuchKey',
      statusCode: 404,
    });
    await expect(resource.deleteContent()).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('of a record that is not there', async () => {
    const resource = await freshResource();
    expect(await resource.content('a')).toEqual({ buffer: null, contentType: null });
    expect(await resource.hasContent('a')).toBe(false);
    await expect(resource.content('a/b')).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(resource.hasContent('a/b')).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('is told of by id, too; that of a missing record is not', async () => {
    const resource = await freshResource({ asyncEvents: false });
    const events = [];
    for (const name of ['content-set', 'content-fetched', 'content-deleted', 'fetched']) {
      resource.on(name, (payload) => events.push([name, payload.id ?? payload]));
      resource.on(`${name}:1`, (payload) => events.push([`${name}:1`, payload.id ?? payload]));
    }
    await resource.insert({ id: 1, name: 'A' });
    await resource.setContent({ id: 1, buffer: 'é' });
    await resource.content('1');
    await resource.deleteContent(1);
    await resource.content('2');
    expect(events).toEqual([
      ['fetched', '1'],
      ['fetched:1', '1'],
      ['content-set', 1],
      ['content-set:1', 1],
      ['content-fetched', '1'],
      ['content-fetched:1', '1'],
      ['content-deleted', 1],
      ['content-deleted:1', 1],
    ]);
  });

  test('passes through middlewares of its own, and through those of get', async () => {
    const resource = await freshResource();
    await resource.insert({ id: 'a', name: 'A' });
    const calls = [];
    for (const method of ['get', 'setContent', 'content', 'hasContent', 'deleteContent']) {
      resource.useMiddleware(method, (call, next) => (calls.push(call.method), next()));
    }
    await resource.setContent({ id: 'a', buffer: PNG });
    await resource.content('a');
    await resource.hasContent('a');
    await resource.deleteContent('a');
    expect(calls).toEqual(['setContent', 'get', 'content', 'hasContent', 'deleteContent']);
  });
});

const kinds = [
  ...CLIENT_KINDS.map(([name, kind]) => [name, () => kind.make({ bucket: 'content' }), kind]),
  ['a client of the user', () => new MapClient(), null],
];

describe.each(kinds)('on %s', (_, makeClient, kind) => {
  afterAll(() => kind?.reset());

  test('content is set, kept, read and deleted', async () => {
    const db = new Database({ client: makeClient(), logLevel: 'silent' });
    await db.connect();
    const resource = await db.createResource({ name: 'files', attributes: { name: 'string' } });
    await resource.insert({ id: 'a', name: 'A' });
    await resource.setContent({ id: 'a', buffer: PNG, contentType: 'image/png' });
    await resource.update('a', { name: 'B' });
    expect(await resource.content('a')).toEqual({ buffer: PNG, contentType: 'image/png' });
    expect(await resource.hasContent('a')).toBe(true);
    await resource.deleteContent('a');
    expect(await resource.content('a')).toEqual({
      buffer: Buffer.alloc(0),
      contentType: 'application/octet-stream',
    });
    expect(userFields(await resource.get('a'))).toEqual({ id: 'a', name: 'B' });
    await db.disconnect();
  });
});

test.each([
  ['é', 2],
  [null, 0],
  ['', 0],
  [{ a: 1 }, 7],
  [[1, 2], 5],
  [Buffer.alloc(3), 3],
  [12, 2],
])('calculateContentLength(%j) is %i', async (body, length) => {
  expect((await freshResource()).calculateContentLength(body)).toBe(length);
});
