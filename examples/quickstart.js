// A database in a folder. Run it twice: the second run finds the records of the first.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Database } from '../index.js';

const FOLDER = './.s3db-quickstart';

const db = new Database({
  connectionString: `file://${FOLDER}`,
  security: { passphrase: 'only for the quick start' },
});
await db.connect();

const users = await db.createResource({
  name: 'users',
  attributes: {
    name: 'string|min:2',
    email: 'email',
    runs: 'number|integer|default:0',
    tags: 'array|items:string',
    address: { city: 'string', country: 'string|length:2' },
    taxNumber: 'secret',
    login: { password: 'password|min:8' },
  },
  timestamps: true,
  partitions: { byCountry: { fields: { 'address.country': 'string' } } },
});

const found = await users.count();
if (found > 0) {
  console.log(`Found ${found} records of an earlier run.`);
} else {
  console.log('The folder is new: writing two records.');
  await users.insertMany([
    {
      id: 'ana',
      name: 'Ana',
      email: 'ana@example.com',
      tags: ['admin', 'editor'],
      address: { city: 'São Paulo', country: 'BR' },
      taxNumber: '123-456-789',
      login: { password: 'correct horse' },
    },
    {
      id: 'bo',
      name: 'Bo',
      email: 'bo@example.com',
      tags: [],
      address: { city: 'Oslo', country: 'NO' },
      taxNumber: '987-654-321',
      login: { password: 'battery staple' },
    },
  ]);
}

const ana = await users.get('ana');
await users.update('ana', { runs: ana.runs + 1 });

console.log('\nThe records. Secrets are decrypted; of passwords nobody gets more than the hash.');
for (const user of await users.list()) {
  const fields = Object.entries(user).filter(([name]) => !name.startsWith('_'));
  console.log(Object.fromEntries(fields));
}

const inNorway = await users.list({
  partition: 'byCountry',
  partitionValues: { 'address.country': 'NO' },
});
console.log('\nIn Norway:', inNorway.map(({ name }) => name).join(', '));

const refused = { name: 'Caio', email: 'nowhere', tags: [], taxNumber: '0' };
await users.insert(refused).catch((error) => console.log(`Refused: ${error.message}`));

await db.disconnect();

console.log(`\nOn disk, in ${FOLDER}, an object is a body and a side file with its metadata:`);
for (const name of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).sort()) {
  const file = statSync(join(FOLDER, name));
  if (file.isFile()) console.log(String(file.size).padStart(6), name);
}

const sideFile = join(FOLDER, 'resource=users/data/id=ana.meta.json');
console.log(`\nThe metadata in ${sideFile}: the secret is cipher text.`);
console.log(JSON.parse(readFileSync(sideFile, 'utf8')).metadata);

console.log(`
Look further:
  the second run      node examples/quickstart.js
  the definitions     ${FOLDER}/s3db.json
  a new beginning     delete ${FOLDER}
  everything else     docs/api.md`);
