/**
 * Random calls on resources of every behavior.
 */
import { Generator } from '../../support/generator.js';

const ATTRIBUTES = {
  name: 'string|required',
  age: 'number|optional',
  isOn: 'boolean|optional',
  tags: 'array|items:string|optional',
  group: 'string|optional',
  profile: { city: 'string|optional', geo: { lat: 'number|optional' } },
};
const PARTITIONS = { byGroup: { fields: { group: 'string' } } };
const WORDS = ['plain', 'two words', 'é', '日本', '1e3', 'a:b|c', '{x}', 'UPPER', '00123'];
const BEHAVIORS = ['user-managed', 'body-overflow', 'body-only'];
const CALLS = 25;

/** @param {Generator} generator */
function fieldsOf(generator) {
  const some = (make) => (generator.chance(0.6) ? make() : undefined);
  const fields = {
    name: generator.one(WORDS),
    age: some(() => generator.below(200) - 100),
    isOn: some(() => generator.chance(0.5)),
    tags: some(() => [generator.one(WORDS), generator.one(WORDS)]),
    group: some(() => generator.one(['a', 'b', 'c'])),
    profile: some(() => ({ city: generator.one(WORDS), geo: { lat: generator.below(90) } })),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** @param {Generator} generator */
function callOf(generator) {
  const id = `id-${generator.below(6)}`;
  const { name: _name, ...changes } = fieldsOf(generator);
  const partition = { partition: 'byGroup', partitionValues: { group: generator.one(['a', 'b']) } };
  const calls = [
    ['insert', { id, ...fieldsOf(generator) }],
    ['insert', { id, ...fieldsOf(generator) }],
    ['upsert', { id, ...fieldsOf(generator) }],
    ['update', id, changes],
    ['update', id, { 'profile.city': generator.one(WORDS) }],
    ['patch', id, changes],
    ['delete', id],
    ['get', id],
    ['exists', id],
    ['getMany', [id, 'id-0', 'id-1']],
    ['list', { limit: 1 + generator.below(4), offset: generator.below(3) }],
    ['list', partition],
    ['listIds', partition],
    ['count', generator.one([{}, partition])],
    ['query', { isOn: true }],
    ['query', { group: generator.one(['a', 'b']), isOn: false }],
    ['page', { size: 1 + generator.below(4), page: 1 + generator.below(2) }],
  ];
  return generator.one(calls);
}

/**
 * @param {number} seed
 * @returns {Record<string, import('../stage.js').Program>}
 */
export function randomPrograms(seed) {
  const generator = new Generator(seed);
  return Object.fromEntries(
    Array.from({ length: 12 }, (_, number) => [
      `random-${number}`,
      {
        config: {
          attributes: ATTRIBUTES,
          partitions: PARTITIONS,
          behavior: BEHAVIORS[number % BEHAVIORS.length],
          asyncPartitions: false,
        },
        calls: Array.from({ length: CALLS }, () => callOf(generator)),
      },
    ]),
  );
}
