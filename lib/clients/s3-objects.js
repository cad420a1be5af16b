import { reader } from '../space.js';
import { QueuedObjects } from './queued-objects.js';

const readValue = () => reader.value();

/** A bucket of S3 in the engine, with the errors that users know. */
export class S3Objects extends QueuedObjects {
  /**
   * @param {string} bucket
   * @param {any} handle of the engine
   */
  constructor(bucket, handle) {
    super('s3', bucket, handle);
  }

  /**
   * @param {string} from
   * @param {string} to
   * @returns {Promise<string>} ETag of the copy, which has the metadata of its source
   */
  copyWhole(from, to) {
    return this._call('copy', () => this.handle.copy(from, to), readValue);
  }

  /**
   * @param {string} key
   * @param {string} etag that the object must have, where the service compares
   */
  async deleteIfMatch(key, etag) {
    await this._call('delete', () => this.handle.deleteIfMatch(key, etag), readValue);
  }
}
