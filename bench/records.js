/**
 * @typedef {import('./random.js').Random} Random
 * @typedef {import('./session.js').Document} Document
 */

export const STATES = ['draft', 'open', 'review', 'paid', 'closed'];
export const REGIONS = ['north', 'south', 'east', 'west'];
const CITIES = ['Lisboa', 'Porto', 'Recife', 'Natal', 'Braga', 'Manaus', 'Évora', 'Faro'];

export const SMALL_ATTRIBUTES = {
  name: 'string|min:2',
  age: 'number|integer|min:0',
  status: 'string',
};

/** @type {(random: Random) => Document} */
export const smallRecord = (random) => ({
  name: random.text(20),
  age: random.integer(0, 99),
  status: random.pick(STATES),
});

export const SECRET_ATTRIBUTES = { ...SMALL_ATTRIBUTES, token: 'secret', pin: 'secret' };

/** @type {(random: Random) => Document} */
export const secretRecord = (random) => ({
  ...smallRecord(random),
  token: random.uuid(),
  pin: random.label(),
});

export const PROFILE_ATTRIBUTES = {
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
export const profileRecord = (random) => ({
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
export const profileChange = (random) => ({
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

export const WIDE_FIELDS = Array.from({ length: 60 }, (_, index) => {
  const [prefix, definition, draw] = WIDE_KINDS[index % WIDE_KINDS.length];
  const ordinal = String(Math.floor(index / WIDE_KINDS.length) + 1).padStart(2, '0');
  return { name: `${prefix}${ordinal}`, definition, draw };
});
