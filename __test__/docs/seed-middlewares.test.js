import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { JOHN, connectSeed, printed, usersWith } from '../support/seed-users.js';

afterEach(() => jest.restoreAllMocks());

describe('middlewares', () => {
  test('print before and after an insert', async () => {
    const lines = printed();
    const users = await usersWith();
    users.useMiddleware('insert', async (ctx, next) => {
      console.log('Before insert:', { ...ctx.args[0] });
      ctx.args[0].name = ctx.args[0].name.toUpperCase();
      const result = await next();
      console.log('After insert:', result);
      return result;
    });
    const user = await users.insert({ ...JOHN });
    expect(lines).toEqual([
      ['Before insert:', JOHN],
      ['After insert:', user],
    ]);
    expect(user).toMatchObject({ id: expect.any(String), name: 'JOHN', email: JOHN.email });
  });

  test('check the arguments of an update', async () => {
    const users = await usersWith();
    const { id } = await users.insert(JOHN);
    const durations = [];
    users.useMiddleware('update', async (ctx, next) => {
      if (!ctx.args[1].email) throw new Error('Email is required for update!');
      const start = Date.now();
      const result = await next();
      durations.push(Date.now() - start);
      return result;
    });
    await expect(users.update(id, { name: 'x' })).rejects.toThrow('Email is required for update!');
    expect(await users.update(id, { email: 'j@example.com' })).toMatchObject({ name: 'john' });
    expect(durations).toEqual([expect.any(Number)]);
  });

  test('work together with hooks', async () => {
    const steps = [];
    const users = await usersWith();
    users.useMiddleware('insert', async (ctx, next) => {
      if (!ctx.args[0].email) throw new Error('Email required');
      steps.push('middleware');
      ctx.args[0].name = ctx.args[0].name.toUpperCase();
      return next();
    });
    users.addHook('afterInsert', async (data) => {
      steps.push(`email to ${data.email} for ${data.name}`);
      return data;
    });
    await users.insert({ ...JOHN });
    await expect(users.insert({ name: 'x' })).rejects.toThrow('Email required');
    expect(steps).toEqual(['middleware', 'email to john@example.com for JOHN']);
  });

  test('authenticate, audit and permit', async () => {
    const lines = printed();
    const orders = await (
      await connectSeed()
    ).createResource({
      name: 'orders',
      attributes: {
        id: 'string|required',
        customerId: 'string|required',
        amount: 'number|required',
        status: 'string|required',
      },
    });
    for (const method of ['insert', 'update', 'delete', 'get']) {
      orders.useMiddleware(method, async (ctx, next) => {
        const user = ctx.user || ctx.args.find((arg) => arg?.userId);
        if (!user?.userId) throw new Error(`Authentication required for ${method} operation`);
        ctx.authenticatedUser = user;
        return next();
      });
    }
    for (const method of ['insert', 'update', 'delete']) {
      orders.useMiddleware(method, async (ctx, next) => {
        const startTime = Date.now();
        const { userId } = ctx.authenticatedUser;
        const entry = (more) => ({
          ...{ resource: 'orders', userId, method, ...more },
          duration: Date.now() - startTime,
          timestamp: new Date().toISOString(),
        });
        try {
          const result = await next();
          const done = { args: ctx.args, success: true };
          console.log(`[AUDIT] ${method.toUpperCase()}`, entry(done));
          return result;
        } catch (error) {
          const failed = { error: error.message, success: false };
          console.log(`[AUDIT] ${method.toUpperCase()} FAILED`, entry(failed));
          throw error;
        }
      });
    }
    orders.useMiddleware('delete', async (ctx, next) => {
      if (ctx.authenticatedUser.role !== 'admin') throw new Error('Only admins can delete orders');
      return next();
    });

    const order = { id: 'order-123', customerId: 'cust-456', amount: 99.99, status: 'pending' };
    const customer = { user: { userId: 'user-789', role: 'customer' } };
    const admin = { user: { userId: 'user-1', role: 'admin' } };
    expect(await orders.insert(order, customer)).toMatchObject(order);
    await expect(orders.delete('order-123', customer)).rejects.toThrow(
      'Only admins can delete orders',
    );
    const logged = {
      resource: 'orders',
      userId: 'user-789',
      duration: expect.any(Number),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    };
    const error = 'Only admins can delete orders';
    expect(lines).toEqual([
      ['[AUDIT] INSERT', { ...logged, method: 'insert', args: [order, customer], success: true }],
      ['[AUDIT] DELETE FAILED', { ...logged, method: 'delete', error, success: false }],
    ]);

    await expect(orders.get('order-123')).rejects.toThrow('Authentication required for get');
    await expect(orders.insert({ ...order, id: '2' })).rejects.toThrow('Authentication required');
    expect(await orders.get('order-123', customer)).toMatchObject(order);
    await orders.update('order-123', { status: 'paid' }, customer);
    await orders.delete('order-123', admin);
    expect(await orders.exists('order-123')).toBe(false);
    expect(await orders.count()).toBe(0);
  });
});
