/** Deletions, and methods of several records. */
import { ANN, BY_REGION, PEOPLE } from './people.js';

/** @type {Record<string, import('../stage.js').Program>} */
export const bulks = {
  'delete-record': { records: PEOPLE, calls: [['delete', 'ann'], ['listIds'], ['delete', 'ann']] },
  'delete-odd-ids': {
    records: PEOPLE,
    calls: ['', null, undefined, 'a/b'].map((id) => ['delete', id]),
  },
  'delete-partitioned': {
    config: { partitions: BY_REGION },
    records: PEOPLE,
    calls: [
      ['delete', 'ann'],
      ['count', { partition: 'byRegion' }],
    ],
  },
  'delete-many': {
    records: PEOPLE,
    calls: [
      ['deleteMany', ['ann', 'zz', 'bob']],
      ['deleteMany', []],
      ['deleteMany'],
      ['deleteMany', 'ann'],
      ['count'],
    ],
  },
  'delete-all-paranoid': { records: PEOPLE, calls: [['deleteAll'], ['deleteAllData'], ['count']] },
  'delete-all': {
    config: { paranoid: false },
    records: PEOPLE,
    calls: [['deleteAll'], ['count'], ['deleteAll'], ['deleteAllData']],
  },
  'delete-all-data': {
    config: { paranoid: false },
    records: PEOPLE,
    calls: [['deleteAllData'], ['count']],
  },
  'insert-many': {
    calls: [
      ['insertMany', PEOPLE],
      ['insertMany', []],
      ['insertMany', [ANN, { id: 'new', name: 'n' }]],
      ['insertMany', [{ id: 'x' }, { id: 'y', name: 'n' }, { id: 'y', name: 'm' }]],
      ['insertMany'],
      ['insertMany', { id: 'z', name: 'n' }],
      ['listIds'],
    ],
  },
  'insert-many-partitioned': {
    config: { partitions: BY_REGION },
    calls: [
      ['insertMany', PEOPLE],
      ['count', { partition: 'byRegion', partitionValues: { region: 'US' } }],
    ],
  },
};
