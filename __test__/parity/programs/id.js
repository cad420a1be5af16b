/** Shapes of ids that are made. */
const shapeOf = (id) => [typeof id, id.length, /^[\w-]+$/.test(id)];

const made = (config) => ({
  config,
  run: async (stage, resource) => {
    resource.removeAllListeners();
    await stage.step('first', async () => shapeOf((await resource.insert({ name: 'n' })).id));
    await stage.step('second', async () => shapeOf((await resource.insert({ name: 'n' })).id));
    await stage.step('own', async () => (await resource.insert({ id: 'own', name: 'n' })).id);
    await stage.step('count', () => resource.count());
    await resource.client.deleteObjects(
      (await resource.listIds()).map((id) => resource.getResourceKey(id)),
    );
  },
});

let counter = 0;

/** @type {Record<string, import('../stage.js').Program>} */
export const ids = {
  'id-default': made({}),
  'id-size': made({ idSize: 9 }),
  'id-number': made({ idGenerator: 7 }),
  'id-number-and-size': made({ idGenerator: 7, idSize: 9 }),
  'id-function': {
    config: { idGenerator: (data) => `${data.name}-${data.region}` },
    calls: [
      ['insert', { name: 'n', region: 'EU' }],
      ['insert', { name: 'n', region: 'a/b' }],
      ['insert', { id: 'given', name: 'n' }],
    ],
  },
  'id-function-of-numbers': {
    config: { idGenerator: () => 41 + (counter++ % 1) },
    calls: [
      ['insert', { name: 'n' }],
      ['get', '41'],
    ],
  },
  'id-function-of-nothing': {
    config: { idGenerator: () => undefined },
    calls: [['insert', { name: 'n' }]],
  },
  'id-function-throws': {
    config: {
      idGenerator: () => {
        throw new RangeError('no id');
      },
    },
    calls: [['insert', { name: 'n' }]],
  },
  ...Object.fromEntries(
    ['', null, undefined, false, 7, 'own'].map((id) => [
      `id-of-a-hook-${id}`.replace(/-$/, ''),
      {
        config: {
          idGenerator: () => 'made',
          hooks: { beforeInsert: [(data) => ({ ...data, id })] },
        },
        calls: [
          ['insert', { id: 'given', name: 'n' }],
          ['insert', { name: 'n' }],
          ...(id ? [] : [['upsert', { id: 'given', name: 'other' }]]),
        ],
      },
    ]),
  ),
  'id-dropped-by-a-hook': {
    config: { hooks: { beforeInsert: [({ name }) => ({ name })] } },
    calls: [
      ['insert', { id: 'given', name: 'n', age: 5 }],
      ['insertMany', [{ id: 'other', name: 'n' }]],
      ['upsert', { id: 'given', name: 'changed' }],
    ],
  },
  'id-function-after-hooks': {
    config: {
      idGenerator: ({ name }) => name,
      hooks: { beforeInsert: [(data) => ({ ...data, name: 'hooked' })] },
    },
    calls: [['insert', { name: 'n' }]],
  },
};
