/**
 * The S3 server of `testing/s3-server`, for a test file of its own.
 */
import { fileURLToPath } from 'node:url';

import { startServerProcess } from './server-process.js';

const FOLDER = new URL('../../testing/s3-server/', import.meta.url);
const PROGRAM = process.platform === 'win32' ? 's3-server.exe' : 's3-server';

/** What the server takes: `http://test:testtest@…`, region us-east-1. */
export const CREDENTIALS = { accessKey: 'test', secretKey: 'testtest', region: 'us-east-1' };

/** A certificate for `localhost`, `*.localhost` and 127.0.0.1, signed by itself: paths of PEM files. */
export const CERTIFICATE = {
  certificate: fileURLToPath(new URL('tls/certificate.pem', FOLDER)),
  key: fileURLToPath(new URL('tls/key.pem', FOLDER)),
};

/** Where it listens. With buckets in the host, it is `<bucket>.localhost`. */
const HOST = '127.0.0.1';

/**
 * @typedef {{operation?: string, key?: string, times?: number, ms?: number, probability?: number,
 *   seed?: number, kind: 'latency' | '500' | '503' | '409' | 'reset' | 'dropAfterCommit' |
 *   'truncatedList' | 'slowBody'}} Fault as `testing/s3-server/README.md` describes it
 * @typedef {{operation: string | null, key: string | null, status: number | null}} LoggedRequest
 */

/**
 * Starts a server with empty buckets.
 *
 * @param {{buckets?: string[], tls?: {certificate: string, key: string}, workers?: number}} [options] names
 *   of buckets; paths of PEM files; threads that answer, as many as processors when absent
 * @returns {Promise<S3Server>}
 * @throws {Error} when it was not built: `node scripts/prepare.js --with-servers`
 */
export async function startS3Server({ buckets = ['test'], tls, workers } = {}) {
  const program = fileURLToPath(new URL(`target/release/${PROGRAM}`, FOLDER));
  const args = tls ? ['--tls', tls.certificate, tls.key] : [];
  const threads = workers === undefined ? undefined : { TOKIO_WORKER_THREADS: String(workers) };
  const { firstLine, stop } = await startServerProcess(program, args, threads);
  const { port, control } = JSON.parse(firstLine);
  const endpoint = `${tls ? 'https' : 'http'}://${HOST}:${port}`;
  const server = new S3Server(endpoint, `http://${HOST}:${control}`, stop);
  for (const bucket of buckets) await server.createBucket(bucket);
  return server;
}

/** A running server. */
export class S3Server {
  /**
   * @param {string} endpoint
   * @param {string} control address of the control endpoint
   * @param {() => Promise<void>} stop
   */
  constructor(endpoint, control, stop) {
    this.endpoint = endpoint;
    this.control = control;
    this.stop = stop;
  }

  /**
   * Lets requests go wrong.
   *
   * @param {Fault} fault
   */
  async fault(fault) {
    await this.#ask('POST', '/fault', JSON.stringify(fault));
  }

  /** Ends all faults. */
  async clearFaults() {
    await this.#ask('DELETE', '/fault');
  }

  /** @returns {Promise<LoggedRequest[]>} what came since {@link clearRequests}, in order */
  async requests() {
    const answer = await this.#ask('GET', '/requests');
    return /** @type {LoggedRequest[]} */ (await answer.json());
  }

  /** Forgets the requests that came. */
  async clearRequests() {
    await this.#ask('DELETE', '/requests');
  }

  /** Empties all buckets. */
  async clear() {
    await this.#ask('PUT', '/clear');
  }

  /** @param {string} bucket */
  async createBucket(bucket) {
    await this.#ask('PUT', `/buckets/${bucket}`);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} [body]
   */
  async #ask(method, path, body) {
    const response = await fetch(this.control + path, { method, body });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response;
  }
}
