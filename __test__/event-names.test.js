import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, test } from '@jest/globals';

import { freshDatabase } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

/** Milliseconds after which deferred events are delivered. */
const SETTLED = 15;

const A = { id: 'a', name: 'A', o: { k: 1 } };
const B = { id: 'b', name: 'B' };
const CHANGED = { ...A, age: 2 };
const IN_NAME = { partition: 'byName', partitionValues: { name: 'A' } };
const CONTENT = { id: 'a', contentType: 'text/plain', contentLength: 2 };
const DELETED = { ...A, $before: A, $after: null };

/** Event, older name, call, payload without the fields of the package, id of a second event. */
const ROWS = [
  ['inserted', 'insert', 'insert', [B], B, 'b'],
  ['inserted', 'insert', 'upsert', [B], B, 'b'],
  ['inserted', 'insert', 'insertMany', [[B]], B, 'b'],
  ['updated', 'update', 'update', ['a', { age: 2 }], withImages(CHANGED), 'a'],
  ['updated', 'update', 'patch', ['a', { age: 2 }], withImages(CHANGED), 'a'],
  ['updated', 'update', 'upsert', [CHANGED], withImages(CHANGED), 'a'],
  ['deleted', 'delete', 'delete', ['a'], DELETED, 'a'],
  ['deleted', 'delete', 'deleteMany', [['a']], DELETED, 'a'],
  ['fetched', 'get', 'get', ['a'], A, 'a'],
  ['fetched', 'get', 'update', ['a', { age: 2 }], A, 'a'],
  ['fetched', 'get', 'delete', ['a'], A, 'a'],
  ['fetched', 'get', 'list', [], A, 'a'],
  ['fetched', 'get', 'getAll', [], A, 'a'],
  ['fetched', 'get', 'getMany', [['a']], A, 'a'],
  ['fetched', 'get', 'query', [{ name: 'A' }], A, 'a'],
  ['fetched', 'get', 'page', [], A, 'a'],
  ['fetched', 'get', 'setContent', [{ id: 'a', buffer: 'hi' }], A, 'a'],
  ['inserted-many', 'insertMany', 'insertMany', [[B, {}]], 2],
  ['deleted-many', 'deleteMany', 'deleteMany', [['a', 'zz']], 2],
  ['fetched-many', 'getMany', 'getMany', [['a', 'zz']], 2],
  ['list', null, 'list', [], { count: 1, errors: 0 }],
  ['list', null, 'list', [IN_NAME], { ...IN_NAME, count: 1, errors: 0 }],
  ['listed-ids', 'listIds', 'listIds', [], 1],
  ['listed-ids', 'listIds', 'list', [], 1],
  ['listed-ids', 'listIds', 'getAll', [], 1],
  ['count', null, 'count', [], 1],
  ['paginated', 'page', 'page', [], expect.objectContaining({ items: [expect.anything()] })],
  ['deleted-all', 'deleteAll', 'deleteAll', [], { ...allOf('/data'), version: 'v1' }],
  ['deleted-all-data', 'deleteAllData', 'deleteAllData', [], { ...allOf(''), resource: 'u' }],
  ['content-set', 'setContent', 'setContent', [{ ...CONTENT, buffer: 'hi' }], CONTENT, 'a'],
  ['content-deleted', 'deleteContent', 'deleteContent', ['a'], 'a', 'a'],
  [
    'partition-fetched',
    'getFromPartition',
    'getFromPartition',
    [{ id: 'a', partitionName: 'byName', partitionValues: { name: 'A' } }],
    A,
    'a',
  ],
];

const EVENTS = ROWS.map((row) => (row.length === 6 ? row : [...row, null]));

function withImages(record) {
  return { ...record, $before: A, $after: record };
}

function allOf(folder) {
  const deletedCount = folder ? 1 : 2;
  return { prefix: `resource=u${folder}`, deletedCount };
}

async function resourceOf(config) {
  const db = await freshDatabase();
  const resource = await db.createResource({
    name: 'u',
    attributes: { name: 'string', age: 'number|optional', o: { k: 'number|optional' } },
    partitions: { byName: { fields: { name: 'string' } } },
    paranoid: false,
    ...config,
  });
  await resource.insert(A);
  return resource;
}

function shown(payload) {
  if (typeof payload !== 'object' || payload === null) return payload;
  if (!payload.$before) return 'items' in payload ? payload : userFields(payload);
  return { ...userFields(payload), $before: userFields(payload.$before) };
}

function listen(resource, names) {
  const heard = [];
  for (const name of names) resource.on(name, (payload) => heard.push([name, shown(payload)]));
  return heard;
}

/** The first delivery under each name. */
function firstOf(heard, names) {
  return names.map((name) => heard.find(([event]) => event === name));
}

