/**
 * Command objects of the AWS SDK, which are recognised by the names of their classes.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';

import { DatabaseError, NoSuchKey, ValidationError } from '../lib/errors.js';
import { freshClient } from './support/memory-client.js';

class Command {
  constructor(input) {
    this.input = input;
  }
}
class PutObjectCommand extends Command {}
class GetObjectCommand extends Command {}
class HeadObjectCommand extends Command {}
class CopyObjectCommand extends Command {}
class DeleteObjectCommand extends Command {}
class DeleteObjectsCommand extends Command {}
class ListObjectsV2Command extends Command {}
class ListPartsCommand extends Command {}

/** @type {import('../lib/clients/memory-client.js').MemoryClient} */
let client;

beforeEach(async () => {
  client = freshClient({ bucket: 'sc' });
  const put = { Bucket: 'sc', Key: 'a', Metadata: { X: 'é' }, Body: 'hi', ContentType: 't/p' };
  await client.sendCommand(new PutObjectCommand(put));
});

const send = (command) => client.sendCommand(command);
const keys = () => client.getStats().keys;

describe('the seven commands', () => {
  test('put, get and head', async () => {
    expect(keys()).toEqual(['app/a']);
    const { Body, ...facts } = await send(new GetObjectCommand({ Key: 'a' }));
    expect(await Body.transformToString()).toBe('hi');
    expect(facts).toMatchObject({ Metadata: { x: 'é' }, ContentType: 't/p', ContentLength: 2 });
    expect(await send(new HeadObjectCommand({ Key: 'a' }))).toEqual(facts);
    const error = await send(new HeadObjectCommand({ Key: 'zz' })).catch((e) => e);
    expect(error).toBeInstanceOf(NoSuchKey);
  });

  test('put with a condition', async () => {
    const again = new PutObjectCommand({ Key: 'a', IfNoneMatch: '*' });
    await expect(send(again)).rejects.toMatchObject({ statusCode: 412 });
  });

  test.each(['sc/app/a', '/sc/app/a?versionId=3', 'sc/app%2Fa', 'sc%2Fapp/a'])(
    'copy from %s',
    async (CopySource) => {
      await send(new CopyObjectCommand({ CopySource, Key: 'b', Metadata: { q: '1' } }));
      const head = await client.headObject('b');
      expect(head).toMatchObject({ Metadata: { x: 'é', q: '1' }, ContentType: 't/p' });
    },
  );

  test('delete', async () => {
    await client.putObject({ key: 'b' });
    const deleted = await send(new DeleteObjectCommand({ Key: 'a' }));
    expect(deleted).toEqual({ DeleteMarker: false, VersionId: null });
    const Delete = { Objects: [{ Key: 'b' }, { Key: 'zz' }] };
    expect(await send(new DeleteObjectsCommand({ Delete }))).toEqual({
      Deleted: [{ Key: 'app/b' }, { Key: 'app/zz' }],
      Errors: [],
    });
    expect(await send(new DeleteObjectsCommand({}))).toEqual({ Deleted: [], Errors: [] });
    expect(keys()).toEqual([]);
  });

  test('list', async () => {
    await client.putObject({ key: 'b/1' });
    const page = await send(new ListObjectsV2Command({ Delimiter: '/', MaxKeys: 1 }));
    expect(page).toMatchObject({ Contents: [{ Key: 'a' }], IsTruncated: true, MaxKeys: 1 });
    const { NextContinuationToken: ContinuationToken } = page;
    const rest = await send(new ListObjectsV2Command({ Delimiter: '/', ContinuationToken }));
    expect(rest).toMatchObject({ CommonPrefixes: [{ Prefix: 'b/' }], IsTruncated: false });
    expect((await send(new ListObjectsV2Command())).KeyCount).toBe(2);
  });
});

test('are told with their own input', async () => {
  const heard = [];
  for (const event of ['cl:request', 'command.request', 'cl:response', 'command.response']) {
    client.on(event, (...args) => heard.push([event, ...args]));
  }
  client.on('cl:DeleteObject', () => heard.push('unexpected'));
  const command = new DeleteObjectCommand({ Bucket: 'sc', Key: 'a' });
  const answer = await send(command);
  const { input } = command;
  expect(heard).toEqual([
    ['cl:request', 'DeleteObjectCommand', input],
    ['command.request', 'DeleteObjectCommand', input],
    ['cl:response', 'DeleteObjectCommand', answer, input],
    ['command.response', 'DeleteObjectCommand', answer, input],
  ]);
});

describe('refused', () => {
  const refusal = async (command) => {
    const error = await send(command).catch((e) => e);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.statusCode).toBe(400);
    return error;
  };

  test('other commands', async () => {
    const error = await refusal(new ListPartsCommand({}));
    expect(error.message).toBe('Unsupported command: ListPartsCommand');
    expect(error.operation).toBe('sendCommand');
    expect((await refusal({})).message).toBe('Unsupported command: Object');
    expect((await refusal({ constructor: { name: 'toString' } })).message).toMatch(/toString/);
  });

  test.each([
    ['a', 'Invalid CopySource value: a'],
    [undefined, 'Invalid CopySource value: undefined'],
    ['sc/app/%zz', 'Invalid CopySource value: sc/app/%zz'],
    ['other/app/a', 'Cross-bucket copy is not supported in MemoryClient (requested other → sc)'],
  ])('a copy from %s', async (CopySource, message) => {
    expect(await refusal(new CopyObjectCommand({ CopySource, Key: 'b' }))).toMatchObject({
      message,
      operation: 'CopyObject',
    });
  });

  test.each([
    null,
    'PutObjectCommand',
    new GetObjectCommand(),
    new PutObjectCommand({ Key: '../x' }),
    new CopyObjectCommand({ CopySource: 'sc/../a', Key: 'b' }),
    new DeleteObjectsCommand({ Delete: { Objects: [null] } }),
    new DeleteObjectsCommand({ Delete: { Objects: 'a' } }),
  ])('malformed ones: %j', async (command) => {
    await expect(send(command)).rejects.toThrow(ValidationError);
    expect(keys()).toEqual(['app/a']);
  });
});
