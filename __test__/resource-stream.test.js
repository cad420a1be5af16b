import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';

import {
  Resource,
  ResourceIdsPageReader,
  ResourceIdsReader,
  ResourceReader,
  ResourceWriter,
} from '../index.js';
import { freshResource } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';

const ATTRIBUTES = { name: 'string|required', region: 'string|optional' };
const PARTITIONS = { byRegion: { fields: { region: 'string' } } };

const numbered = (count) =>
  Array.from({ length: count }, (_, number) => ({
    id: `i${String(number).padStart(3, '0')}`,
    name: `n${number}`,
    region: number % 2 ? 'EU' : 'US',
  }));

async function filled(count, config = {}) {
  const resource = await freshResource({ partitions: PARTITIONS, ...config });
  await resource.insertMany(numbered(count));
  return resource;
}

/** A client that counts the requests of a kind that are under way. */
class SlowClient extends MapClient {
  counts = { getObject: 0, putObject: 0, listObjects: 0 };
  underway = 0;
  most = 0;

  async #slowly(method, request) {
    this.counts[method]++;
    this.most = Math.max(this.most, ++this.underway);
    await new Promise((resolve) => setTimeout(resolve, 3));
    this.underway--;
    return request();
  }

  getObject(key) {
    return this.#slowly('getObject', () => super.getObject(key));
  }

  putObject(request) {
    return this.#slowly('putObject', () => super.putObject(request));
  }

  listObjects(request) {
    this.counts.listObjects++;
    return super.listObjects(request);
  }
}

async function slowResource(count) {
  const client = new SlowClient();
  const resource = new Resource({ name: 'users', client, attributes: ATTRIBUTES });
  await resource.insertMany(numbered(count));
  client.most = 0;
  Object.assign(client.counts, { getObject: 0, putObject: 0, listObjects: 0 });
  return { client, resource };
}

const collect = async (stream) => {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
};

const idsOf = (records) => records.map(({ id }) => id);

/** Stores what cannot be read as a record. */
const damage = (resource, id) =>
  resource.client.putObject({
    key: `resource=users/data/id=${id}`,
    metadata: {},
    body: '{',
  });

