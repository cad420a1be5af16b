/**
 * Missing objects, conditions, limits, and arguments that are refused.
 */
import { Readable } from 'node:stream';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { isNotFoundError, isPreconditionFailure } from '../../lib/concerns/s3-errors.js';
import { MetadataLimitError, NoSuchKey, ResourceError, ValidationError } from '../../lib/errors.js';
import { CLIENT_KINDS } from '../support/client-kinds.js';
import { failure } from '../support/failure.js';

const PLACES = { MemoryClient: 'memory', FileSystemClient: 'filesystem' };
const LIMITS = { MemoryClient: 'in-memory', FileSystemClient: 'filesystem' };

describe.each(CLIENT_KINDS)('%s', (name, kind) => {
  let client;

  beforeEach(() => {
    client = kind.make({ bucket: 'b', keyPrefix: 'app' });
  });

  afterEach(() => kind.reset());

  describe('missing-objects, missing-files: a missing object', () => {
    test.each([
      ['getObject', 'zz', 'Object not found: app/zz'],
      ['headObject', 'zz', 'Object not found: app/zz'],
      ['copyObject', { from: 'zz', to: 'y' }, 'Source object not found: app/zz'],
    ])('%s', async (method, argument, message) => {
      const error = await failure(client[method](argument));
      expect(error.constructor).toBe(ResourceError);
      expect(error).toBeInstanceOf(NoSuchKey);
      expect(isNotFoundError(error)).toBe(true);
      const expected = { name: 'NoSuchKey', code: 'NoSuchKey', statusCode: 404, message };
      expect(error).toMatchObject({ ...expected, bucket: 'b', key: 'app/zz', retriable: false });
      expect(error.suggestion).toMatch(/key/);
    });
  });

  describe('conditions', () => {
    /** @type {string} */
    let etag;

    beforeEach(async () => {
      etag = (await client.putObject({ key: 'k', body: '1' })).ETag;
    });

    const put = (conditions, key = 'k') => client.putObject({ key, body: '1', ...conditions });

    test('that hold', async () => {
      const holding = [
        { ifMatch: etag },
        { ifMatch: etag.slice(1, -1) },
        { ifMatch: `"q", W/${etag}` },
        { ifMatch: '*' },
        { ifNoneMatch: '"other"' },
        { IfMatch: etag, ifNoneMatch: '"other"' },
      ];
      for (const conditions of holding) expect((await put(conditions)).ETag).toBe(etag);
      expect((await put({ ifNoneMatch: '*' }, 'new')).ETag).toBe(etag);
    });

    test.each([
      [{ ifNoneMatch: '*' }, 'object already exists'],
      [{ ifNoneMatch: '"x", W/"c4ca4238a0b923820dcc509a6f75849b"' }, 'object already exists'],
      [{ ifMatch: '"no"' }, 'ETag mismatch'],
      [{ ifMatch: '' }, 'ETag mismatch'],
      [{ ifMatch: 5 }, 'ETag mismatch'],
      [{ IfMatch: '*', IfNoneMatch: '*' }, 'object already exists'],
    ])('that fail: %j', async (conditions, reason) => {
      const error = await failure(put({ ...conditions, body: '2' }));
      expect(error).toBeInstanceOf(ResourceError);
      expect(isPreconditionFailure(error)).toBe(true);
      expect(error).toMatchObject({
        message: `Precondition failed: ${reason} for key "app/k"`,
        code: 'PreconditionFailed',
        statusCode: 412,
      });
      expect((await client.headObject('k')).ETag).toBe(etag);
    });

    test('ifMatch needs an object', async () => {
      const error = await failure(put({ ifMatch: etag }, 'none'));
      expect(error).toMatchObject({ code: 'PreconditionFailed', statusCode: 412 });
      expect(await client.exists('none')).toBe(false);
    });

    test('let one of many creators win', async () => {
      const tries = Array.from({ length: 20 }, () => put({ ifNoneMatch: '*' }, 'lock'));
      const outcomes = await Promise.allSettled(tries);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });

  describe('parameters', () => {
    test.each([
      ['body', 5],
      ['body', true],
      ['body', { a: 1 }],
      ['body', [1, 2]],
      ['body', Readable.from([1, 2])],
      ['metadata', 'text'],
      ['metadata', ['a']],
      ['metadata', { a: '\ud800' }],
      ['metadata', { a: Object.create(null) }],
      ['contentType', 5],
      ['contentEncoding', {}],
    ])('%s %p is refused', async (name, value) => {
      const error = await failure(client.putObject({ key: 'k', [name]: value }));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ code: 'INVALID_PARAMETER', statusCode: 400 });
      expect(error.field).toMatch(new RegExp(`^${name}`));
      expect(await client.exists('k')).toBe(false);
    });

    test.each([
      ['putObject', 'k'],
      ['copyObject', 5],
      ['deleteObjects', 'abc'],
      ['deleteObjects', undefined],
      ['getAllKeys', 'prefix'],
    ])('%s(%j) is refused', (method, argument) =>
      expect(client[method](argument)).rejects.toThrow(ValidationError),
    );
  });

  describe('limits', () => {
    beforeEach(() => {
      client = kind.make({
        bucket: 'limited',
        enforceLimits: true,
        metadataLimit: 10,
        maxObjectSize: 5,
      });
    });

    const fits = { key: 'k', metadata: { ab: '12345678' }, body: '12345' };

    test('of metadata are exact, and count stored bytes', async () => {
      await client.putObject(fits);
      for (const [ab, totalSize] of [
        ['123456789', 11],
        ['éé', 12],
      ]) {
        const error = await failure(client.putObject({ ...fits, metadata: { ab } }));
        expect(error).toBeInstanceOf(MetadataLimitError);
        expect(error).toMatchObject({
          message: `Metadata limit exceeded in ${PLACES[name]} storage`,
          statusCode: 413,
          totalSize,
          effectiveLimit: 10,
          excess: totalSize - 10,
        });
      }
      const copy = {
        from: 'k',
        to: 'c',
        metadata: { ab: '123456789' },
        metadataDirective: 'REPLACE',
      };
      expect(await failure(client.copyObject(copy))).toBeInstanceOf(MetadataLimitError);
    });

    test('of bodies are exact', async () => {
      const error = await failure(client.putObject({ ...fits, body: '123456' }));
      expect(error).toBeInstanceOf(ResourceError);
      const message = `Object size exceeds ${LIMITS[name]} limit`;
      expect(error).toMatchObject({ message, statusCode: 413, size: 6, operation: 'put' });
    });

    test('hold only when they are to', async () => {
      const free = kind.make({ bucket: 'free', metadataLimit: 10, maxObjectSize: 5 });
      await free.putObject({ key: 'k', metadata: { a: 'x'.repeat(5000) }, body: 'x'.repeat(5000) });
      expect(await free.count()).toBe(1);
    });

    test('that are no numbers are refused', () => {
      const make = () => kind.make({ bucket: 'nan', maxObjectSize: 'x' });
      expect(make).toThrow(ValidationError);
    });
  });
});
