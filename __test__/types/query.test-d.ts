import type { Database, Filter, StoredRecord } from 's3db-native';

import { expect, type Equal } from './equality.cjs';

declare const db: Database;

const shops = await db.createResource({
  name: 'shops',
  attributes: {
    name: 'string',
    area: 'number|optional',
    opened: 'date',
    kind: { type: 'enum', values: ['kiosk', 'store'] },
    location: 'geo:point',
    tags: 'string[]',
    address: { city: 'string', geo: { floor: 'number', door: 'string' } },
    meta: 'json|optional',
  },
});

shops.query();
shops.query({});
shops.query({ id: 's', name: 'Corner', kind: 'kiosk' });
shops.query({ area: null }, { limit: 10, offset: 20 });
shops.query({ area: undefined, address: null });
shops.query({ opened: '2024-03-05T00:00:00.000Z' });
shops.query({ 'address.city': 'Porto', 'address.geo.floor': 2 });
shops.query({ 'location.latitude': 41.1 });
shops.query({ meta: 'text', unknown: 'accepted', _v: 'v1' });
shops.query({ name: 'Corner' }, { partition: 'byName', partitionValues: { name: 'Corner' } });
// @ts-expect-error not a string
shops.query({ name: 5 });
// @ts-expect-error never null
shops.query({ name: null });
// @ts-expect-error no value of the enumeration
shops.query({ kind: 'mall' });
// @ts-expect-error records hold text
shops.query({ opened: new Date() });
// @ts-expect-error arrays never match
shops.query({ tags: ['a'] });
// @ts-expect-error objects never match
shops.query({ location: { latitude: 41.1, longitude: -8.6 } });
// @ts-expect-error not a string
shops.query({ 'address.city': 5 });
// @ts-expect-error ids of records are text
shops.query({ id: 5 });
// @ts-expect-error no such option
shops.query({}, { sort: 'name' });

const [shop] = await shops.query({ kind: 'kiosk' });
expect<Equal<(typeof shop & {})['kind'], 'kiosk' | 'store'>>();

// Filters can be built before
type Shop = StoredRecord<{ name: string; address?: { city: string } }>;
const filter: Filter<Shop> = { name: 'Corner' };
filter['address.city'] = 'Porto';
// @ts-expect-error not a string
filter['address.city'] = 5;
