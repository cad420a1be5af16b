import { startS3Server } from '../__test__/support/s3-server.js';

/**
 * Where an S3 server listens.
 * @typedef {object} ServiceAddress
 * @property {string} endpoint
 * @property {string} control address of the endpoint that counts requests and makes them wait
 */

export const BUCKET = 'bench';

/** One, so that a processor is left for the contestant where there are two. */
const WORKERS = 1;

/** The S3 server of a run, in a process of its own. */
export class Service {
  #server;

  /** @param {import('../__test__/support/s3-server.js').S3Server} server */
  constructor(server) {
    this.#server = server;
  }

  /**
   * @returns {Promise<Service>}
   * @throws {Error} when the server was not built
   */
  static async start() {
    return new Service(await startS3Server({ buckets: [BUCKET], workers: WORKERS }));
  }

  /** @returns {ServiceAddress} */
  get address() {
    const { endpoint, control } = this.#server;
    return { endpoint, control };
  }

  /**
   * Forgets what is stored, and lets every request from now on wait.
   * @param {number} latency ms
   */
  async reset(latency) {
    await this.#server.clear();
    await this.#server.clearFaults();
    if (latency > 0) await this.#server.fault({ kind: 'latency', ms: latency });
  }

  /** @returns {Promise<void>} */
  stop() {
    return this.#server.stop();
  }
}

/**
 * Lets requests answer at once while something is done, and wait again from then on.
 * @template Result
 * @param {ServiceAddress} address
 * @param {number} latency ms
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withoutLatency({ control }, latency, work) {
  const url = `${control}/fault`;
  await fetch(url, { method: 'DELETE' });
  const result = await work();
  const body = JSON.stringify({ kind: 'latency', ms: latency });
  if (latency > 0) await fetch(url, { method: 'POST', body });
  return result;
}

/**
 * @template Result
 * @param {ServiceAddress} address
 * @param {() => Promise<Result>} work
 * @returns {Promise<{ result: Result, requests: number }>} what came to the server meanwhile
 */
export async function countRequests({ control }, work) {
  const url = `${control}/requests`;
  await fetch(url, { method: 'DELETE' });
  const result = await work();
  const requests = await (await fetch(url)).json();
  return { result, requests: requests.length };
}
