import { DEEP, NESTED } from './people.js';

const STORED = {
  name: 'string|required',
  age: 'number|optional',
  isActive: 'boolean|optional',
  tags: 'array|items:string|optional',
  profile: { city: 'string|optional', deep: { level: 'number|optional' } },
  extra: 'json|optional',
  vector: 'embedding:3|optional',
};

const RECORD = {
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

/** @type {Record<string, import('../stage.js').Program>} */
export const schemas = {
  'schema-maps': {
    config: { attributes: STORED },
    run: async (stage, { schema }) => {
      const mapped = await schema.mapper(structuredClone(RECORD));
      await stage.step('mapped', () => mapped);
      await stage.call(schema, 'unmapper', mapped);
      await stage.call(schema, 'mapper', { name: 'n', age: null });
      await stage.call(schema, 'unmapper', { 0: 'n', _v: '1', other: '1' });
    },
  },
  'schema-maps-nested': {
    config: { attributes: NESTED },
    run: async (stage, { schema }) => {
      const mapped = await schema.mapper(structuredClone(DEEP));
      await stage.step('mapped', () => mapped);
      await stage.call(schema, 'unmapper', mapped);
    },
  },
  'schema-shows': {
    config: { attributes: STORED },
    run: async (stage, resource) => {
      const { schema } = resource;
      const properties = ['name', 'version', 'reversedMap', 'reversedPluginMap'];
      for (const property of [...properties, 'allNestedObjectsOptional']) {
        await stage.step(property, () => schema[property]);
      }
      await stage.step('same', () => schema === resource.schema);
      await stage.step('export', () => ({ ...schema.export(), options: null }));
      for (const path of ['name', 'profile.deep.level', 'profile.deep', 'profile.nope']) {
        await stage.call(schema, 'getAttributeDefinition', path);
      }
    },
  },
  'schema-validates': {
    run: async (stage, { schema }) => {
      const record = { name: ' n ', age: '5' };
      await stage.call(schema, 'validator', record);
      await stage.step('in place', () => record);
      await stage.call(schema, 'validator', { age: 'x' });
    },
  },
};
