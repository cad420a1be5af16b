/**
 * What both packages write and read in the tests that they understand each other.
 */
import { Generator } from './generator.js';

export const BEHAVIORS = [
  'user-managed',
  'body-overflow',
  'body-only',
  'enforce-limits',
  'truncate-data',
];

/** Records of a bucket. */
export const RECORDS = 12;

/** Every type. */
const ATTRIBUTES = {
  text: 'string|required',
  number: 'number|optional',
  flag: 'boolean|optional',
  when: 'date|optional',
  words: 'array|items:string|optional',
  numbers: 'array|items:number|optional',
  json: 'json|optional',
  ip: 'ip4|optional',
  mail: 'email|optional',
  vector: 'embedding:4|optional',
  secret: 'secret|optional',
  pin: 'password|optional',
  nested: { a: 'string|optional', b: { c: 'number|optional' } },
};

const PARTITIONS = {
  byFlag: { fields: { flag: 'boolean' } },
  byNested: { fields: { 'nested.a': 'string|maxlength:2', text: 'string|maxlength:1' } },
};

/** Texts that both sides keep: the reference takes some for encoded or for JSON. */
function plainText(generator) {
  const letters = [...'abcXYZ 019-äöß€日本😀'];
  const text = Array.from({ length: generator.below(20) }, () => generator.one(letters)).join('');
  return `t${text}t`;
}

function recordOf(generator, id) {
  const maybe = (make) => (generator.chance(0.7) ? make() : undefined);
  const record = {
    id,
    text: plainText(generator),
    number: maybe(() => generator.one([0, -1, 12345, 0.5, -99.25, 1e15])),
    flag: maybe(() => generator.chance(0.5)),
    when: maybe(() => new Date(generator.below(2 ** 31) * 1000).toISOString()),
    words: maybe(() => ['one', plainText(generator), 'with|bar']),
    numbers: maybe(() => [1, generator.below(1000), 12.5]),
    json: maybe(() => ({ list: [1, null, 'x'], deep: { is: true } })),
    ip: maybe(() => `10.0.${generator.below(256)}.${generator.below(256)}`),
    mail: maybe(() => `m${generator.below(999)}@example.org`),
    vector: maybe(() => [0, 0.25, -0.5, 1]),
    secret: maybe(() => plainText(generator)),
    nested: maybe(() => ({
      a: generator.one(['Rome', 'Roma', 'Zürich']),
      b: { c: generator.below(100) },
    })),
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** The password of one of the random records: the reference takes a quarter of a second for a hash. */
export const PASSWORD = { id: 'id-2', pin: 'open sesame' };

/**
 * @param {number} seed
 * @returns {object[]} random records
 */
export function randomRecords(seed) {
  const generator = new Generator(seed);
  return Array.from({ length: RECORDS }, (_, number) => {
    const record = recordOf(generator, `id-${number}`);
    return record.id === PASSWORD.id ? { ...record, pin: PASSWORD.pin } : record;
  });
}

/**
 * @param {string} behavior
 * @returns {object} of a resource with every type, and partitions
 */
export function configOf(behavior) {
  return {
    name: `r-${behavior}`,
    attributes: ATTRIBUTES,
    behavior,
    partitions: PARTITIONS,
    timestamps: true,
    asyncPartitions: false,
  };
}

/**
 * @param {string} name of a resource
 * @param {Array<{id: string}>} records
 * @returns calls that read them in every way
 */
export function readsOf(name, records) {
  return [
    [name, 'getMany', records.map(({ id }) => id)],
    [name, 'list', { partition: 'byFlag', partitionValues: { flag: true } }],
    [name, 'list', { partition: 'byNested' }],
    [name, 'count'],
  ];
}

/**
 * @param {any} resource of ours
 * @param {ReturnType<typeof readsOf>} reads
 * @returns {Promise<any[]>} what they give
 */
export async function performReads(resource, reads) {
  const results = [];
  for (const [, method, argument] of reads) results.push(await resource[method](argument));
  return results;
}

/** @param {any} result of a read: records by id, or a number */
export const comparable = (result) => (Array.isArray(result) ? byId(result) : result);

/** A record as its user sees it; an update of the reference adds a field `metadata` of its own. */
export function userFields(record) {
  const isUsers = ([name]) => !/^(_|\$|metadata)/.test(name);
  return Object.fromEntries(Object.entries(record).filter(isUsers));
}

/** Records as their user sees them, by id. */
export const byId = (records) =>
  Object.fromEntries(records.map((record) => [record.id, userFields(record)]));
