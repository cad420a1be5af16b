import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, jest, test } from '@jest/globals';

import { Resource } from '../index.js';
import { eventually } from './support/eventually.js';
import { freshDatabase, freshResource } from './support/fresh-database.js';

/** Milliseconds after which deferred events are delivered. */
const SETTLED = 15;

const NESTED = { name: 'string', o: { p: { q: 'number' } } };

describe('deferred listeners', () => {
  test('run one after another, each awaited, without this', async () => {
    const resource = await freshResource();
    const steps = [];
    resource.on('my-event', async function (...given) {
      await wait(2);
      steps.push([this, ...given]);
    });
    resource.on('my-event', () => steps.push('second'));
    expect(resource.emit('my-event', 1, 2)).toBe(true);
    expect(resource.emit('unheard')).toBe(false);
    expect(steps).toEqual([]);
    await eventually(() => steps.length === 2);
    expect(steps).toEqual([[undefined, 1, 2], 'second']);
  });

  test('once: that were added with once hear one event', async () => {
    const resource = await freshResource();
    const first = jest.fn();
    const once = jest.fn();
    resource.on('inserted', async () => {
      first();
      await wait(1);
    });
    resource.once('inserted', once);
    await resource.insertMany([{ name: 'a' }, { name: 'b' }]);
    await resource.insert({ name: 'c' });
    await eventually(() => first.mock.calls.length === 3 && once.mock.calls.length > 0);
    expect(first).toHaveBeenCalledTimes(3);
    expect(once).toHaveBeenCalledTimes(1);
    expect(resource.listenerCount('inserted')).toBe(1);
  });

  test.each(['on', 'once'])('hear with %s what happened before they left', async (method) => {
    const db = await freshDatabase();
    const resource = await db.createResource({ name: 'u', attributes: { name: 'string' } });
    const heard = [];
    resource[method]('inserted', ({ name }) => heard.push(name));
    await resource.insert({ name: 'a' });
    await db.disconnect();
    await wait(SETTLED);
    expect(heard).toEqual(['a']);
    expect(resource.listenerCount('inserted')).toBe(0);
  });

  test('after one that throws hear the event, too', async () => {
    const resource = await freshResource();
    const heard = [];
    resource.on('my-event', () => Promise.reject(new RangeError('refused')));
    resource.on('my-event', () => heard.push('second'));
    resource.on('error', ({ message }) => {
      heard.push(message);
      throw new Error('an error in a listener of errors ends here');
    });
    resource.emit('my-event');
    await eventually(() => heard.length === 2);
    expect(heard).toEqual(['second', 'refused']);
  });

  test('need not be there for errors', async () => {
    const resource = await freshResource();
    expect(resource.emit('error', new Error('unheard'))).toBe(false);
  });

  test('get the object that the caller gets', async () => {
    const resource = await freshResource();
    let payload;
    resource.on('inserted', (given) => {
      payload = given;
    });
    const record = await resource.insert({ name: 'a' });
    await eventually(() => payload !== undefined);
    expect(payload).toBe(record);
  });
});

describe('listeners within the operation', () => {
  test('are called on the resource, and not awaited', async () => {
    const resource = await freshResource();
    resource.setAsyncMode(false);
    expect(resource.asyncEvents).toBe(true);
    const steps = [];
    resource.on('my-event', async function () {
      steps.push(this);
      await wait(1);
      steps.push('late');
    });
    expect(resource.emit('my-event')).toBe(true);
    expect(steps).toEqual([resource]);
    expect(() => resource.emit('error', new RangeError('unheard'))).toThrow('unheard');
    resource.setAsyncMode(true);
    expect(resource.emitSync('my-event')).toBe(true);
    expect(steps).toEqual([resource, resource]);
    await wait(SETTLED);
  });

  test('of a configuration are called on the resource, before the others', async () => {
    const heard = [];
    const resource = await freshResource({
      events: {
        inserted() {
          heard.push(this);
        },
      },
    });
    resource.on('inserted', () => heard.push('added'));
    await resource.insert({ name: 'a' });
    await wait(SETTLED);
    expect(heard).toEqual([resource, 'added']);
  });
});

test('item-errors-unheard: failed items are no exception where nobody listens to errors', async () => {
  const resource = await freshResource({ asyncEvents: false });
  expect(await resource.insertMany([{}, { id: 'a', name: 'A' }])).toHaveLength(1);
  expect(await resource.getMany(['zz'])).toEqual([]);
  expect(await resource.deleteMany(['zz', 'a'])).toEqual({ deleted: 1, errors: 1 });
});

test('observers are told of failed items', async () => {
  const { client } = await freshResource();
  const observers = [{ emit: jest.fn() }, { emit: jest.fn() }];
  const config = { name: 'u', client, attributes: { name: 'string' }, observers };
  await new Resource(config).getMany(['zz']);
  const missing = expect.objectContaining({ name: 'NoSuchKey' });
  for (const { emit } of observers)
    expect(emit.mock.calls).toEqual([['error', 'u', missing, 'zz']]);
});

test('what a listener throws after the mode was changed ends nothing', async () => {
  const resource = await freshResource();
  const steps = [];
  resource.on('my-event', () => Promise.reject(new Error('unheard')));
  resource.on('my-event', () => steps.push('second'));
  resource.emit('my-event');
  resource.setAsyncMode(false);
  await wait(SETTLED);
  expect(steps).toEqual(['second']);
});

test('event-images: $before and $after are copies to the ground', async () => {
  const resource = await freshResource({ attributes: NESTED, asyncEvents: false });
  const payloads = [];
  resource.on('updated', (payload) => payloads.push(payload));
  resource.on('deleted', (payload) => payloads.push(payload));
  await resource.insert({ id: '1', name: 'a', o: { p: { q: 1 } } });
  const result = await resource.update('1', { 'o.p.q': 2 });
  result.o.p.q = 3;
  await resource.delete('1');
  payloads[1].o.p.q = 4;
  expect(payloads[0].$before.o.p.q).toBe(1);
  expect(payloads[0].$after.o.p.q).toBe(2);
  expect(payloads[1].$before.o.p.q).toBe(2);
});

describe('behavior-events: what behaviors did to a record', () => {
  const LONG = 'x'.repeat(3000);

  test.each([
    ['truncate', 'truncate-data'],
    ['overflow', 'body-overflow'],
  ])('%s, under %s', async (event, behavior) => {
    const resource = await freshResource({ behavior, asyncEvents: false });
    const heard = [];
    resource.on(event, (payload) => heard.push(payload));
    await resource.insert({ id: '1', name: 'short' });
    expect(heard).toEqual([]);
    const data = await resource.insert({ id: '2', name: LONG });
    await resource.update('1', { name: LONG });
    await resource.replace('1', { name: LONG });
    expect(heard[0]).toEqual({ operation: 'insert', id: '2', data });
    expect(heard.map(({ operation, id }) => [operation, id])).toEqual([
      ['insert', '2'],
      ['update', '1'],
      ['replace', '1'],
    ]);
  });
});
