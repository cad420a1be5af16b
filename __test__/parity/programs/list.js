import { BY_REGION, NESTED, DEEP, PEOPLE } from './people.js';

const NUMBERED = Array.from({ length: 12 }, (_, number) => ({
  id: `i${String(number).padStart(2, '0')}`,
  name: number % 2 ? 'odd' : 'even',
  age: number,
  region: ['US', 'EU', 'SA'][number % 3],
}));

const US = { partition: 'byRegion', partitionValues: { region: 'US' } };
const TWO = {
  byRegion: { fields: { region: 'string' } },
  byBoth: { fields: { region: 'string', age: 'number' } },
  byInitial: { fields: { name: 'string|maxlength:1' } },
};
const OPTIONS = {
  plain: undefined,
  empty: {},
  limited: { limit: 5 },
  offset: { offset: 10 },
  window: { limit: 3, offset: 4 },
  beyond: { offset: 50 },
  'limit-zero': { limit: 0 },
  'limit-null': { limit: null },
  'limit-negative': { limit: -1 },
  partition: US,
  'partition-window': { ...US, limit: 2, offset: 1 },
  'partition-whole': { partition: 'byRegion' },
  'partition-unknown': { partition: 'nope', partitionValues: { region: 'US' } },
  'partition-unknown-value': { partition: 'byRegion', partitionValues: { region: 'ZZ' } },
  'partition-both': { partition: 'byBoth', partitionValues: { region: 'US', age: 3 } },
  'partition-first-field': { partition: 'byBoth', partitionValues: { age: 3 } },
  'partition-cut': { partition: 'byInitial', partitionValues: { name: 'even' } },
  'partition-unknown-field': { partition: 'byRegion', partitionValues: { nope: 1, region: 'US' } },
};

const FILTERS = {
  empty: [{}],
  none: [],
  null: [null],
  number: [{ age: 3 }],
  'text-for-number': [{ age: '3' }],
  two: [{ name: 'odd', age: 3 }],
  nobody: [{ name: 'nobody' }],
  id: [{ id: 'i03' }],
  undefined: [{ nothing: undefined }],
  'null-value': [{ age: null }],
  operator: [{ age: { $gt: 3 } }],
  limited: [{ name: 'odd' }, { limit: 2 }],
  'limit-zero': [{ name: 'odd' }, { limit: 0 }],
  offset: [{ name: 'odd' }, { offset: 3 }],
  planned: [{ region: 'US' }],
  'planned-and-more': [{ region: 'US', name: 'odd' }],
  partition: [{ name: 'odd' }, { partition: 'byRegion', partitionValues: { region: 'EU' } }],
  'partition-from-filter': [{ region: 'EU', name: 'odd' }, { partition: 'byRegion' }],
  'partition-unknown': [{ name: 'odd' }, { partition: 'nope' }],
  'empty-partition': [{}, { partition: 'byRegion', partitionValues: { region: 'SA' } }],
};

const filled = { records: NUMBERED, config: { partitions: TWO } };

/** @type {Record<string, import('../stage.js').Program>} */
export const lists = {
  ...Object.fromEntries(
    Object.entries(OPTIONS).flatMap(([name, options]) =>
      ['list', 'listIds', 'count'].map((method) => [
        `${method}-${name}`,
        { ...filled, calls: [options === undefined ? [method] : [method, options]] },
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries(FILTERS).map(([name, args]) => [
      `query-${name}`,
      { ...filled, calls: [['query', ...args]] },
    ]),
  ),
  'query-day': {
    config: { attributes: { when: 'string' }, partitions: { byDay: { fields: { when: 'date' } } } },
    records: ['02T10', '02T12', '03T10'].map((time) => ({
      id: time,
      when: `2024-01-${time}:00:00.000Z`,
    })),
    calls: [
      ['query', { when: '2024-01-02' }],
      ['query', { when: '2024-01-04' }],
      ['list', { partition: 'byDay', partitionValues: { when: '2024-01-02' } }],
      ['list', { partition: 'byDay', partitionValues: { when: new Date('2024-01-02T23:00:00Z') } }],
      ['query', { when: '2024-01-02T10:00:00.000Z' }],
    ],
  },
  'query-nested': {
    config: { attributes: NESTED },
    records: [DEEP],
    calls: [
      ['query', { 'profile.city': 'Rome' }],
      ['query', { 'profile.geo.lat': 1 }],
      ['query', { profile: { city: 'Rome' } }],
      ['query', { tags: ['x', 'y'] }],
    ],
  },
  'list-main': {
    ...filled,
    calls: [
      ['listMain', { limit: 2 }],
      ['listMain', { offset: 11 }],
      ['listMain', {}],
      ['listMain'],
    ],
  },
  'list-partition': {
    ...filled,
    calls: [
      ['listPartition', US],
      ['listPartition', { ...US, limit: 1 }],
      ['listPartition', { partition: 'nope', partitionValues: {} }],
      ['listPartition'],
    ],
  },
  'list-order': {
    records: ['é', 'b', '_', 'A', '0', '-', 'a'].map((id) => ({ id, name: 'n' })),
    calls: [['listIds'], ['list', { limit: 3 }]],
  },
  'list-dead-reference': {
    config: { partitions: BY_REGION },
    records: PEOPLE,
    run: async (stage, resource) => {
      await resource.client.deleteObject(resource.getResourceKey('ann'));
      await stage.call(resource, 'list', US);
      await stage.call(resource, 'listIds', US);
      await stage.call(resource, 'count', US);
    },
  },
  'list-of-nothing': { calls: [['list'], ['listIds'], ['count'], ['query', { name: 'x' }]] },
  'page-first': { ...filled, calls: [['page'], ['page', {}], ['page', { size: 5 }]] },
  'page-numbers': {
    ...filled,
    calls: [
      ['page', { size: 5, page: 1 }],
      ['page', { size: 5, page: 3 }],
      ['page', { size: 5, page: 4 }],
    ],
  },
  'page-sizes': {
    ...filled,
    calls: [
      ['page', { size: 0 }],
      ['page', { size: -1 }],
      ['page', { size: 12 }],
    ],
  },
  'page-cursors': {
    ...filled,
    run: async (stage, resource) => {
      const first = await resource.page({ size: 5 });
      await stage.call(resource, 'page', { size: 5, cursor: first.nextCursor });
      await stage.call(resource, 'page', { size: 4, cursor: first.nextCursor });
      await stage.call(resource, 'page', { size: 5, page: 2, cursor: first.nextCursor });
      await stage.call(resource, 'page', { ...US, size: 5, cursor: first.nextCursor });
    },
  },
  'page-partition': {
    ...filled,
    calls: [
      ['page', { ...US, size: 2 }],
      ['page', { ...US, size: 2, page: 2 }],
      ['page', { partition: 'byRegion', size: 20 }],
    ],
  },
  'page-errors': {
    ...filled,
    calls: [
      ['page', { page: 0 }],
      ['page', { page: 'x' }],
      ['page', { page: 1, cursor: null }],
      ['page', { cursor: 'garbage' }],
      ['page', { partition: 'nope', size: 2 }],
    ],
  },
};
