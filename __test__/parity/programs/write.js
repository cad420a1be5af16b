import { ANN, BY_REGION, DEEP, LONG, NESTED, PEOPLE } from './people.js';

const BEHAVIORS = ['user-managed', 'enforce-limits', 'truncate-data', 'body-overflow', 'body-only'];
const ODD_IDS = ['', null, undefined, 'zz', 'a/b'];

const perBehavior = (name, programOf) =>
  BEHAVIORS.map((behavior) => [`${name}-${behavior}`, programOf(behavior)]);

/** @type {Record<string, import('../stage.js').Program>} */
export const writes = {
  ...Object.fromEntries(
    ['update', 'patch', 'replace'].map((method) => [
      `${method}-odd-ids`,
      { records: PEOPLE, calls: ODD_IDS.map((id) => [method, id, { name: 'N' }]) },
    ]),
  ),
  ...Object.fromEntries(
    ['update', 'patch', 'replace'].map((method) => [
      `${method}-odd-data`,
      {
        records: PEOPLE,
        calls: [
          [method, 'ann'],
          [method, 'ann', null],
          [method, 'ann', {}],
          [method, 'ann', 'text'],
          [method, 'ann', { age: 'many' }],
          [method, 'ann', { name: null }],
          [method, 'ann', { id: 'other', name: 'N' }],
          ['listIds'],
        ],
      },
    ]),
  ),
  ...Object.fromEntries(
    perBehavior('update', (behavior) => ({
      config: { behavior },
      records: PEOPLE,
      calls: [
        ['update', 'ann', { age: 31 }],
        ['get', 'ann'],
        ['update', 'ann', { region: null }],
        ['update', 'ann', { region: undefined, extra: 'x' }],
        ['get', 'ann'],
      ],
    })),
  ),
  ...Object.fromEntries(
    perBehavior('patch', (behavior) => ({
      config: { behavior },
      records: PEOPLE,
      calls: [
        ['patch', 'ann', { age: 31 }],
        ['get', 'ann'],
        ['patch', 'zz', { age: 1 }],
      ],
    })),
  ),
  ...Object.fromEntries(
    perBehavior('replace', (behavior) => ({
      config: { behavior },
      records: PEOPLE,
      calls: [
        ['replace', 'ann', { name: 'N' }],
        ['get', 'ann'],
        ['replace', 'new', { name: 'N', age: 1 }],
        ['get', 'new'],
      ],
    })),
  ),
  ...Object.fromEntries(
    perBehavior('update-large', (behavior) => ({
      config: { behavior },
      records: [ANN],
      calls: [
        ['update', 'ann', { region: LONG }],
        ['get', 'ann'],
      ],
    })).filter(([id]) => !id.endsWith('truncate-data')),
  ),
  'update-nested': {
    config: { attributes: NESTED },
    records: [DEEP],
    calls: [
      ['update', 'deep', { profile: { city: 'Oslo' } }],
      ['update', 'deep', { profile: { geo: { lat: 5 } } }],
      ['update', 'deep', { tags: ['z'] }],
      ['update', 'deep', { profile: null }],
      ['get', 'deep'],
    ],
  },
  'update-dotted': {
    config: { attributes: NESTED },
    records: [DEEP],
    calls: [
      ['update', 'deep', { 'profile.city': 'Oslo' }],
      ['update', 'deep', { 'profile.geo.lat': 7 }],
      ['patch', 'deep', { 'profile.geo.lon': 8 }],
      ['get', 'deep'],
    ],
  },
  'update-removes': {
    records: [ANN],
    calls: [
      ['update', 'ann', { age: undefined }],
      ['get', 'ann'],
      ['update', 'ann', { name: undefined }],
    ],
  },
  'update-array-for-object': {
    config: { attributes: { list: 'array|optional', any: 'object|optional' } },
    records: [{ id: 'a', list: [1, 2], any: { a: 1, b: 2 } }],
    calls: [
      ['update', 'a', { list: [3] }],
      ['update', 'a', { any: { c: 3 } }],
      ['get', 'a'],
    ],
  },
  'update-secret-stays': {
    config: { attributes: { name: 'string', key: 'secret' }, security: { passphrase: 'p' } },
    records: [{ id: 'a', name: 'n', key: 'plain' }],
    calls: [
      ['update', 'a', { name: 'm' }],
      ['get', 'a'],
      ['update', 'a', { key: 'other' }],
      ['get', 'a'],
    ],
  },
  'update-timestamps': {
    config: { timestamps: true },
    records: [ANN],
    calls: [['update', 'ann', { age: 1 }]],
  },
  'replace-timestamps': {
    config: { timestamps: true },
    records: [ANN],
    calls: [
      ['replace', 'ann', { name: 'N' }],
      ['replace', 'ann', { name: 'N', createdAt: '2020-01-01T00:00:00.000Z' }],
    ],
  },
  'update-moves-reference': {
    config: { partitions: BY_REGION },
    records: PEOPLE,
    calls: [
      ['update', 'ann', { region: 'EU' }],
      ['listIds', { partition: 'byRegion', partitionValues: { region: 'EU' } }],
      ['update', 'ann', { region: null }],
      ['update', 'bob', { age: 1 }],
    ],
  },
  'patch-moves-reference': {
    config: { partitions: BY_REGION, behavior: 'enforce-limits' },
    records: PEOPLE,
    calls: [
      ['patch', 'ann', { region: 'SA' }],
      ['patch', 'ann', { age: 5 }],
    ],
  },
  'upsert-new': {
    calls: [
      ['upsert', ANN],
      ['get', 'ann'],
    ],
  },
  'upsert-existing': {
    records: PEOPLE,
    calls: [
      ['upsert', { ...ANN, age: 1 }],
      ['get', 'ann'],
    ],
  },
  'upsert-partial': {
    records: PEOPLE,
    calls: [
      ['upsert', { id: 'ann', age: 1 }],
      ['get', 'ann'],
    ],
  },
  'upsert-without-id': {
    calls: [
      ['upsert', { name: 'n' }],
      ['upsert', { id: '', name: 'n' }],
      ['upsert', { id: null, name: 'n' }],
      ['upsert'],
    ],
  },
  'conditional-results': {
    records: PEOPLE,
    run: async (stage, resource) => {
      const { _etag } = await resource.get('ann');
      await stage.call(resource, 'updateConditional', 'zz', { age: 1 }, { ifMatch: _etag });
      await stage.call(resource, 'updateConditional', 'ann', { age: 'x' }, { ifMatch: _etag });
      await stage.call(resource, 'updateConditional', 'ann', { age: 1 }, {});
      await stage.call(resource, 'updateConditional', 'ann', { age: 1 });
      await stage.call(resource, 'updateConditional', 'ann', { age: 1 }, null);
      await stage.call(resource, 'updateConditional', '', { age: 1 }, { ifMatch: _etag });
      await stage.call(resource, 'updateConditional', 'ann', { age: 1 }, { ifMatch: _etag });
    },
  },
};
