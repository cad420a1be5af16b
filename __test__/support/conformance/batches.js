/**
 * Requests on many objects, more than one request of S3 takes.
 */
import { fill, outcome } from './observation.js';

const COUNT = 1100;
const MANY = Array.from({ length: COUNT }, (_, n) => `m/${String(n).padStart(4, '0')}`);

/** @type {import('./observation.js').ConformanceCase[]} */
export const BATCHES = [
  {
    name: 'deleting many passes over those that are not there',
    run: async ({ client }) => {
      await fill(client, ['a', 'b', 'c']);
      const { Deleted, Errors } = await client.deleteObjects(['a', 'none', 'c', 'a', { Key: 'b' }]);
      const told = new Set(Deleted.map(({ Key }) => Key));
      return [told, Errors, await client.getAllKeys()];
    },
    expected: [new Set(['a', 'b', 'c', 'none']), [], []],
  },
  {
    name: 'one key that is none deletes nothing',
    run: async ({ client }) => {
      await fill(client, ['a']);
      return [await outcome(client.deleteObjects(['a', '../b'])), await client.getAllKeys()];
    },
    expected: ['ValidationError 400', ['a']],
  },
  {
    name: 'more than a thousand are listed, counted and deleted',
    run: async ({ client }) => {
      await fill(client, MANY);
      const keys = await client.getAllKeys();
      const offset = COUNT - 2;
      const seen = [
        keys.join() === MANY.join(),
        await client.count({ prefix: 'm/' }),
        await client.getKeysPage({ offset, amount: 9 }),
        (await client.listObjects()).KeyCount,
      ];
      const { Deleted, Errors } = await client.deleteObjects(MANY.slice(0, 1050));
      seen.push(Deleted.length, Errors.length, await client.count());
      return [...seen, await client.deleteAll({ prefix: 'm/' }), await client.count()];
    },
    expected: [true, COUNT, MANY.slice(COUNT - 2), 1000, 1050, 0, 50, 50, 0],
  },
];
