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
 * @property {Record<string, unknown>} attributes attribute definitions
 * @property {Record<string, unknown>} [options] further options of `createResource`
 * @property {number} population records stored before anything is measured
 * @property {number} scale share of each operation's item count that this shape uses
 * @property {string[]} operations names of the measured operations, in order
 * @property {Document} [filter] equality filter of query
 * @property {{ partition: string, partitionValues: Document }} [partition] what list and
 *   listIds read instead of everything
 * @property {(random: Random) => Document} record a valid record without id
 * @property {(random: Random) => Document} change the argument of update and patch
 * @property {(resource: Resource, tally: Tally) => void} [observe] attaches user callbacks
 */

const STATES = ['draft', 'open', 'review', 'paid', 'closed'];
const REGIONS = ['north', 'south', 'east', 'west'];
const CITIES = ['Lisboa', 'Porto', 'Recife', 'Natal', 'Braga', 'Manaus', 'Évora', 'Faro'];

const COMMON = [
  ...['insert', 'insertMany', 'get', 'getMany', 'list', 'listIds', 'exists', 'query'],
  ...['update', 'patch', 'replace', 'delete'],
];

const SMALL_ATTRIBUTES = { name: 'string|min:2', age: 'number|integer|min:0', status: 'string' };

/** @type {(random: Random) => Document} */
const smallRecord = (random) => ({
  name: random.text(20),
  age: random.integer(0, 99),
  status: random.pick(STATES),
});

const PROFILE_ATTRIBUTES = {
  name: 'string|min:2|max:60',
  email: 'email',
  age: 'number|integer|min:0|max:150',
  balance: 'number',
  active: 'boolean',
  website: 'url',
  token: 'uuid',
  labels: 'array|items:string',
  address: { street: 'string', city: 'string', postcode: 'string' },
  joined: 'datetime',
  status: 'string',
  remark: 'string|optional|max:200',
};

/** @type {(random: Random) => Document} */
const profileRecord = (random) => ({
  name: random.text(24),
  email: `${random.label()}@${random.label()}.example`,
  age: random.integer(0, 99),
  balance: random.amount(10_000),
  active: random.boolean(),
  website: `https://${random.label()}.example/${random.label()}`,
  token: random.uuid(),
  labels: [random.word(), random.word(), random.word()],
  address: { street: random.text(18), city: random.pick(CITIES), postcode: random.label() },
  joined: random.datetime(),
  status: random.pick(STATES),
  remark: random.text(40),
});

/** @type {(random: Random) => Document} */
const profileChange = (random) => ({
  balance: random.amount(10_000),
  active: random.boolean(),
  address: { city: random.pick(CITIES) },
});

/** @type {[string, string, (random: Random) => unknown][]} */
const WIDE_KINDS = [
  ['title', 'string|max:40', (random) => random.text(10)],
  ['count', 'number|integer|min:0', (random) => random.integer(0, 100_000)],
  ['share', 'number', (random) => random.amount(100)],
  ['flag', 'boolean', (random) => random.boolean()],
  ['state', 'string', (random) => random.pick(STATES)],
  ['moment', 'datetime', (random) => random.datetime()],
];

const WIDE_FIELDS = Array.from({ length: 60 }, (_, index) => {
  const [prefix, definition, draw] = WIDE_KINDS[index % WIDE_KINDS.length];
  const ordinal = String(Math.floor(index / WIDE_KINDS.length) + 1).padStart(2, '0');
  return { name: `${prefix}${ordinal}`, definition, draw };
});

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
export const SHAPES = [
  {
    name: '3 fields',
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
    attributes: SMALL_ATTRIBUTES,
    population: 10_000,
    scale: 1,
    operations: ['count', 'list', 'listIds', 'exists'],
    record: smallRecord,
    change: (random) => ({ age: random.integer(0, 99) }),
  },
];

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
