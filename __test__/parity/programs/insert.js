import { ANN, BY_REGION, LONG, NESTED, PEOPLE } from './people.js';

const TYPES = {
  text: 'string|optional',
  number: 'number|optional',
  flag: 'boolean|optional',
  list: 'array|items:number|optional',
  object: 'object|optional',
  json: 'json|optional',
  mail: 'email|optional',
  link: 'url|optional',
  ip: 'ip4|optional',
  vector: 'embedding:3|optional',
};

/** @type {Record<string, import('../stage.js').Program>} */
export const inserts = {
  'insert-result': { calls: [['insert', ANN]] },
  'insert-then-get': {
    calls: [
      ['insert', ANN],
      ['get', 'ann'],
    ],
  },
  'insert-nothing': { calls: [['insert'], ['insert', null], ['insert', 5], ['insert', []]] },
  'insert-required': {
    calls: [
      ['insert', {}],
      ['insert', { id: 'x', age: 'many' }],
      ['insert', { id: 'x', name: 5 }],
      ['insert', { id: 'x', name: null }],
    ],
  },
  'insert-duplicate': {
    records: PEOPLE,
    calls: [
      ['insert', ANN],
      ['get', 'ann'],
    ],
  },
  'insert-unsafe-ids': {
    calls: ['a/b', 'a\\b', 'a=b', 'a%b'].map((id) => ['insert', { id, name: 'n' }]),
  },
  'insert-blank-id': { calls: [['insert', { id: '  ', name: 'n' }]] },
  'insert-spaced-id': {
    calls: [
      ['insert', { id: 'a b', name: 'n' }],
      ['get', 'a b'],
    ],
  },
  'insert-unicode-id': {
    calls: [
      ['insert', { id: 'ñandú', name: 'n' }],
      ['get', 'ñandú'],
    ],
  },
  'insert-number-id': { calls: [['insert', { id: 12, name: 'n' }], ['get', '12'], ['listIds']] },
  'insert-coerces': {
    calls: [
      ['insert', { id: 'a', name: '  n  ', age: '7' }],
      ['get', 'a'],
      ['insert', { id: 'b', name: 'n', age: '7.5x' }],
    ],
  },
  'insert-nulls': {
    calls: [
      ['insert', { id: 'a', name: 'n', age: null, region: undefined }],
      ['get', 'a'],
    ],
  },
  'insert-unknown': {
    calls: [
      ['insert', { id: 'a', name: 'n', Extra: 'x', more: 5, flag: true }],
      ['get', 'a'],
    ],
  },
  'insert-unknown-nested': {
    calls: [
      ['insert', { id: 'a', name: 'n', deep: { er: 'x', Two: { three: 3 } } }],
      ['get', 'a'],
    ],
  },
  'insert-nested': {
    config: { attributes: NESTED },
    calls: [
      ['insert', { id: 'a', name: 'n', profile: { city: 'Oslo', geo: { lat: 1.5 } }, tags: ['x'] }],
      ['get', 'a'],
      ['insert', { id: 'b', profile: { geo: { lat: 'north' } } }],
    ],
  },
  'insert-types': {
    config: { attributes: TYPES },
    calls: [
      [
        'insert',
        {
          id: 'a',
          text: 'téxt',
          number: -1.25,
          flag: true,
          list: [1, 2, 3],
          object: { k: 'v', n: { m: 1 } },
          json: { any: [1, 'x', null] },
          mail: 'a@example.org',
          link: 'https://example.org/x?y=1',
          ip: '10.0.0.1',
          vector: [0.5, -0.5, 0.25],
        },
      ],
      ['get', 'a'],
    ],
  },
  'insert-lists-with-gaps': {
    config: { attributes: { name: 'string', list: 'array|optional', json: 'json|optional' } },
    calls: [
      // eslint-disable-next-line no-sparse-arrays -- that is what is given
      ['insert', { id: 'a', name: 'n', list: [1, , undefined, null], json: { deep: [undefined] } }],
      ['get', 'a'],
      ['update', 'a', { list: [undefined, 2] }],
      ['get', 'a'],
    ],
  },
  'insert-wrong-types': {
    config: { attributes: TYPES },
    calls: [
      ['insert', { id: 'a', mail: 'none' }],
      ['insert', { id: 'a', link: 'none' }],
      ['insert', { id: 'a', ip: '300.1.1.1' }],
      ['insert', { id: 'a', list: 'none' }],
      ['insert', { id: 'a', list: ['x'] }],
      ['insert', { id: 'a', vector: [1, 2] }],
      ['insert', { id: 'a', number: 'NaN', flag: 'perhaps' }],
    ],
  },
  'insert-defaults': {
    config: {
      attributes: {
        name: 'string|default:none',
        count: 'number|default:5',
        isOn: 'boolean|default:true',
        off: 'boolean|default:false',
        note: 'string|optional|default:a b',
      },
    },
    calls: [
      ['insert', { id: 'a' }],
      ['get', 'a'],
      ['insert', { id: 'b', name: '', count: 0, isOn: false }],
      ['get', 'b'],
      ['insert', { id: 'c', name: null, count: null }],
      ['applyDefaults', { count: 1 }],
    ],
  },
  'insert-rules': {
    config: { attributes: { name: 'string|min:2|max:4', age: 'number|min:1|max:9|integer' } },
    calls: [
      ['insert', { id: 'a', name: 'abc', age: 5 }],
      ['insert', { id: 'b', name: 'a', age: 5 }],
      ['insert', { id: 'c', name: 'abcde', age: 0 }],
      ['insert', { id: 'd', name: 'abc', age: 2.5 }],
    ],
  },
  'insert-enum': {
    config: { attributes: { kind: { type: 'string', enum: ['a', 'b'] } } },
    calls: [
      ['insert', { id: 'a', kind: 'a' }],
      ['insert', { id: 'b', kind: 'c' }],
    ],
  },
  'insert-secret': {
    config: { attributes: { key: 'secret' }, security: { passphrase: 'between us' } },
    calls: [['insert', { id: 'a', key: 'plain' }], ['get', 'a'], ['list']],
  },
  'insert-password': {
    config: {
      attributes: { pin: 'password|min:4' },
      security: { passphrase: 'p', bcrypt: { rounds: 12 } },
    },
    calls: [
      ['insert', { id: 'a', pin: 'correct horse' }],
      ['insert', { id: 'b' }],
    ],
  },
  'insert-prototype-names': {
    calls: [
      ['insert', JSON.parse('{"id":"a","name":"n","__proto__":{"x":1},"constructor":"c"}')],
      ['get', 'a'],
    ],
  },
  'insert-with-content': {
    calls: [
      ['insert', { id: 'a', name: 'n' }, { content: 'héllo', contentType: 'text/plain' }],
      ['get', 'a'],
      ['content', 'a'],
    ],
  },
  'insert-content-of-body-only': {
    config: { behavior: 'body-only' },
    calls: [
      ['insert', { id: 'a', name: 'n' }, { content: 'ignored', contentType: 'text/plain' }],
      ['content', 'a'],
    ],
  },
  'insert-partitioned': {
    config: { partitions: BY_REGION },
    calls: [
      ['insert', ANN],
      ['insert', { id: 'x', name: 'n' }],
      ['listIds', { partition: 'byRegion' }],
    ],
  },
  'insert-timestamps': {
    config: { timestamps: true },
    calls: [
      ['insert', { id: 'a', name: 'n', createdAt: '2020-01-01T00:00:00.000Z' }],
      ['get', 'a'],
    ],
  },
  'insert-unknown-behavior': { config: { behavior: 'nope' }, calls: [['insert', ANN], ['count']] },
  ...Object.fromEntries(
    ['user-managed', 'enforce-limits', 'truncate-data', 'body-overflow', 'body-only'].flatMap(
      (behavior) => [
        [
          `insert-small-${behavior}`,
          {
            config: { behavior },
            calls: [
              ['insert', ANN],
              ['get', 'ann'],
              ['exists', 'ann'],
            ],
          },
        ],
        ...(behavior === 'truncate-data'
          ? []
          : [
              [
                `insert-large-${behavior}`,
                {
                  config: { behavior },
                  calls: [
                    ['insert', { ...ANN, name: LONG }],
                    ['get', 'ann'],
                    ['hasContent', 'ann'],
                  ],
                },
              ],
            ]),
      ],
    ),
  ),
};
