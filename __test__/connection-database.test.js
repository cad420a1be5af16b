import { Database } from '../index.js';
import { readConnectionStrings } from './connection-strings.js';

const vectors = readConnectionStrings().filter(({ database }) => database);
const CLIENTS = ['MemoryClient', 'FileSystemClient'];
const [local, remote] = [true, false].map((isLocal) =>
  vectors.filter(({ database }) => CLIENTS.includes(database.clientClass) === isLocal),
);

/** Where the reference takes a part of the connection string for a prefix, or leaves it as it is. */
const PREFIXES = { 'memory:bucket': '', 'memory://bucket/a//b/': 'a/b' };

test('the vectors are all there', () => {
  expect([local.length, remote.length]).toEqual([30, 46]);
});

test.each(local)('the client of $input', async ({ input, database }) => {
  const { beforeConnect, bucket, clientClass, clientConfig } = database;
  const keyPrefix = PREFIXES[input] ?? database.keyPrefix;
  const db = new Database({ connectionString: input, logLevel: 'silent', exitOnSignal: false });
  expect(db.client).toBeUndefined();
  expect({ bucket: db.bucket, keyPrefix: db.keyPrefix }).toEqual(beforeConnect);

  await db.ensureClientInitialized();

  expect(db.client.constructor.name).toBe(clientClass);
  expect({ bucket: db.bucket, keyPrefix: db.keyPrefix }).toEqual({ bucket, keyPrefix });
  expect(db.client.config).toMatchObject({ ...clientConfig, keyPrefix });
  expect(db.client.connectionString).toBe(
    clientClass === 'MemoryClient'
      ? `memory://${[bucket, keyPrefix].filter(Boolean).join('/')}`
      : database.clientConnectionString,
  );
  await db.disconnect();
});

test.each(remote)('no store for $input', async ({ input, database }) => {
  const db = new Database({ connectionString: input, logLevel: 'silent', exitOnSignal: false });
  expect({ bucket: db.bucket, keyPrefix: db.keyPrefix }).toEqual(database.beforeConnect);
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
