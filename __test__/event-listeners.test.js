import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, jest, test } from '@jest/globals';

import { Database } from '../index.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';

/** Milliseconds after which deferred events are delivered. */
const SETTLED = 15;

test('a resource whose listeners are gone is as one without', async () => {
  const resource = await freshResource();
  const listener = jest.fn();
  expect(resource._isHeard).toBe(false);
  resource.on('inserted:1', listener);
  resource.prependOnceListener('deleted', listener);
  expect([
    resource._isHeard,
    resource._hears('inserted'),
    resource._hears('inserted', '2'),
  ]).toEqual([true, true, false]);
  resource.off('inserted:1', listener);
  await resource.insert({ id: '1', name: 'a' });
  await resource.delete('1');
  await wait(SETTLED);
  expect(listener).toHaveBeenCalledTimes(1);
  expect(resource._isHeard).toBe(false);
  resource.on('inserted', listener).removeAllListeners('inserted');
  expect(resource._isHeard).toBe(false);
});

describe('a mute resource', () => {
  test.each([[{ asyncEvents: true }], [{ asyncEvents: false }]])('%p', async (config) => {
    const listener = jest.fn();
    const events = { inserted: listener };
    const resource = await freshResource({ ...config, events, disableEvents: true });
    for (const add of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']) {
      expect(resource[add]('inserted', listener)).toBe(resource);
    }
    await resource.insert({ name: 'a' });
    expect(resource.emit('inserted', 1)).toBe(false);
    expect(resource.emitSync('inserted', 1)).toBe(false);
    await wait(SETTLED);
    expect(listener).not.toHaveBeenCalled();
    expect(resource.eventsDisabled).toBe(true);
  });

  test('is one by decision of the database', async () => {
    const db = await freshDatabase({ disableResourceEvents: true });
    const resource = await db.createResource({ name: 'u', attributes: { name: 'string' } });
    expect(resource.on('inserted', () => {}).eventNames()).toEqual([]);
  });

  test('stays what it is when it is declared again', async () => {
    const db = await freshDatabase();
    const config = { name: 'u', attributes: { name: 'string' } };
    const resource = await db.createResource(config);
    const listener = jest.fn();
    resource.on('inserted', listener);
    await db.createResource({ ...config, disableEvents: true });
    await resource.insert({ name: 'a' });
    await wait(SETTLED);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(resource.eventsDisabled).toBe(true);
  });
});

describe('the end of a resource', () => {
  test('is told at once, and nobody listens any more', async () => {
    const resource = await freshResource();
    const heard = [];
    resource.on('resource:disposed', (payload) => heard.push(payload));
    resource.on('resource:disposed', () => {
      throw new Error('not a reason to stay');
    });
    resource.dispose();
    expect(heard).toEqual([{ resourceName: 'users' }]);
    expect(resource.eventNames()).toEqual([]);
    await resource.insert({ id: '1', name: 'a' });
    expect(await resource.get('1')).toMatchObject({ name: 'a' });
    resource.on('inserted', () => {});
    resource.destroy();
    expect(resource.eventNames()).toEqual([]);
  });
});

test('restored-listeners: a restored resource hears with the listeners of its declaration', async () => {
  const connectionString = 'memory://restored-listeners/app';
  const config = { name: 'u', attributes: { name: 'string' } };
  const first = new Database({ connectionString, logLevel: 'silent' });
  await first.connect();
  await first.createResource(config);
  const db = new Database({ connectionString, logLevel: 'silent' });
  await db.connect();
  const heard = [];
  const inserted = ({ id }) => heard.push(id);
  const idGenerator = () => 'mine';
  const declared = { ...config, asyncEvents: false, events: { inserted }, idGenerator };
  const resource = await db.createResource(declared);
  await db.createResource(declared);
  await resource.insert({ name: 'a' });
  expect(heard).toEqual(['mine']);
});