describe('readable', () => {
  test('readable-streams: is a stream of all records, as list gives them', async () => {
    const resource = await filled(25);
    const stream = await resource.readable();
    expect(stream).toBeInstanceOf(Readable);
    expect(stream).toBeInstanceOf(ResourceReader);
    const { batchSize, concurrency, readableObjectMode } = stream;
    expect({ batchSize, concurrency, readableObjectMode }).toEqual({
      batchSize: 10,
      concurrency: 5,
      readableObjectMode: true,
    });
    expect(await collect(stream)).toEqual(await resource.list());
  });

  test('gives the same record by record', async () => {
    const resource = await filled(25);
    const expected = await collect(resource.readable());
    resource._core.forceSlow();
    expect(await collect(resource.readable({ batchSize: 4 }))).toEqual(expected);
  });

  test('of nothing ends at once', async () => {
    const resource = await filled(0);
    expect(await collect(resource.readable())).toEqual([]);
  });

  test('emits data and end', async () => {
    const resource = await filled(12);
    const seen = [];
    const stream = resource.readable();
    stream.on('data', ({ id }) => seen.push(id));
    await once(stream, 'end');
    expect(seen).toEqual(idsOf(numbered(12)));
  });

  test('reads a partition', async () => {
    const resource = await filled(9);
    const selection = { partition: 'byRegion', partitionValues: { region: 'EU' } };
    expect(await collect(resource.readable({ ...selection, batchSize: 2 }))).toEqual(
      await resource.list(selection),
    );
    expect(() => resource.readable({ partition: 'nope' })).toThrow("Partition 'nope' not found");
  });

  test('reads through the middlewares and hooks of get', async () => {
    const resource = await filled(3, { hooks: { afterGet: [(r) => ({ ...r, hooked: true })] } });
    resource.useMiddleware('get', async (_call, next) => ({ ...(await next()), wrapped: true }));
    for (const record of await collect(resource.readable())) {
      expect(record).toMatchObject({ hooked: true, wrapped: true });
    }
  });

  test('holds less than two batches that nobody has taken', async () => {
    const { client, resource } = await slowResource(100);
    const stream = resource.readable({ batchSize: 8, concurrency: 2 });
    stream.once('data', () => stream.pause());
    await once(stream, 'pause');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(client.counts.getObject).toBeLessThanOrEqual(16);
    stream.resume();
    await once(stream, 'end');
    expect(client.counts.getObject).toBe(100);
  });

  test.each([1, 3, 7])('reads %i records at the same time', async (concurrency) => {
    const { client, resource } = await slowResource(30);
    await collect(resource.readable({ batchSize: 10, concurrency }));
    expect(client.most).toBe(concurrency);
    expect(client.counts.listObjects).toBe(3);
  });

  test('tells of a record that cannot be read, and goes on', async () => {
    const resource = await filled(5);
    await damage(resource, 'i002');
    const toldByResource = [];
    resource.on('error', (error, id) => toldByResource.push(id));
    const ends = {
      data: (stream) =>
        once(
          stream.on('data', () => {}),
          'close',
        ),
      iteration: collect,
      pipeline: (stream) =>
        pipeline(stream, new Writable({ objectMode: true, write: (_r, _e, next) => next() })),
      finished: (stream) => finished(stream.resume()),
    };
    for (const [name, consume] of Object.entries(ends)) {
      const told = [];
      const stream = resource.readable({ batchSize: 2 });
      let count = 0;
      stream.on('error', (error, id) => told.push([error.code, id]));
      const { push } = stream;
      stream.push = (item) => ((count += item === null ? 0 : 1), push.call(stream, item));
      await consume(stream);
      expect({ name, count, told }).toEqual({ name, count: 4, told: [['CORRUPT_OBJECT', 'i002']] });
    }
    await new Promise(setImmediate);
    expect(toldByResource).toEqual(['i002', 'i002', 'i002', 'i002']);
  });

  test('without a listener of error goes on, too', async () => {
    const resource = await filled(5);
    await damage(resource, 'i002');
    expect(await collect(resource.readable())).toHaveLength(4);
  });

  test('ends with an error when the keys cannot be listed', async () => {
    const { client, resource } = await slowResource(3);
    client.listObjects = async () => {
      throw new Error('no list');
    };
    await expect(collect(resource.readable())).rejects.toThrow('no list');
  });

  test('stops reading when it is destroyed', async () => {
    const { client, resource } = await slowResource(50);
    const stream = resource.readable({ batchSize: 5, concurrency: 1 });
    stream.once('data', () => stream.destroy());
    stream.resume();
    await once(stream, 'close');
    const { getObject } = client.counts;
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(client.counts.getObject - getObject).toBeLessThanOrEqual(1);
    expect(stream.destroyed).toBe(true);
  });

  test('ends with a loop that breaks off', async () => {
    const resource = await filled(50);
    const stream = resource.readable();
    for await (const _record of stream) break;
    expect(stream.destroyed).toBe(true);
  });

  test('does not keep the process alive', () => {
    const program = `
      import { Database } from './index.js';
      const db = new Database({ connectionString: 'memory://stream-exit/app' });
      await db.connect();
      const users = await db.createResource({ name: 'users', attributes: { name: 'string' } });
      await users.insertMany(Array.from({ length: 99 }, () => ({ name: 'n' })));
      const stream = users.readable();
      stream.once('data', () => stream.pause());
      users.writable().write({ name: 'n' });
    `;
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd,
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['batchSize', 0],
    ['batchSize', '5'],
    ['concurrency', -1],
    ['concurrency', 1.5],
  ])('refuses %s %p', async (field, value) => {
    const resource = await filled(0);
    for (const method of ['readable', 'writable']) {
      expect(() => resource[method]({ [field]: value })).toThrow(
        expect.objectContaining({ name: 'ValidationError', statusCode: 400, field, value }),
      );
    }
  });
});

