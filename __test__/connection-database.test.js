import { ConnectionString, Database } from '../index.js';
import { readConnectionStrings } from './connection-strings.js';

const vectors = readConnectionStrings().filter(({ database }) => database);

/** Parameters that the reference leaves out of account. */
const HONOURED = /[?&](?:region|endpoint|forcePathStyle)=/;

/** Where the reference takes a part of the connection string for a prefix, or leaves it as it is. */
const PREFIXES = { 'memory:bucket': '', 'memory://bucket/a//b/': 'a/b' };

test('the vectors are all there', () => {
  expect(vectors).toHaveLength(76);
});

test.each(vectors)('memory-prefix: the client of $input', async ({ input, database }) => {
  const { beforeConnect, bucket, clientClass, clientConfig } = database;
  const keyPrefix = PREFIXES[input] ?? database.keyPrefix;
  const db = new Database({ connectionString: input, logLevel: 'silent', exitOnSignal: false });
  expect(db.client).toBeUndefined();
  expect({ bucket: db.bucket, keyPrefix: db.keyPrefix }).toEqual(beforeConnect);

  await db.ensureClientInitialized();

  expect(db.client.constructor.name).toBe(clientClass);
  expect({ bucket: db.bucket, keyPrefix: db.keyPrefix }).toEqual({ bucket, keyPrefix });
  const { region, endpoint, forcePathStyle } = new ConnectionString(input);
  const honoured = HONOURED.test(input) ? { region, endpoint, forcePathStyle } : {};
  expect(db.client.config).toMatchObject({ ...clientConfig, keyPrefix, ...honoured });
  expect(db.client.connectionString).toBe(
    clientClass === 'MemoryClient'
      ? `memory://${[bucket, keyPrefix].filter(Boolean).join('/')}`
      : database.clientConnectionString,
  );
  await db.disconnect();
});

test.each([
  'sqlite:///tmp/x.db',
  'sqlite+libsql://host/x',
  'sqlite+d1://account/database',
  'reddb://localhost:8080',
])('stores: no store for %s', async (input) => {
  const db = new Database({ connectionString: input, logLevel: 'silent', exitOnSignal: false });
  await expect(db.ensureClientInitialized()).rejects.toMatchObject({
    name: 'DatabaseError',
    code: 'STORE_UNAVAILABLE',
  });
});

test.each(readConnectionStrings().filter(({ ok }) => !ok))(
  'no client for $input',
  async ({ input }) => {
    const db = new Database({ connectionString: input, logLevel: 'silent', exitOnSignal: false });
    await expect(db.ensureClientInitialized()).rejects.toMatchObject({
      name: 'ConnectionStringError',
      statusCode: 400,
    });
  },
);

test.each([
  [{ parallelism: 25 }, 25],
  [{ parallelism: '7' }, 7],
  [{ parallelism: 'auto' }, 10],
  [{ parallelism: 25, executorPool: { concurrency: 5 } }, 5],
  [{}, 10],
])('parallelism is the concurrency of the pool: %j', (options, concurrency) => {
  const db = new Database({ connectionString: 'memory://pool', logLevel: 'silent', ...options });
  expect(db.executorPool.concurrency).toBe(concurrency);
});
