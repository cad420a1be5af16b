import { ANN, PEOPLE } from './people.js';

/** @type {Record<string, import('../stage.js').Program>} */
export const events = {
  'events-by-id': {
    run: async (stage, resource) => {
      const names = ['inserted', 'fetched', 'updated', 'deleted'].map((name) => `${name}:ann`);
      stage.listen(resource, names);
      await stage.call(resource, 'insert', ANN);
      await stage.call(resource, 'update', 'ann', { age: 1 });
      await stage.call(resource, 'delete', 'ann');
    },
  },
  'events-content-by-id': {
    records: [ANN],
    run: async (stage, resource) => {
      const names = ['content-set', 'content-fetched', 'content-deleted', 'partition-fetched'];
      stage.listen(
        resource,
        names.map((name) => `${name}:ann`),
      );
      await stage.call(resource, 'setContent', { id: 'ann', buffer: 'x' });
      await stage.call(resource, 'content', 'ann');
      await stage.call(resource, 'deleteContent', 'ann');
    },
  },
  'events-of-synchronous-mode': {
    config: { asyncEvents: false },
    calls: [
      ['insert', ANN],
      ['get', 'ann'],
      ['update', 'ann', { age: 1 }],
      ['list'],
      ['count'],
      ['delete', 'ann'],
    ],
  },
  'events-synchronous-throw': {
    config: { asyncEvents: false },
    run: async (stage, resource) => {
      resource.on('inserted', () => {
        throw new RangeError('heard');
      });
      await stage.call(resource, 'insert', ANN);
      await stage.call(resource, 'exists', 'ann');
    },
  },
  'events-listener-throws': {
    run: async (stage, resource) => {
      resource.on('inserted', () => {
        throw new RangeError('heard');
      });
      resource.on('inserted', async () => {
        throw new RangeError('heard later');
      });
      await stage.call(resource, 'insert', ANN);
    },
  },
  'events-disabled': {
    config: { disableEvents: true },
    run: async (stage, resource) => {
      await stage.call(resource, 'insert', ANN);
      await stage.step('count', () => resource.listenerCount('inserted'));
      await stage.step('on', () => resource.on('x', () => {}) === resource);
    },
  },
  'events-of-configuration': {
    config: (stage) => ({
      events: {
        inserted: ({ id }) => stage.trace(['one', id]),
        fetched: [({ id }) => stage.trace(['a', id]), ({ id }) => stage.trace(['b', id])],
      },
    }),
    calls: [
      ['insert', ANN],
      ['get', 'ann'],
    ],
  },
  'events-own': {
    run: async (stage, resource) => {
      stage.listen(resource, ['mine']);
      await stage.call(resource, 'emit', 'mine', 1, { two: 2 });
      await stage.call(resource, 'emit', 'nobody', 1);
      await stage.call(resource, 'emitSync', 'mine', 2);
    },
  },
  'events-mode-changes': {
    run: async (stage, resource) => {
      resource.setAsyncMode(false);
      await stage.call(resource, 'insert', ANN);
      resource.setAsyncMode(true);
      await stage.call(resource, 'get', 'ann');
    },
  },
  'events-off': {
    run: async (stage, resource) => {
      const listener = () => stage.trace('heard');
      resource.on('count', listener);
      await stage.call(resource, 'count');
      resource.off('count', listener);
      await stage.call(resource, 'count');
      resource.removeAllListeners('count');
      await stage.call(resource, 'count');
      await stage.step('left', () => resource.listenerCount('count'));
    },
  },
  'events-dispose': {
    records: [ANN],
    calls: [['dispose'], ['get', 'ann'], ['insert', { id: 'x', name: 'n' }]],
  },
  'events-destroy': {
    records: [ANN],
    calls: [['destroy'], ['get', 'ann']],
  },
  'events-in-order': {
    records: PEOPLE,
    run: async (stage, resource) => {
      resource.on('fetched', async () => {
        await stage.settle();
        stage.trace('slow');
      });
      resource.on('fetched', () => stage.trace('quick'));
      await stage.call(resource, 'get', 'ann');
      await stage.settle();
      await stage.call(resource, 'count');
    },
  },
  'events-exceeds-limit': {
    records: [ANN],
    calls: [
      ['insert', { id: 'x', name: 'n'.repeat(2500) }],
      ['update', 'ann', { region: 'r'.repeat(2500) }],
    ],
  },
};
