/**
 * Copies and moves.
 */
import { fill, objectAt, outcome, textAt } from './observation.js';

const SOURCE = { body: 'content', metadata: { a: 'é', b: '1' }, contentType: 'text/plain' };
const AS_SOURCE = { body: 'content', metadata: { a: 'é', b: '1' }, type: 'text/plain', length: 7 };

/** @param {any} client */
const putSource = (client) => client.putObject({ key: 'from', ...SOURCE });

/** @param {any} options */
function copied(options) {
  return async ({ client }) => {
    await putSource(client);
    await client.copyObject({ from: 'from', to: 'to', ...options });
    return [await objectAt(client, 'to'), await objectAt(client, 'from')];
  };
}

/** @type {import('./observation.js').ConformanceCase[]} */
export const COPIES = [
  { name: 'a copy is the same object', run: copied({}), expected: [AS_SOURCE, AS_SOURCE] },
  {
    name: 'a copy replaces metadata and media type',
    run: copied({ metadata: { c: '日' }, metadataDirective: 'REPLACE', contentType: 'a/b' }),
    expected: [{ ...AS_SOURCE, metadata: { c: '日' }, type: 'a/b' }, AS_SOURCE],
  },
  {
    name: 'a copy keeps the media type unless it is told another',
    run: copied({ metadata: { c: '2' }, metadataDirective: 'REPLACE' }),
    expected: [{ ...AS_SOURCE, metadata: { c: '2' } }, AS_SOURCE],
  },
  {
    name: 'a copy takes in metadata',
    run: copied({ metadata: { b: '2', c: '3' } }),
    expected: [{ ...AS_SOURCE, metadata: { a: 'é', b: '2', c: '3' } }, AS_SOURCE],
  },
  {
    name: 'a copy replaces what was there',
    run: async ({ client }) => {
      await putSource(client);
      await client.putObject({ key: 'to', body: 'something longer', metadata: { z: '1' } });
      await client.copyObject({ from: 'from', to: 'to' });
      return objectAt(client, 'to');
    },
    expected: AS_SOURCE,
  },
  {
    name: 'a copy onto itself changes metadata and nothing else',
    run: async ({ client }) => {
      await putSource(client);
      const metadata = { d: '4' };
      await client.copyObject({ from: 'from', to: 'from', metadata, metadataDirective: 'REPLACE' });
      return objectAt(client, 'from');
    },
    expected: { ...AS_SOURCE, metadata: { d: '4' } },
  },
  {
    name: 'a copy of nothing makes nothing',
    run: async ({ client }) => {
      const copy = client.copyObject({ from: 'none', to: 'to' });
      return [await outcome(copy), await client.getAllKeys()];
    },
    expected: ['NoSuchKey 404', []],
  },
  {
    name: 'keys of copies may need escaping',
    run: async ({ client }) => {
      const keys = ['a b+c%é', '日 "\'&<>', '#?=;,'];
      await fill(client, keys);
      for (const key of keys) await client.copyObject({ from: key, to: `${key} copy` });
      return Promise.all(keys.map(async (key) => (await textAt(client, `${key} copy`)) === key));
    },
    expected: [true, true, true],
  },
  {
    name: 'a move leaves nothing behind',
    run: async ({ client }) => {
      await putSource(client);
      await client.moveObject({ from: 'from', to: 'to' });
      return [await objectAt(client, 'to'), await client.getAllKeys()];
    },
    expected: [AS_SOURCE, ['to']],
  },
  {
    name: 'a move onto itself keeps the object',
    run: async ({ client }) => {
      await putSource(client);
      await client.moveObject({ from: 'from', to: './from' });
      return [await objectAt(client, 'from'), await client.getAllKeys()];
    },
    expected: [AS_SOURCE, ['from']],
  },
  {
    name: 'a move of nothing moves nothing',
    run: async ({ client }) => {
      await client.putObject({ key: 'to', body: 'kept' });
      const error = await client.moveObject({ from: 'none', to: 'to' }).catch((e) => e);
      return [error.message, error.statusCode, await textAt(client, 'to')];
    },
    expected: ['Unknown error in moveObject', 404, 'kept'],
  },
  {
    name: 'all objects of a prefix are moved',
    run: async ({ client }) => {
      await fill(client, ['p/0', 'p/1', 'p/é', 'pq']);
      const moved = await client.moveAllObjects({ prefixFrom: 'p/', prefixTo: 'w/' });
      return [moved.length, await client.getAllKeys(), await textAt(client, 'w/é')];
    },
    expected: [3, ['pq', 'w/0', 'w/1', 'w/é'], 'p/é'],
  },
];
