/** Attributes that are stored in another form each, and a record of them. */
export const ATTRIBUTES = {
  name: 'string|required',
  age: 'number|optional',
  isActive: 'boolean|optional',
  tags: 'array|items:string|optional',
  profile: { city: 'string|optional', deep: { level: 'number|optional' } },
  extra: 'json|optional',
  vector: 'embedding:3|optional',
};

export const RECORD = {
  id: 'a',
  name: 'Ana',
  age: 33,
  isActive: true,
  tags: ['a', 'b|c'],
  profile: { city: 'Oslo', deep: { level: 4 } },
  extra: { a: 1 },
  vector: [0.1, 0.2, 0.3],
  unknown: 'z',
};
