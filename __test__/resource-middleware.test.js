import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

describe('middlewares', () => {
  test('stand around the method, the first one outermost', async () => {
    const resource = await freshResource();
    const steps = [];
    for (const name of ['outer', 'inner']) {
      resource.useMiddleware('insert', async (_ctx, next) => {
        steps.push(`${name} in`);
        const record = await next();
        steps.push(`${name} out`);
        return record;
      });
    }
    await resource.insert({ name: 'a' });
    expect(steps).toEqual(['outer in', 'inner in', 'inner out', 'outer out']);
  });

  test('get the resource, the method and its arguments', async () => {
    const resource = await freshResource();
    let seen;
    resource.useMiddleware('update', async (ctx, next) => {
      seen = { ...ctx, args: [...ctx.args] };
      return next();
    });
    await resource.insert({ id: '1', name: 'a' });
    await resource.update('1', { age: 1 });
    expect(seen).toEqual({ resource, method: 'update', args: ['1', { age: 1 }] });
  });

  test('may change the arguments', async () => {
    const resource = await freshResource();
    resource.useMiddleware('insert', (ctx, next) => {
      ctx.args[0] = { ...ctx.args[0], age: 3 };
      return next();
    });
    expect((await resource.insert({ name: 'a' })).age).toBe(3);
  });

  test('may answer by themselves', async () => {
    const resource = await freshResource();
    resource.useMiddleware('get', async () => 'cached');
    expect(await resource.get('missing')).toBe('cached');
  });

  test('that throw keep the method from running', async () => {
    const resource = await freshResource();
    resource.useMiddleware('insert', async () => {
      throw new RangeError('refused');
    });
    await expect(resource.insert({ name: 'a' })).rejects.toEqual(new RangeError('refused'));
    expect(await resource.count()).toBe(0);
  });

  test('call next once', async () => {
    const resource = await freshResource();
    resource.useMiddleware('count', async (_ctx, next) => {
      await next();
      return next();
    });
    await expect(resource.count()).rejects.toMatchObject({
      name: 'ResourceError',
      message: 'Resource middleware next() called multiple times',
    });
  });

  test('stand around known methods only', async () => {
    const resource = await freshResource();
    expect(() => resource.useMiddleware('nope', (_ctx, next) => next())).toThrow(
      'No such method for middleware: nope',
    );
  });
});
