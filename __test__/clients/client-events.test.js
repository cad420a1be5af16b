/**
 * Events: names, arguments, order, and that nothing is made for nobody.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CLIENT_KINDS } from '../support/client-kinds.js';

const EMPTY = '"d41d8cd98f00b204e9800998ecf8427e"';

describe.each(CLIENT_KINDS)('%s', (name, kind) => {
  let client;
  /** @type {Array<[event: string, ...any[]]>} */
  let heard;

  beforeEach(async () => {
    client = kind.make({ bucket: 'b', keyPrefix: 'app' });
    heard = [];
    await client.putObject({ key: 'a' });
  });

  afterEach(() => kind.reset());

  function listen(...events) {
    for (const event of events) client.on(event, (...args) => heard.push([event, ...args]));
  }

  const READ = expect.objectContaining({ ETag: EMPTY, Metadata: {} });
  const DELETED = { DeleteMarker: false, VersionId: null };
  const COPIED = expect.objectContaining({ BucketKeyEnabled: false });

  const PUT = { key: 'k', metadata: { A: 1 }, contentType: 't/t', body: 'x' };
  const REST = { contentEncoding: undefined, contentLength: undefined };

  /** method, argument, command, input, answer, parameters */
  const REQUESTS = [
    [
      'putObject',
      PUT,
      'PutObject',
      { Key: 'k', Metadata: { A: 1 }, ContentType: 't/t', Body: 'x' },
      expect.objectContaining({ Location: '/b/app/k' }),
      { ...PUT, ...REST },
    ],
    ['getObject', 'a', 'GetObject', { Key: 'a' }, READ, { key: 'a' }],
    ['headObject', 'a', 'HeadObject', { Key: 'a' }, READ, { key: 'a' }],
    [
      'copyObject',
      { from: 'a', to: 'b', metadata: { x: '1' }, metadataDirective: 'REPLACE' },
      'CopyObject',
      { CopySource: 'a', Key: 'b', Metadata: { x: '1' }, MetadataDirective: 'REPLACE' },
      COPIED,
      { from: 'a', to: 'b', metadataDirective: 'REPLACE' },
    ],
    ['deleteObject', 'a', 'DeleteObject', { Key: 'a' }, DELETED, { key: 'a' }],
    [
      'deleteObjects',
      ['a', 'z'],
      'DeleteObjects',
      { Delete: { Objects: [{ Key: 'a' }, { Key: 'z' }] } },
      { Deleted: [{ Key: 'a' }, { Key: 'z' }], Errors: [] },
      ['a', 'z'],
    ],
  ];

  describe('client-events: a request', () => {
    test.each(REQUESTS)('%s', async (method, argument, operation, input, answer, parameters) => {
      const command = `${operation}Command`;
      listen('cl:request', 'command.request', 'cl:response', 'command.response');
      listen(`cl:${operation}`, method);
      const result = await client[method](argument);
      expect(heard).toEqual([
        ['cl:request', command, input],
        ['command.request', command, input],
        ['cl:response', command, answer, input],
        ['command.response', command, answer, input],
        [`cl:${operation}`, answer, parameters],
        [method, answer, parameters],
      ]);
      expect(heard[4][1]).toBe(result);
    });

    test('listObjects', async () => {
      listen('cl:request', 'cl:response', 'cl:ListObjects');
      const answer = await client.listObjects({ prefix: 'a' });
      const input = {
        Prefix: 'a',
        Delimiter: null,
        MaxKeys: 1000,
        ContinuationToken: null,
        StartAfter: null,
      };
      expect(heard).toEqual([
        ['cl:request', 'ListObjectsV2Command', input],
        ['cl:response', 'ListObjectsV2Command', answer, input],
        ['cl:ListObjects', answer, input],
      ]);
    });

    test('that fails tells the error and no response', async () => {
      listen('cl:request', 'cl:response', 'cl:GetObject');
      const error = await client.getObject('zz').catch((e) => e);
      expect(heard).toEqual([
        ['cl:request', 'GetObjectCommand', { Key: 'zz' }],
        ['cl:GetObject', error, { key: 'zz' }],
      ]);
      expect(heard[1][1]).toBe(error);
    });

    test('that is refused tells nothing', async () => {
      listen('cl:request', 'cl:GetObject');
      await expect(client.getObject('')).rejects.toThrow('Invalid key');
      expect(heard).toEqual([]);
    });
  });

  describe('operations on many objects', () => {
    test.each([
      ['getAllKeys', { prefix: 'a' }, 'GetAllKeys', ['a']],
      ['getKeysPage', { amount: 1 }, 'GetKeysPage', ['a']],
      ['count', { prefix: '' }, 'Count', 1],
      ['getContinuationTokenAfterOffset', { offset: 5 }, 'GetContinuationTokenAfterOffset', null],
    ])('%s', async (method, given, operation, result) => {
      listen(`cl:${operation}`, method, 'cl:response');
      expect(await client[method](given)).toEqual(result);
      expect(heard).toEqual([
        [`cl:${operation}`, result, given],
        [method, result, given],
      ]);
    });

    test('deleteAll tells each batch', async () => {
      await client.putObject({ key: 'b' });
      listen(
        'cl:response',
        'deleteAll',
        'cl:DeleteAll',
        'deleteAllComplete',
        'cl:DeleteAllComplete',
      );
      await client.deleteAll();
      const batch = { prefix: '', batch: 2, total: 2 };
      const end = { prefix: '', totalDeleted: 2 };
      const Objects = [{ Key: 'a' }, { Key: 'b' }];
      expect(heard).toEqual([
        [
          'cl:response',
          'DeleteObjectsCommand',
          { Deleted: Objects, Errors: [] },
          { Delete: { Objects } },
        ],
        ['cl:DeleteAll', batch],
        ['deleteAll', batch],
        ['cl:DeleteAllComplete', end],
        ['deleteAllComplete', end],
      ]);
      heard.length = 0;
      await client.deleteAll({ prefix: 'none' });
      const nothing = { prefix: 'none', totalDeleted: 0 };
      expect(heard).toEqual([
        ['cl:DeleteAllComplete', nothing],
        ['deleteAllComplete', nothing],
      ]);
    });

    test('moveAllObjects tells the copies and deletions it is made of', async () => {
      listen('cl:response', 'moveAllObjects', 'cl:MoveAllObjects');
      const prefixes = { prefixFrom: 'a', prefixTo: 'b' };
      const results = await client.moveAllObjects(prefixes);
      const copy = { CopySource: 'a', Key: 'b', MetadataDirective: 'COPY' };
      expect(heard).toEqual([
        ['cl:response', 'CopyObjectCommand', COPIED, copy],
        ['cl:response', 'DeleteObjectCommand', DELETED, { Key: 'a' }],
        ['cl:MoveAllObjects', { results, errors: [] }, prefixes],
        ['moveAllObjects', { results, errors: [] }, prefixes],
      ]);
    });
  });

  test('exists tells nothing', async () => {
    listen('cl:request', 'cl:response', 'cl:HeadObject');
    await client.exists('a');
    expect(heard).toEqual([]);
  });

  test('no arguments are made for nobody', async () => {
    const emit = jest.spyOn(client, 'emit');
    const metadata = { a: '1' };
    await client.putObject({ key: 'k', metadata });
    await client.deleteAll();
    expect(emit).not.toHaveBeenCalled();
  });
});
