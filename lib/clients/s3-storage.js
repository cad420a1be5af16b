import { native, space } from '../space.js';
import { copyAnswer, deleteAnswer } from './answer.js';
import { EngineStorage } from './engine-storage.js';
import { S3Objects } from './s3-objects.js';
import { bucketOptions } from './s3-options.js';
import { signerOf } from './s3-signer.js';

/**
 * The objects of a bucket of an S3 service under full keys.
 *
 * @extends {EngineStorage<S3Objects>}
 */
export class S3Storage extends EngineStorage {
  /**
   * @param {import('../connection-string.js').ConnectionString} connection
   * @param {import('./s3-options.js').S3Options} options
   * @param {import('./s3-options.js').S3Settings} settings
   * @throws {ValidationError} for credentials that are none
   */
  constructor(connection, options, settings) {
    const { bucket } = connection;
    const { credentials } = options;
    const signer = typeof credentials === 'function' ? signerOf(credentials) : undefined;
    const handle = new native.S3Bucket(space, bucketOptions(connection, options, settings), signer);
    super({ ...options, bucket }, (name) => new S3Objects(name, handle));
  }

  /** The engine's bucket. */
  get nativeBucket() {
    return this._objects.handle;
  }

  /** Counts of requests since the storage was made. */
  get requests() {
    const [attempts, retries, done, failed, active, waiting] = this.nativeBucket.stats();
    return { attempts, retries, done, failed, active, waiting };
  }

  /**
   * Without other metadata or another media type one request is enough.
   *
   * @override
   * @param {string} from
   * @param {string} to
   * @param {import('./object-storage.js').CopyOptions} [options]
   */
  async copy(from, to, options = {}) {
    if (options.metadata || options.contentType) return super.copy(from, to, options);
    const etag = await this._objects.copyWhole(from, to);
    return copyAnswer({ etag, lastModified: Date.now() });
  }

  /**
   * Deletes an object if it has an ETag, where the service compares.
   *
   * @param {string} key
   * @param {string} etag
   */
  async deleteIfMatch(key, etag) {
    await this._objects.deleteIfMatch(key, etag);
    return deleteAnswer();
  }
}
