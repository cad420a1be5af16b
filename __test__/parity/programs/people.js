/** Records that several programs begin with. */
export const ANN = { id: 'ann', name: 'Ann', age: 30, region: 'US' };
export const BOB = { id: 'bob', name: 'Bob', age: 25, region: 'EU' };
export const CID = { id: 'cid', name: 'Cid', age: 40, region: 'US' };
export const PEOPLE = [ANN, BOB, CID];

export const BY_REGION = { byRegion: { fields: { region: 'string' } } };

/** Two levels of objects. */
export const NESTED = {
  name: 'string|optional',
  profile: { city: 'string|optional', geo: { lat: 'number|optional', lon: 'number|optional' } },
  tags: 'array|items:string|optional',
};

export const DEEP = {
  id: 'deep',
  name: 'D',
  profile: { city: 'Rome', geo: { lat: 1, lon: 2 } },
  tags: ['x', 'y'],
};

/** @param {string} behavior */
export const withBehavior = (behavior) => ({ behavior });

/** Longer than metadata may be. */
export const LONG = 'long '.repeat(600).trim();
