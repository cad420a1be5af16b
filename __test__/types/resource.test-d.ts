import {
  Resource,
  type Database,
  type DeleteAnswer,
  type SystemFields,
  type ValidationReport,
} from 's3db-native';

import { expect, type Equal } from './equality.cjs';

declare const db: Database;

const users = await db.createResource({
  name: 'users',
  timestamps: true,
  attributes: {
    email: 'email|required',
    age: 'number|optional',
    plan: 'string|default:free',
    born: 'date|optional',
    tags: 'array|items:string|optional',
    role: { type: 'enum', values: ['admin', 'member'] },
    address: { city: 'string', zip: 'string|optional' },
  },
});

interface UserFields {
  email: string;
  plan: string;
  role: 'admin' | 'member';
  createdAt: string;
  updatedAt: string;
  age?: number | null;
  born?: string | null;
  tags?: string[] | null;
  address?: { city: string; zip?: string | null } | null;
}
type Flat<T> = { [K in keyof T]: T[K] };

// Reading
const user = await users.get('ana');
expect<Equal<Flat<typeof user>, Flat<{ id: string } & UserFields & SystemFields>>>();
expect<Equal<typeof user._lastModified, Date>>();
expect<Equal<typeof user.address, { city: string; zip?: string | null } | null | undefined>>();
expect<Equal<Awaited<ReturnType<typeof users.getOrNull>>, typeof user | null>>();
expect<Equal<Awaited<ReturnType<typeof users.getOrThrow>>, typeof user>>();
expect<Equal<Awaited<ReturnType<typeof users.getMany>>, (typeof user)[]>>();
expect<Equal<Awaited<ReturnType<typeof users.getAll>>, (typeof user)[]>>();
expect<Equal<Awaited<ReturnType<typeof users.list>>, (typeof user)[]>>();
expect<Equal<Awaited<ReturnType<typeof users.query>>, (typeof user)[]>>();
expect<Equal<Awaited<ReturnType<typeof users.listIds>>, string[]>>();
expect<Equal<Awaited<ReturnType<typeof users.count>>, number>>();
expect<Equal<Awaited<ReturnType<typeof users.exists>>, boolean>>();
users.list({ partition: 'byCity', partitionValues: { city: 'Porto' }, limit: 10, offset: 5 });
// @ts-expect-error no such attribute
user.nmae;
// @ts-expect-error an optional attribute may be absent
user.age.toFixed();
// @ts-expect-error ids are text or numbers
users.get({ id: 'ana' });

// Inserting
const inserted = await users.insert({ email: 'ana@example.org', role: 'admin' });
expect<Equal<typeof inserted.id, string>>();
expect<Equal<typeof inserted.plan, string>>();
expect<Equal<typeof inserted._etag, string>>();
expect<Equal<typeof inserted.$overflow, 'true' | undefined>>();
expect<Equal<Awaited<ReturnType<typeof users.insert<number>>>['id'], number>>();
const numbered = await users.insert({ id: 7, email: 'b@example.org', role: 'member' });
expect<Equal<typeof numbered.id, number>>();
const named = await users.insert({ id: 'ana', email: 'b@example.org', role: 'member' });
expect<Equal<typeof named.id, string>>();
users.insert({ id: null, email: 'ana@example.org', role: 'admin', born: new Date(), age: null });
users.insert({ email: 'ana@example.org', role: 'admin', born: 0, unknown: { is: 'accepted' } });
users.insert({ email: 'a@b.c', role: 'admin', address: { city: 'Porto', street: 'accepted' } });
users.insert({ email: 'a@b.c', role: 'admin' }, { content: 'text', contentType: 'text/plain' });
users.insert({ email: 'a@b.c', role: 'admin', tags: ['a', 'b'] as const });
// @ts-expect-error a required attribute is missing
users.insert({ role: 'admin' });
// @ts-expect-error no value of the enumeration
users.insert({ email: 'a@b.c', role: 'guest' });
// @ts-expect-error a number is not a text
users.insert({ email: 'a@b.c', role: 'admin', age: '5' });
// @ts-expect-error items are strings
users.insert({ email: 'a@b.c', role: 'admin', tags: [1] });
// @ts-expect-error a required attribute of a nested object is missing
users.insert({ email: 'a@b.c', role: 'admin', address: { zip: '4000' } });
// @ts-expect-error nothing to insert
users.insert();

const many = await users.insertMany([
  { email: 'ana@example.org', role: 'admin' },
  { id: 'bob', email: 'bob@example.org', role: 'member' },
]);
expect<Equal<(typeof many)[number]['id'], string>>();
// @ts-expect-error the second record is incomplete
users.insertMany([{ email: 'ana@example.org', role: 'admin' }, { role: 'admin' }]);

