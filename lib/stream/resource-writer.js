/**
 * Streams that insert records.
 *
 * @module
 */
import { EventEmitter } from 'node:events';

import { becomeStream } from './node-stream.js';
import { endInTime, noteConsumers, streamOptions, tellItem } from './stream-base.js';

/** @typedef {(error?: Error | null) => void} Callback */

/** Node's class, which takes the place of this one with the first stream. */
const Writable = /** @type {typeof import('node:stream').Writable} */ (
  /** @type {unknown} */ (EventEmitter)
);

/**
 * A stream that inserts the records that are written to it, `concurrency` at a time. `write()` gives
 * false while `batchSize` records wait. A record that cannot be inserted is told of by `error`, with
 * the record; the others are inserted.
 */
export class ResourceWriter extends Writable {
  #underway = 0;

  /** @type {Callback | null} of the record that waits for its turn */
  #onRoom = null;

  /** @type {Callback | null} of the end */
  #onIdle = null;

  /** @param {import('./stream-base.js').StreamOptions} options */
  constructor(options) {
    prepare();
    const { resource, batchSize, concurrency } = streamOptions(options, new.target.name);
    super({ objectMode: true, highWaterMark: batchSize });
    this.resource = resource;
    this.client = resource.client;
    this.batchSize = batchSize;
    this.concurrency = concurrency;
    noteConsumers(this);
    endInTime(this, 'writable', options);
  }

  /**
   * @override
   * @param {any} record
   * @param {BufferEncoding} _encoding
   * @param {Callback} callback
   */
  _write(record, _encoding, callback) {
    this.#underway++;
    void this.#insert(record);
    if (this.#underway < this.concurrency) callback();
    else this.#onRoom = callback;
  }

  /**
   * @override
   * @param {Callback} callback
   */
  _final(callback) {
    if (this.#underway === 0) callback();
    else this.#onIdle = callback;
  }

  /** @param {any} record */
  async #insert(record) {
    try {
      await this.resource.insert(record);
    } catch (error) {
      tellItem(this, error, record);
    } finally {
      this.#underway--;
      const onRoom = this.#onRoom;
      this.#onRoom = null;
      onRoom?.();
      if (this.#underway === 0) this.#onIdle?.();
    }
  }

  /** @returns {this} as the writers of s3db.js are built */
  build() {
    return this;
  }
}

/** Outside of the class, which the bundle would otherwise rename. */
function prepare() {
  becomeStream(ResourceWriter, 'Writable');
}
