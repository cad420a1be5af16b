import { ANN, BOB, BY_REGION } from './people.js';

/** A hook, and what it makes of what it gets. */
const RESULTS = {
  'update-part': ['beforeUpdate', () => ({ age: 77 })],
  'update-without-name': ['beforeUpdate', ({ name: _name, ...rest }) => rest],
  'update-undefined': ['beforeUpdate', () => ({ region: undefined })],
  'update-null': ['beforeUpdate', (data) => ({ ...data, region: null })],
  'update-id': ['beforeUpdate', (data) => ({ ...data, id: 'other' })],
  'update-extra': ['beforeUpdate', (data) => ({ ...data, extra: 'e' })],
  'updated-part': ['afterUpdate', () => ({ only: 1 })],
  'insert-part': ['beforeInsert', () => ({ name: 'only' })],
  'insert-extra': ['beforeInsert', (data) => ({ ...data, extra: { deep: 1 } })],
  'inserted-part': ['afterInsert', () => ({ only: 1 })],
  'get-part': ['afterGet', ({ id }) => ({ id, name: 'shown' })],
  'get-less': [
    'afterGet',
    (data) => {
      delete data.region;
      return data;
    },
  ],
  replace: [
    'beforeReplace',
    (request) => {
      request.fullData = { name: 'swapped' };
    },
  ],
  patch: [
    'beforePatch',
    (request) => {
      request.fields = { name: 'swapped' };
    },
  ],
  delete: ['beforeDelete', (data) => ({ ...data, region: 'elsewhere' })],
};

/** @type {Record<string, import('../stage.js').Program>} */
export const hookResults = Object.fromEntries(
  Object.entries(RESULTS).map(([name, [hook, act]]) => [
    `hook-result-${name}`,
    {
      config: { partitions: BY_REGION, asyncPartitions: false, hooks: { [hook]: [act] } },
      records: [],
      run: async (stage, resource) => {
        await resource.insertMany([structuredClone(ANN), structuredClone(BOB)]);
        await stage.call(resource, 'insert', { id: 'new', name: 'n', region: 'EU', age: 4 });
        await stage.call(resource, 'update', ANN.id, { name: 'updated' });
        await stage.call(resource, 'patch', ANN.id, { name: 'patched' });
        await stage.call(resource, 'upsert', { id: BOB.id, name: 'again' });
        await stage.call(resource, 'get', ANN.id);
        await stage.call(resource, 'delete', ANN.id);
        await stage.call(resource, 'replace', 'new', { name: 'replaced', region: 'EU' });
      },
    },
  ]),
);
