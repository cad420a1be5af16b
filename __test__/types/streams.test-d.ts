import { pipeline } from 'node:stream/promises';

import {
  ResourceIdsPageReader,
  ResourceIdsReader,
  ResourceReader,
  type Database,
} from 's3db-native';

import { expect, type Equal } from './equality.cjs';

declare const db: Database;

const users = await db.createResource({
  name: 'users',
  attributes: { email: 'email|required', age: 'number|optional' },
});

const reader = users.readable({ batchSize: 100, concurrency: 5, partition: 'byAge' });
for await (const user of reader) {
  expect<Equal<typeof user.email, string>>();
  // @ts-expect-error no such attribute
  user.nmae;
}
reader.on('data', (user) => expect<Equal<typeof user.id, string>>());
reader.on('error', (error, id) => expect<Equal<typeof id, string | undefined>>());
reader.on('end', () => {});
new ResourceReader({ resource: users }).pause().resume();
for await (const id of new ResourceIdsReader({ resource: users }))
  expect<Equal<typeof id, string>>();
for await (const ids of new ResourceIdsPageReader({ resource: users })) {
  expect<Equal<typeof ids, string[]>>();
}

const writer = users.writable({ batchSize: 100, concurrency: 5 });
writer.write({ email: 'ana@example.com' });
writer.write({ id: 7, email: 'ana@example.com' });
writer.on('error', (error, record) => record?.email);
writer.end();
await pipeline(users.readable(), users.writable());
// @ts-expect-error a number
users.readable({ batchSize: '100' });