describe('readers of ids', () => {
  test('give ids, one by one', async () => {
    const resource = await filled(12);
    const stream = new ResourceIdsReader({ resource, batchSize: 5 });
    expect(await collect(stream)).toEqual(await resource.listIds());
  });

  test('give ids in pages', async () => {
    const resource = await filled(12);
    const stream = new ResourceIdsPageReader({ resource, batchSize: 5 });
    expect(stream).toBeInstanceOf(ResourceIdsReader);
    const pages = await collect(stream.build());
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
    expect(pages.flat()).toEqual(await resource.listIds());
  });

  test('read no record', async () => {
    const { client, resource } = await slowResource(12);
    await collect(new ResourceIdsReader({ resource }));
    expect(client.counts.getObject).toBe(0);
  });

  test.each([ResourceReader, ResourceIdsReader, ResourceIdsPageReader, ResourceWriter])(
    'and the other streams need a resource: %p',
    (Stream) => {
      expect(() => new Stream({})).toThrow(
        expect.objectContaining({
          name: 'StreamError',
          message: `Resource is required for ${Stream.name}`,
        }),
      );
    },
  );
});

describe('writable', () => {
  test('writable-streams: inserts what is written', async () => {
    const resource = await filled(0);
    const stream = await resource.writable();
    expect(stream).toBeInstanceOf(Writable);
    expect(stream.build()).toBeInstanceOf(ResourceWriter);
    for (const record of numbered(8)) expect(stream.write(record)).toBe(true);
    stream.end();
    await once(stream, 'finish');
    expect(await resource.listIds()).toEqual(idsOf(numbered(8)));
  });

  test('finishes also when nothing was written', async () => {
    const stream = (await filled(0)).writable();
    stream.end();
    await once(stream, 'finish');
    expect(stream.writableFinished).toBe(true);
  });

  test('inserts through the middlewares of insert', async () => {
    const resource = await filled(0);
    const seen = [];
    resource.useMiddleware('insert', ({ args }, next) => (seen.push(args[0].id), next()));
    await pipeline(Readable.from(numbered(3)), resource.writable());
    expect(seen).toEqual(idsOf(numbered(3)));
  });

  const MIXED = [{ id: 'a', name: 'n' }, { id: 'b' }, { id: 'c', name: 'n' }];

  test.each([
    ['write', (stream) => (MIXED.map((record) => stream.write(record)), stream.end())],
    ['pipe', (stream) => Readable.from(MIXED).pipe(stream)],
    ['pipeline', (stream) => pipeline(Readable.from(MIXED), stream)],
    ['pipeline of an iteration', (stream) => pipeline(MIXED, stream)],
  ])('tells of a record that cannot be inserted, and goes on: %s', async (_name, write) => {
    const resource = await filled(0);
    const stream = resource.writable();
    const told = [];
    stream.on('error', (...args) => told.push(args));
    write(stream);
    await once(stream, 'finish');
    expect(told).toEqual([[expect.objectContaining({ name: 'InvalidResourceItem' }), MIXED[1]]]);
    expect(await resource.listIds()).toEqual(['a', 'c']);
  });

  test('stream-item-errors: tells a listener of one error once', async () => {
    const resource = await filled(0);
    const stream = resource.writable();
    let told = 0;
    stream.once('error', () => told++);
    for (const id of ['a', 'b']) stream.write({ id });
    stream.end();
    await once(stream, 'finish');
    expect(told).toBe(1);
  });

  test.each([1, 3])(
    'inserts %i records at the same time, and lets others wait',
    async (concurrency) => {
      const { client, resource } = await slowResource(0);
      const stream = resource.writable({ batchSize: 4, concurrency });
      const records = numbered(12);
      let accepted = 1;
      while (stream.write(records[accepted - 1])) accepted++;
      expect(accepted).toBe(4 + concurrency - 1);
      await once(stream, 'drain');
      for (const record of records.slice(accepted)) stream.write(record);
      stream.end();
      await once(stream, 'finish');
      expect(client.most).toBe(concurrency);
      expect(client.counts.putObject).toBe(12);
    },
  );

  test('inserts no more when it is destroyed', async () => {
    const { client, resource } = await slowResource(0);
    const stream = resource.writable({ concurrency: 1 });
    for (const record of numbered(10)) stream.write(record);
    stream.destroy();
    await once(stream, 'close');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(client.counts.putObject).toBe(1);
  });

  test('copies one resource into another', async () => {
    const source = await filled(30);
    const target = await filled(0);
    await pipeline(source.readable(), target.writable());
    expect(await target.listIds()).toEqual(await source.listIds());
  });
});
