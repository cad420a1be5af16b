import { PEOPLE } from './people.js';

const METHODS = {
  get: ['ann'],
  list: [{ limit: 1 }],
  listIds: [],
  getAll: [],
  count: [],
  page: [{ size: 1 }],
  insert: [{ id: 'new', name: 'n' }],
  update: ['ann', { age: 1 }],
  delete: ['ann'],
  deleteMany: [['ann']],
  exists: ['ann'],
  getMany: [['ann']],
  content: ['ann'],
  hasContent: ['ann'],
  query: [{ name: 'Ann' }],
  setContent: [{ id: 'ann', buffer: 'x' }],
  deleteContent: ['ann'],
  replace: ['ann', { name: 'N' }],
};

/** Puts a middleware that tells of itself around every method. */
function wrapAll(stage, resource) {
  for (const method of Object.keys(METHODS)) {
    resource.useMiddleware(method, async (ctx, next) => {
      stage.trace([method, Object.keys(ctx).sort(), ctx.args.length]);
      const result = await next();
      stage.trace(`after ${method}`);
      return result;
    });
  }
}

/** @type {Record<string, import('../stage.js').Program>} */
export const middlewares = {
  ...Object.fromEntries(
    Object.entries({
      ...METHODS,
      upsert: [{ id: 'ann', name: 'N' }],
      insertMany: [[{ name: 'n', id: 'x' }]],
    }).map(([method, args]) => [
      `middleware-${method}`,
      {
        records: PEOPLE,
        run: async (stage, resource) => {
          wrapAll(stage, resource);
          await stage.call(resource, method, ...args);
        },
      },
    ]),
  ),
  'middleware-answers': {
    run: async (stage, resource) => {
      resource.useMiddleware('get', async () => 'mine');
      await stage.call(resource, 'get', 'zz');
      await stage.call(resource, 'getMany', ['zz']);
      await stage.call(resource, 'getOrNull', 'zz');
    },
  },
  'middleware-throws': {
    run: async (stage, resource) => {
      resource.useMiddleware('insert', () => {
        throw new RangeError('refused');
      });
      await stage.call(resource, 'insert', { name: 'n' });
    },
  },
  'middleware-next-twice': {
    run: async (stage, resource) => {
      resource.useMiddleware('count', async (_ctx, next) => (await next(), next()));
      await stage.call(resource, 'count');
    },
  },
  'middleware-arguments': {
    records: PEOPLE,
    run: async (stage, resource) => {
      resource.useMiddleware('get', (ctx, next) => {
        ctx.args[0] = 'bob';
        return next();
      });
      await stage.call(resource, 'get', 'ann');
      resource.useMiddleware('get', (ctx, next) => {
        ctx.args = ['cid'];
        return next();
      });
      await stage.call(resource, 'get', 'ann');
    },
  },
  'middleware-order': {
    records: PEOPLE,
    run: async (stage, resource) => {
      for (const mark of ['outer', 'inner']) {
        resource.useMiddleware('exists', async (ctx, next) => {
          ctx.seen = [...(ctx.seen ?? []), mark];
          stage.trace(ctx.seen);
          return next();
        });
      }
      await stage.call(resource, 'exists', 'ann');
    },
  },
  'middleware-unknown': {
    run: async (stage, resource) => {
      await stage.step('unknown', () => resource.useMiddleware('nothing', () => {}));
      await stage.step('of a helper', () => resource.useMiddleware('validate', () => {}));
    },
  },
  'middleware-config': {
    config: (stage) => ({
      middlewares: {
        count: (_ctx, next) => (stage.trace('one'), next()),
        exists: [
          (_ctx, next) => (stage.trace('a'), next()),
          (_ctx, next) => (stage.trace('b'), next()),
        ],
      },
    }),
    calls: [['count'], ['exists', 'x']],
  },
};
