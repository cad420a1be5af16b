import { Resource, type Database } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

declare const db: Database;

interface User {
  id: string;
  email: string;
  age?: number;
  address: { city: string; zip?: string };
}

// The type of the records can be given
const users = await db.createResource<User>({
  name: 'users',
  attributes: { email: 'email', age: 'number|optional', address: { city: 'string' } },
});
expect<Equal<typeof users, Resource<User>>>();
const user = await users.get('ana');
expect<Equal<typeof user.age, number | undefined>>();
expect<Equal<typeof user._etag, string>>();
users.insert({ email: 'ana@example.org', address: { city: 'Porto' } });
users.insert({ id: 5, email: 'ana@example.org', address: { city: 'Porto' }, unknown: 1 });
users.update('ana', { 'address.zip': '4000', address: { city: 'Porto' } });
users.query({ email: 'ana@example.org', 'address.city': 'Porto' });
// @ts-expect-error a required attribute is missing
users.insert({ email: 'ana@example.org' });
// @ts-expect-error not a number
users.update('ana', { age: 'old' });
// @ts-expect-error not a string
users.query({ 'address.city': 5 });

// What is inferred can be checked against a type
const checked: Resource<User> = await db.createResource({
  name: 'users',
  attributes: {
    email: 'email',
    age: { type: 'number', default: 0 },
    address: { $$type: 'object|required', city: 'string' },
  },
});
checked.name;
// @ts-expect-error there is no `email`
const mismatch: Resource<User> = await db.createResource({
  name: 'users',
  attributes: { mail: 'email', address: { $$type: 'object|required', city: 'string' } },
});
mismatch.name;

// What is inserted may differ from what is read
interface NewEvent {
  at: Date;
}
interface Event {
  at: string;
}
declare const events: Resource<Event, NewEvent>;
events.insert({ at: new Date() });
expect<Equal<Awaited<ReturnType<typeof events.get>>['at'], string>>();
// @ts-expect-error not a date
events.insert({ at: '2024-03-05' });

// A type may contain itself
interface Category {
  name: string;
  parent?: Category;
}
declare const categories: Resource<Category>;
categories.query({ 'parent.parent.name': 'root' });
// @ts-expect-error not a string
categories.query({ 'parent.parent.name': 5 });

// Without a type everything goes
declare const loose: Resource;
loose.insert({ any: 'thing' });
loose.update('a', { 'any.path': 1 });
loose.query({ any: 'thing' });
expect<Equal<Awaited<ReturnType<typeof loose.get>>['anything'], any>>();

// So it does for definitions that are not known until run time
declare const stored: Record<string, unknown>;
const restored = await db.createResource({ name: 'restored', attributes: stored });
const record = await restored.get('a');
expect<Equal<typeof record.anything, any>>();
expect<Equal<typeof record._lastModified, Date>>();
restored.insert({ any: 'thing' });
declare const parsed: any;
const fromJson = await db.createResource({ name: 'parsed', attributes: parsed });
fromJson.insert({ any: 'thing' });
const widened = { name: 'string|min:3' };
const fromVariable = await db.createResource({ name: 'widened', attributes: widened });
fromVariable.insert({ name: 5 });
expect<Equal<Awaited<ReturnType<typeof fromVariable.get>>['name'], any>>();
