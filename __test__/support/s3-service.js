/**
 * A service of S3 for tests, in a process of its own.
 *
 * The program is `testing/s3-server`, or what `S3_SERVER` names. It prints its ports and ends with its
 * standard input.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../../testing/s3-server/target/release/s3-server', import.meta.url);

/**
 * @typedef {object} S3Fault see `testing/s3-server`
 * @property {string} [operation]
 * @property {string} [key] part of it
 * @property {number} [times]
 * @property {string} kind
 * @property {number} [ms]
 */

/** @typedef {{operation: string, key: string | null, status: number}} S3Request */

/** A service that runs. */
export class S3Service {
  #process;
  #control;

  /**
   * @param {import('node:child_process').ChildProcess} process
   * @param {{port: number, control: number}} ports
   */
  constructor(process, { port, control }) {
    this.#process = process;
    this.#control = `http://127.0.0.1:${control}`;
    this.host = `127.0.0.1:${port}`;
  }

  /** @returns {Promise<S3Service>} */
  static async start() {
    const program = process.env.S3_SERVER ?? fileURLToPath(BUILT);
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const failed = once(child, 'error').then(([error]) => {
      throw error;
    });
    const [line] = await Promise.race([once(lines, 'line'), failed]);
    return new S3Service(child, JSON.parse(line));
  }

  /**
   * @param {string} bucket
   * @param {string} [rest] prefix and options, as `/prefix?region=x`
   * @returns {string} a connection string
   */
  connectionString(bucket, rest = '') {
    return `http://test:testtest@${this.host}/${bucket}${rest}`;
  }

  /** @param {string} bucket */
  async createBucket(bucket) {
    await this.#send('PUT', `/buckets/${bucket}`);
  }

  /** @param {S3Fault} fault */
  async addFault(fault) {
    await this.#send('POST', '/fault', JSON.stringify(fault));
  }

  /** Lets no request fail, and forgets those that were made. */
  async reset() {
    await this.#send('DELETE', '/fault');
    await this.#send('DELETE', '/requests');
  }

  /** @returns {Promise<S3Request[]>} since the last reset */
  async requests() {
    const response = await this.#send('GET', '/requests');
    return /** @type {Promise<S3Request[]>} */ (response.json());
  }

  /** @returns {Promise<string[]>} operation and status of each */
  async log() {
    return (await this.requests()).map(({ operation, status }) => `${operation} ${status}`);
  }

  async stop() {
    const ended = once(this.#process, 'close');
    this.#process.stdin?.end();
    await ended;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} [body]
   */
  async #send(method, path, body) {
    const response = await fetch(this.#control + path, { method, body });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response;
  }
}
