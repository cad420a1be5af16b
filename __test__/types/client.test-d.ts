import {
  ConnectionString,
  FileSystemClient,
  Database,
  MemoryClient,
  S3Client,
  Validator,
  Client as ClientClass,
  AdaptiveTuning,
  HTTP_CLIENT_PROFILES,
  type Client,
  type FileSystemStats,
  type PoolStats,
  type PoolTask,
  type RequestPool,
  type S3Dialect,
  type S3RequestCounts,
} from 's3db-native';

import { expect, type Equal } from './equality.cjs';

// Clients
const client = new MemoryClient({ bucket: 'test', keyPrefix: 'app', maxMemoryMB: 64 });
const asClient: Client = client;
asClient.on('cl:response', () => {});
const { ETag } = await client.putObject({ key: 'a', metadata: { n: 1 }, body: Buffer.alloc(1) });
expect<Equal<typeof ETag, string | undefined>>();
client.putObject({ Key: 'a', Body: 'text', ContentType: 'text/plain', IfNoneMatch: '*' });
const { Body, Metadata } = await client.getObject('a');
expect<Equal<typeof Metadata, Record<string, any>>>();
expect<Equal<Awaited<ReturnType<typeof Body.transformToString>>, string>>();
const { Contents = [], NextContinuationToken } = await client.listObjects({ prefix: 'a' });
Contents.map(({ Key, Size }) => [Key, Size]);
expect<Equal<typeof NextContinuationToken, string | null | undefined>>();
expect<Equal<Awaited<ReturnType<typeof client.getAllKeys>>, string[]>>();
expect<Equal<Awaited<ReturnType<typeof client.count>>, number>>();
const snapshot = client.snapshot();
client.restore(snapshot);
expect<Equal<ReturnType<typeof client.getStats>['totalSize'], number>>();
expect<Equal<Awaited<ReturnType<typeof client.clear>>, void>>();
MemoryClient.clearBucketStorage('test');
MemoryClient.clearAllStorage();
// @ts-expect-error no key
client.putObject({ body: 'text' });
// @ts-expect-error text, not a number
client.getObject(5);
// @ts-expect-error a limit is a number
new MemoryClient({ maxMemoryMB: '64' });

const files = new FileSystemClient({
  basePath: './data',
  durability: 'data',
  compression: { enabled: true, threshold: 512, level: 9 },
  ttl: { enabled: true, defaultTTL: 1000, cleanupInterval: 500 },
});
const filesAsClient: Client = files;
filesAsClient.putObject({ key: 'a', ifNoneMatch: '*' });
expect<Equal<ReturnType<typeof files.getStats>, FileSystemStats | null>>();
expect<Equal<Awaited<ReturnType<typeof files.clear>>, void>>();
FileSystemClient.clearPathStorage('./data');
FileSystemClient.clearAllStorage();
// @ts-expect-error no such durability
new FileSystemClient({ durability: 'some' });
// @ts-expect-error a feature is an object
new FileSystemClient({ compression: true });
// @ts-expect-error files have no snapshots
files.snapshot();

const remote = new S3Client({
  connectionString: 's3://bucket/prefix?region=eu-west-1',
  credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b', expiration: new Date() }),
  httpClientOptions: { maxSockets: 100, keepAlive: true },
  executorPool: { concurrency: 20, retries: 2 },
});
const remoteAsClient: Client = remote;
remoteAsClient.getObject('a');
expect<Equal<typeof remote.requests, S3RequestCounts>>();
expect<Equal<typeof remote.metadataLimit, number>>();
const alias: typeof S3Client = ClientClass;
new alias({ connectionString: 's3://b' });
new Database({ bucket: 'b', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
const pooled = new S3Client({
  connectionString: 's3://b',
  AwsS3Client: { send: async () => ({}) },
  executorPool: { concurrency: 'auto', autotune: { targetLatency: 50 }, monitoring: {} },
  httpClientProfile: 'resilient',
  httpClientOptions: { ...HTTP_CLIENT_PROFILES.throughput, hosts: { 's3.local': '10.0.0.7' } },
  checksums: false,
  conditionalWrites: false,
});
expect<Equal<typeof pooled.taskExecutor, RequestPool | null>>();
pooled.on('pool:taskRetried', ({ attemptCount }: PoolTask, failures: number) => {
  expect<Equal<typeof attemptCount, typeof failures>>();
});
expect<Equal<typeof pooled.dialect, S3Dialect>>();
expect<Equal<ReturnType<typeof pooled.getQueueStats>, PoolStats | null>>();
pooled.client.send({});
pooled.pausePool().then(() => pooled.resumePool());
pooled.drainPool().then(() => pooled.stopPool());
const tuning = new AdaptiveTuning({ targetLatency: 100 });
tuning.recordTaskMetrics({ latency: 5, success: false });
expect<Equal<ReturnType<typeof tuning.adjust>, number | null>>();
expect<Equal<ReturnType<typeof tuning.getMetrics>['current'], number>>();
client.taskManager.setConcurrency(3);
expect<Equal<typeof files.basePath, string>>();
new MemoryClient({ retries: 1, retryDelay: 5, timeout: 0, retryableErrors: ['Busy'] });
// @ts-expect-error no such profile
new S3Client({ connectionString: 's3://b', httpClientProfile: 'fast' });
// @ts-expect-error a client of the SDK sends
new S3Client({ connectionString: 's3://b', AwsS3Client: {} });
// @ts-expect-error a number, or auto
new S3Client({ connectionString: 's3://b', executorPool: { concurrency: 'many' } });
// @ts-expect-error a task has a latency
tuning.recordTaskMetrics({});
// @ts-expect-error a connection string is needed
new S3Client({});
// @ts-expect-error keys have a secret
new S3Client({ connectionString: 's3://b', credentials: { accessKeyId: 'a' } });

// Connection strings
const { bucket, accessKeyId, clientType, clientOptions } = new ConnectionString(
  'memory://b/p?a.b=1',
);
expect<Equal<typeof bucket, string>>();
expect<Equal<typeof accessKeyId, string | undefined>>();
expect<
  Equal<
    typeof clientType,
    'filesystem' | 'memory' | 'sqlite' | 'sqlite-remote' | 'reddb' | undefined
  >
>();
clientOptions['a'];
new ConnectionString(new URL('s3://bucket'));
// @ts-expect-error text or URL
new ConnectionString(5);

// Validator
const validator = new Validator({ options: { haltOnFirstError: true }, autoHash: false });
const check = validator.compile({ color: 'color' });
check({ color: '#fff' });
validator.addMessage('mine', 'Mine.');
expect<Equal<typeof validator.autoHash, boolean>>();
// @ts-expect-error not a boolean
new Validator({ autoHash: 'no' });
