/** Options of resources and databases, each by what it changes. */
import { ANN, BY_REGION, DEEP, NESTED, PEOPLE } from './people.js';

const STRICT_NESTED = { name: 'string', profile: { city: 'string', geo: { lat: 'number' } } };

const read = async (stage, resource, names) => {
  for (const name of names) await stage.step(name, () => resource.config[name] ?? resource[name]);
};

/** @type {Record<string, import('../stage.js').Program>} */
export const options = {
  'option-version': {
    config: { version: 'v7' },
    calls: [['insert', ANN], ['get', 'ann'], ['getDefinitionHash']],
  },
  'option-nested-optional': {
    config: { attributes: STRICT_NESTED },
    calls: [
      ['insert', { id: 'a', name: 'n' }],
      ['insert', { id: 'b', name: 'n', profile: {} }],
      ['insert', { id: 'c', name: 'n', profile: { city: 'x' } }],
    ],
  },
  'option-nested-required': {
    config: { attributes: STRICT_NESTED, allNestedObjectsOptional: false },
    calls: [
      ['insert', { id: 'a', name: 'n' }],
      ['insert', { id: 'b', name: 'n', profile: { city: 'x', geo: { lat: 1 } } }],
    ],
  },
  'option-lenient': {
    config: { strictValidation: false, partitions: { byNone: { fields: { none: 'string' } } } },
    calls: [
      ['insert', ANN],
      ['insert', { ...ANN, id: 'x', none: 'y' }],
      ['listIds', { partition: 'byNone', partitionValues: { none: 'y' } }],
      ['findOrphanedPartitions'],
    ],
  },
  'option-lenient-database': {
    options: { strictValidation: false },
    run: (stage, resource) => read(stage, resource, ['strictValidation']),
  },
  'option-no-events-of-database': {
    options: { disableResourceEvents: true },
    run: async (stage, resource) => {
      await stage.call(resource, 'insert', ANN);
      await read(stage, resource, ['eventsDisabled']);
    },
  },
  'option-partitions-in-time': {
    config: { partitions: BY_REGION, asyncPartitions: false },
    records: PEOPLE,
    calls: [
      ['update', 'ann', { region: 'EU' }],
      ['patch', 'bob', { region: 'US' }],
      ['replace', 'new', { name: 'n', region: 'EU' }],
      ['delete', 'cid'],
    ],
  },
  'option-cache': {
    options: { cache: true },
    run: (stage, resource) => read(stage, resource, ['cache']),
  },
  'option-security': {
    options: { security: { passphrase: 'p', bcrypt: { rounds: 12 } } },
    config: { security: { pepper: 'x' } },
    run: (stage, resource) => read(stage, resource, ['security']),
  },
  'option-versions-of-database': {
    options: { versioningEnabled: true },
    config: { partitions: BY_REGION },
    run: (stage, resource) => read(stage, resource, ['versioningEnabled', 'partitions']),
  },
  'option-partition-list': {
    config: { partitions: ['region', 'age'] },
    calls: [
      ['insert', ANN],
      ['listIds', { partition: 'byAge', partitionValues: { age: 30 } }],
    ],
  },
  'option-object-types': {
    config: {
      attributes: {
        name: { type: 'string', min: 2, default: 'none' },
        kind: { type: 'string', enum: ['a', 'b'], optional: true },
        o: { type: 'object', optional: true, props: { n: 'number' } },
      },
    },
    calls: [
      ['insert', { id: 'a' }],
      ['get', 'a'],
      ['insert', { id: 'b', name: 'x' }],
      ['insert', { id: 'c', kind: 'z' }],
    ],
  },
  'option-update-coerces': {
    records: [ANN],
    calls: [
      ['update', 'ann', { age: '31' }],
      ['update', 'ann', { name: '  trimmed  ' }],
      ['patch', 'ann', { age: '32' }],
      ['replace', 'ann', { name: 'n', age: '33' }],
    ],
  },
  'option-two-databases': {
    records: PEOPLE,
    run: async (stage) => {
      const other = await stage.open();
      const { users } = other.resources;
      stage.listen(users);
      await stage.call(users, 'list');
      await stage.call(users, 'update', 'ann', { age: 1 });
      await stage.call(users, 'insert', { id: 'new', name: 'n' });
      await stage.call(users, 'insert', { id: 'bad', age: 'x' });
    },
  },
  'option-many-items': {
    run: async (stage, resource) => {
      resource.removeAllListeners();
      const items = Array.from({ length: 40 }, (_, n) => ({
        id: `i${n}`,
        name: n % 9 ? 'n' : 5,
        age: n,
      }));
      await stage.call(resource, 'insertMany', items);
      await stage.call(resource, 'getMany', ['i1', 'none', 'i39']);
      await stage.call(resource, 'deleteMany', ['i1', 'none', 'i2']);
      await stage.call(resource, 'count');
      await stage.call(resource, 'query', { age: 39 });
      await stage.call(resource, 'query', { name: 'n' }, { limit: 3, offset: 30 });
    },
  },
  'option-deep-records': {
    config: { attributes: NESTED, behavior: 'body-overflow' },
    records: [DEEP],
    calls: [
      ['get', 'deep'],
      ['update', 'deep', { profile: { geo: null } }],
      ['get', 'deep'],
      ['update', 'deep', { profile: undefined }],
      ['get', 'deep'],
    ],
  },
};
