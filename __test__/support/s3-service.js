/**
 * The S3 server with what tests of databases and clients ask of it.
 */
import { CREDENTIALS, startS3Server } from './s3-server.js';

/** @typedef {import('./s3-server.js').Fault} Fault */

/** A service that runs. */
export class S3Service {
  #server;

  /** @param {import('./s3-server.js').S3Server} server */
  constructor(server) {
    this.#server = server;
    this.host = new URL(server.endpoint).host;
  }

  /** @returns {Promise<S3Service>} without buckets */
  static async start() {
    return new S3Service(await startS3Server({ buckets: [] }));
  }

  /**
   * @param {string} bucket
   * @param {string} [rest] prefix and options, as `/prefix?region=x`
   * @returns {string} a connection string
   */
  connectionString(bucket, rest = '') {
    const { accessKey, secretKey } = CREDENTIALS;
    return `http://${accessKey}:${secretKey}@${this.host}/${bucket}${rest}`;
  }

  /** @param {string} bucket */
  async createBucket(bucket) {
    await this.#server.createBucket(bucket);
  }

  /** @param {Fault} fault */
  async addFault(fault) {
    await this.#server.fault(fault);
  }

  /** Empties all buckets. */
  async clear() {
    await this.#server.clear();
  }

  /** Lets no request fail, and forgets those that were made. */
  async reset() {
    await this.#server.clearFaults();
    await this.#server.clearRequests();
  }

  /** Requests since the last reset. */
  async requests() {
    return this.#server.requests();
  }

  /** @returns {Promise<string[]>} operation and status of each */
  async log() {
    return (await this.requests()).map(({ operation, status }) => `${operation} ${status}`);
  }

  async stop() {
    await this.#server.stop();
  }
}
