/**
 * Results of the methods on objects, as s3db.js 21.6.2 gives them on `memory://`; on `file://` they are the same.
 */
import { Readable } from 'node:stream';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CLIENT_KINDS } from '../support/client-kinds.js';

const HELLO = '"5d41402abc4b2a76b9719d911017c592"';
const EMPTY = '"d41d8cd98f00b204e9800998ecf8427e"';

const COPIED = {
  CopyObjectResult: {
    ETag: HELLO,
    LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  },
  BucketKeyEnabled: false,
  VersionId: null,
  ServerSideEncryption: null,
};

describe.each(CLIENT_KINDS)('%s', (name, kind) => {
  let client;

  beforeEach(() => {
    client = kind.make({ bucket: 'b1', keyPrefix: 'app' });
  });

  afterEach(() => kind.reset());

  const head = (fields) => ({
    Metadata: {},
    ContentType: 'application/octet-stream',
    ContentLength: 0,
    ETag: EMPTY,
    LastModified: expect.any(Date),
    ContentEncoding: undefined,
    ...fields,
  });

  test('has an id, random unless it is given', () => {
    expect(client.id).toMatch(/^[\w-]{77}$/);
    expect(kind.make({ bucket: 'b1' }).id).not.toBe(client.id);
    expect(kind.make({ bucket: 'b1', id: 'me' }).id).toBe('me');
    expect(client.metadataLimit).toBeUndefined();
  });

  describe('putObject and getObject', () => {
    test('keep body, metadata and media type', async () => {
      const metadata = { 'Foo Bar': 'x é', N: 5, nul: null, gone: undefined, obj: {}, b: true };
      const put = { key: 'a/1', metadata, contentType: 'text/plain', body: 'hello' };
      expect(await client.putObject({ ...put, contentEncoding: 'gzip' })).toEqual({
        ETag: HELLO,
        VersionId: null,
        ServerSideEncryption: null,
        Location: '/b1/app/a/1',
      });
      const { Body, ...facts } = await client.getObject('a/1');
      expect(facts).toEqual(
        head({
          Metadata: { foo_bar: 'x é', n: '5', nul: null, obj: '[object Object]', b: 'true' },
          ContentType: 'text/plain',
          ContentLength: 5,
          ETag: HELLO,
          ContentEncoding: 'gzip',
        }),
      );
      expect(await Body.transformToString()).toBe('hello');
      expect(await client.headObject('a/1')).toEqual(facts);
    });

    test('metadata-words: keep a string that reads like another value', async () => {
      const metadata = { a: 'null', b: 'undefined', c: ' x ', d: 'd:1', e: '' };
      await client.putObject({ key: 'k', metadata });
      expect((await client.headObject('k')).Metadata).toEqual(metadata);
    });

    test('sdk-spelling: accept the spelling of the AWS SDK', async () => {
      const put = { Key: 'k', Body: 'hello', Metadata: { a: '1' }, ContentType: 'text/plain' };
      await client.putObject(put);
      const expected = { ETag: HELLO, Metadata: { a: '1' }, ContentType: 'text/plain' };
      expect(await client.headObject({ Key: 'k' })).toMatchObject(expected);
      await client.putObject({ Key: 'wrong', key: 'right' });
      expect(await client.getAllKeys()).toEqual(['k', 'right']);
    });

    const BODIES = {
      string: ['é', 'c3a9'],
      Buffer: [Buffer.from('hello').subarray(1, 3), '656c'],
      'typed array': [new Uint16Array([258, 1]), '02010100'],
      ArrayBuffer: [new Uint8Array([1, 2]).buffer, '0102'],
      stream: [Readable.from(['a', Buffer.from('b')]), '6162'],
      'web stream': [new Blob(['ab']).stream(), '6162'],
      Blob: [new Blob(['x']), '78'],
      null: [null, ''],
      undefined: [undefined, ''],
      'empty string': ['', ''],
    };

    test.each(Object.entries(BODIES))(
      'streams-as-bodies: take a body: %s',
      async (_, [body, hex]) => {
        await client.putObject({ key: 'k', body });
        const { Body, ContentLength } = await client.getObject('k');
        expect(await Body.transformToString('hex')).toBe(hex);
        expect(ContentLength).toBe(hex.length / 2);
      },
    );

    test('give a body that is a stream with the methods of the AWS SDK', async () => {
      await client.putObject({ key: 'k', body: 'hé' });
      const { Body } = await client.getObject('k');
      expect(Body).toBeInstanceOf(Readable);
      expect(await Body.transformToString('base64')).toBe('aMOp');
      expect(await Body.transformToString('iso-8859-2')).toBe('hĂŠ');
      const bytes = await Body.transformToByteArray();
      expect(Buffer.isBuffer(bytes)).toBe(false);
      expect([...bytes]).toEqual([104, 195, 169]);
      const chunks = [];
      for await (const chunk of Body) chunks.push(chunk);
      expect(chunks).toEqual([Buffer.from('hé')]);
      const web = (await client.getObject('k')).Body.transformToWebStream();
      expect(await new Response(web).text()).toBe('hé');
    });

    test('own-bytes: do not share bytes with the caller', async () => {
      const body = Buffer.from('hello');
      await client.putObject({ key: 'k', body });
      body.fill(0);
      const bytes = await (await client.getObject('k')).Body.transformToByteArray();
      bytes.fill(0);
      expect(await (await client.getObject('k')).Body.transformToString()).toBe('hello');
    });
  });

  describe('copyObject', () => {
    const SOURCE = { foo: 'é', n: '5', nul: null };

    beforeEach(() =>
      client.putObject({ key: 'a', metadata: SOURCE, contentType: 'text/plain', body: 'hello' }),
    );

    const CASES = {
      'keeps metadata': [{}, SOURCE, 'text/plain'],
      'keeps metadata under REPLACE without any': [
        { metadataDirective: 'REPLACE' },
        SOURCE,
        'text/plain',
      ],
      'replaces metadata': [
        { metadata: { x: '1' }, metadataDirective: 'REPLACE', contentType: 'a/b' },
        { x: '1' },
        'a/b',
      ],
      'merges metadata under COPY': [
        { metadata: { x: '1', N: '7' }, metadataDirective: 'COPY', contentType: 'a/b' },
        { foo: 'é', n: '7', nul: null, x: '1' },
        'a/b',
      ],
      'merges metadata without a directive': [
        { metadata: { x: '1' } },
        { ...SOURCE, x: '1' },
        'text/plain',
      ],
    };

    test.each(Object.entries(CASES))('%s', async (_, [options, Metadata, ContentType]) => {
      expect(await client.copyObject({ from: 'a', to: 'b', ...options })).toEqual(COPIED);
      const expected = head({ Metadata, ContentType, ContentLength: 5, ETag: HELLO });
      expect(await client.headObject('b')).toEqual(expected);
    });

    test('onto itself changes metadata', async () => {
      const metadata = { x: '1' };
      await client.copyObject({ from: 'a', to: 'a', metadata, metadataDirective: 'REPLACE' });
      const { Body, Metadata } = await client.getObject('a');
      expect([Metadata, await Body.transformToString()]).toEqual([metadata, 'hello']);
    });
  });

  describe('existence and deletion', () => {
    beforeEach(async () => {
      for (const key of ['a', 'ab', 'b']) await client.putObject({ key });
    });

    test('exists is true for whole keys only', async () => {
      const answers = await Promise.all(['a', 'ab', 'abc'].map((key) => client.exists(key)));
      expect(answers).toEqual([true, true, false]);
    });

    test('deleteObject succeeds with and without an object', async () => {
      const expected = { DeleteMarker: false, VersionId: null };
      expect(await client.deleteObject('a')).toEqual(expected);
      expect(await client.deleteObject('a')).toEqual(expected);
      expect(await client.getAllKeys()).toEqual(['ab', 'b']);
    });

    test('deleteObjects counts missing keys as deleted', async () => {
      expect(await client.deleteObjects(['a', 'nope', { Key: 'b' }])).toEqual({
        Deleted: [{ Key: 'a' }, { Key: 'nope' }, { Key: 'b' }],
        Errors: [],
      });
      expect(await client.deleteObjects([])).toEqual({ Deleted: [], Errors: [] });
      expect(await client.getAllKeys()).toEqual(['ab']);
    });

    test('destroy removes listeners and keeps the data', async () => {
      client.on('cl:PutObject', () => {});
      client.destroy();
      expect(client.eventNames()).toEqual([]);
      expect(await client.count()).toBe(3);
    });
  });
});