describe.each([
  ['deferred', { asyncEvents: true }, false],
  ['within the operation', { asyncEvents: false }, false],
  ['deferred, the slow way', { asyncEvents: true }, true],
])('events, %s', (_mode, config, forced) => {
  test.each(EVENTS)('%s, once %s, of %s', async (event, older, method, args, payload, id) => {
    const resource = await resourceOf(config);
    if (forced) resource._core.forceSlow();
    const names = [event, ...(id ? [`${event}:${id}`] : []), ...(older ? [older] : [])];
    const heard = listen(resource, names);
    const strangers = listen(resource, [`${older}:${id}`, `${event}:other`]);
    await resource[method](...args);
    await wait(SETTLED);
    expect(firstOf(heard, names)).toEqual(names.map((name) => [name, payload]));
    expect(strangers).toEqual([]);
  });

  test('content-fetched, once content, of content', async () => {
    const resource = await resourceOf(config);
    await resource.setContent({ id: 'a', buffer: 'hi', contentType: 'text/plain' });
    const names = ['content-fetched', 'content-fetched:a', 'content'];
    const heard = listen(resource, names);
    await resource.content('a');
    await wait(SETTLED);
    expect(heard).toEqual(names.map((name) => [name, CONTENT]));
  });
});

describe('older-event-names: an older name alone', () => {
  test.each(EVENTS.filter(([, older]) => older))(
    '%s as %s is heard, of %s',
    async (_event, older, method, args, payload) => {
      const resource = await resourceOf({ asyncEvents: false });
      const heard = listen(resource, [older]);
      await resource[method](...args);
      expect(heard[0]).toEqual([older, payload]);
    },
  );

  test('is heard after the present one, and removed like any other', async () => {
    const resource = await resourceOf();
    const heard = listen(resource, ['insert', 'inserted']);
    resource.once('insert', () => heard.push(['once']));
    await resource.insertMany([B, { id: 'c', name: 'C' }]);
    await wait(SETTLED);
    expect(heard.map(([name]) => name)).toEqual([
      'inserted',
      'insert',
      'once',
      'inserted',
      'insert',
    ]);
    expect(resource.listenerCount('insert')).toBe(1);
  });

  test('stands in a configuration, too', async () => {
    const heard = [];
    const resource = await resourceOf({
      asyncEvents: false,
      events: {
        update: [
          ({ $before }) => heard.push($before.name),
          ({ $after }) => heard.push($after.name),
        ],
        deleteMany: (count) => heard.push(count),
      },
    });
    await resource.update('a', { name: 'Z' });
    await resource.deleteMany(['a']);
    expect(heard).toEqual(['A', 'Z', 1]);
  });

  test('is not added to what users emit', async () => {
    const resource = await resourceOf({ asyncEvents: false });
    const heard = listen(resource, ['insert']);
    expect(resource.emit('inserted', B)).toBe(false);
    expect(heard).toEqual([]);
  });
});

describe('events of databases', () => {
  test('tell of resources', async () => {
    const db = await freshDatabase();
    const heard = [];
    const names = ['db:resource-created', 's3db.resourceCreated', 'db:resource:metrics'];
    for (const name of [
      ...names,
      'resource:created',
      'db:resource-updated',
      's3db.resourceUpdated',
    ]) {
      db.on(name, (payload) => heard.push([name, payload]));
    }
    const resource = await db.createResource({ name: 'u', attributes: { name: 'string' } });
    expect(heard).toEqual([
      ['db:resource-created', 'u'],
      ['s3db.resourceCreated', 'u'],
      [
        'db:resource:metrics',
        expect.objectContaining({ resource: 'u', rssMB: expect.any(Number) }),
      ],
      ['resource:created', { resource }],
    ]);
    const [, , [, metrics]] = heard.splice(0);
    expect(Object.keys(metrics)).toEqual([
      'resource',
      'timestamp',
      'rssMB',
      'heapUsedMB',
      'heapTotalMB',
      'externalMB',
      'arrayBuffersMB',
    ]);
    expect(metrics.rssMB).toBeGreaterThan(1);
    await db.createResource({ name: 'u', attributes: { name: 'string' } });
    expect(heard).toEqual([
      ['db:resource-updated', 'u'],
      ['s3db.resourceUpdated', 'u'],
    ]);
  });

  test('have older names', async () => {
    const db = await freshDatabase();
    await db.createResource({ name: 'u', attributes: { name: 'string' } });
    await db.disconnect();
    const heard = [];
    for (const name of ['connected', 'resourceDefinitionsChanged', 'metadataUploaded']) {
      db.on(name, () => heard.push(name));
    }
    await db.connect();
    await db.createResource({ name: 'v', attributes: { name: 'string' } });
    expect(heard).toEqual(['resourceDefinitionsChanged', 'connected', 'metadataUploaded']);
  });

  test('tell of the items that failed', async () => {
    const db = await freshDatabase();
    const heard = [];
    db.on('error', (...details) => heard.push(details));
    const resource = await db.createResource({ name: 'u', attributes: { name: 'string' } });
    await resource.insertMany([{}]);
    expect(heard).toEqual([['u', expect.objectContaining({ name: 'InvalidResourceItem' }), {}]]);
  });
});
