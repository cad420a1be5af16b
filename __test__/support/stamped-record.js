/**
 * Records all of whose fields follow from a number, so that a mixture of two states shows.
 */

/** Characters of the texts: some fit the metadata, some do not. */
const SIZES = [0, 7, 300, 2500, 9000];

/** What the records of these tests are. */
export const STAMPED = {
  name: 'stamped',
  attributes: { stamp: 'number', region: 'string', text: 'string', secret: 'secret' },
  partitions: { byRegion: { fields: { region: 'string' } } },
};

/**
 * @param {number} stamp
 * @param {boolean} isLarge whether some of the texts go to the body
 */
export function stampedFields(stamp, isLarge) {
  const size = isLarge ? SIZES[stamp % SIZES.length] : 20;
  return {
    stamp,
    region: `r${stamp % 4}`,
    text: `${stamp};`.padEnd(size, 'text.'),
    secret: `s${stamp}`,
  };
}
