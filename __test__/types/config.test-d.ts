import { Resource, type Database, type MemoryClient, type ResourceFor } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

declare const db: Database;
declare const client: MemoryClient;

// Every form of a definition
db.createResource({
  name: 'forms',
  attributes: {
    $$strict: 'remove',
    text: 'string|min:3|pattern:^a|optional',
    money: 'money:4|min:-5',
    point: 'geo:point:4|optional',
    vector: 'embedding:1536',
    list: 'array|items:string',
    short: 'string[]',
    argon: 'password:argon2id|min:8',
    explicit: { type: 'string', min: 3, pattern: /^a/, messages: { required: 'Name it.' } },
    custom: { type: 'custom', check: (value: unknown) => value },
    choice: { type: 'enum', values: ['a', 1, true] },
    props: { type: 'object', props: { deep: { type: 'array', items: 'number' } } },
    nested: { $$type: 'object|optional', deep: { deeper: 'number|default:1' } },
    either: ['string', { type: 'number', min: 0 }, { type: 'date', optional: true }],
    empty: {},
  },
});

// Mistakes in definitions
// @ts-expect-error numbers define nothing
db.createResource({ name: 'a', attributes: { a: 5 } });
// @ts-expect-error neither does true
db.createResource({ name: 'a', attributes: { a: true } });
// @ts-expect-error no such type
db.createResource({ name: 'a', attributes: { a: 'strng' } });
// @ts-expect-error no such type
db.createResource({ name: 'a', attributes: { a: 'text2|optional' } });
// @ts-expect-error no such type, in a nested object
db.createResource({ name: 'a', attributes: { a: { b: { c: 'strng|optional' } } } });
// @ts-expect-error no such type, among alternatives
db.createResource({ name: 'a', attributes: { a: ['string', 'nmber'] } });
// @ts-expect-error no name
db.createResource({ attributes: { a: 'string' } });
// @ts-expect-error no attributes
db.createResource({ name: 'a' });

// Options
db.createResource({
  name: 'options',
  attributes: { status: 'string', at: 'datetime' },
  behavior: 'body-overflow',
  partitions: { byDay: { fields: { at: 'date|maxlength:10' } } },
  idGenerator: 'incremental:fast:INV-0001',
  asyncPartitions: false,
  strictPartitions: true,
  paranoid: false,
  security: { passphrase: 'x', bcrypt: { rounds: 12 }, saltPerValue: true },
  map: { status: '0', at: '1' },
  guard: { '*': ['admin'], read: true, delete: (context) => context.user !== undefined },
  compression: { enabled: true, level: 9 },
});
db.createResource({ name: 'a', attributes: { a: 'string' }, partitions: ['a'], idSize: 8 });
db.createResource({ name: 'a', attributes: { a: 'string' }, idGenerator: 12 });
db.createResource({ name: 'a', attributes: { a: 'string' }, idGenerator: async () => 'id' });
db.createResource({
  name: 'a',
  attributes: { a: 'string' },
  idGenerator: { type: 'incremental', start: 1000, prefix: 'ORD-', padding: 4 },
});
// @ts-expect-error no such behavior
db.createResource({ name: 'a', attributes: { a: 'string' }, behavior: 'overflow' });
// @ts-expect-error no such option
db.createResource({ name: 'a', attributes: { a: 'string' }, idLength: 5 });
// @ts-expect-error a partition has fields
db.createResource({ name: 'a', attributes: { a: 'string' }, partitions: { byA: { a: 'string' } } });
// @ts-expect-error no such generator
db.createResource({ name: 'a', attributes: { a: 'string' }, idGenerator: 'uuid' });

// Options that change the records
const strict = await db.createResource({
  name: 'strict',
  attributes: { a: { b: 'number' } },
  allNestedObjectsOptional: false,
});
expect<Equal<typeof strict, ResourceFor<{ a: { b: 'number' } }, false, false>>>();
expect<Equal<Awaited<ReturnType<typeof strict.get>>['a'], { b: number }>>();
const stamped = await db.createResource({ name: 's', attributes: { a: 'any' }, timestamps: true });
expect<Equal<Awaited<ReturnType<typeof stamped.get>>['createdAt'], string>>();
const plain = await db.createResource({
  name: 'p',
  attributes: { a: 'string' },
  timestamps: false,
});
// @ts-expect-error no timestamps
(await plain.get('a')).createdAt;
declare const isStamped: boolean;
const perhaps = await db.createResource({
  name: 's',
  attributes: { a: 'string' },
  timestamps: isStamped,
});
expect<Equal<Awaited<ReturnType<typeof perhaps.get>>['createdAt'], string | undefined>>();

// Definitions that are kept apart
const attributes = { email: 'email', age: 'number|optional' } as const;
const users: ResourceFor<typeof attributes> = await db.createResource({
  name: 'users',
  attributes,
});
expect<Equal<Awaited<ReturnType<typeof users.get>>['email'], string>>();

// A resource without a database
const alone = new Resource({ name: 'alone', client, attributes: { a: 'string' } });
expect<Equal<typeof alone, Resource>>();
// @ts-expect-error no client
new Resource({ name: 'alone', attributes: { a: 'string' } });
