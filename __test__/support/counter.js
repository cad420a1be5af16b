/**
 * A record that many count in. Its fields are in the body, which an ETag tells apart.
 */

export const COUNTERS = {
  name: 'counters',
  behavior: 'body-only',
  attributes: { count: 'number|required', by: 'string|optional' },
};

/** Id of the record. */
export const COUNTER = 'all';

/**
 * @param {any} resource {@link COUNTERS}
 * @param {number} times
 * @param {string} [by] who counts
 * @returns {Promise<{lost: number, doubtful: number}>} how often somebody else was faster, and how often
 *   somebody else was there after an attempt that may have been done
 */
export async function countUp(resource, times, by = `${process.pid}`) {
  const refused = { lost: 0, doubtful: 0 };
  for (let done = 0; done < times;) {
    const { count, _etag: ifMatch } = await resource.get(COUNTER);
    const fields = { count: count + 1, by };
    const { success, error } = await resource.updateConditional(COUNTER, fields, { ifMatch });
    if (success) done++;
    else if (error.includes('may have been done')) refused.doubtful++;
    else refused.lost++;
  }
  return refused;
}
