/**
 * deleteMany deletes a thousand records in one request, and still answers for each of them.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, MemoryClient, PartitionError, S3Client } from '../index.js';
import { RecordingServer } from './support/recording-server.js';
import { S3Service } from './support/s3-service.js';

jest.setTimeout(60_000);

/** @type {S3Service} */
let service;
let places = 0;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('many');
});

afterAll(() => service.stop());

beforeEach(() => service.reset());

const TOWNS = {
  name: 'towns',
  attributes: { country: 'string' },
  partitions: { byCountry: { fields: { country: 'string' } } },
  asyncPartitions: false,
  asyncEvents: false,
};

/** A resource with the records a, b and c, and what is heard of it. */
async function open(options) {
  const db = new Database({ logLevel: 'silent', ...options });
  await db.connect();
  const towns = await db.createResource(TOWNS);
  for (const id of ['a', 'b', 'c']) await towns.insert({ id, country: id.toUpperCase() });
  const heard = [];
  towns.on('deleted', ({ id, country, $before }) =>
    heard.push(['deleted', id, country ?? $before]),
  );
  towns.on('error', (error, id) => heard.push([error.code ?? error.name, id]));
  const references = async () => {
    const lists = ['A', 'B', 'C'].map((country) =>
      towns.listIds({ partition: 'byCountry', partitionValues: { country } }),
    );
    return (await Promise.all(lists)).flat();
  };
  return { db, towns, heard, references };
}

const onService = () => {
  const connectionString = service.connectionString('many', `/place-${++places}`);
  return open({ connectionString, executorPool: { retryDelay: 1 } });
};

const onMemory = () => open({ connectionString: `memory://many-${++places}` });

describe.each([
  ['on S3', onService],
  ['in memory', onMemory],
])('%s', (_name, start) => {
  test('s3-delete-many: ids that are twice there, missing or none are told in their order', async () => {
    const { db, towns, heard } = await start();
    const given = ['b', 'none', Number.NaN, 'a', 'b', 'c'];
    expect(await towns.deleteMany(given)).toEqual({ deleted: 3, errors: 3 });
    expect(heard).toEqual([
      ['deleted', 'b', 'B'],
      ['deleted', 'none', { id: 'none' }],
      ['NoSuchKey', 'none'],
      [expect.any(String), Number.NaN],
      ['deleted', 'a', 'A'],
      ['deleted', 'b', { id: 'b' }],
      ['NoSuchKey', 'b'],
      ['deleted', 'c', 'C'],
    ]);
    await db.disconnect();
  });

  test('a hook of one record that fails is no matter of the others', async () => {
    const { db, towns, heard, references } = await start();
    towns.addHook('afterDelete', (record) => {
      if (record.id === 'b') throw new Error('not this one');
      return record;
    });
    expect(await towns.deleteMany(['a', 'b', 'c'])).toEqual({ deleted: 2, errors: 1 });
    expect(heard.map(([, id]) => id)).toEqual(['a', 'b', 'c']);
    expect([await towns.listIds(), await references()]).toEqual([[], []]);
    await db.disconnect();
  });
});

describe('failures of S3', () => {
  test('a record that cannot be deleted keeps its references, and is told of', async () => {
    const { db, towns, heard, references } = await onService();
    await service.addFault({ operation: 'DeleteObjects', key: 'data/id=b', kind: '500' });
    expect(await towns.deleteMany(['a', 'b', 'c'])).toEqual({ deleted: 2, errors: 1 });
    expect(heard).toEqual([
      ['deleted', 'a', 'A'],
      ['InternalError', 'b'],
      ['deleted', 'c', 'C'],
    ]);
    await service.reset();
    expect([await towns.listIds(), await references()]).toEqual([['b'], ['b']]);
    await db.disconnect();
  });

  test('references that are left are told of with their record', async () => {
    const { db, towns, heard, references } = await onService();
    const errors = [];
    towns.on('error', (error) => errors.push(error));
    const key = 'partition=byCountry/country=C';
    await service.addFault({ operation: 'DeleteObjects', key, kind: '500' });
    expect(await towns.deleteMany(['a', 'b', 'c'])).toEqual({ deleted: 2, errors: 1 });
    expect(heard.map(([event, id]) => [event === 'deleted', id])).toEqual([
      [true, 'a'],
      [true, 'b'],
      [true, 'c'],
      [false, 'c'],
    ]);
    expect(errors).toEqual([expect.any(PartitionError)]);
    await service.reset();
    expect([await towns.listIds(), await references()]).toEqual([[], ['c']]);
    await db.disconnect();
  });

  test('where nothing is known of any record, each is told of, and no reference goes', async () => {
    const { db, towns, heard, references } = await onService();
    await service.addFault({ operation: 'DeleteObjects', kind: 'reset' });
    expect(await towns.deleteMany(['a', 'b', 'c'])).toEqual({ deleted: 0, errors: 3 });
    expect(heard).toEqual(['a', 'b', 'c'].map((id) => ['NetworkingError', id]));
    await service.reset();
    expect([await towns.listIds(), await references()]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    await db.disconnect();
  });

  test('s3-deletions: only keys that were not deleted are tried again', async () => {
    const bodies = [];
    const server = await RecordingServer.start(({ body }) => {
      bodies.push([...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key));
      const refusal = (key, code) => `<Error><Key>${key}</Key><Code>${code}</Code></Error>`;
      const errors = [
        refusal('app/b', 'AccessDenied') + refusal('app/c', 'SlowDown'),
        refusal('app/c', 'SlowDown'),
      ][bodies.length - 1];
      return { body: `<DeleteResult>${errors ?? ''}</DeleteResult>` };
    });
    const connectionString = `http://key:secret@127.0.0.1:${server.port}/bucket/app`;
    const client = new S3Client({ connectionString, executorPool: { retryDelay: 1 } });
    const { Deleted, Errors } = await client.deleteObjects(['a', 'b', 'c']);
    expect(bodies).toEqual([['app/a', 'app/b', 'app/c'], ['app/c'], ['app/c']]);
    expect(Deleted.map(({ Key }) => Key)).toEqual(['a', 'c']);
    expect(Errors).toEqual([expect.objectContaining({ Key: 'b', Code: 'AccessDenied' })]);
    await server.stop();
  });
});

test('timers get their turn while many are deleted', async () => {
  const { db, towns } = await onMemory();
  const ids = Array.from({ length: 20_000 }, (_, n) => `t${n}`);
  await towns.insertMany(ids.map((id) => ({ id, country: 'D' })));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  expect(await towns.deleteMany(ids)).toEqual({ deleted: ids.length, errors: 0 });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(2);
  await db.disconnect();
});

test('an error that a client throws is the error of each record', async () => {
  class Failing extends MemoryClient {
    async deleteObjects() {
      throw new Error('no deletions today');
    }
  }
  const { db, towns, references } = await open({ client: new Failing({ bucket: 'failing' }) });
  const errors = [];
  towns.on('error', ({ message }, id) => errors.push([message, id]));
  expect(await towns.deleteMany(['a', 'b', 'c'])).toEqual({ deleted: 0, errors: 3 });
  expect(errors).toEqual(['a', 'b', 'c'].map((id) => ['no deletions today', id]));
  expect(await references()).toEqual(['a', 'b', 'c']);
  await db.disconnect();
});
