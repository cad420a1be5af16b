/**
 * Every method that changes something, on a resource that has the records {@link BEFORE}: what it does
 * to them, and with which requests.
 */
import { BEFORE, LONG, MORE } from './things.js';

/**
 * @typedef {object} Method
 * @property {string} name
 * @property {(context: {resource: any, db: any, etag: string}) => Promise<any>} run
 * @property {Record<string, Record<string, any> | null>} [touches] by id the fields that a record has
 *   afterwards, null for none; `*` stands for an id that is generated. Methods without change nothing
 * @property {(result: any) => string[]} [acknowledged] ids, for methods that tell of failures by
 *   `error` events
 * @property {boolean} [isPiecemeal] whether a failure leaves some of the records touched
 * @property {any} [reads] what `seen` gives of its result
 * @property {(result: any) => any} [seen]
 * @property {Array<{operation?: string, key?: string}>} requests that it makes, besides which any
 */

const ids = (records) => records.map(({ id }) => id);
const [PUT, GET, HEAD, LIST, DELETE, BATCH] = [
  'PutObject',
  'GetObject',
  'HeadObject',
  'ListObjectsV2',
  'DeleteObject',
  'DeleteObjects',
].map((operation) => ({ operation }));
const REFERENCE = { key: 'partition=' };

const moved = { name: 'B2', group: 'three', $content: 'old' };

/** @type {Method[]} */
export const WRITES = [
  {
    name: 'insert',
    run: ({ resource }) => resource.insert({ id: 'n', name: 'N', group: 'one' }),
    touches: { n: { name: 'N', group: 'one' } },
    requests: [REFERENCE],
  },
  {
    name: 'insert with a body',
    run: ({ resource }) => resource.insert({ id: 'n', name: 'N', note: LONG }),
    touches: { n: { name: 'N', note: LONG } },
    requests: [],
  },
  {
    name: 'insert without an id',
    run: ({ resource }) => resource.insert({ name: 'N', group: 'two' }),
    touches: { '*': { name: 'N', group: 'two' } },
    requests: [],
  },
  {
    name: 'insertMany',
    run: ({ resource }) =>
      resource.insertMany([
        { id: 'n1', name: 'N1', group: 'one' },
        { id: 'n2', name: 'N2', group: 'four' },
      ]),
    touches: { n1: { name: 'N1', group: 'one' }, n2: { name: 'N2', group: 'four' } },
    acknowledged: ids,
    requests: [REFERENCE],
  },
  {
    name: 'update',
    run: ({ resource }) => resource.update('b', { name: 'B2', group: 'three' }),
    touches: { b: moved },
    requests: [PUT, DELETE, REFERENCE],
  },
  {
    name: 'update of a body',
    run: ({ resource }) => resource.update('c', { name: 'C2' }),
    touches: { c: { ...BEFORE.c, name: 'C2' } },
    requests: [PUT],
  },
  {
    name: 'patch',
    run: ({ resource }) => resource.patch('b', { name: 'B2', group: 'three' }),
    touches: { b: moved },
    requests: [PUT, DELETE, REFERENCE],
  },
  {
    name: 'replace',
    run: ({ resource }) => resource.replace('a', { name: 'A2', group: 'three' }),
    touches: { a: { name: 'A2', group: 'three' } },
    requests: [PUT, DELETE, REFERENCE],
  },
  {
    name: 'upsert of a new record',
    run: ({ resource }) => resource.upsert({ id: 'n', name: 'N', group: 'one' }),
    touches: { n: { name: 'N', group: 'one' } },
    requests: [REFERENCE],
  },
  {
    name: 'upsert of an old record',
    run: ({ resource }) => resource.upsert({ id: 'b', name: 'B2', group: 'three' }),
    touches: { b: moved },
    requests: [GET, DELETE],
  },
  {
    name: 'updateConditional',
    run: async ({ resource, etag }) => {
      const result = await resource.updateConditional('c', { name: 'C2' }, { ifMatch: etag });
      if (!result.success) throw Object.assign(new Error(result.error), { isRefusal: true });
      return result;
    },
    touches: { c: { ...BEFORE.c, name: 'C2' } },
    requests: [HEAD, PUT],
  },
  {
    name: 'delete',
    run: ({ resource }) => resource.delete('b'),
    touches: { b: null },
    requests: [DELETE, REFERENCE],
  },
  {
    name: 'deleteMany',
    run: ({ resource }) => {
      const gone = [];
      resource.on('deleted', ({ id }) => gone.push(id));
      return resource.deleteMany(['a', 'b']).then(() => gone);
    },
    touches: { a: null, b: null },
    acknowledged: (gone) => gone,
    requests: [DELETE, REFERENCE],
  },
  {
    name: 'deleteAll',
    run: ({ resource }) => resource.deleteAll(),
    touches: { a: null, b: null, c: null },
    isPiecemeal: true,
    requests: [LIST, BATCH],
  },
  {
    name: 'setContent',
    run: ({ resource }) =>
      resource.setContent({ id: 'b', buffer: 'new', contentType: 'text/plain' }),
    touches: { b: { ...BEFORE.b, $content: 'new' } },
    requests: [PUT],
  },
  {
    name: 'deleteContent',
    run: ({ resource }) => resource.deleteContent('b'),
    touches: { b: { name: 'B', group: 'one' } },
    requests: [PUT],
  },
  {
    name: 'createResource',
    run: ({ db }) => db.createResource(MORE),
    touches: {},
    requests: [GET, DELETE, { ...PUT, key: 's3db.json' }],
  },
];
