/**
 * Every way in which a record is changed, with every single request failing on the way, or being the
 * last one: afterwards each object is what it was or what it should become, and `repairPartitions()`
 * makes the references right.
 */
import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { Database, MemoryClient } from '../index.js';
import { FailingStorage } from './support/failing-storage.js';
import { recordsOf, storedObjects, tornObjects } from './support/stored-objects.js';
import { WRITES } from './support/thing-writes.js';
import { BEFORE, THINGS } from './support/things.js';

jest.setTimeout(30_000);

const DONE = /^Record '\w+' is (written|deleted), but not all of its partition references/;

/** Methods that change several objects, of which some may be changed and others not. */
const PIECEMEAL = ['insertMany', 'deleteMany', 'deleteAll', 'createResource'];

const MOMENTS = ['before', 'after', 'half'];

/** Kinds of resources: options of the database, of the resource, and ids of the records in it. */
const KINDS = [
  { title: 'references at once' },
  { title: 'references later', config: { asyncPartitions: true } },
  { title: 'strict references', config: { strictPartitions: true } },
  { title: 'copied in place', config: { behavior: 'enforce-limits' }, ids: ['a', 'b'] },
  { title: 'with versions', options: { versioningEnabled: true }, isNewer: true },
];

let buckets = 0;

afterEach(() => MemoryClient.clearAllStorage());

/** A database whose requests may fail, with records, and what else takes part. */
async function prepare({ options = {}, config = {}, ids = Object.keys(BEFORE), isNewer = false }) {
  const bucket = `failure-${++buckets}`;
  const client = new MemoryClient({ bucket });
  const storage = new FailingStorage(client.storage);
  client.storage = storage.proxy;
  const db = new Database({ client, logLevel: 'silent', ...options });
  await db.connect();
  const definition = { ...THINGS, ...config };
  let resource = await db.createResource(definition);
  for (const id of ids) {
    const { $content, ...fields } = BEFORE[id];
    await resource.insert({ id, ...fields }, $content && { content: $content });
  }
  if (isNewer) {
    const attributes = { ...THINGS.attributes, added: 'string|optional' };
    resource = await db.createResource({ ...definition, attributes });
  }
  resource.on('error', () => {});
  const etag = (await resource.getOrNull('c'))?._etag;
  return { bucket, client, storage, db, resource, etag };
}

/**
 * @param {any} world
 * @param {any} method
 * @param {any} failure
 * @returns {Promise<{error: any, found: Record<string, string>}>} and the objects that are there
 */
async function perform({ client, storage, db, resource, etag }, method, failure) {
  storage.arm(failure);
  const error = await method.run({ db, resource, etag }).then(
    () => null,
    (thrown) => thrown,
  );
  await resource.flushPartitions();
  return { error, found: storedObjects(client) };
}

/** Repairs the references, as another process does later. */
async function repaired({ bucket }) {
  const client = new MemoryClient({ bucket });
  const db = new Database({ client, logLevel: 'silent' });
  await db.connect();
  const things = db.resource(THINGS.name);
  const { failed } = await things.repairPartitions();
  const { missing, dangling } = await things.repairPartitions({ dryRun: true });
  const ids = await things.listIds();
  const records = await things.getMany(ids);
  await db.disconnect();
  const problems = [...failed.map(String), ...missing, ...dangling];
  if (records.length !== ids.length) problems.push(`${ids} are listed, ${records.length} read`);
  return { problems, objects: storedObjects(client) };
}

/**
 * @param {any} kind
 * @param {any} method
 * @param {any} failure
 * @param {{before: any, after: any}} expected objects
 * @returns {Promise<string[]>} problems
 */
async function problemsOf(kind, method, failure, { before, after }) {
  const world = await prepare(kind);
  const { error, found } = await perform(world, method, failure);
  const problems = tornObjects(found, before, after).map((key) => `torn: ${key} ${found[key]}`);
  const { problems: left, objects } = await repaired(world);
  problems.push(...left);
  if (PIECEMEAL.includes(method.name)) return problems;
  const records = recordsOf(objects);
  const isNew = records === recordsOf(after);
  const isOld = records === recordsOf(before);
  if (!isNew && !isOld) problems.push(`neither old nor new: ${records}`);
  if ((!error || DONE.test(error.message)) && !isNew) problems.push('acknowledged, and lost');
  const isRefused = error && !DONE.test(error.message) && failure.moment === 'before';
  if (isRefused && !isOld) problems.push(`refused, and done: ${error.message}`);
  return problems;
}

describe.each(KINDS)('$title', (kind) => {
  const ids = kind.ids ?? Object.keys(BEFORE);
  const methods = WRITES.filter(
    ({ touches }) => !('*' in touches) && !('c' in touches && !ids.includes('c')),
  ).filter(({ name }) => !(kind.ids && name === 'insert with a body'));

  test.each(methods)('$name', async (method) => {
    const world = await prepare(kind);
    const before = storedObjects(world.client);
    const { error, found: after } = await perform(world, method, null);
    expect(error).toBeNull();
    const requests = world.storage.count;
    expect(requests).toBeGreaterThan(0);
    expect(after).not.toEqual(before);
    const problems = [];
    for (let number = 1; number <= requests; number++) {
      for (const moment of MOMENTS) {
        for (const isLast of [false, true]) {
          const failure = { number, moment, isLast };
          const seen = await problemsOf(kind, method, failure, { before, after });
          problems.push(...seen.map((problem) => `${JSON.stringify(failure)}: ${problem}`));
        }
      }
    }
    expect(problems).toEqual([]);
  });
});
