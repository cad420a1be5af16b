/**
 * Every method that reads, on a resource that has the records of `things.js`: what it gives, and with
 * which requests.
 */
import { LONG } from './things.js';

/** @typedef {import('./thing-writes.js').Method} Method */

const ids = (records) => records.map(({ id }) => id);
const inGroup = (group) => ({ partition: 'byGroup', partitionValues: { group } });

/** @type {Method[]} */
export const READS = [
  {
    name: 'get',
    run: ({ resource }) => resource.get('c'),
    seen: ({ note, _hasContent }) => [note === LONG, _hasContent],
    reads: [true, true],
    requests: [],
  },
  {
    name: 'getMany',
    run: ({ resource }) => resource.getMany(['c', 'a']),
    seen: ids,
    reads: ['c', 'a'],
    acknowledged: ids,
    requests: [],
  },
  {
    name: 'getAll',
    run: ({ resource }) => resource.getAll(),
    seen: ids,
    reads: ['a', 'b', 'c'],
    requests: [],
  },
  {
    name: 'list',
    run: ({ resource }) => resource.list(),
    seen: ids,
    reads: ['a', 'b', 'c'],
    requests: [],
  },
  {
    name: 'list of a partition',
    run: ({ resource }) => resource.list(inGroup('one')),
    seen: ids,
    reads: ['a', 'b'],
    requests: [],
  },
  {
    name: 'listIds',
    run: ({ resource }) => resource.listIds(),
    seen: (found) => found,
    reads: ['a', 'b', 'c'],
    requests: [],
  },
  {
    name: 'count',
    run: ({ resource }) => resource.count(inGroup('one')),
    seen: (count) => count,
    reads: 2,
    requests: [],
  },
  {
    name: 'exists',
    run: ({ resource }) => resource.exists('a'),
    seen: (isThere) => isThere,
    reads: true,
    requests: [],
  },
  {
    name: 'query',
    run: ({ resource }) => resource.query({ name: 'C' }),
    seen: ids,
    reads: ['c'],
    requests: [],
  },
  {
    name: 'page',
    run: ({ resource }) => resource.page({ size: 2 }),
    seen: ({ items, hasMore }) => [ids(items), hasMore],
    reads: [['a', 'b'], true],
    requests: [],
  },
  {
    name: 'getFromPartition',
    run: ({ resource }) =>
      resource.getFromPartition({
        id: 'a',
        partitionName: 'byGroup',
        partitionValues: { group: 'one' },
      }),
    seen: ({ name, _partition }) => [name, _partition],
    reads: ['A', 'byGroup'],
    requests: [{ operation: 'GetObject' }],
  },
  {
    name: 'content',
    run: ({ resource }) => resource.content('b'),
    seen: ({ buffer }) => buffer.toString(),
    reads: 'old',
    requests: [],
  },
  {
    name: 'hasContent',
    run: ({ resource }) => resource.hasContent('b'),
    seen: (isThere) => isThere,
    reads: true,
    requests: [],
  },
];
