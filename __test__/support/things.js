/**
 * A resource and the records in it, on which every method is tried.
 */

/** A text that does not fit into metadata. */
export const LONG = 'long'.repeat(900);

/** A resource whose records move between the values of a partition; the fields of `c` need a body. */
export const THINGS = {
  name: 'things',
  behavior: 'body-overflow',
  attributes: { name: 'string|required', group: 'string|optional', note: 'string|optional' },
  partitions: { byGroup: { fields: { group: 'string' } } },
  asyncPartitions: false,
  paranoid: false,
};

/** @type {import('./aftermath.js').Records} */
export const BEFORE = {
  a: { name: 'A', group: 'one' },
  b: { name: 'B', group: 'one', $content: 'old' },
  c: { name: 'C', group: 'two', note: LONG },
};

/** A resource of which only the definition is written. */
export const MORE = { name: 'more', attributes: { text: 'string' } };

/** @param {any} resource without records */
export async function fillThings(resource) {
  for (const [id, { $content, ...fields }] of Object.entries(BEFORE)) {
    await resource.insert({ id, ...fields }, $content && { content: $content });
  }
}
