import type { Database } from 's3db-native';

declare const db: Database;

const shops = await db.createResource({
  name: 'shops',
  attributes: {
    name: 'string',
    area: 'number|optional',
    opened: 'date',
    location: 'geo:point|optional',
    tags: 'string[]',
    owner: { $$type: 'object|required', name: 'string', phone: 'phone|optional' },
    address: { city: 'string', geo: { floor: 'number', door: 'string' } },
    meta: 'json|optional',
  },
});

// Any attributes, values as insert takes them
shops.update('s', {});
shops.update(1, { name: 'Corner' });
shops.update('s', { opened: new Date(), tags: ['a'], meta: { any: 'thing' } });
shops.update('s', { location: { lat: 41.1, lon: -8.6 } });
shops.update('s', { unknown: 'accepted' });
shops.patch('s', { area: null });
// @ts-expect-error not a number
shops.update('s', { area: 'large' });
// @ts-expect-error not a number
shops.patch('s', { area: 'large' });
// @ts-expect-error nothing to update
shops.update('s');

// Undefined removes an optional attribute
shops.update('s', { area: undefined, address: undefined });

// Nested objects are merged one level deep
shops.update('s', { owner: { phone: '+351220000000' } });
shops.update('s', { address: { city: 'Porto' } });
shops.update('s', { address: { geo: { floor: 1, door: 'a' } } });
// @ts-expect-error deeper levels are replaced as a whole
shops.update('s', { address: { geo: { floor: 1 } } });
// @ts-expect-error not a string
shops.update('s', { owner: { name: 5 } });
// @ts-expect-error required attributes cannot be null
shops.update('s', { owner: null });

// If nobody has written the record since
const outcome = await shops.updateConditional('s', { area: 5 }, { ifMatch: '"tag"' });
if (outcome.success) {
  const area: number | null | undefined = outcome.data.area;
  outcome.etag.trim();
  console.log(area);
} else {
  outcome.error.trim();
  outcome.validationErrors?.map(({ field }) => field);
  // @ts-expect-error nothing was written
  outcome.data;
}
// @ts-expect-error without the tag it would be an update
shops.updateConditional('s', { area: 5 });
// @ts-expect-error not a number
shops.updateConditional('s', { area: 'large' }, { ifMatch: '"tag"' });

// Dotted paths at any depth
shops.update('s', { 'address.city': 'Porto', 'address.geo.floor': 2, 'owner.phone': null });
shops.patch('s', { 'address.geo': { floor: 1, door: 'a' } });
// @ts-expect-error not a string
shops.update('s', { 'address.city': 5 });
// @ts-expect-error not a number
shops.patch('s', { 'address.geo.floor': 'first' });