// Records of an interface, which has no index signature
interface NewUser {
  email: string;
  role: 'admin';
}
declare const newUser: NewUser;
users.insert(newUser);
users.insertMany([newUser]);

// What was read can be written
users.replace(user.id, user);

// Writing
const written = await users.update('ana', { age: 31 });
expect<Equal<typeof written.age, number | null | undefined>>();
expect<Equal<typeof written.id, string>>();
// @ts-expect-error results of updates have no system fields
written._etag;
const replaced = await users.replace('ana', { email: 'ana@example.org', role: 'admin' });
expect<Equal<typeof replaced, typeof written>>();
// @ts-expect-error a replacement is complete
users.replace('ana', { age: 31 });
const upserted = await users.upsert({ id: 'ana', email: 'ana@example.org', role: 'admin' });
expect<Equal<typeof upserted.email, string>>();
expect<Equal<typeof upserted._etag, string | undefined>>();
users.upsert('ana', { email: 'ana@example.org', role: 'admin' });
users.upsert(7, { email: 'ana@example.org', role: 'admin' });
// @ts-expect-error no id
users.upsert({ email: 'ana@example.org', role: 'admin' });
// @ts-expect-error incomplete
users.upsert('ana', { email: 'ana@example.org' });

// Deleting
expect<Equal<Awaited<ReturnType<typeof users.delete>>, DeleteAnswer>>();
const { deleted, errors } = await users.deleteMany(['ana', 7]);
expect<Equal<typeof deleted, number>>();
expect<Equal<typeof errors, number>>();
const { deletedCount, version } = await users.deleteAll();
expect<Equal<[typeof deletedCount, typeof version], [number, string]>>();
expect<Equal<Awaited<ReturnType<typeof users.deleteAllData>>['resource'], string>>();

// Schema
expect<Equal<Awaited<ReturnType<typeof users.validate>>, ValidationReport>>();
expect<Equal<ReturnType<typeof users.getDefinitionHash>, string>>();
expect<Equal<ReturnType<typeof users.applyDefaults<{ age: number }>>['age'], number>>();
users.partitions['byCity']?.fields;
users.config.paranoid;
// @ts-expect-error read-only
users.name = 'people';

// Any resource is a Resource
const loose: Resource = users;
expect<Equal<Awaited<ReturnType<typeof loose.get>>['anything'], any>>();
const anyResource: Resource<any, any> = users;
anyResource.name;

// Content
const attached = await users.setContent({
  id: 'ana',
  buffer: new Uint8Array(3),
  contentType: 'a/b',
});
expect<Equal<typeof attached, typeof user>>();
users.setContent({ id: 1, buffer: 'text' });
users.setContent({ id: 'ana', buffer: new Blob(['x']), contentType: null });
// @ts-expect-error content is needed
users.setContent({ id: 'ana' });
const body = await users.content('ana');
if (body.buffer) expect<Equal<typeof body.contentType, string>>();
else expect<Equal<typeof body.contentType, null>>();
expect<Equal<Awaited<ReturnType<typeof users.hasContent>>, boolean>>();
expect<Equal<Awaited<ReturnType<typeof users.deleteContent>>, void>>();
users.useMiddleware('setContent', (call, next) => next());
users.on('content-set', ({ id, contentLength }) => [id, contentLength.toFixed()]);
users.on('content-deleted:ana', (id) => expect<Equal<typeof id, string | number>>());

// Pages
const page = await users.page({ size: 10, page: 2, partition: 'byCity' });
expect<Equal<(typeof page.items)[number], typeof user>>();
expect<Equal<typeof page.nextCursor, string | null>>();
users.page({ cursor: page.nextCursor });
users.page({ offset: 20, size: 10, skipCount: true });
// @ts-expect-error pages have numbers
users.page({ page: '2' });
const found = await users.getFromPartition({
  id: 'ana',
  partitionName: 'byCity',
  partitionValues: { city: 'Porto' },
});
expect<Equal<typeof found, typeof user>>();
expect<Equal<Awaited<ReturnType<typeof users.listMain>>, (typeof user)[]>>();
expect<Equal<Awaited<ReturnType<typeof users.listPartition>>, (typeof user)[]>>();
users.on('paginated', ({ items }) => items[0]?.email.trim());
users.on('partition-fetched:ana', ({ _partition }) => _partition?.trim());

// Limits
const { signal } = new AbortController();
users.get('ana', { signal, timeout: 100 });
users.insert({ email: 'a', plan: 'b', role: 'admin' }, { signal });
users.getMany(['ana'], { timeout: 100 });
users.update('ana', { age: 1 }, { signal });
users.list({ limit: 1, signal });
users.count({ timeout: 100 });
users.readable({ signal });
users.updateConditional('ana', { age: 1 }, { ifMatch: 'e', signal });
users.flushPartitions({ timeout: 100 });
users.createHistoricalVersion('ana', { age: 1 }, { timeout: 100 });
users.deletePartitionReferences({ id: 'ana' }, { signal });
users.processListResults(['ana'], { signal });
// @ts-expect-error milliseconds are a number
users.get('ana', { timeout: '100' });
// @ts-expect-error no signal
users.deleteMany(['ana'], { signal: 'abort' });

