/**
 * What each method of a resource costs in requests, and what it could cost.
 *
 * Counts are of a resource with the records a, b and c, without partitions and with two: `PUT`, `GET`,
 * `HEAD`, `COPY`, `DEL`, `DELS` (up to 1,000 keys) and `LIST` (up to 1,000 keys).
 */
import { expect } from '@jest/globals';

export const PARTITIONS = {
  byTown: { fields: { town: 'string' } },
  byTeam: { fields: { team: 'string' } },
};

export const NEW = { name: 'new', town: 'Rome', team: 'blue' };
const IN_ROME = { partition: 'byTown', partitionValues: { town: 'Rome' } };
const MANY = Array.from({ length: 1001 }, (_, n) => `m${n}`);

/** @param {Promise<unknown>} call that is to be refused */
const refused = (call) =>
  call.then(
    () => Promise.reject(new Error('was not refused')),
    () => {},
  );

/** @typedef {{none?: string, two?: string}} Counts without partitions, and with two */

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {(resource: any, db: any) => Promise<unknown>} call
 * @property {(resource: any) => Promise<unknown>} [before] what is done and not counted
 * @property {object} [options] of the resource
 * @property {string} [none] its requests without partitions
 * @property {string} [two] with two
 * @property {Counts} [through] its requests by calls of the client, where they differ: clients delete by
 *   `DeleteObjects` only
 * @property {Counts} [attainable] what it could cost, where that is not what it costs
 * @property {string} [why] why it costs something else; needed where that is more
 */

