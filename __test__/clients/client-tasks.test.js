/**
 * The tasks that methods on many objects are made of: how many at a time, and how often.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { ValidationError } from '../../index.js';
import { CLIENT_KINDS } from '../support/client-kinds.js';

const passing = () => Object.assign(new Error('busy'), { name: 'Busy', retriable: true });

describe.each(CLIENT_KINDS)('%s', (_name, kind) => {
  let client;

  const open = async (options) => {
    client = kind.make({ bucket: 'tasks', ...options });
    for (const key of ['a/1', 'a/2', 'a/3', 'a/4']) await client.putObject({ key });
  };
  const move = () => client.moveAllObjects({ prefixFrom: 'a/', prefixTo: 'b/' });

  beforeEach(() => open({ retryDelay: 1 }));
  afterEach(() => kind.reset());

  test('have bounds that can be read back', () => {
    const { taskManager } = kind.make({ bucket: 'tasks', concurrency: 3, retries: 1, timeout: 9 });
    expect([taskManager.concurrency, taskManager.policy]).toEqual([
      3,
      { retries: 1, retryDelay: 1000, timeout: 9, retryableErrors: [] },
    ]);
    taskManager.setConcurrency(2);
    expect(taskManager.getConcurrency()).toBe(2);
  });

  test('run as many at a time as they may', async () => {
    let active = 0;
    let most = 0;
    jest.spyOn(client, 'moveObject').mockImplementation(async () => {
      most = Math.max(most, ++active);
      await new Promise((resolve) => setTimeout(resolve, 5));
      active--;
    });
    client.taskManager.setConcurrency(2);
    await move();
    expect(most).toBe(2);
  });

  test('task-retries: are tried again where the failure may pass, and counted', async () => {
    const moveObject = jest.spyOn(client, 'moveObject').mockRejectedValueOnce(passing());
    expect(await move()).toHaveLength(4);
    expect(moveObject).toHaveBeenCalledTimes(5);
    expect(client.getQueueStats()).toMatchObject({ processedCount: 4, retryCount: 1 });
  });

  test('are not tried again where it stays', async () => {
    const moveObject = jest.spyOn(client, 'moveObject').mockRejectedValue(new Error('stays'));
    await expect(move()).rejects.toThrow('Some objects could not be moved');
    expect(moveObject).toHaveBeenCalledTimes(4);
    expect(client.getQueueStats()).toMatchObject({ errorCount: 4, retryCount: 0 });
  });

  test('are tried again for names that are given, as often as asked for', async () => {
    await open({ retryDelay: 1, retries: 2, retryableErrors: ['Odd'] });
    const odd = Object.assign(new Error('odd'), { name: 'Odd' });
    const moveObject = jest.spyOn(client, 'moveObject').mockRejectedValue(odd);
    await expect(move()).rejects.toMatchObject({ failedCount: 4 });
    expect(moveObject).toHaveBeenCalledTimes(12);
  });

  test('take no longer than they may', async () => {
    await open({ retries: 0, timeout: 20 });
    jest.spyOn(client, 'moveObject').mockImplementation(() => new Promise(() => {}));
    const error = await move().catch((failure) => failure);
    expect(error.errors[0].error).toMatchObject({ code: 'TIMEOUT', statusCode: 408 });
  });

  test.each([
    ['retries', -1],
    ['retryDelay', '1'],
    ['timeout', 'soon'],
    ['retryableErrors', 'all'],
    ['concurrency', 'many'],
  ])('%s: %j is refused', (field, value) => {
    expect(() => kind.make({ bucket: 'tasks', [field]: value })).toThrow(ValidationError);
  });
});
