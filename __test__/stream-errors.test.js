import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { describe, expect, test } from '@jest/globals';

import { freshResource } from './support/fresh-database.js';

const IDS = ['a', 'b', 'c'];

async function filled(config) {
  const resource = await freshResource(config);
  await resource.insertMany(IDS.map((id) => ({ id, name: 'n' })));
  return resource;
}

function refuse({ id }) {
  if (id === 'b') throw new Error('refused');
}

describe.each([
  ['as is', false],
  ['the slow way', true],
])('what a listener of the resource throws, %s', (_way, isSlow) => {
  test('leaves the record out of the stream', async () => {
    const resource = await filled({ asyncEvents: false });
    if (isSlow) resource._core.forceSlow();
    resource.on('fetched', refuse);
    const errors = [];
    const stream = resource.readable();
    stream.on('error', ({ message }, id) => errors.push([message, id]));
    expect((await stream.toArray()).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(errors).toEqual([['refused', 'b']]);
  });
});

describe.each([
  ['without stacks', { stackTraceLimit: 0 }],
  ['with stacks of its own', { prepareStackTrace: () => [] }],
])('stream-item-errors: in a program %s', (_name, settings) => {
  async function within(act) {
    const { stackTraceLimit, prepareStackTrace } = Error;
    Object.assign(Error, settings);
    try {
      return await act();
    } finally {
      Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    }
  }

  test('a pipeline goes on behind a record that cannot be read', async () => {
    const resource = await filled({ hooks: { afterGet: [refuse] } });
    const ids = [];
    const sink = new Writable({
      objectMode: true,
      write({ id }, _encoding, done) {
        ids.push(id);
        done();
      },
    });
    await within(() => pipeline(resource.readable(), sink));
    expect(ids).toEqual(['a', 'c']);
  });

  test('and behind one that cannot be inserted', async () => {
    const resource = await freshResource();
    const records = IDS.map((id) => ({ id, name: id === 'b' ? 5 : 'n' }));
    await within(() => pipeline(Readable.from(records), resource.writable()));
    expect(await resource.listIds()).toEqual(['a', 'c']);
  });
});