/** @type {Row[]} */
const WRITING = [
  { name: 'insert', call: (r) => r.insert(NEW), none: '1 PUT', two: '3 PUT' },
  {
    name: 'insert of an id that is taken',
    call: (r) => refused(r.insert({ ...NEW, id: 'a' })),
    ...{ none: '1 PUT', two: '1 PUT' },
  },
  {
    name: 'insertMany',
    call: (r) => r.insertMany([1, 2, 3].map((n) => ({ ...NEW, id: `n${n}` }))),
    ...{ none: '3 PUT', two: '9 PUT' },
  },
  {
    name: 'update',
    call: (r) => r.update('a', { name: 'other' }),
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'update that moves one reference',
    call: (r) => r.update('a', { town: 'Oslo' }),
    ...{ none: '1 GET, 1 PUT', two: '1 DEL, 1 GET, 2 PUT' },
    through: { two: '1 DELS, 1 GET, 2 PUT' },
  },
  {
    name: 'update that moves two references',
    call: (r) => r.update('a', { town: 'Oslo', team: 'red' }),
    ...{ none: '1 GET, 1 PUT', two: '1 DELS, 1 GET, 3 PUT' },
    attainable: { two: '2 DEL, 1 GET, 3 PUT' },
    why: 'one request deletes both',
  },
  {
    name: 'patch',
    call: (r) => r.patch('a', { name: 'other' }),
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  ...['enforce-limits', 'truncate-data'].map((behavior) => ({
    name: `patch, ${behavior}`,
    call: (/** @type {any} */ r) => r.patch('a', { name: 'other' }),
    options: { behavior },
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
    attainable: { none: '1 COPY, 1 HEAD', two: '1 COPY, 1 HEAD' },
    why: 'only the body tells whether it holds fields, which a copy would leave as they were',
  })),
  {
    name: 'patch that moves a reference, enforce-limits',
    call: (r) => r.patch('a', { town: 'Oslo' }),
    options: { behavior: 'enforce-limits' },
    ...{ none: '1 GET, 1 PUT', two: '1 DEL, 1 GET, 2 PUT' },
    through: { two: '1 DELS, 1 GET, 2 PUT' },
    attainable: { none: '1 COPY, 1 HEAD', two: '1 COPY, 1 DEL, 1 HEAD, 1 PUT' },
    why: 'as above',
  },
  {
    name: 'replace',
    call: (r) => r.replace('a', { ...NEW, name: 'other' }),
    ...{ none: '1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'replace that moves a reference',
    call: (r) => r.replace('a', { ...NEW, town: 'Oslo' }),
    ...{ none: '1 PUT', two: '1 DEL, 1 GET, 2 PUT' },
    through: { two: '1 DELS, 1 GET, 2 PUT' },
  },
  {
    name: 'upsert of a new id',
    call: (r) => r.upsert({ ...NEW, id: 'new' }),
    ...{ none: '1 PUT', two: '3 PUT' },
  },
  {
    name: 'upsert of a known id',
    call: (r) => r.upsert({ ...NEW, id: 'a', name: 'other' }),
    ...{ none: '1 GET, 2 PUT', two: '1 GET, 2 PUT' },
  },
  {
    name: 'updateConditional',
    call: async (r) => {
      const ifMatch = r.seen;
      const { success } = await r.updateConditional('a', { name: 'other' }, { ifMatch });
      expect(success).toBe(true);
    },
    before: async (r) => (r.seen = (await r.get('a'))._etag),
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'updateConditional after a hook that took its time',
    call: async (r) => {
      const ifMatch = r.seen;
      const { success } = await r.updateConditional('a', { name: 'other' }, { ifMatch });
      expect(success).toBe(true);
    },
    before: async (r) => {
      r.seen = (await r.get('a'))._etag;
      r.addHook('beforeUpdate', (/** @type {object} */ record) => {
        return new Promise((resolve) => setTimeout(() => resolve(record), 600));
      });
    },
    ...{ none: '1 GET, 1 HEAD, 1 PUT', two: '1 GET, 1 HEAD, 1 PUT' },
    through: { none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
    attainable: { none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
    why: 'S3 compares no metadata: what was read half a second ago is compared once more',
  },
  {
    name: 'updateConditional of another record',
    call: async (r) => {
      const { success } = await r.updateConditional('a', { name: 'other' }, { ifMatch: '"other"' });
      expect(success).toBe(false);
    },
    ...{ none: '1 GET', two: '1 GET' },
    attainable: { none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
    why: 'what was read does not match, and is not written',
  },
  {
    name: 'setContent',
    call: (r) => r.setContent({ id: 'a', buffer: Buffer.from('x') }),
    ...{ none: '1 GET, 1 PUT', two: '1 GET, 1 PUT' },
  },
  {
    name: 'deleteContent',
    call: (r) => r.deleteContent('a'),
    ...{ none: '1 HEAD, 1 PUT', two: '1 HEAD, 1 PUT' },
  },
];

/** @type {Row[]} */
const DELETING = [
  {
    name: 'delete',
    call: (r) => r.delete('a'),
    ...{ none: '1 DEL, 1 HEAD', two: '1 DEL, 1 DELS, 1 GET' },
    through: { none: '1 DELS, 1 HEAD', two: '2 DELS, 1 GET' },
    attainable: { none: '1 DEL, 1 GET' },
    why: 'nobody wants the record: it has only to be there',
  },
  {
    name: 'delete of a missing id',
    call: (r) => refused(r.delete('none')),
    ...{ none: '1 HEAD', two: '1 GET' },
    attainable: { none: '1 DEL, 1 GET', two: '1 DEL, 1 GET' },
    why: 'there is nothing to delete',
  },
  {
    name: 'deleteMany',
    call: (r) => r.deleteMany(['a', 'b', 'c']),
    ...{ none: '1 DELS, 3 HEAD', two: '2 DELS, 3 GET' },
    attainable: { none: '1 DELS, 3 GET', two: '2 DELS, 3 GET' },
    why: 'nobody wants the records: they have only to be there',
  },
  {
    name: 'deleteMany whose records somebody hears of',
    call: (r) => r.deleteMany(['a', 'b', 'c']),
    before: async (r) => r.on('deleted', () => {}),
    ...{ none: '1 DELS, 3 GET', two: '2 DELS, 3 GET' },
  },
  {
    name: 'deleteMany of more than a thousand',
    call: async (r) => expect(await r.deleteMany(MANY)).toEqual({ deleted: 1001, errors: 0 }),
    before: (r) => r.insertMany(MANY.map((id) => ({ ...NEW, id }))),
    ...{ none: '1 DEL, 1 DELS, 1001 HEAD' },
    through: { none: '2 DELS, 1001 HEAD' },
    attainable: { none: '2 DELS, 1001 GET' },
    why: 'the last one is alone',
  },
  {
    name: 'deleteMany with a hook that sees records before they go',
    call: (r) => r.deleteMany(['a', 'b', 'c']),
    before: async (r) => r.addHook('beforeDelete', (/** @type {object} */ record) => record),
    ...{ none: '3 DEL, 3 GET', two: '3 DEL, 3 DELS, 3 GET' },
    through: { none: '3 DELS, 3 GET', two: '6 DELS, 3 GET' },
    attainable: { none: '1 DELS, 3 GET', two: '2 DELS, 3 GET' },
    why: 'the hook of a record finds those before it gone',
  },
  {
    name: 'deleteAll',
    call: (r) => r.deleteAll(),
    options: { paranoid: false },
    ...{ none: '1 DELS, 1 LIST', two: '3 DELS, 3 LIST' },
    attainable: { two: '1 DELS, 1 LIST' },
    why: 'the references of a record that is gone would lead nowhere',
  },
  {
    name: 'deleteAllData',
    call: (r) => r.deleteAllData(),
    options: { paranoid: false },
    ...{ none: '1 DELS, 1 LIST', two: '1 DELS, 1 LIST' },
  },
];

/** @type {Row[]} */
const READING = [
  { name: 'get', call: (r) => r.get('a'), none: '1 GET', two: '1 GET' },
  {
    name: 'get of a missing id',
    call: (r) => refused(r.get('none')),
    ...{ none: '1 GET', two: '1 GET' },
  },
  { name: 'getOrNull', call: (r) => r.getOrNull('none'), none: '1 GET', two: '1 GET' },
  { name: 'getOrThrow', call: (r) => r.getOrThrow('a'), none: '1 GET', two: '1 GET' },
  { name: 'getMany', call: (r) => r.getMany(['a', 'b', 'c']), none: '3 GET', two: '3 GET' },
  { name: 'exists', call: (r) => r.exists('a'), none: '1 HEAD', two: '1 HEAD' },
  {
    name: 'exists of a missing id',
    call: (r) => r.exists('none'),
    ...{ none: '1 HEAD', two: '1 HEAD' },
  },
  { name: 'list', call: (r) => r.list(), none: '3 GET, 1 LIST', two: '3 GET, 1 LIST' },
  {
    name: 'list with an offset',
    call: (r) => r.list({ offset: 1 }),
    ...{ none: '2 GET, 2 LIST', two: '2 GET, 2 LIST' },
  },
  { name: 'listIds', call: (r) => r.listIds(), none: '1 LIST', two: '1 LIST' },
  {
    name: 'listIds of more than a thousand',
    call: async (r) => expect(await r.listIds({ limit: 2000 })).toHaveLength(1004),
    before: (r) => r.insertMany(MANY.map((id) => ({ ...NEW, id }))),
    ...{ none: '2 LIST' },
  },
  { name: 'count', call: (r) => r.count(), none: '1 LIST', two: '1 LIST' },
  { name: 'getAll', call: (r) => r.getAll(), none: '3 GET, 1 LIST', two: '3 GET, 1 LIST' },
  {
    name: 'query',
    call: (r) => r.query({ name: 'new' }),
    ...{ none: '3 GET, 1 LIST', two: '3 GET, 1 LIST' },
  },
  {
    name: 'query that a partition answers',
    call: (r) => r.query({ town: 'Rome' }),
    ...{ two: '3 GET, 1 LIST' },
  },
  {
    name: 'page',
    call: (r) => r.page({ size: 2 }),
    ...{ none: '2 GET, 1 LIST', two: '2 GET, 1 LIST' },
  },
  {
    name: 'page by its number',
    call: (r) => r.page({ page: 2, size: 1 }),
    ...{ none: '1 GET, 2 LIST', two: '1 GET, 2 LIST' },
  },
  { name: 'list of a partition', call: (r) => r.list(IN_ROME), two: '3 GET, 1 LIST' },
  {
    name: 'getFromPartition',
    call: (r) =>
      r.getFromPartition({
        id: 'a',
        partitionName: 'byTown',
        partitionValues: IN_ROME.partitionValues,
      }),
    two: '1 GET, 1 HEAD',
  },
  { name: 'content', call: (r) => r.content('a'), none: '1 GET', two: '1 GET' },
  { name: 'hasContent', call: (r) => r.hasContent('a'), none: '1 HEAD', two: '1 HEAD' },
];

/** @type {Row[]} */
const DEFINING = [
  {
    name: 'createResource',
    call: (_r, db) => db.createResource({ name: 'other', attributes: { name: 'string' } }),
    none: '1 DEL, 1 GET, 2 PUT',
    attainable: { none: '1 DEL, 2 GET, 3 PUT' },
  },
  {
    name: 'createResource of one that is there',
    call: (r, db) => db.createResource(r.given),
    ...{ none: 'nothing', two: 'nothing' },
  },
];

export const ROWS = [...WRITING, ...DELETING, ...READING, ...DEFINING];
