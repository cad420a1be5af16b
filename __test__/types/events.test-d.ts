import type { Database, Resource, StoredRecord } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

declare const db: Database;

type User = { email: string; age?: number | null };
type Stored = StoredRecord<User>;

const users = await db.createResource({
  name: 'users',
  attributes: { email: 'email', age: 'number|optional' },
  events: {
    inserted: (record) => expect<Equal<typeof record, Stored>>(),
    deleted: [(record) => record.$before.id, () => {}],
    'my-event': (anything) => expect<Equal<typeof anything, any>>(),
  },
  hooks: {
    beforeInsert: [
      async (data) => {
        expect<Equal<typeof data.email, string>>();
        return { ...data, email: data.email.toLowerCase() };
      },
      function () {
        this.getDefinitionHash();
      },
    ],
    afterGet: [(record) => void expect<Equal<typeof record, Stored>>()],
  },
});
expect<Equal<Awaited<ReturnType<typeof users.get>>, Stored>>();

// Guards
const guarded = { name: 'guarded', attributes: { name: 'string' } } as const;
await db.createResource({ ...guarded, guard: false });
await db.createResource({ ...guarded, guard: { get: ['admin'], '*': ({ user }) => user === 1 } });
expect<Equal<ReturnType<typeof users.executeGuard>, Promise<boolean>>>();
await users.executeGuard('get', { user: { roles: ['admin'] } }, { id: '1' });
// @ts-expect-error a rule is no text
await db.createResource({ ...guarded, guard: { get: 'admin' } });

// Events of a resource
users.on('inserted', (record) => expect<Equal<typeof record, Stored>>());
users.on('inserted:ana', (record) => expect<Equal<typeof record, Stored>>());
users.once('insert', (record) => expect<Equal<typeof record, Stored>>());
users.on('updated', (record) => {
  expect<Equal<typeof record.$before, Stored>>();
  expect<Equal<typeof record.$after.age, number | null | undefined>>();
});
users.on('deleted', ({ id, $after }) =>
  expect<Equal<[typeof id, typeof $after], [string, null]>>(),
);
users.on('inserted-many', (count) => expect<Equal<typeof count, number>>());
users.on('list', ({ count }) => expect<Equal<typeof count, number>>());
users.on('exceedsLimit', ({ excess }) => expect<Equal<typeof excess, number>>());
users.on('overflow', ({ operation, id, data }) => {
  expect<Equal<typeof operation, 'insert' | 'update' | 'replace'>>();
  expect<Equal<[typeof id, typeof data], [string, Partial<Stored>]>>();
});
users.on('page', ({ items }) => expect<Equal<typeof items, Stored[]>>());
users.on('content', ({ contentLength }) => expect<Equal<typeof contentLength, number>>());
users.on('getFromPartition', (record) => expect<Equal<typeof record, Stored>>());
users.on('error', (error, item) => expect<Equal<[typeof error, typeof item], [Error, unknown]>>());
users.on('my-event', (anything) => expect<Equal<typeof anything, any>>());
users.on(Symbol('mine'), () => {});
users
  .on('fetched', async () => {})
  .on('count', () => {})
  .off('count', () => {});
users.emit('my-event', 1, 2);
users.emitSync('my-event');
users.setAsyncMode(false);
users.listenerCount('inserted');
users.destroy();
// @ts-expect-error the listener gets a record
users.on('inserted', (count: number) => count);
// @ts-expect-error the listener gets a number
users.once('count', (record: { id: string }) => record.id);

// Hooks of a resource
users.addHook('beforeUpdate', (record) => ({ ...record, email: record.email.trim() }));
users.addHook('afterInsert', (record) => expect<Equal<typeof record, Stored>>());
users.addHook('beforeQuery', ({ filter, limit }) => {
  filter.email = 'ana@example.org';
  expect<Equal<typeof limit, number | undefined>>();
});
users.addHook('beforeGetMany', ({ ids }) => void ids.push('ana'));
expect<Equal<ReturnType<typeof users.setupPartitionHooks>, void>>();
const original: Function = users._bindHook((record: Stored) => record).__s3db_original;
users.addHook('afterCount', ({ count }) => expect<Equal<typeof count, number>>());
users.addHook('beforeDelete', async function (record) {
  expect<Equal<typeof record.id, string>>();
  await this.exists(record.id);
});
// @ts-expect-error no such hook
users.addHook('beforeInserting', () => {});
// @ts-expect-error not a function
users.addHook('beforeInsert', 'audit');

// Events of a database
db.on('db:connected', (at) => expect<Equal<typeof at, Date>>());
db.on('db:resource-created', (name) => expect<Equal<typeof name, string>>());
db.on('resource:created', ({ resource }) => expect<Equal<typeof resource, Resource>>());
db.once('db:metadata-healed', ({ healingLog }) => healingLog.join());
db.on('my-event', (anything) => expect<Equal<typeof anything, any>>());
// @ts-expect-error the listener gets a date
db.on('db:connected', (name: string) => name);

// Hooks of a database
db.addHook('beforeCreateResource', ({ database, config }) => {
  expect<Equal<typeof database, Database<any>>>();
  config.createdBy = 'import';
});
const audit = async ({ resource }: { resource: Resource }) => resource.name;
db.addHook('afterCreateResource', audit);
db.removeHook('afterCreateResource', audit);
db.getHooks('afterCreateResource').length;
db.clearHooks('afterCreateResource');
// @ts-expect-error no such hook
db.addHook('beforeStart', () => {});
