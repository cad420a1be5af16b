import { ANN, PEOPLE } from './people.js';

const NAMES = ['Insert', 'Update', 'Delete', 'Get', 'List', 'Query', 'Patch', 'Replace', 'Exists']
  .concat(['Count', 'GetMany'])
  .flatMap((name) => [`before${name}`, `after${name}`]);

/** Hooks of all names that tell what they got. */
function telling(stage) {
  const hooks = NAMES.map((name) => [
    name,
    [
      function told(data) {
        const fields = Array.isArray(data) ? data.length : Object.keys(data).filter(isUsers).sort();
        stage.trace([name, fields, this?.name]);
        return data;
      },
    ],
  ]);
  return { hooks: Object.fromEntries(hooks) };
}

/** @param {string} name */
function isUsers(name) {
  return !name.startsWith('_');
}

const CALLS = {
  insert: [{ id: 'new', name: 'n' }],
  get: ['ann'],
  exists: ['ann'],
  update: ['ann', { age: 1 }],
  patch: ['ann', { age: 1 }],
  replace: ['ann', { name: 'N' }],
  upsert: [{ ...ANN, age: 1 }],
  delete: ['ann'],
  list: [{ limit: 2 }],
  listIds: [],
  count: [],
  getMany: [['ann', 'bob']],
  getAll: [],
  page: [{ size: 2 }],
  insertMany: [[{ id: 'new', name: 'n' }]],
  content: ['ann'],
  hasContent: ['ann'],
  setContent: [{ id: 'ann', buffer: 'x' }],
  deleteContent: ['ann'],
};

const changing = (name, change) => ({ hooks: { [name]: [change] } });

const throwing = (name) =>
  changing(name, () => {
    throw new RangeError('refused');
  });

const CALL_OF = {
  beforeInsert: 'insert',
  afterInsert: 'insert',
  beforeGet: 'get',
  afterGet: 'get',
  beforeUpdate: 'update',
  afterUpdate: 'update',
  beforeDelete: 'delete',
  afterDelete: 'delete',
  beforeList: 'list',
  afterList: 'list',
  beforeCount: 'count',
  afterCount: 'count',
  beforeExists: 'exists',
  afterExists: 'exists',
  beforePatch: 'patch',
  afterPatch: 'patch',
  beforeReplace: 'replace',
  afterReplace: 'replace',
  beforeGetMany: 'getMany',
  afterGetMany: 'getMany',
};

/** @type {Record<string, import('../stage.js').Program>} */
export const hooks = {
  ...Object.fromEntries(
    Object.entries(CALLS).map(([method, args]) => [
      `hooks-of-${method}`,
      {
        records: PEOPLE,
        run: async (stage, resource) => {
          for (const [name, [hook]] of Object.entries(telling(stage).hooks)) {
            resource.addHook(name, hook);
          }
          await stage.call(resource, method, ...args);
        },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(CALL_OF).map(([name, method]) => [
      `hook-throws-${name}`,
      {
        records: PEOPLE,
        run: async (stage, resource) => {
          resource.addHook(name, throwing(name).hooks[name][0]);
          await stage.call(resource, method, ...CALLS[method]);
        },
      },
    ]),
  ),
  'hook-changes-insert': {
    config: changing('beforeInsert', (data) => ({ ...data, region: 'SA', extra: 'x' })),
    calls: [
      ['insert', ANN],
      ['get', 'ann'],
    ],
  },
  'hook-gives-id': {
    config: changing('beforeInsert', (data) => ({ ...data, id: 'mine' })),
    calls: [['insert', { name: 'n' }], ['listIds']],
  },
  'hook-changes-insert-badly': {
    config: changing('beforeInsert', (data) => ({ ...data, age: 'x' })),
    calls: [['insert', ANN], ['count']],
  },
  'hook-replaces-inserted': {
    config: changing('afterInsert', () => ({ mine: true })),
    calls: [['insert', ANN]],
  },
  'hook-changes-update': {
    config: changing('beforeUpdate', (data) => ({ ...data, region: 'SA' })),
    records: [ANN],
    calls: [
      ['update', 'ann', { age: 1 }],
      ['get', 'ann'],
    ],
  },
  'hook-replaces-updated': {
    config: changing('afterUpdate', () => ({ mine: true })),
    records: [ANN],
    calls: [['update', 'ann', { age: 1 }]],
  },
  'hook-replaces-got': {
    config: changing('afterGet', (record) => ({ ...record, seen: true })),
    records: PEOPLE,
    calls: [
      ['get', 'ann'],
      ['getMany', ['ann']],
      ['list', { limit: 1 }],
      ['update', 'ann', { age: 1 }],
    ],
  },
  'hook-replaces-list': {
    config: changing('afterList', (records) => records.slice(1)),
    records: PEOPLE,
    calls: [['list'], ['query', { region: 'US' }]],
  },
  'hook-changes-filter': {
    config: changing('beforeQuery', (call) => {
      call.filter.region = 'EU';
    }),
    records: PEOPLE,
    calls: [['query', { region: 'US' }]],
  },
  'hook-replaces-query': {
    config: changing('afterQuery', (records) => records.length),
    records: PEOPLE,
    calls: [
      ['query', { region: 'US' }],
      ['query', {}],
    ],
  },
  'hook-changes-ids': {
    config: changing('beforeGetMany', (call) => {
      call.ids.pop();
    }),
    records: PEOPLE,
    calls: [['getMany', ['ann', 'bob']]],
  },
  'hook-changes-patch': {
    config: changing('beforePatch', (call) => {
      call.fields.age = 99;
    }),
    records: [ANN],
    calls: [
      ['patch', 'ann', { age: 1 }],
      ['get', 'ann'],
    ],
  },
  'hook-changes-replace': {
    config: changing('beforeReplace', (call) => {
      call.fullData.age = 99;
    }),
    records: [ANN],
    calls: [
      ['replace', 'ann', { name: 'N' }],
      ['get', 'ann'],
    ],
  },
  'hook-count-and-exists': {
    config: (stage) => ({
      hooks: {
        afterCount: [(data) => (stage.trace(data), { count: 99 })],
        afterExists: [(data) => (stage.trace(data), { exists: false })],
      },
    }),
    records: [ANN],
    calls: [['count'], ['exists', 'ann']],
  },
  'hooks-in-order': {
    config: {
      hooks: {
        beforeInsert: ['1', '2', '3'].map((mark) => async (data) => ({
          ...data,
          name: data.name + mark,
        })),
      },
    },
    calls: [['insert', { id: 'a', name: 'n' }]],
  },
  'hooks-by-hand': {
    calls: [],
    run: async (stage, resource) => {
      await stage.step('unknown', () => resource.addHook('beforeNothing', () => {}));
      await stage.step('no function', () => resource.addHook('beforeInsert', 'x'));
      resource.addHook('beforeCount', (data) => ({ ...data, seen: 1 }));
      await stage.call(resource, 'executeHooks', 'beforeCount', { a: 1 });
      await stage.call(resource, 'executeHooks', 'beforeNothing', { a: 1 });
      await stage.step('lists', () => Object.keys(resource.hooks));
    },
  },
};
