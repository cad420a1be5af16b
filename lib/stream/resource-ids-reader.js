/**
 * Streams of ids: one by one, and in pages.
 *
 * @module
 */
import { PagedReader } from './paged-reader.js';

/** A stream of the ids of a resource or partition. */
export class ResourceIdsReader extends PagedReader {}

/** A stream of arrays of ids, at most `batchSize` in each. */
export class ResourceIdsPageReader extends ResourceIdsReader {
  /**
   * @override
   * @param {import('../engine/walk.js').Walk} walk
   * @param {import('./paged-reader.js').PageRange} range
   */
  async _page(walk, range) {
    const { items, next } = await super._page(walk, range);
    return { items: items.length > 0 ? [items] : [], next };
  }
}
