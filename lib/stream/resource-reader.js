/**
 * Streams of records.
 *
 * @module
 */
import { BoundedTasks } from '../clients/bounded-tasks.js';
import { attempt } from '../resource/attempt.js';
import { markPartition } from '../resource/list.js';
import { Failed, pageReader } from '../resource/page.js';
import { canBatch, isTransparent } from '../route.js';
import { PagedReader } from './paged-reader.js';
import { tellItem } from './stream-base.js';

/** @typedef {Record<string, any>} Fields */

/**
 * A stream of the records of a resource or partition. One that cannot be read is told of by `error`,
 * with its id, and left out.
 */
export class ResourceReader extends PagedReader {
  /**
   * @override
   * @param {import('../engine/walk.js').Walk} walk
   * @param {import('./paged-reader.js').PageRange} range
   */
  async _page(walk, range) {
    const { resource, partition } = this;
    const page =
      canBatch(resource) && isTransparent(resource.client)
        ? await this.#scan(walk, range)
        : await this.#readEach(await super._page(walk, range));
    if (partition) for (const record of page.items) markPartition(resource, partition, record);
    return page;
  }

  /**
   * @param {import('../engine/walk.js').Walk} walk
   * @param {import('./paged-reader.js').PageRange} range
   * @returns {Promise<import('./paged-reader.js').ItemPage>}
   */
  async #scan(walk, range) {
    const { resource } = this;
    const { entries, next } = await attempt(resource, 'readable', undefined, () =>
      resource._engine.scan(walk, range, pageReader(resource, 'readable')),
    );
    /** @type {Fields[]} */
    const items = [];
    for (const entry of entries) {
      if (entry instanceof Failed) {
        tellItem(this, entry.error, entry.id);
        continue;
      }
      try {
        resource._emitStandardized('fetched', entry, entry.id);
        items.push(entry);
      } catch (error) {
        tellItem(this, error, entry.id);
      }
    }
    return { items, next };
  }

  /**
   * @param {import('./paged-reader.js').ItemPage} page of ids
   * @returns {Promise<import('./paged-reader.js').ItemPage>}
   */
  async #readEach({ items: ids, next }) {
    const { resource } = this;
    const tasks = new BoundedTasks(this.concurrency);
    const { results, errors } = await tasks.settle(ids, async (id) =>
      this.destroyed ? null : resource.get(id),
    );
    if (this.destroyed) return { items: [], next };
    for (const { error, item } of errors) tellItem(this, error, item);
    return { items: results, next };
  }
}