// Helpers
users.applyConfiguration({ map: { email: 'e' } });
users.prewarmSchema();
expect<Equal<ReturnType<typeof users.isSchemaCompiled>, boolean>>();
expect<Equal<ReturnType<typeof users.hasAsyncIdGenerator>, boolean>>();
expect<Equal<ReturnType<typeof users.extractIdsFromKeys>, string[]>>();
expect<Equal<ReturnType<typeof users.getNestedFieldValue>, unknown>>();
expect<Equal<Awaited<ReturnType<typeof users.processListResults>>, (typeof user)[]>>();
const byCity = { fields: { city: 'string' } };
const ofCity = await users.processPartitionResults(['ana'], 'byCity', byCity, [], { signal });
expect<Equal<typeof ofCity, (typeof user)[]>>();
// @ts-expect-error of which partition?
users.processPartitionResults(['ana']);
expect<Equal<Awaited<ReturnType<typeof users.validator.validate>>['isValid'], boolean>>();
users.validator.applyDefaults({ age: 1 }).age.toFixed();
users.validator.updateSchema({ city: 'string' });
users.logLevel?.trim();
users.handleListError(new Error('x'), { partition: 'byCity' });
users.handleResourceError(new Error('x'), 'ana')._error.trim();
const answer = await users.client.getObject(users.getResourceKey('ana'));
expect<Equal<Awaited<ReturnType<typeof users.hydrateClientObject>>, typeof user>>();
users.hydrateClientObject('ana', answer);
users.composeFullObjectFromWrite({ id: 'ana', metadata: answer.Metadata, body: '{}' });
// @ts-expect-error of which record?
users.composeFullObjectFromWrite({ metadata: {} });
users.$schema.name;
// @ts-expect-error frozen
users.$schema.name = 'x';
// Partitions, versions and attributes of plugins
const key = users.getPartitionKey({ partitionName: 'byCity', id: 1, data: { city: 'Porto' } });
expect<Equal<typeof key, string | null>>();
// @ts-expect-error of which partition?
users.getPartitionKey({ data: {} });
users.buildPartitionPrefix('byCity', { fields: { city: 'string' } }, { city: 'Porto' }).trim();
expect<Equal<ReturnType<typeof users.extractIdsFromKeys>, string[]>>();
expect<Equal<ReturnType<typeof users.fieldExistsInAttributes>, boolean>>();
users.removeOrphanedPartitions({ dryRun: true }).byCity?.missingFields.join();
users.on('orphanedPartitionsRemoved', ({ removed }) => Object.keys(removed));
users.on('historyError', ({ operation, error }) => [operation.trim(), error.message]);
expect<Equal<Awaited<ReturnType<typeof users.flushPartitions>>, void>>();
expect<Equal<Awaited<ReturnType<typeof users.createPartitionReferences>>, void>>();
expect<Equal<Awaited<ReturnType<typeof users.createHistoricalVersion>>, void>>();
const mapped = await users.applyVersionMapping({ id: '1' }, 'v1', 'v2');
expect<Equal<typeof mapped.id, string>>();
mapped._originalVersion?.trim();
users.addPluginAttribute('score', 'number|optional', 'RankPlugin');
// @ts-expect-error whose is it?
users.addPluginAttribute('score', 'number|optional');
expect<Equal<ReturnType<typeof users.removePluginAttribute>, boolean>>();
db.on('plugin-attribute-added', ({ plugin, attribute }) => [plugin.trim(), attribute.trim()]);
await db.getResource('users', { strictValidation: false });

// Schema
const { schema } = users;
expect<Equal<Awaited<ReturnType<typeof schema.mapper>>, Record<string, any>>>();
expect<Equal<typeof schema.version, number>>();
expect<Equal<typeof schema.options.autoDecrypt, boolean>>();
const wrong = await schema.validator({ email: 'x' });
if (wrong !== true) expect<Equal<(typeof wrong)[number]['type'], string | undefined>>();
// @ts-expect-error a record is an object
schema.unmapper('text');
// @ts-expect-error views are not written to
schema.map = {};

// What may be assigned
users.behavior = 'body-overflow';
users.guard = ['admin'];
users.idGenerator = () => 'own';
users.idGenerator = async () => undefined;
// @ts-expect-error ids are made by a function
users.idGenerator = 5;
// @ts-expect-error no such behavior
users.behavior = 'nope';
// @ts-expect-error another version is another declaration
users.version = 'v2';
