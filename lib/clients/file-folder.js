import { reader } from '../space.js';
import { QueuedObjects } from './queued-objects.js';

const readValue = () => reader.value();

/** A folder of the engine, with the errors that users know. */
export class FileFolder extends QueuedObjects {
  /**
   * @param {string} bucket for errors
   * @param {any} handle of the engine
   */
  constructor(bucket, handle) {
    super('file', bucket, handle);
  }

  /** @returns {Promise<void>} when everything is deleted */
  async clear() {
    await this._call('clear', () => this.handle.clear(), readValue);
  }

  /** @returns {Promise<number>} of expired objects that were removed */
  sweep() {
    return this._call('delete', () => this.handle.sweep(), readValue);
  }
}
