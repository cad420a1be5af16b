/**
 * A server that writes down what it is asked, for tests of what goes over the wire.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @typedef {object} Recorded
 * @property {string} method
 * @property {string} url path and query
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {number} connection number of the port that it came from
 */

/**
 * @typedef {(request: Recorded, number: number) => {status?: number,
 *   headers?: Record<string, string>, body?: string, delay?: number} | undefined} Answerer answers an
 *   empty 200 where it says nothing
 */

/** A server that runs. */
export class RecordingServer {
  /** @type {Recorded[]} in order */
  requests = [];

  #server;

  /** @param {Answerer} answer may be replaced while it runs */
  constructor(answer) {
    this.answer = answer;
    this.#server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method, url, headers } = request;
      const body = Buffer.concat(chunks).toString();
      const connection = request.socket.remotePort;
      const recorded = { method, url, headers, body, connection };
      this.requests.push(/** @type {Recorded} */ (recorded));
      const reply = this.answer(/** @type {Recorded} */ (recorded), this.requests.length) ?? {};
      if (reply.delay) await pause(reply.delay, undefined, { ref: false });
      response.writeHead(reply.status ?? 200, { ETag: '"e"', ...reply.headers });
      response.end(method === 'HEAD' ? undefined : reply.body);
    });
  }

  /**
   * @param {Answerer} [answer]
   * @param {string} [host] that it listens on
   * @returns {Promise<RecordingServer>}
   */
  static async start(answer = () => undefined, host = '127.0.0.1') {
    const server = new RecordingServer(answer);
    server.#server.listen(0, host);
    await once(server.#server, 'listening');
    return server;
  }

  /** @returns {number} */
  get port() {
    return /** @type {import('node:net').AddressInfo} */ (this.#server.address()).port;
  }

  /** The last request. */
  get last() {
    return this.requests.at(-1);
  }

  /** @returns {{key: string, region: string}} who signed the last request, and for which region */
  get scope() {
    const [, key, region] = /Credential=([^/]+)\/\d+\/([^/]+)\/s3\//.exec(
      this.last.headers.authorization,
    );
    return { key, region };
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
