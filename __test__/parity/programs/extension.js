/** What those who extend resources use: loaders, plugin attributes, the validator, the database. */
import { ANN, BY_REGION, PEOPLE } from './people.js';

const keysOf = (resource) =>
  resource.client.getAllKeys({ prefix: `resource=users/partition=byRegion` });

const DATABASE_EVENTS = [
  ...['db:resource-created', 'db:resource-updated', 'error'],
  ...['plugin-attribute-added', 'plugin-attribute-removed'],
];

/** @type {Record<string, import('../stage.js').Program>} */
export const extensions = {
  'extension-list-loader': {
    records: PEOPLE,
    calls: [
      ['processListResults', ['ann', 'bob']],
      ['processListResults', []],
      ['processListResults', ['zz']],
    ],
  },
  'extension-partition-loader': {
    config: { partitions: BY_REGION },
    records: PEOPLE,
    run: async (stage, resource) => {
      const keys = await keysOf(resource);
      const { byRegion } = resource.config.partitions;
      for (const ids of [['ann', 'bob'], [], ['zz', 'ann']]) {
        await stage.call(resource, 'processPartitionResults', ids, 'byRegion', byRegion, keys);
      }
      await stage.call(resource, 'processPartitionResults', ['ann'], 'byRegion', byRegion, []);
      await stage.call(resource, 'extractPartitionValuesFromKey', 'ann', keys, [
        ['region', 'string'],
      ]);
      await stage.call(resource, 'extractPartitionValuesFromKey', 'zz', keys, [
        ['region', 'string'],
      ]);
    },
  },
  'extension-hydrate': {
    records: PEOPLE,
    run: async (stage, resource) => {
      const response = await resource.client.getObject(resource.getResourceKey('ann'));
      await stage.call(resource, 'hydrateClientObject', 'ann', response);
    },
  },
  'extension-compose': {
    calls: [
      [
        'composeFullObjectFromWrite',
        { id: 'a', metadata: { 0: 'n', 1: '7', _v: 'v1' }, body: '', behavior: 'user-managed' },
      ],
    ],
  },
  'extension-validator': {
    config: { attributes: { name: 'string|required', age: 'number|default:5' } },
    run: async (stage, resource) => {
      const { validator } = resource;
      await stage.call(validator, 'validate', { id: 'x', name: 'n', age: '7' });
      await stage.call(validator, 'validate', { id: 'x', name: 'n' }, { includeId: true });
      await stage.call(validator, 'validate', { age: 'x' });
      await stage.call(validator, 'validate', { age: 'x' }, { throwOnError: true });
      await stage.call(validator, 'applyDefaults', { name: 'n' });
      await stage.step('attributes', () => validator.attributes);
      await stage.step('strict', () => validator.strictValidation);
    },
  },
  'extension-validator-updated': {
    run: async (stage, resource) => {
      await stage.call(resource.validator, 'updateSchema', { color: 'string' });
      await stage.step('attributes', () => resource.validator.attributes);
      await stage.call(resource.validator, 'validate', { color: 5 });
      await stage.call(resource, 'validate', { color: 5 });
    },
  },
  'extension-plugin-attributes': {
    run: async (stage, resource) => {
      stage.listen(stage.db, DATABASE_EVENTS);
      await stage.call(resource, 'addPluginAttribute', 'rank', 'number|optional', 'Rank');
      await stage.call(resource, 'insert', { ...ANN, rank: 7 });
      await stage.call(resource, 'get', 'ann');
      await stage.call(resource, 'addPluginAttribute', 'name', 'string', 'Rank');
      await stage.call(resource, 'addPluginAttribute', 'rank', 'number');
      await stage.call(resource, 'removePluginAttribute', 'rank', 'Other');
      await stage.call(resource, 'removePluginAttribute', 'none');
      await stage.call(resource, 'removePluginAttribute', 'rank', 'Rank');
      await stage.step('attributes', () => Object.keys(resource.attributes));
    },
  },
  'extension-database-events': {
    run: async (stage, resource) => {
      stage.listen(stage.db, DATABASE_EVENTS);
      await stage.step('create', async () => {
        const attributes = { a: 'string' };
        return (await stage.db.createResource({ name: 'others', attributes })).name;
      });
      await stage.step('again', async () => {
        const attributes = { a: 'string', b: 'string|optional' };
        return (await stage.db.createResource({ name: 'others', attributes })).version;
      });
      await stage.call(resource, 'insertMany', [{ id: 'x' }]);
      await stage.call(resource, 'getMany', ['zz']);
      await stage.call(resource, 'deleteMany', ['zz']);
    },
  },
  'extension-levels': {
    options: { logLevel: 'silent' },
    run: async (stage, resource) => {
      await stage.step('level', () => resource.logLevel);
      await stage.step('database', () => resource.database === stage.db);
      await stage.step('client', () => resource.client === stage.db.client);
      await stage.step('observers', () => resource.observers.map((each) => each === stage.db));
      await stage.step('mode', () => resource._asyncMode);
    },
  },
  'extension-configuration': {
    config: { timestamps: true },
    run: async (stage, resource) => {
      await stage.call(resource, 'applyConfiguration');
      await stage.call(resource, 'applyConfiguration', { map: { name: 'x', age: 'y' } });
      await stage.step('map', () => resource.schema.map);
      await stage.call(resource, 'prewarmSchema');
      await stage.step('schema', async () => (await resource.getSchemaForVersion('v1')).map);
      await stage.call(resource, 'setupPartitionHooks');
      await stage.step('hooks', () => resource.hooks.afterInsert.length > 0);
    },
  },
  'extension-history': {
    records: PEOPLE,
    calls: [['createHistoricalVersion', 'ann', { ...ANN, _v: 'v1' }]],
  },
  'extension-references-by-hand': {
    config: { partitions: BY_REGION },
    records: PEOPLE,
    calls: [
      ['updatePartitionReferences', { ...ANN, region: 'US' }],
      ['handlePartitionReferenceUpdates', ANN, { ...ANN, region: 'EU' }],
      ['listIds', { partition: 'byRegion', partitionValues: { region: 'EU' } }],
      ['handlePartitionReferenceUpdate', 'byRegion', BY_REGION.byRegion, ANN, ANN],
      ['getPartitionKey', { partitionName: 'byRegion', id: 'x', data: ANN }],
    ],
  },
  'extension-compression': {
    config: {
      behavior: 'body-only',
      compression: { enabled: true },
      attributes: { name: 'string', text: 'string' },
    },
    calls: [
      ['insert', { id: 'a', name: 'n', text: 'same '.repeat(2000) }],
      ['get', 'a'],
    ],
  },
  'extension-guard-in-config': {
    config: { guard: { get: () => true } },
    run: (stage, resource) => stage.step('kept', () => resource.config.guard),
  },
  'extension-descriptions': {
    config: { description: 'People', api: { protected: ['age'] }, createdBy: 'me' },
    run: async (stage, resource) => {
      await stage.step('description', () => resource.$schema.description);
      await stage.step('api', () => resource.$schema.api);
      await stage.step('createdBy', () => resource.config.createdBy);
    },
  },
};
