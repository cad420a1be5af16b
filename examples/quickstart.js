// The whole way of a record: connect, define, write, read, change, find, delete.
import { Database } from '../index.js';

const db = new Database({ connectionString: 'memory://quickstart/app' });
await db.connect();

const users = await db.createResource({
  name: 'users',
  attributes: {
    name: 'string|min:2',
    email: 'email',
    age: 'number|integer|optional',
    tags: 'array|items:string',
    address: { city: 'string', country: 'string|length:2' },
  },
  timestamps: true,
  partitions: { byCountry: { fields: { 'address.country': 'string' } } },
});

const ana = await users.insert({
  id: 'ana',
  name: 'Ana',
  email: 'ana@example.com',
  age: 31,
  tags: ['admin', 'editor'],
  address: { city: 'São Paulo', country: 'BR' },
});
await users.insertMany([
  {
    id: 'bo',
    name: 'Bo',
    email: 'bo@example.com',
    tags: [],
    address: { city: 'Oslo', country: 'NO' },
  },
  {
    name: 'Caio',
    email: 'caio@example.com',
    tags: ['editor'],
    address: { city: 'Recife', country: 'BR' },
  },
]);
console.log('inserted', ana);

await users.update('ana', { 'address.city': 'Rio de Janeiro', age: 32 });
console.log('updated', await users.get('ana'));

console.log(
  'all',
  (await users.list()).map(({ name }) => name),
);
const brazilians = await users.list({
  partition: 'byCountry',
  partitionValues: { 'address.country': 'BR' },
});
console.log(
  'in Brazil',
  brazilians.map(({ name }) => name),
);
console.log(
  'query',
  (await users.query({ 'address.country': 'NO' })).map(({ name }) => name),
);

await users.delete('bo');
console.log('left', await users.count());

await users.insert({ name: 'X', email: 'nobody', tags: [] }).catch((error) => {
  console.log(error.name, '-', error.message);
});

await db.disconnect();
