import { describe, expect, test } from '@jest/globals';

import { eventually } from './support/eventually.js';
import { freshResource } from './support/fresh-database.js';
import { userFields } from './support/user-fields.js';

const synchronous = (config) => freshResource({ asyncEvents: false, ...config });

/** Notes events with the id of their record, or with what else they carry. */
function listen(resource, ...events) {
  const heard = [];
  for (const event of events) {
    resource.on(event, (payload) => heard.push([event, payload?.id ?? payload]));
  }
  return heard;
}

describe('events of an operation', () => {
  test.each([
    [
      'insert',
      [{ id: '2', name: 'b' }],
      [
        ['inserted', '2'],
        ['inserted:2', '2'],
      ],
    ],
    [
      'get',
      ['1'],
      [
        ['fetched', '1'],
        ['fetched:1', '1'],
      ],
    ],
    [
      'update',
      ['1', { age: 1 }],
      [
        ['fetched', '1'],
        ['fetched:1', '1'],
        ['updated', '1'],
        ['updated:1', '1'],
      ],
    ],
    [
      'delete',
      ['1'],
      [
        ['fetched', '1'],
        ['fetched:1', '1'],
        ['deleted', '1'],
        ['deleted:1', '1'],
      ],
    ],
    ['count', [], [['count', 1]]],
    ['listIds', [], [['listed-ids', 1]]],
    [
      'list',
      [],
      [
        ['listed-ids', 1],
        ['fetched', '1'],
        ['fetched:1', '1'],
        ['list', { count: 1, errors: 0 }],
        ['list', { count: 1, errors: 0 }],
      ],
    ],
    [
      'getMany',
      [['1']],
      [
        ['fetched', '1'],
        ['fetched:1', '1'],
        ['fetched-many', 1],
      ],
    ],
    [
      'insertMany',
      [[{ id: '2', name: 'b' }]],
      [
        ['inserted', '2'],
        ['inserted:2', '2'],
        ['inserted-many', 1],
      ],
    ],
  ])('%s', async (method, args, expected) => {
    const resource = await synchronous();
    await resource.insert({ id: '1', name: 'a' });
    const actions = ['inserted', 'fetched', 'updated', 'deleted'];
    const heard = listen(
      resource,
      ...actions.flatMap((action) => [action, `${action}:1`, `${action}:2`]),
      ...['count', 'list', 'listed-ids', 'fetched-many', 'inserted-many'],
    );
    await resource[method](...args);
    expect(heard).toEqual(expected);
  });

  test('list, where records are read one by one', async () => {
    const resource = await synchronous({ hooks: { afterGet: [(record) => record] } });
    await resource.insert({ id: '1', name: 'a' });
    const heard = listen(resource, 'listed-ids', 'fetched', 'list');
    await resource.list();
    expect(heard.map(([event]) => event)).toEqual(['listed-ids', 'fetched', 'list', 'list']);
  });
});

test('updated shows the record before and after', async () => {
  const resource = await synchronous();
  let payload;
  resource.on('updated', (given) => {
    payload = given;
  });
  await resource.insert({ id: '1', name: 'a' });
  await resource.update('1', { age: 1 });
  const { $before, $after, ...record } = userFields(payload);
  expect(userFields($before)).toEqual({ id: '1', name: 'a' });
  expect($after).toEqual({ id: '1', name: 'a', age: 1 });
  expect(record).toEqual({ id: '1', name: 'a', age: 1 });
});

describe('delivery', () => {
  test('comes after the operation, unless asked otherwise', async () => {
    const resource = await freshResource();
    const heard = listen(resource, 'inserted');
    await resource.insert({ id: '1', name: 'a' });
    expect(heard).toEqual([]);
    await eventually(() => heard.length > 0);
    expect(heard).toEqual([['inserted', '1']]);
  });

  test('to a listener that throws fails the operation only if it is synchronous', async () => {
    const resource = await synchronous();
    resource.on('inserted', () => {
      throw new RangeError('refused');
    });
    await expect(resource.insert({ name: 'a' })).rejects.toEqual(new RangeError('refused'));
    expect(await resource.count()).toBe(1);
  });

  test('to a listener that throws is an error event otherwise', async () => {
    const resource = await freshResource();
    const errors = listen(resource, 'error');
    resource.on('inserted', () => {
      throw new RangeError('refused');
    });
    const heard = new Promise((resolve) => resource.on('error', resolve));
    await resource.insert({ name: 'a' });
    await heard;
    expect(errors).toEqual([['error', new RangeError('refused')]]);
  });

  test('is switched off by disableEvents', async () => {
    const resource = await synchronous({ disableEvents: true });
    const heard = listen(resource, 'inserted');
    await resource.insert({ name: 'a' });
    expect(heard).toEqual([]);
  });

  test('reaches the listeners of the configuration', async () => {
    const heard = [];
    const note = ({ id }) => heard.push(id);
    const resource = await synchronous({ events: { inserted: note, fetched: [note, note] } });
    await resource.insert({ id: '1', name: 'a' });
    await resource.get('1');
    expect(heard).toEqual(['1', '1', '1']);
  });
});
