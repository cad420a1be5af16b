import { native, space } from '../space.js';
import { EngineStorage } from './engine-storage.js';
import { QueuedObjects } from './queued-objects.js';
import { bucketOptions } from './s3-options.js';
import { signerOf } from './s3-signer.js';

/**
 * The objects of a bucket of an S3 service under full keys.
 *
 * @extends {EngineStorage<QueuedObjects>}
 */
export class S3Storage extends EngineStorage {
  /**
   * @param {import('../connection-string.js').ConnectionString} connection
   * @param {import('./s3-options.js').S3Options} options
   * @throws {ValidationError} for an option that cannot be followed
   */
  constructor(connection, options) {
    const settings = bucketOptions(connection, options);
    const { bucket } = connection;
    const { credentials } = options;
    const signer = typeof credentials === 'function' ? signerOf(credentials) : undefined;
    const handle = new native.S3Bucket(space, settings, signer);
    super({ ...options, bucket }, (name) => new QueuedObjects('s3', name, handle));
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
}
