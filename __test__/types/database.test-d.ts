import S3dbDefault, {
  Database,
  MemoryClient,
  Resource,
  S3db,
  type DatabaseMetadata,
  type ResourceExport,
  type ResourceFor,
} from 's3db-native';

import { expect, type Equal } from './equality.cjs';

// One class under three names
const db = new Database({ connectionString: 'memory://shop' });
expect<Equal<typeof S3db, typeof Database>>();
const viaDefault: Database = new S3dbDefault({ connectionString: 'memory://shop' });
viaDefault.connect();
class ShopDatabase extends Database {}
new ShopDatabase({ bucket: 'shop', region: 'eu-west-1' });

// Options
new Database({
  client: new MemoryClient({ bucket: 'test' }),
  passphrase: 'x',
  security: { passphrase: 'y' },
  hooks: { beforeConnect: () => {}, afterCreateResource: [({ resource }) => resource.name] },
  parallelism: 'auto',
  executorPool: { concurrency: 20 },
  logLevel: 'silent',
  exitOnSignal: false,
});
// @ts-expect-error options are required
new Database();
// @ts-expect-error no such level
new Database({ connectionString: 'memory://', logLevel: 'loud' });
// @ts-expect-error not a client
new Database({ client: {} });

// Requests
db.setConcurrency(5);
expect<Equal<typeof db.parallelism, number | string>>();
expect<Equal<typeof db.threadPool, null>>();
new Database({ threading: { enabled: 'auto', poolSize: 2 } });
new Database({
  bucket: 'b',
  executorPool: true,
  taskExecutorMonitoring: { collectMetrics: false },
});
// @ts-expect-error neither an object nor a boolean
new Database({ bucket: 'b', executorPool: 5 });

// Life
expect<Equal<Awaited<ReturnType<typeof db.connect>>, void>>();
expect<Equal<Awaited<ReturnType<typeof db.disconnect>>, void>>();
expect<Equal<ReturnType<typeof db.isConnected>, boolean>>();

// Resources
expect<Equal<ReturnType<typeof db.resourceExists>, boolean>>();
expect<Equal<Awaited<ReturnType<typeof db.listResources>>, ResourceExport[]>>();
const found = await db.getResource('users');
expect<Equal<typeof found, Resource>>();
const user = await db.resource('users').get('ana');
expect<Equal<typeof user.anything, any>>();
db.resources['users']?.insert({ any: 'thing' });
// @ts-expect-error a live view
db.resources['users'] = found;

// Metadata
expect<Equal<ReturnType<typeof db.blankMetadataStructure>, DatabaseMetadata>>();
expect<Equal<Awaited<ReturnType<typeof db.uploadMetadataFile>>, void>>();
expect<Equal<ReturnType<typeof db.getVersion>, string>>();
const hash = db.generateDefinitionHash({ attributes: { a: 'string' } }, 'body-only');
expect<Equal<typeof hash, string>>();
const version = db.getNextVersion({ v1: {}, v2: {} });
expect<Equal<typeof version, string>>();
db.savedMetadata?.resources['users']?.versions['v1']?.hash.slice(7);

// Logs
db.logger.level = 'debug';
db.logger.info({ user: 'ana' }, 'hello %s', 'you');
db.logger.child({ step: 1 }, { level: 'warn' }).warn('slow');
db.getChildLogger('jobs', { shift: 2 }).error(new Error('no'), 'failed');
db.setChildLevel('jobs', 'silent');
// @ts-expect-error no such level
db.logger.level = 'chatty';
// @ts-expect-error a log answers nothing
db.logger.info('hello').trim();

// Resources by name
interface User {
  email: string;
  age?: number;
}
const orderAttributes = { total: 'money', paid: 'boolean|default:false' } as const;
interface Shop {
  users: User;
  orders: ResourceFor<typeof orderAttributes>;
}
const shop = new Database<Shop>({ connectionString: 'memory://shop' });
expect<Equal<typeof shop.resources.users, Resource<User>>>();
expect<Equal<typeof shop.resources.orders, ResourceFor<typeof orderAttributes>>>();
expect<Equal<ReturnType<typeof shop.resource<'users'>>, Resource<User>>>();
const orders = await shop.getResource('orders');
const order = await orders.get(1);
expect<Equal<typeof order.paid, boolean>>();
shop.resources.users.insert({ email: 'ana@example.org' });
shop.resources['others']?.insert({ any: 'thing' });
// @ts-expect-error a required attribute is missing
shop.resources.users.insert({ age: 31 });
// @ts-expect-error not a number
shop.resource('users').update('ana', { age: 'old' });

// Any database is a Database
const anyDatabase: Database<any> = shop;
anyDatabase.connect();
