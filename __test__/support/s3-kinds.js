/**
 * The services of S3 that tests ask: the server of ours, and moto.
 */
import { prepareMoto, startMoto } from './moto.js';
import { send } from './s3-request.js';
import { CREDENTIALS, startS3Server } from './s3-server.js';

/** A service that runs. */
export class S3Kind {
  /** @param {{endpoint: string, stop: () => Promise<void>}} server without buckets */
  constructor({ endpoint, stop }) {
    this.endpoint = endpoint;
    this.stop = stop;
  }

  /** @param {string} bucket */
  async createBucket(bucket) {
    await send(this.endpoint, { method: 'PUT', bucket });
  }

  /**
   * @param {string} bucket
   * @param {string} [rest] prefix and options, as `/prefix?region=x`
   * @returns {string} a connection string
   */
  connectionString(bucket, rest = '') {
    const { accessKey, secretKey } = CREDENTIALS;
    const login = this.endpoint.replace('://', `://${accessKey}:${secretKey}@`);
    return `${login}/${bucket}${rest}`;
  }
}

/**
 * By name how to start them; `missing` says why one is not there.
 *
 * @type {Array<{name: string, missing?: string, start: () => Promise<S3Kind>}>}
 */
export const S3_KINDS = [
  { name: 'ours', start: async () => new S3Kind(await startS3Server({ buckets: [] })) },
  { name: 'moto', missing: prepareMoto(), start: async () => new S3Kind(await startMoto()) },
];

for (const { missing } of S3_KINDS) if (missing) console.warn(`skipped: ${missing}`);
