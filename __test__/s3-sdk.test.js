/**
 * The AWS SDK beside a client of S3: a client of the user's own, and the one that code reaches for.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, MemoryClient, NoSuchKey, S3Client } from '../index.js';
import { failure } from './support/failure.js';
import { newSeed } from './support/generator.js';
import { ATTRIBUTES, EVENTS, PARTITIONS, perform, randomCalls } from './support/operations.js';
import { S3Service } from './support/s3-service.js';
import { SdkFake } from './support/sdk-fake.js';

jest.setTimeout(60_000);

const seed = newSeed();
let count = 0;

const commandClass = (name) =>
  Object.defineProperty(
    class {
      constructor(input) {
        this.input = input;
      }
    },
    'name',
    { value: `${name}Command` },
  );
const command = (name, input) => new (commandClass(name))(input);

describe('s3-sdk-client: a client of the SDK that is given', () => {
  let sdk;
  let client;

  beforeEach(() => {
    const bucket = `sdk-${++count}`;
    sdk = new SdkFake(bucket);
    const connectionString = `s3://${bucket}/app?region=eu-west-1`;
    client = new S3Client({ connectionString, AwsS3Client: sdk });
  });

  test('makes all requests, with full keys and encoded metadata', async () => {
    expect(client.client).toBe(sdk);
    await client.putObject({ key: 'a', body: 'hi', metadata: { N: 'Zoë' }, ifNoneMatch: '*' });
    expect(sdk.sent[0]).toEqual({
      name: 'PutObjectCommand',
      input: {
        Bucket: client.bucket,
        Key: 'app/a',
        Body: Buffer.from('hi'),
        Metadata: { n: expect.stringMatching(/^[\x20-\x7e]+$/) },
        IfNoneMatch: '*',
      },
    });
    const { Body, Metadata } = await client.getObject('a');
    expect([await Body.transformToString(), Metadata]).toEqual(['hi', { n: 'Zoë' }]);
    expect((await client.headObject('a')).$metadata).toEqual({ httpStatusCode: 200 });
    expect([await client.exists('a'), await client.exists('b')]).toEqual([true, false]);
    await client.copyObject({ from: 'a', to: 'b' });
    await client.copyObject({
      from: 'a',
      to: 'c',
      metadata: { x: 'ü' },
      metadataDirective: 'REPLACE',
    });
    expect((await client.headObject('c')).Metadata).toEqual({ x: 'ü' });
    await client.moveObject({ from: 'b', to: 'd/1' });
    await client.putObject({ key: 'd/2' });
    const { Contents, CommonPrefixes } = await client.listObjects({ delimiter: '/' });
    expect(Contents.map(({ Key }) => Key)).toEqual(['app/a', 'app/c']);
    expect(CommonPrefixes).toEqual([{ Prefix: 'app/d/' }]);
    expect([await client.count(), await client.getKeysPage({ offset: 1, amount: 2 })]).toEqual([
      4,
      ['c', 'd/1'],
    ]);
    expect((await client.deleteObjects(['a', 'none'])).Deleted).toHaveLength(2);
    expect(await client.deleteAll()).toBe(3);
    expect(client.requests.attempts).toBe(0);
  });

  test('lists page by page, groups as well', async () => {
    for (const key of ['a/1', 'a/2', 'b/1', 'c']) await client.putObject({ key });
    const seen = [];
    let continuationToken;
    do {
      const page = await client.listObjects({ delimiter: '/', maxKeys: 1, continuationToken });
      seen.push(
        ...page.Contents.map(({ Key }) => Key),
        ...page.CommonPrefixes.map((g) => g.Prefix),
      );
      continuationToken = page.NextContinuationToken;
    } while (continuationToken);
    expect(seen).toEqual(['app/a/', 'app/b/', 'app/c']);
  });

  test('has its errors mapped', async () => {
    const missing = await failure(client.getObject('none'));
    expect(missing).toBeInstanceOf(NoSuchKey);
    expect(missing).toMatchObject({ statusCode: 404, original: { name: 'NoSuchKey' } });
    await client.putObject({ key: 'a' });
    const refused = await failure(client.putObject({ key: 'a', ifNoneMatch: '*' }));
    expect(refused).toMatchObject({ statusCode: 412, code: 'PRECONDITION_FAILED' });
    const named = await failure(client.sendCommand(command('HeadObject', { Key: 'none' })));
    expect(named).toBeInstanceOf(NoSuchKey);
  });

  test('gets commands as they are', async () => {
    const list = command('ListParts', { Bucket: 'other', Key: 'k' });
    expect((await failure(client.sendCommand(list))).name).toBe('ValidationError');
    expect(sdk.taken()).toEqual(['ListParts']);
  });

  test.each(['user-managed', 'body-overflow'])(
    `serves resources: %s (SEED=${seed})`,
    async (behavior) => {
      const calls = randomCalls(seed, 60).filter(([method]) => method !== 'insertMany');
      const outcomes = [];
      for (const other of [
        client,
        new MemoryClient({ bucket: `twin-${++count}`, keyPrefix: 'app' }),
      ]) {
        const db = new Database({ client: other, logLevel: 'silent' });
        await db.connect();
        const config = { name: 'things', attributes: ATTRIBUTES, partitions: PARTITIONS };
        const things = await db.createResource({ ...config, behavior, asyncPartitions: false });
        if (other !== client) things._core.forceSlow();
        outcomes.push((await perform(things, calls, EVENTS)).map(({ result }) => result));
      }
      expect(outcomes[0]).toEqual(outcomes[1]);
      expect(sdk.taken()).toContain('PutObject');
    },
  );

  test('that cannot send is refused', () => {
    const make = () => new S3Client({ connectionString: 's3://b', AwsS3Client: {} });
    expect(make).toThrow(expect.objectContaining({ field: 'AwsS3Client' }));
  });
});

describe('client.client', () => {
  /** @type {S3Service} */
  let service;
  let client;

  beforeAll(async () => {
    service = await S3Service.start();
    await service.createBucket('bucket');
  });

  afterAll(() => service.stop());

  beforeEach(async () => {
    const connectionString = service.connectionString('bucket', `/app-${++count}`);
    client = new S3Client({ connectionString });
    await client.putObject({ key: 'a', body: 'x' });
  });

  test('s3-commands: sends commands with full keys, without events', async () => {
    const heard = jest.fn();
    client.on('cl:request', heard);
    const Key = `app-${count}/a`;
    const answer = await client.client.send(command('GetObject', { Bucket: 'bucket', Key }));
    expect(answer.$metadata).toEqual({ httpStatusCode: 200 });
    expect(await answer.Body.transformToString()).toBe('x');
    expect(heard).not.toHaveBeenCalled();
    const listed = await client.client.send(command('ListObjectsV2', { Prefix: `app-${count}/` }));
    expect(listed.Contents.map((content) => content.Key)).toEqual([Key]);
  });

  test('throws errors in the form of the SDK', async () => {
    const error = await failure(client.client.send(command('GetObject', { Key: 'none' })));
    expect(error).toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
  });

  test('knows where it is', async () => {
    const { region, endpoint } = client.client.config;
    expect([await region(), await endpoint()]).toEqual(['us-east-1', `http://${service.host}`]);
  });

  test('sendCommand tells of its commands, whose keys are full ones', async () => {
    const heard = [];
    client.on('cl:response', (name, answer, input) => heard.push([name, input]));
    const input = { Bucket: 'bucket', Key: `app-${count}/b`, Body: 'y' };
    await client.sendCommand(command('PutObject', input));
    expect(heard).toEqual([['PutObjectCommand', input]]);
    expect(await client.getAllKeys()).toEqual(['a', 'b']);
    const missing = await failure(client.sendCommand(command('GetObject', { Key: 'none' })));
    expect(missing).toBeInstanceOf(NoSuchKey);
  });

  test.each([
    ['another command', 'ListParts', { Key: 'k' }],
    ['another bucket', 'GetObject', { Bucket: 'elsewhere', Key: 'k' }],
  ])('%s needs the SDK', async (_, name, input) => {
    expect(await failure(client.sendCommand(command(name, input)))).toMatchObject({
      message: `Unsupported command: ${name}Command`,
      statusCode: 400,
      suggestion: expect.stringContaining('@aws-sdk/client-s3'),
    });
  });
});
