/**
 * Random operations on a resource, and what can be seen of them: results, errors, events, and the
 * objects that are left.
 */
import { inspect } from 'node:util';

import { Generator } from './generator.js';

export const ATTRIBUTES = {
  name: 'string|required',
  age: 'number|optional',
  score: 'number|optional',
  isOn: 'boolean|optional',
  when: 'date|optional',
  tags: 'array|items:string|optional',
  note: 'string|optional',
  group: 'string|optional',
  profile: { city: 'string|optional', geo: { lat: 'number|optional', lon: 'number|optional' } },
};

/** Those of the next version, in another order. */
export const NEXT_ATTRIBUTES = {
  group: 'string|optional',
  added: 'number|default:7',
  ...ATTRIBUTES,
};

export const PARTITIONS = {
  byGroup: { fields: { group: 'string' } },
  byCity: { fields: { 'profile.city': 'string|maxlength:3', group: 'string' } },
};

/** What the operations tell of. */
export const EVENTS = [
  'inserted',
  'updated',
  'deleted',
  'fetched',
  'list',
  'listed-ids',
  'paginated',
  'partition-fetched',
  'count',
  'error',
  'inserted-many',
  'deleted-many',
  'fetched-many',
  'deleted-all',
  'content-set',
  'content-fetched',
  'content-deleted',
  'exceedsLimit',
  'overflow',
  'truncate',
  'insert',
  'update',
  'get',
  'getMany',
];

/** Stands for the `_etag` that a record has when a call is made. */
const CURRENT = 'current';

const VOLATILE = [
  '_cas',
  '_historicalTimestamp',
  '_historicaltimestamp',
  '_lastModified',
  'lastModified',
  'createdAt',
  'updatedAt',
  'thrownAt',
  'stack',
];

