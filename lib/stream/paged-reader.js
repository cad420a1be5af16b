/**
 * Streams that walk the keys of a resource, a page at a time.
 *
 * @module
 */
import { EventEmitter } from 'node:events';

import { attempt } from '../resource/attempt.js';
import { idsReader } from '../resource/page.js';
import { walkOf } from '../resource/walk.js';
import { becomeStream } from './node-stream.js';
import { endInTime, noteConsumers, streamOptions } from './stream-base.js';

/**
 * @typedef {import('./stream-base.js').StreamOptions & import('../resource/walk.js').Selection}
 *   ReaderOptions
 */

/** @typedef {{after: string | null, limit: number}} PageRange */
/** @typedef {{items: any[], next: string | null}} ItemPage `next` is the key to go on after */

/** Node's class, which takes the place of this one with the first stream. */
const Readable = /** @type {typeof import('node:stream').Readable} */ (
  /** @type {unknown} */ (EventEmitter)
);

/** A stream of what is at the keys of a resource or partition, in their order. */
export class PagedReader extends Readable {
  /** @type {string | null} */
  #after = null;

  #walk;

  /**
   * @param {ReaderOptions} options
   * @throws {import('../errors.js').PartitionError} for an unknown partition
   */
  constructor(options) {
    prepare();
    const { resource, batchSize, concurrency } = streamOptions(options, new.target.name);
    const { partition, partitionValues } = options;
    super({ objectMode: true, highWaterMark: batchSize });
    this.resource = resource;
    this.client = resource.client;
    this.batchSize = batchSize;
    this.concurrency = concurrency;
    this.partition = partition ?? null;
    this.#walk = walkOf(resource, { partition, partitionValues }, 'readable');
    noteConsumers(this);
    endInTime(this, 'readable', options);
  }

  /** @override */
  _read() {
    this.#pass().catch((error) => this.destroy(error));
  }

  /** Reads pages until one has an item. */
  async #pass() {
    while (!this.destroyed) {
      const page = await this._page(this.#walk, { after: this.#after, limit: this.batchSize });
      if (this.destroyed) return;
      this.#after = page.next;
      for (const item of page.items) this.push(item);
      if (page.next === null) {
        this.push(null);
        return;
      }
      if (page.items.length > 0) return;
    }
  }

  /**
   * @param {import('../engine/walk.js').Walk} walk
   * @param {PageRange} range
   * @returns {Promise<ItemPage>}
   */
  async _page(walk, range) {
    const { resource } = this;
    const { ids, next } = await attempt(resource, 'readable', undefined, () =>
      resource._engine.listIds(walk, range, idsReader),
    );
    return { items: ids, next };
  }

  /** @returns {this} as the readers of s3db.js are built */
  build() {
    return this;
  }
}

/** Outside of the class, which the bundle would otherwise rename. */
function prepare() {
  becomeStream(PagedReader, 'Readable');
}
