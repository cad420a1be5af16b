import {
  PROFILE_ATTRIBUTES,
  profileChange,
  profileRecord,
  REGIONS,
  SECRET_ATTRIBUTES,
  secretRecord,
  SMALL_ATTRIBUTES,
  smallRecord,
  WIDE_FIELDS,
} from './records.js';
import { S3_SHAPES } from './s3-shapes.js';

/**
 * @typedef {import('./random.js').Random} Random
 * @typedef {import('./session.js').Document} Document
 * @typedef {import('./session.js').Resource} Resource
 */

/**
 * @typedef {object} Tally
 * @property {number} hooks
 * @property {number} listeners
 * @property {number} middlewares
 */

/**
 * One kind of record and what is measured with it.
 * @typedef {object} Shape
 * @property {string} name as printed and as matched by `--only`
 * @property {'memory' | 'file' | 's3'} store where its records are kept
 * @property {number} [warmUp] share of a full run that each operation warms up with, half of `scale` when
 *   absent
 * @property {{ latency: number, pool: boolean }} [service] of records on S3: how many ms every request
 *   waits, and whether s3db.js bounds and repeats requests as it does unless told otherwise
 * @property {Record<string, unknown>} attributes attribute definitions
 * @property {Record<string, unknown>} [options] further options of `createResource`
 * @property {number} population records stored before anything is measured
 * @property {number} scale share of each operation's item count that this shape uses
 * @property {number} [scaleAtOnce] the same where calls are made at once
 * @property {number} [rounds] most rounds
 * @property {string[]} operations names of the measured operations, in order
 * @property {Document} [filter] equality filter of query
 * @property {{ partition: string, partitionValues: Document }} [partition] what list and
 *   listIds read instead of everything
 * @property {(random: Random) => Document} record a valid record without id
 * @property {(random: Random) => Document} change the argument of update and patch
 * @property {(resource: Resource, tally: Tally) => void} [observe] attaches user callbacks
 */

const COMMON = [
  ...['insert', 'insertMany', 'get', 'getMany', 'list', 'listIds', 'exists', 'query'],
  ...['update', 'patch', 'replace', 'delete'],
];

const FILE_OPERATIONS = [
  ...['insert', 'insert 50 at once', 'get', 'get 50 at once'],
  ...['list', 'exists', 'update', 'delete'],
];

/**
 * Attaches one hook, one listener and one middleware to each of insert, get and update.
 * @param {Resource} resource
 * @param {Tally} tally counts the calls
 */
function observe(resource, tally) {
  for (const hook of ['beforeInsert', 'afterGet', 'beforeUpdate']) {
    resource.addHook(hook, (record) => {
      tally.hooks += 1;
      return record;
    });
  }
  for (const event of ['inserted', 'fetched', 'updated']) {
    resource.on(event, () => {
      tally.listeners += 1;
    });
  }
  for (const method of ['insert', 'get', 'update']) {
    resource.useMiddleware(method, (_context, next) => {
      tally.middlewares += 1;
      return next();
    });
  }
}

