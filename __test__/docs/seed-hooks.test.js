import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { JOHN, connectSeed, printed, usersWith } from '../support/seed-users.js';

afterEach(() => jest.restoreAllMocks());

describe('hooks', () => {
  test('complete a record, and need not return anything afterwards', async () => {
    const lines = printed();
    const products = await (
      await connectSeed()
    ).createResource({
      name: 'products',
      attributes: { name: 'string', price: 'number' },
      hooks: {
        beforeInsert: [
          async (data) => {
            data.sku = `${data.category.toUpperCase()}-${Date.now()}`;
            return data;
          },
        ],
        afterInsert: [
          async (data) => {
            console.log(`Product ${data.name} created`);
          },
        ],
      },
    });
    const product = await products.insert({ name: 'Desk', price: 10, category: 'wood' });
    expect(product.sku).toMatch(/^WOOD-\d+$/);
    expect(lines).toEqual([['Product Desk created']]);
    expect((await products.get(product.id)).sku).toBe(product.sku);
  });

  test('run in their order, around the insert', async () => {
    const lines = printed();
    const sendWelcomeEmail = jest.fn();
    const users = await usersWith({
      hooks: {
        beforeInsert: [
          async (data) => {
            console.log('1');
            data.timestamp = '2024-01-15T10:30:00.000Z';
            return data;
          },
          async (data) => {
            console.log('2');
            data.processed = true;
            return data;
          },
        ],
        afterInsert: [
          async (data) => {
            console.log('3');
            await sendWelcomeEmail(data.email);
          },
          async (data) => {
            console.log('4', data.processed);
          },
        ],
      },
    });
    await users.insert(JOHN);
    expect(lines).toEqual([['1'], ['2'], ['3'], ['4', true]]);
    expect(sendWelcomeEmail).toHaveBeenCalledWith(JOHN.email);
  });

  test('are bound to the resource, and may refuse', async () => {
    const seen = [];
    const users = await usersWith({
      hooks: {
        beforeInsert: [
          async function (data) {
            seen.push([this.name, this.version]);
            if (await this.exists(data.id)) throw new Error('User already exists');
            return data;
          },
        ],
      },
    });
    await users.insert({ id: '1', ...JOHN });
    await expect(users.insert({ id: '1', ...JOHN })).rejects.toEqual(
      new Error('User already exists'),
    );
    expect(seen).toEqual([
      ['users', 'v1'],
      ['users', 'v1'],
    ]);
  });

  test('handle the failures of what they call', async () => {
    const validateEmail = jest.fn().mockRejectedValueOnce(new Error('no such host'));
    const failing = async () => {
      throw new Error('mail is down');
    };
    const errors = [];
    const users = await usersWith({
      hooks: {
        beforeInsert: [
          async (data) => {
            try {
              await validateEmail(data.email);
              return data;
            } catch (error) {
              throw new Error(`Email validation failed: ${error.message}`, { cause: error });
            }
          },
        ],
        afterInsert: [() => failing().catch(({ message }) => void errors.push(message))],
      },
    });
    await expect(users.insert(JOHN)).rejects.toThrow('Email validation failed: no such host');
    expect(await users.insert(JOHN)).toMatchObject(JOHN);
    expect(errors).toEqual(['mail is down']);
  });
});
