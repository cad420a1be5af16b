/**
 * Conditional writes. One that does not hold leaves the object as it is.
 */
import { outcome, outcomes, textAt } from './observation.js';

const REFUSED = 'ResourceError 412';
const OTHER = '"00000000000000000000000000000000"';

const put = (client, body, condition) => client.putObject({ key: 'k', body, ...condition });

/** @type {import('./observation.js').ConformanceCase[]} */
export const CONDITIONS = [
  {
    name: 'only one write creates an object',
    run: async ({ client }) => {
      const create = (body) => () => put(client, body, { ifNoneMatch: '*' });
      const seen = await outcomes(create('first'), create('second'));
      seen.push(await textAt(client, 'k'));
      await client.deleteObject('k');
      return [...seen, ...(await outcomes(create('third'))), await textAt(client, 'k')];
    },
    expected: ['done', REFUSED, 'first', 'done', 'third'],
  },
  {
    name: 'a write replaces the object that it has seen, and no other',
    run: async ({ client }) => {
      const seen = [await outcome(put(client, 'new', { ifMatch: OTHER }))];
      const { ETag: first } = await put(client, 'first', {});
      const { ETag: second } = await put(client, 'second', { ifMatch: first });
      seen.push(await outcome(put(client, 'third', { ifMatch: first })), await textAt(client, 'k'));
      await client.deleteObject('k');
      return [...seen, await outcome(put(client, 'fourth', { ifMatch: second }))];
    },
    expected: [REFUSED, REFUSED, 'second', REFUSED],
  },
  {
    name: 'tags come in lists, without quotes, weak, or as a star',
    run: async ({ client }) => {
      const seen = [await outcome(put(client, 'new', { ifMatch: '*' }))];
      let { ETag: tag } = await put(client, '0', {});
      const forms = ['*', () => `"x", ${tag}`, () => `${tag},"x"`, () => tag.slice(1, -1)];
      for (const [n, form] of [...forms, () => `W/${tag}`].entries()) {
        const ifMatch = typeof form === 'function' ? form() : form;
        ({ ETag: tag } = await put(client, `${n + 1}`, { ifMatch }));
      }
      for (const ifMatch of ['', ',', '""', '"x", "y"']) {
        seen.push(await outcome(put(client, 'late', { ifMatch })));
      }
      return [...seen, await textAt(client, 'k')];
    },
    expected: [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, '5'],
  },
  {
    name: 'an object that has a tag is not written where it must have none of it',
    run: async ({ client }) => {
      const { ETag } = await put(client, '1', {});
      const seen = await outcomes(
        () => put(client, '2', { ifNoneMatch: ETag }),
        () => put(client, '2', { ifNoneMatch: `"x", ${ETag}` }),
      );
      return [...seen, await textAt(client, 'k')];
    },
    expected: [REFUSED, REFUSED, '1'],
  },
  {
    name: 'one of twenty that create at once wins, and its object stays',
    run: async ({ client }) => {
      const tries = Array.from({ length: 20 }, (_, n) =>
        outcome(put(client, `${n}`, { ifNoneMatch: '*' })),
      );
      const seen = await Promise.all(tries);
      const winners = seen.flatMap((each, n) => (each === 'done' ? [`${n}`] : []));
      const others = new Set(seen.filter((each) => each !== 'done'));
      return [winners.length, others, winners[0] === (await textAt(client, 'k'))];
    },
    expected: [1, new Set([REFUSED]), true],
  },
  {
    name: 'one of twenty that replace at once wins, and its object stays',
    run: async ({ client }) => {
      const { ETag: ifMatch } = await put(client, 'old', {});
      const tries = Array.from({ length: 20 }, (_, n) => outcome(put(client, `${n}`, { ifMatch })));
      const seen = await Promise.all(tries);
      const winners = seen.flatMap((each, n) => (each === 'done' ? [`${n}`] : []));
      const others = new Set(seen.filter((each) => each !== 'done'));
      return [winners.length, others, winners[0] === (await textAt(client, 'k'))];
    },
    expected: [1, new Set([REFUSED]), true],
  },
];