/** An `ETag` with the stamp of a conditional update, which is random. */
const STAMPED_TAG = /^("[0-9a-f]{32})-[\w-]{12}"$/;

/** @param {Generator} generator */
function fieldsOf(generator) {
  const some = (make) => (generator.chance(0.6) ? make() : undefined);
  const fields = {
    name: generator.text() || 'n',
    age: some(() => generator.below(200) - 100),
    score: some(() => generator.next() * 100),
    isOn: some(() => generator.chance(0.5)),
    when: some(() => new Date(generator.below(2 ** 31) * 1000)),
    tags: some(() => Array.from({ length: generator.below(4) }, () => generator.text())),
    note: some(() => generator.text().repeat(generator.chance(0.1) ? 400 : 1)),
    group: some(() => generator.one(['a', 'ab', 'ö', 'B'])),
    profile: some(() => ({
      city: generator.one(['Rome', 'Roma', 'Oslo']),
      geo: { lat: generator.next() * 90 },
    })),
    extra: some(() => ({ deep: generator.text(), list: [1, 'x'] })),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** @param {Generator} generator */
function contentOf(generator) {
  const contentType = generator.one([undefined, 'text/plain', 'application/json']);
  return { buffer: generator.one([generator.text(), '{"name":"other"}', '']), contentType };
}

/**
 * @param {Generator} generator
 * @returns {[method: string, ...args: any[]]}
 */
function randomCall(generator) {
  const id = () => `id-${generator.below(12)}`;
  // What is done at once may be done in any order: no id is twice in one call.
  const ids = (count) => {
    const first = generator.below(12);
    return Array.from({ length: count }, (_, n) => `id-${(first + n) % 12}`);
  };
  const partition = () =>
    generator.one([
      {},
      { partition: 'byGroup' },
      { partition: 'byGroup', partitionValues: { group: 'a' } },
      { partition: 'byCity', partitionValues: { 'profile.city': 'Rome' } },
    ]);
  const { name: _name, ...changes } = fieldsOf(generator);
  const calls = [
    () => ['insert', { id: id(), ...fieldsOf(generator) }],
    () => ['insert', { id: id(), ...fieldsOf(generator) }],
    () => ['insert', { id: id(), age: 'not a number' }],
    () => ['insertMany', ids(3).map((each) => ({ id: each, ...fieldsOf(generator) }))],
    () => ['get', id()],
    () => ['getOrNull', id()],
    () => ['exists', id()],
    () => ['update', id(), changes],
    () => ['update', id(), { 'profile.geo.lat': generator.below(90) }],
    () => ['patch', id(), changes],
    () => ['replace', id(), fieldsOf(generator)],
    () => ['upsert', { id: id(), ...fieldsOf(generator) }],
    () => ['upsert', id(), fieldsOf(generator)],
    () => ['updateConditional', id(), changes, { ifMatch: generator.one([CURRENT, '"other"']) }],
    () => ['updateConditional', id(), { age: 'not a number' }, { ifMatch: CURRENT }],
    () => ['patch', id(), { 'profile.city': generator.one(['Rome', 'Oslo']) }],
    () => ['patch', id(), { rank: generator.below(9), label: generator.text(), ...changes }],
    () => ['delete', id()],
    () => ['deleteMany', ids(2)],
    () => ['getMany', [id(), id(), id()]],
    () => ['list', { ...partition(), limit: generator.below(8), offset: generator.below(3) }],
    () => ['listIds', partition()],
    () => ['count', partition()],
    () => ['getAll'],
    () => ['page', { ...partition(), size: 1 + generator.below(5), page: 1 + generator.below(3) }],
    () => ['page', { ...partition(), size: 3, offset: generator.below(9) }],
    () => ['listMain', { limit: generator.below(8), offset: generator.below(3) }],
    () => ['listPartition', { ...partition(), limit: generator.below(8) }],
    () => [
      'getFromPartition',
      {
        id: id(),
        partitionName: 'byGroup',
        partitionValues: { group: generator.one(['a', 'ab', 'ö']) },
      },
    ],
    () => ['setContent', { id: id(), ...contentOf(generator) }],
    () => ['content', id()],
    () => ['hasContent', id()],
    () => ['deleteContent', id()],
    () => ['query', { group: generator.one(['a', 'ab']) }, { limit: 1 + generator.below(5) }],
    () => ['query', { age: generator.below(20), isOn: true }],
    () => ['query', { 'profile.city': generator.one(['Rome', 'Roma', 'Rom']) }],
    () => ['query', { isOn: true }, { ...partition(), limit: 4, offset: generator.below(3) }],
    () => ['query', {}, partition()],
    () => ['processListResults', ids(3)],
    () => ['createHistoricalVersion', id(), fieldsOf(generator)],
    () => ['repairPartitions', { dryRun: generator.chance(0.5) }],
  ];
  return generator.one(calls)();
}

/**
 * @param {number} seed
 * @param {number} count
 * @returns {Array<[method: string, ...args: any[]]>}
 */
export function randomCalls(seed, count) {
  const generator = new Generator(seed);
  return Array.from({ length: count }, () => randomCall(generator));
}

/**
 * Performs calls one after another.
 *
 * @param {any} resource
 * @param {Array<[method: string, ...args: any[]]>} calls
 * @param {string[]} [events] that are listened to
 * @returns {Promise<any[]>} per call: the call, its result or error, and its events
 */
export async function perform(resource, calls, events = EVENTS) {
  const heard = [];
  for (const event of events) resource.on(event, (...args) => heard.push([event, ...args]));
  const log = [];
  for (const [method, ...given] of calls) {
    const args = await withCurrentTag(resource, method, given);
    const outcome = await resource[method](...args).then(
      (result) => ({ result }),
      (error) => ({ error }),
    );
    await new Promise((resolve) => setTimeout(resolve, 0));
    await new Promise(setImmediate);
    const told = visible(heard.splice(0));
    // Several records are under way at a time, and tell in the order in which they end.
    if (method.endsWith('Many')) told.sort((a, b) => compareTexts(inspect(a), inspect(b)));
    log.push({ ...visible({ call: [method, ...given], ...outcome }), events: told });
  }
  return log;
}

/**
 * @param {any} resource
 * @param {string} method
 * @param {any[]} args
 */
async function withCurrentTag(resource, method, args) {
  const [id, fields, { ifMatch }] = method === 'updateConditional' ? args : [null, null, {}];
  if (ifMatch !== CURRENT) return args;
  const record = await resource.getOrNull(id);
  return [id, fields, { ifMatch: record?._etag ?? '"none"' }];
}

/**
 * @param {string} a
 * @param {string} b
 */
function compareTexts(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * @param {any} value
 * @returns {any} a copy without what differs from run to run
 */
export function visible(value) {
  if (value instanceof Error) {
    const { name, message, code, statusCode, id, validation } = value;
    return visible({
      class: value.constructor.name,
      name,
      message,
      code,
      statusCode,
      id,
      validation,
    });
  }
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value === 'string') return value.replace(STAMPED_TAG, '$1"');
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date || ArrayBuffer.isView(value)) return value;
  const fields = Object.entries(value).filter(([name]) => !VOLATILE.includes(name));
  return Object.fromEntries(fields.map(([name, item]) => [name, visible(item)]));
}
