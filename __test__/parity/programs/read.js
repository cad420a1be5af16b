import { BY_REGION, PEOPLE } from './people.js';

const ODD_IDS = ['', null, undefined, {}, 'a/b', 'a=b', '   '];

/** @type {Record<string, import('../stage.js').Program>} */
export const reads = {
  'get-record': {
    records: PEOPLE,
    calls: [
      ['get', 'bob'],
      ['get', 'bob'],
    ],
  },
  'get-missing': {
    records: PEOPLE,
    calls: [
      ['get', 'zz'],
      ['getOrNull', 'zz'],
      ['getOrThrow', 'zz'],
      ['exists', 'zz'],
    ],
  },
  'get-or': {
    records: PEOPLE,
    calls: [
      ['getOrNull', 'ann'],
      ['getOrThrow', 'ann'],
    ],
  },
  ...Object.fromEntries(
    ['get', 'getOrNull', 'getOrThrow', 'exists', 'content', 'hasContent'].map((method) => [
      `${method}-odd-ids`,
      { records: PEOPLE, calls: ODD_IDS.map((id) => [method, id]) },
    ]),
  ),
  'exists-record': {
    records: PEOPLE,
    calls: [
      ['exists', 'ann'],
      ['exists', 'an'],
    ],
  },
  'get-many': {
    records: PEOPLE,
    calls: [
      ['getMany', ['cid', 'ann']],
      ['getMany', ['bob', 'bob']],
      ['getMany', ['ann', 'zz', 'cid']],
      ['getMany', []],
      ['getMany', ['a/b', '']],
      ['getMany'],
      ['getMany', 'ann'],
    ],
  },
  'get-all': { records: PEOPLE, calls: [['getAll']] },
  'get-all-of-nothing': { calls: [['getAll']] },
  'get-from-partition': {
    records: PEOPLE,
    config: { partitions: BY_REGION },
    calls: [
      ['getFromPartition', at('ann', 'byRegion', { region: 'US' })],
      ['getFromPartition', at('ann', 'byRegion', { region: 'EU' })],
      ['getFromPartition', at('zz', 'byRegion', { region: 'US' })],
      ['getFromPartition', at('ann', 'nope', { region: 'US' })],
      ['getFromPartition', at('ann', 'byRegion', {})],
      ['getFromPartition', at('ann', 'byRegion')],
      ['getFromPartition', at('ann', 'byRegion', { region: 'a/b' })],
      ['getFromPartition', at('a/b', 'byRegion', { region: 'US' })],
      ['getFromPartition'],
    ],
  },
  'get-after-foreign-write': {
    records: PEOPLE,
    run: async (stage, resource) => {
      const key = resource.getResourceKey('raw');
      await resource.client.putObject({ key, metadata: { 0: 'raw', _v: 'v1', x: 'y' }, body: '' });
      await stage.call(resource, 'get', 'raw');
      await stage.call(resource, 'list');
    },
  },
  'get-broken-body': {
    config: { behavior: 'body-only' },
    run: async (stage, resource) => {
      const key = resource.getResourceKey('raw');
      const metadata = { _v: 'v1' };
      const contentType = 'application/json';
      await resource.client.putObject({ key, metadata, body: '{"half', contentType });
      await stage.call(resource, 'get', 'raw');
    },
  },
};

/**
 * @param {string} id
 * @param {string} partitionName
 * @param {object} [partitionValues]
 */
function at(id, partitionName, partitionValues) {
  return { id, partitionName, partitionValues };
}
