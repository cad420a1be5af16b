import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { printed, usersWith } from '../support/seed-users.js';

const numbered = (count) =>
  Array.from({ length: count }, (_, number) => ({
    name: `User ${number}`,
    email: `user${number}@example.com`,
  }));

afterEach(() => jest.restoreAllMocks());

/** @param {number} count */
async function filled(count) {
  const users = await usersWith();
  await users.insertMany(numbered(count));
  return users;
}

describe('readable streams', () => {
  test('export all records', async () => {
    const lines = printed();
    const users = await filled(25);
    const readableStream = await users.readable();
    const records = [];
    readableStream.on('data', (user) => records.push(user));
    readableStream.on('end', () => console.log('Export completed'));
    await once(readableStream, 'end');
    expect(lines).toEqual([['Export completed']]);
    expect(records).toEqual(await users.getAll());
  });

  test('read in batches, and wait while they are paused', async () => {
    const users = await filled(120);
    const readableStream = await users.readable({ batchSize: 50, concurrency: 10 });
    const names = [];
    const errors = [];
    readableStream.on('data', (user) => names.push(user.name));
    readableStream.on('error', (error) => errors.push(error));
    readableStream.pause();
    await wait(15);
    expect(names).toEqual([]);
    setTimeout(() => readableStream.resume(), 5);
    await once(readableStream, 'end');
    expect(names.toSorted()).toEqual(
      numbered(120)
        .map(({ name }) => name)
        .sort(),
    );
    expect(errors).toEqual([]);
  });

  test('go on behind items that fail', async () => {
    const lines = printed();
    const users = await filled(3);
    const [broken, ...others] = await users.listIds();
    users.addHook('afterGet', (user) => {
      if (user.id === broken) throw new Error('no such user');
      return user;
    });
    const stream = await users.readable();
    stream.on('error', (error, item) => console.log('Problematic item:', error.message, item));
    const processed = [];
    stream.on('data', async (user) => {
      try {
        if (user.id === others[0]) throw new Error('not today');
        processed.push(user.id);
      } catch (error) {
        console.log(`Failed to process user ${user.id}:`, error.message);
      }
    });
    await once(stream, 'end');
    expect(processed).toEqual(others.slice(1));
    expect(lines).toEqual([
      ['Problematic item:', 'no such user', broken],
      [`Failed to process user ${others[0]}:`, 'not today'],
    ]);
  });
});

describe('writable streams', () => {
  test('import records', async () => {
    const users = await usersWith();
    const writableStream = await users.writable();
    numbered(30).forEach((userData) => writableStream.write(userData));
    writableStream.end();
    await once(writableStream, 'finish');
    expect(await users.count()).toBe(30);
  });

  test('write in batches, and tell of their end', async () => {
    const lines = printed();
    const users = await usersWith();
    const writableStream = await users.writable({ batchSize: 25, concurrency: 5 });
    numbered(60).forEach((user) => {
      writableStream.write(user);
    });
    writableStream.on('finish', () => console.log('All users written successfully'));
    writableStream.on('error', (error) => console.log('Write error:', error));
    writableStream.end();
    await once(writableStream, 'finish');
    expect(lines).toEqual([['All users written successfully']]);
    expect((await users.getAll()).map(({ email }) => email).sort()).toEqual(
      numbered(60)
        .map(({ email }) => email)
        .sort(),
    );
  });

  test('tell of items that fail, and finish', async () => {
    const users = await usersWith();
    const writableStream = await users.writable();
    const failed = [];
    writableStream.on('error', (error, item) => failed.push([error.name, item]));
    writableStream.write({ name: 5 });
    writableStream.write({ name: 'n', email: 'e' });
    writableStream.end();
    await once(writableStream, 'finish');
    expect(failed).toEqual([['InvalidResourceItem', { name: 5 }]]);
    expect(await users.count()).toBe(1);
  });
});