/** @type {Shape[]} */
const IN_MEMORY = [
  {
    name: '3 fields',
    store: 'memory',
    attributes: SMALL_ATTRIBUTES,
    population: 3000,
    scale: 1,
    operations: COMMON,
    filter: { status: 'open' },
    record: smallRecord,
    change: (random) => ({ age: random.integer(0, 99) }),
  },
  {
    name: '12 fields, nested',
    store: 'memory',
    attributes: PROFILE_ATTRIBUTES,
    population: 3000,
    scale: 1,
    operations: COMMON,
    filter: { status: 'open' },
    record: profileRecord,
    change: profileChange,
  },
  {
    name: '60 fields',
    store: 'memory',
    attributes: Object.fromEntries(WIDE_FIELDS.map((field) => [field.name, field.definition])),
    population: 900,
    scale: 0.3,
    operations: COMMON,
    filter: { state01: 'open' },
    record: (random) =>
      Object.fromEntries(WIDE_FIELDS.map(({ name, draw }) => [name, draw(random)])),
    change: (random) => ({ title01: random.text(10), count10: random.integer(0, 100_000) }),
  },
  {
    name: 'body overflow',
    store: 'memory',
    attributes: { ...SMALL_ATTRIBUTES, article: 'string' },
    options: { behavior: 'body-overflow' },
    population: 900,
    scale: 0.3,
    operations: COMMON,
    filter: { status: 'open' },
    record: (random) => ({ ...smallRecord(random), article: random.text(4096) }),
    change: (random) => ({ age: random.integer(0, 99) }),
  },
  {
    name: 'partitioned',
    store: 'memory',
    attributes: { ...PROFILE_ATTRIBUTES, region: 'string' },
    options: {
      partitions: {
        byRegion: { fields: { region: 'string' } },
        byCity: { fields: { 'address.city': 'string' } },
      },
    },
    population: 900,
    scale: 0.3,
    operations: COMMON,
    filter: { region: 'north', status: 'open' },
    partition: { partition: 'byRegion', partitionValues: { region: 'north' } },
    record: (random) => ({ ...profileRecord(random), region: random.pick(REGIONS) }),
    change: (random) => ({ balance: random.amount(10_000), region: random.pick(REGIONS) }),
  },
  {
    name: '12 fields, timestamps',
    store: 'memory',
    attributes: PROFILE_ATTRIBUTES,
    options: { timestamps: true },
    population: 600,
    scale: 0.2,
    operations: ['insert', 'get', 'update', 'delete'],
    record: profileRecord,
    change: profileChange,
  },
  {
    name: '12 fields, observed',
    store: 'memory',
    attributes: PROFILE_ATTRIBUTES,
    population: 1800,
    scale: 0.6,
    operations: ['insert', 'insertMany', 'get', 'getMany', 'update'],
    record: profileRecord,
    change: profileChange,
    observe,
  },
  {
    name: '10,000 records',
    store: 'memory',
    attributes: SMALL_ATTRIBUTES,
    population: 10_000,
    scale: 1,
    operations: ['count', 'list', 'listIds', 'exists'],
    record: smallRecord,
    change: (random) => ({ age: random.integer(0, 99) }),
  },
  {
    name: 'two secrets',
    store: 'memory',
    attributes: SECRET_ATTRIBUTES,
    population: 4,
    scale: 0.0013,
    operations: ['insert', 'get', 'list'],
    record: secretRecord,
    change: (random) => ({ age: random.integer(0, 99) }),
  },
];

/**
 * @param {string} name of a shape in memory
 * @param {Pick<Shape, 'population' | 'scale' | 'operations'>} extent
 * @returns {Shape} the same records in files
 */
function inFiles(name, extent) {
  const shape = IN_MEMORY.find((candidate) => candidate.name === name);
  if (!shape) throw new RangeError(`no shape \`${name}\``);
  return { ...shape, ...extent, name: `${name}, files`, store: 'file' };
}

/** @type {Shape[]} */
const IN_FILES = [
  inFiles('12 fields, nested', { population: 600, scale: 0.2, operations: FILE_OPERATIONS }),
  inFiles('body overflow', { population: 600, scale: 0.2, operations: FILE_OPERATIONS }),
  inFiles('two secrets', { population: 4, scale: 0.0013, operations: ['insert', 'get'] }),
];

/** @type {Shape[]} */
export const SHAPES = [...IN_MEMORY, ...IN_FILES, ...S3_SHAPES];

/**
 * @param {string} name
 * @returns {Shape}
 * @throws {RangeError} when there is no such shape
 */
export function shapeNamed(name) {
  const shape = SHAPES.find((candidate) => candidate.name === name);
  if (!shape) throw new RangeError(`no shape \`${name}\``);
  return shape;
}
