import { ANN, BY_REGION } from './people.js';

const A = { a: 'string' };

const FINDINGS = {
  'no name': { name: undefined },
  'empty name': { name: '' },
  'blank name': { name: '  ' },
  'number as name': { name: 5 },
  'unsafe name': { name: 'a/b' },
  'no attributes': { attributes: undefined },
  'empty attributes': { attributes: {} },
  'text as attributes': { attributes: 'x' },
  version: { version: 5 },
  behavior: { behavior: 5 },
  paranoid: { paranoid: 'x' },
  timestamps: { timestamps: 'x' },
  cache: { cache: 'x' },
  autoDecrypt: { autoDecrypt: 1 },
  nested: { allNestedObjectsOptional: 1 },
  'text as id generator': { idGenerator: 'x' },
  'size zero': { idGenerator: 0 },
  'id size text': { idSize: 'x' },
  'id size zero': { idSize: 0 },
  'partitions text': { partitions: 'x' },
  'partition name': { partitions: { 'a/b': { fields: { a: 'string' } } } },
  'partition text': { partitions: { p: 'x' } },
  'partition without fields': { partitions: { p: {} } },
  'fields text': { partitions: { p: { fields: 'x' } } },
  'field number': { partitions: { p: { fields: { a: 5 } } } },
  'unknown field': { partitions: { p: { fields: { zz: 'string' } } } },
  'array of unknown': { partitions: ['zz'] },
  'array of numbers': { partitions: [5] },
  'hooks text': { hooks: 'x' },
  'unknown hook': { hooks: { beforeNothing: [] } },
  'hook function': { hooks: { beforeInsert: () => {} } },
  'events text': { events: 'x' },
  'event text': { events: { inserted: 'x' } },
  'event list': { events: { inserted: ['x'] } },
  several: { name: 'a=b', paranoid: 1, idSize: 0 },
};

const PROPERTIES = [
  ...['name', 'version', 'behavior', 'attributes', 'map', 'idSize', 'idGeneratorType', 'config'],
  ...['versioningEnabled', 'strictValidation', 'asyncEvents', 'eventsDisabled', 'guard'],
  ...['metadataLimit', 'observers', 'security'],
];

const CONFIGS = {
  plain: {},
  timestamps: { timestamps: true },
  partitions: { partitions: BY_REGION },
  'partition-names': { partitions: ['region'] },
  options: { paranoid: false, autoDecrypt: false, asyncPartitions: false, cache: true, idSize: 9 },
  map: { map: { name: 'n', age: 'a', region: 'r' } },
  generator: { idGenerator: 12 },
  function: { idGenerator: () => 'x' },
  behavior: { behavior: 'body-only', asyncEvents: false },
};

/** @type {Record<string, import('../stage.js').Program>} */
export const configs = {
  'config-findings': {
    run: async (stage) => {
      for (const [label, config] of Object.entries(FINDINGS)) {
        const given = { name: 'things', attributes: A, ...config };
        await stage.step(label, async () => (await stage.db.createResource(given)).name);
      }
    },
  },
  'config-finding-lists': {
    run: async (stage) => {
      for (const [label, config] of Object.entries(FINDINGS)) {
        const given = { name: 'things', attributes: A, ...config };
        const finding = ({ validation }) => ({ validation });
        await stage.step(label, () => stage.db.createResource(given).then(() => 0, finding));
      }
    },
  },
  'config-constructor': {
    run: async (stage) => {
      const { Resource } = stage.library;
      for (const config of [
        {},
        { name: 'x' },
        { name: 'x', attributes: A },
        { name: 'x', attributes: A, client: stage.db.client, partitions: ['a'] },
        { name: 'x', attributes: A, client: stage.db.client, observers: 'x' },
        { name: 'x', attributes: A, client: stage.db.client, passphrase: 5 },
      ]) {
        await stage.step('new', () => new Resource(config).name);
      }
      const { client } = stage.db;
      const resource = new Resource({ name: 'x', attributes: A, client, logLevel: 'silent' });
      await stage.step('version', () => [resource.version, resource.observers]);
      await stage.call(resource, 'insert', { id: '1', a: 'x' });
      await stage.call(resource, 'get', '1');
    },
  },
  ...Object.fromEntries(
    Object.entries(CONFIGS).map(([name, config]) => [
      `config-properties-${name}`,
      {
        config,
        run: async (stage, resource) => {
          for (const property of PROPERTIES) await stage.step(property, () => resource[property]);
          await stage.step('schema.map', () => resource.schema.map);
          await stage.step('schema.attributes', () => resource.schema.attributes);
        },
      },
    ]),
  ),
  'config-schema-copy': {
    run: async (stage, resource) => {
      await stage.step('frozen', () => Object.isFrozen(resource.$schema));
      await stage.step('keys', () => Object.keys(resource.$schema).sort());
    },
  },
  'config-export': {
    config: { partitions: BY_REGION, timestamps: true },
    run: async (stage, resource) => {
      await stage.step('keys', () => Object.keys(resource.export()));
      await stage.step('export', () => ({ ...resource.export(), hooks: null }));
    },
  },
  'config-lazy': {
    config: { lazySchema: true },
    run: async (stage, resource) => {
      await stage.step('schema', () => resource.schema);
      await stage.call(resource, 'isSchemaCompiled');
      await stage.call(resource, 'insert', ANN);
      await stage.call(resource, 'isSchemaCompiled');
      await stage.step('map', () => resource.schema.map);
    },
  },
  'config-again': {
    config: { partitions: BY_REGION, paranoid: false },
    run: async (stage, resource) => {
      const again = await stage.db.createResource({ name: 'users', attributes: { b: 'string' } });
      await stage.step('same', () => again === resource);
      for (const name of ['version', 'behavior', 'attributes', 'config']) {
        await stage.step(name, () => resource[name]);
      }
      await stage.call(resource, 'insert', { id: '1', b: 'x' });
      await stage.call(resource, 'get', '1');
    },
  },
  'config-unknown-option': {
    config: { nothing: 5 },
    run: (stage, resource) => stage.step('config', () => resource.config),
  },
  'config-auto-decrypt': {
    config: { attributes: { key: 'secret' }, autoDecrypt: false, security: { passphrase: 'p' } },
    run: async (stage, resource) => {
      await resource.insert({ id: 'a', key: 'plain' });
      const { key } = await resource.get('a');
      await stage.step('cipher', () => [typeof key, key === 'plain']);
    },
  },
  'config-reconnected': {
    config: { partitions: BY_REGION, timestamps: true, hooks: { beforeInsert: [(data) => data] } },
    records: [ANN],
    run: async (stage) => {
      await stage.db.disconnect();
      const db = await stage.open();
      const { users } = db.resources;
      for (const name of ['version', 'behavior', 'attributes', 'idSize']) {
        await stage.step(name, () => users[name]);
      }
      await stage.step('partitions', () => users.config.partitions);
      await stage.step('timestamps', () => users.config.timestamps);
      await stage.step('hooks', () => users.hooks.beforeInsert.length);
      await stage.call(users, 'get', 'ann');
    },
  },
};
