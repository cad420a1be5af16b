import { ANN, BY_REGION, DEEP, NESTED } from './people.js';

const PLACED = { byRegion: BY_REGION.byRegion, byDay: { fields: { when: 'date|maxlength:10' } } };
const WHEN = { name: 'string', region: 'string|optional', when: 'string|optional' };

/** @type {Record<string, import('../stage.js').Program>} */
export const helpers = {
  'helper-keys': {
    calls: [
      ['getResourceKey', 'a'],
      ['getResourceKey', 'a/b'],
      ['extractIdsFromKeys', ['resource=users/data/id=a', 'x/id=b/c', 'none']],
      ['extractVersionFromKey', 'resource=users/v=3/id=1'],
      ['extractVersionFromKey', 'none'],
    ],
  },
  'helper-nested-value': {
    config: { attributes: NESTED },
    calls: [
      ['getNestedFieldValue', DEEP, 'profile.geo.lat'],
      ['getNestedFieldValue', DEEP, 'profile.none.x'],
      ['getNestedFieldValue', DEEP, 'name'],
    ],
  },
  'helper-validate': {
    calls: [
      ['validate', { name: 'n', age: '5' }],
      ['validate', { id: 'x', name: 'n' }],
      ['validate', { id: 'x', name: 'n' }, { includeId: true }],
      ['validate', { age: 'x' }],
      ['validate', { age: 'x' }, { throwOnError: true }],
    ],
  },
  'helper-validate-in-place': {
    run: async (stage, resource) => {
      for (const mutateOriginal of [false, true]) {
        const data = { name: 'n', age: '5' };
        await stage.step(`${mutateOriginal}`, async () => {
          await resource.validate(data, { mutateOriginal });
          return data;
        });
      }
    },
  },
  'helper-hash': { calls: [['getDefinitionHash'], ['hasAsyncIdGenerator'], ['isSchemaCompiled']] },
  'helper-partition-keys': {
    config: { attributes: WHEN, partitions: PLACED },
    calls: [
      ['getPartitionKey', { partitionName: 'byRegion', id: 'a', data: { region: 'US' } }],
      ['getPartitionKey', { partitionName: 'byRegion', id: 'a', data: {} }],
      [
        'getPartitionKey',
        { partitionName: 'byDay', id: 'a', data: { when: '2024-01-02T03:04:05Z' } },
      ],
      ['getPartitionKey', { partitionName: 'nope', id: 'a', data: {} }],
      ['buildPartitionPrefix', 'byRegion', PLACED.byRegion, { region: 'US' }],
      ['buildPartitionPrefix', 'byRegion', PLACED.byRegion, {}],
    ],
  },
  'helper-partition-rules': {
    calls: [
      ['applyPartitionRule', 'abcdef', 'string|maxlength:3'],
      ['applyPartitionRule', '2024-01-02T03:04:05.006Z', 'date|maxlength:10'],
      ['applyPartitionRule', new Date('2024-01-02T03:04:05Z'), 'date'],
      ['applyPartitionRule', 'Jan 5, 2024 UTC', 'date'],
      ['applyPartitionRule', 'no date', 'date'],
      ['applyPartitionRule', 5, 'number'],
      ['applyPartitionRule', null, 'string'],
      ['applyPartitionRule', undefined, 'date'],
    ],
  },
  'helper-partition-fields': {
    config: { attributes: NESTED },
    calls: ['name', 'profile.city', 'profile.geo.lat', 'nope', 'profile.nope', '_v'].map(
      (field) => ['fieldExistsInAttributes', field],
    ),
  },
  'helper-orphans': {
    config: { partitions: BY_REGION, strictValidation: false },
    calls: [
      ['findOrphanedPartitions'],
      ['updateAttributes', { name: 'string' }],
      ['findOrphanedPartitions'],
      ['removeOrphanedPartitions', { dryRun: true }],
      ['removeOrphanedPartitions'],
      ['findOrphanedPartitions'],
      ['validatePartitions'],
    ],
  },
  'helper-update-attributes': {
    records: [ANN],
    calls: [
      ['updateAttributes', { name: 'string|optional', color: 'string|optional' }],
      ['insert', { id: 'x', color: 'red' }],
      ['get', 'x'],
      ['get', 'ann'],
    ],
  },
  'helper-errors': {
    run: async (stage, resource) => {
      const error = new Error('Cipher job failed');
      await stage.call(resource, 'handleResourceError', error, 'a', 'get');
      await stage.call(resource, 'handleResourceError', error, 'a', 'partition');
      await stage.call(resource, 'handleResourceError', new Error('other'), 'a', 'get');
      await stage.call(resource, 'handleListError', new Error('other'), {});
    },
  },
  'helper-versions': {
    calls: [
      ['applyVersionMapping', { a: 1 }, 'v1', 'v1'],
      ['applyVersionMapping', { a: 1 }, 'v1', 'v2'],
    ],
  },
  'helper-references': {
    config: { partitions: BY_REGION },
    calls: [
      ['createPartitionReferences', ANN],
      ['listIds', { partition: 'byRegion', partitionValues: { region: 'US' } }],
      ['deletePartitionReferences', ANN],
      ['listIds', { partition: 'byRegion', partitionValues: { region: 'US' } }],
    ],
  },
  'guard-none': {
    calls: [
      ['executeGuard', 'get', {}],
      ['_checkRolesScopes', ['admin'], { scope: 'read admin' }],
      ['_checkRolesScopes', ['admin'], { roles: ['admin'] }],
      ['_checkRolesScopes', ['admin'], { realm_access: { roles: ['admin'] } }],
      [
        '_checkRolesScopes',
        ['admin'],
        { resource_access: { app: { roles: ['admin'] } }, azp: 'app' },
      ],
      ['_checkRolesScopes', ['admin'], {}],
      ['_checkRolesScopes', ['admin'], null],
    ],
  },
  'guard-constructed': {
    run: async (stage) => {
      const { Resource } = stage.library;
      const guard = {
        get: true,
        list: ['admin'],
        insert: ({ user }) => user.isAdmin,
        update: () => 'yes',
        delete: () => {
          throw new Error('no');
        },
        '*': ['root'],
      };
      const { client } = stage.db;
      const attributes = { name: 'string' };
      const resource = new Resource({ name: 'g', client, attributes, guard, logLevel: 'silent' });
      const admin = { user: { roles: ['admin'], isAdmin: true } };
      for (const operation of [...Object.keys(guard), 'count']) {
        await stage.call(resource, 'executeGuard', operation, admin, {});
        await stage.call(resource, 'executeGuard', operation, { user: {} }, {});
      }
    },
  },
  'version-moves': {
    options: { versioningEnabled: true },
    records: [ANN],
    run: async (stage, resource) => {
      await stage.step('partitions', () => resource.config.partitions);
      await stage.call(resource, 'listIds', {
        partition: 'byVersion',
        partitionValues: { _v: 'v1' },
      });
      await stage.step('again', async () => {
        const attributes = { name: 'string', color: 'string|optional' };
        const again = await stage.db.createResource({ name: 'users', attributes });
        return [again.version, again === resource];
      });
      await stage.call(resource, 'insert', { id: 'new', name: 'n', color: 'red' });
      await stage.call(resource, 'listIds', {
        partition: 'byVersion',
        partitionValues: { _v: 'v2' },
      });
      await stage.call(resource, 'get', 'ann');
    },
  },
  'writer-stream': {
    run: async (stage, resource) => {
      await stage.step('written', () => {
        const stream = resource.writable();
        return new Promise((resolve) => {
          stream.on('finish', () => resolve('finished'));
          for (let n = 0; n < 3; n++) stream.write({ id: `i${n}`, name: 'n' });
          stream.end();
        });
      });
      await stage.call(resource, 'listIds');
    },
  },
};
