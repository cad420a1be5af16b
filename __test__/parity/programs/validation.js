import { ANN, BOB } from './people.js';

const CALLS = {
  insert: [{ id: 'new', name: 'n' }],
  insertMany: [[{ id: 'new', name: 'n' }, { id: 'other' }]],
  update: [ANN.id, { age: 1 }],
  patch: [ANN.id, { age: 1 }],
  replace: [ANN.id, { name: 'n' }],
  upsert: [{ id: ANN.id, name: 'n' }],
};

/** @type {Record<string, (validate: Function, stage: import('../stage.js').Stage) => Function>} */
const VALIDATE = {
  around: (validate, stage) => (record, options) => {
    stage.trace(['validate', record.id, record.name, options]);
    return validate(record, options);
  },
  changing: () => (data) => ({ isValid: true, errors: [], data: { ...data, name: 'changed' } }),
  refusing: () => (data) => ({
    isValid: false,
    errors: [{ type: 'own', message: 'not today', field: 'name' }],
    data,
  }),
};

/** @type {Record<string, import('../stage.js').Program>} */
export const validations = Object.fromEntries(
  Object.entries(VALIDATE).flatMap(([name, make]) =>
    Object.entries(CALLS).map(([method, args]) => [
      `validate-${name}-${method}`,
      {
        records: [ANN, BOB],
        run: async (stage, resource) => {
          const validate = resource.validate.bind(resource);
          const replaced = make(validate, stage);
          resource.validate = async (...given) => replaced(...given);
          await stage.call(resource, method, ...structuredClone(args));
          await stage.call(resource, 'list');
        },
      },
    ]),
  ),
);
