/** Calls of a resource and the hooks that they run. */

/** The record that is there. */
export const OLD = { id: '1', name: 'a', age: 1 };
const LIST = { partition: null, partitionValues: {}, offset: 0 };
const QUERY = { filter: { name: 'a' }, limit: 100, offset: 0, partition: null };

/** Call, and what each of its hooks gets, in the order in which they run. */
export const CALLS = [
  [
    'insert',
    [{ id: '2', name: 'b' }],
    [
      ['beforeInsert', { id: '2', name: 'b' }],
      ['afterInsert', { id: '2', name: 'b' }],
    ],
  ],
  [
    'update',
    ['1', { age: 2 }],
    [
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['beforeUpdate', { ...OLD, age: 2 }],
      ['afterUpdate', { ...OLD, age: 2 }],
    ],
  ],
  [
    'patch',
    ['1', { age: 2 }],
    [
      ['beforePatch', { id: '1', fields: { age: 2 } }],
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['beforeUpdate', { ...OLD, age: 2 }],
      ['afterUpdate', { ...OLD, age: 2 }],
      ['afterPatch', { ...OLD, age: 2 }],
    ],
  ],
  [
    'replace',
    ['1', { name: 'b' }],
    [
      ['beforeReplace', { id: '1', fullData: { name: 'b' } }],
      ['afterReplace', { id: '1', name: 'b' }],
    ],
  ],
  [
    'upsert',
    [{ id: '1', name: 'b' }],
    [
      ['beforeInsert', { id: '1', name: 'b' }],
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['beforeUpdate', { ...OLD, name: 'b' }],
      ['afterUpdate', { ...OLD, name: 'b' }],
    ],
  ],
  [
    'delete',
    ['1'],
    [
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['beforeDelete', OLD],
      ['afterDelete', OLD],
    ],
  ],
  [
    'deleteMany',
    [['1']],
    [
      ['beforeDeleteMany', { ids: ['1'] }],
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['beforeDelete', OLD],
      ['afterDelete', OLD],
      ['afterDeleteMany', { deleted: 1, errors: 0 }],
    ],
  ],
  [
    'get',
    ['1'],
    [
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
    ],
  ],
  [
    'getMany',
    [['1']],
    [
      ['beforeGetMany', { ids: ['1'] }],
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['afterGetMany', [OLD]],
    ],
  ],
  [
    'list',
    [],
    [
      ['beforeList', LIST],
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['afterList', [OLD]],
    ],
  ],
  [
    'query',
    [{ name: 'a' }],
    [
      ['beforeQuery', { ...QUERY, partitionValues: {} }],
      ['beforeList', { ...LIST, limit: 50 }],
      ['beforeGet', { id: '1' }],
      ['afterGet', OLD],
      ['afterList', [OLD]],
      ['afterQuery', [OLD]],
    ],
  ],
  [
    'exists',
    ['1'],
    [
      ['beforeExists', { id: '1' }],
      ['afterExists', { id: '1', exists: true }],
    ],
  ],
  [
    'count',
    [],
    [
      ['beforeCount', { partition: null, partitionValues: {} }],
      ['afterCount', { count: 1, partition: null, partitionValues: {} }],
    ],
  ],
  ['listIds', [], []],
  ['content', ['1'], []],
  ['hasContent', ['1'], []],
  ['deleteContent', ['1'], []],
];
