import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { JOHN, USER, connectSeed, printed, usersWith } from '../support/seed-users.js';

/** Milliseconds after which deferred events are delivered. */
const SETTLED = 15;

afterEach(() => jest.restoreAllMocks());

describe('listeners', () => {
  test('are called in both modes, which may change', async () => {
    const s3db = await connectSeed();
    const late = await s3db.createResource({ name: 'users', attributes: USER, asyncEvents: true });
    const attributes = { name: 'string', value: 'number' };
    const config = { name: 'critical_ops', attributes, asyncEvents: false };
    const prompt = await s3db.createResource(config);
    const heard = [];
    late.on('insert', () => heard.push('late'));
    prompt.on('insert', () => heard.push('prompt'));
    const insertBoth = async () => {
      await late.insert(JOHN);
      await prompt.insert({ name: 'a', value: 1 });
    };
    await insertBoth();
    expect(heard.splice(0)).toContain('prompt');
    await wait(SETTLED);
    heard.length = 0;
    late.setAsyncMode(false);
    prompt.setAsyncMode(true);
    await late.insert(JOHN);
    expect(heard).toEqual(['late']);
    await prompt.insert({ name: 'a', value: 1 });
    await wait(SETTLED);
    expect(heard).toEqual(['late', 'prompt']);
  });

  test('are added one by one', async () => {
    const lines = printed();
    const users = await usersWith();
    users.on('insert', (event) => console.log('User created:', event.name));
    users.on('update', (event) => console.log('Update detected:', event.id));
    users.on('update', ({ $before, $after }) => {
      if ($before.email !== $after.email) console.log('Email changed!');
    });
    await users.insert({ id: '1', ...JOHN });
    await users.update('1', { email: 'new@example.com' });
    await users.update('1', { name: 'new' });
    await wait(SETTLED);
    expect(lines).toEqual([
      ['User created:', 'john'],
      ['Update detected:', '1'],
      ['Email changed!'],
      ['Update detected:', '1'],
    ]);
  });

  test('are declared, one or many for an event', async () => {
    const lines = printed();
    const users = await usersWith({
      events: {
        insert: ({ id, name }) => console.log('created', { id, name }),
        update: [
          ({ id }) => console.log('update of', id),
          ({ $before, $after }) => console.log(`name: ${$before.name} to ${$after.name}`),
        ],
        deleteMany: (number) => console.log(`${number} deleted`),
        list: (result) => console.log(`listed ${result.count}, ${result.errors} errors`),
      },
    });
    await users.insert({ id: '1', ...JOHN });
    await users.update('1', { name: 'new' });
    await users.list();
    await users.deleteMany(['1']);
    await wait(SETTLED);
    expect(lines).toEqual([
      ['created', { id: '1', name: 'john' }],
      ['update of', '1'],
      ['name: john to new'],
      ['listed 1, 0 errors'],
      ['listed 1, 0 errors'],
      ['1 deleted'],
    ]);
  });

  test('of both kinds are called, the declared first', async () => {
    const lines = printed();
    const insert = (event) => console.log('Config listener:', event.name);
    const users = await usersWith({ attributes: { name: 'string|required' }, events: { insert } });
    users.on('insert', (event) => console.log('Programmatic listener:', event.name));
    await users.insert({ name: 'John' });
    await wait(SETTLED);
    expect(lines).toEqual([
      ['Config listener:', 'John'],
      ['Programmatic listener:', 'John'],
    ]);
  });

  test.each([
    ['insertMany', [[JOHN, JOHN]], 2],
    ['deleteMany', [['1']], 1],
    ['getMany', [['1']], 1],
    ['count', [], 1],
  ])('of %s get a number', async (event, args, expected) => {
    const users = await usersWith();
    await users.insert({ id: '1', ...JOHN });
    const heard = [];
    users.on(event, (number) => heard.push(number));
    await users[event](...args);
    await wait(SETTLED);
    expect(heard).toEqual([expected]);
  });

  test.each([
    ['insert', [{ id: '2', ...JOHN }], { id: '2', ...JOHN }],
    ['get', ['1'], { id: '1', ...JOHN }],
    ['delete', ['1'], { id: '1', ...JOHN }],
  ])('of %s get the record', async (event, args, expected) => {
    const users = await usersWith();
    await users.insert({ id: '1', ...JOHN });
    await wait(SETTLED);
    const heard = [];
    users.on(event, (record) => heard.push(record));
    await users[event](...args);
    await wait(SETTLED);
    expect(heard).toEqual([expect.objectContaining(expected)]);
  });
});
