import { ATTRIBUTES, RECORD } from '../../support/stored-forms.js';
import { DEEP, NESTED } from './people.js';

/** @type {Record<string, import('../stage.js').Program>} */
export const schemas = {
  'schema-maps': {
    config: { attributes: ATTRIBUTES },
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
    config: { attributes: ATTRIBUTES },
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
