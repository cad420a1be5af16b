/** Needs `index.d.cts`, the copy of `index.d.ts` that is made at pack time. */
import s3db = require('s3db-native');

import { Database, NoSuchKey, type Resource } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

const db = new s3db.Database({ connectionString: 'memory://' });
expect<Equal<typeof db, Database>>();
expect<Equal<typeof s3db.S3db, typeof Database>>();
new s3db.default({ connectionString: 'memory://' }).connect();

export async function read(id: string): Promise<string> {
  const users = await db.createResource({ name: 'users', attributes: { email: 'email' } });
  const anyResource: Resource = users;
  await anyResource.exists(id);
  // @ts-expect-error no such attribute
  (await users.get(id)).mail;
  return (await users.get(id)).email;
}

export function isMissing(error: unknown): error is NoSuchKey {
  return error instanceof NoSuchKey;
}
