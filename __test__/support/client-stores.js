/**
 * Every store that a client of ours works on, so that one case can be asked of all of them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FileSystemClient, MemoryClient, S3Client } from '../../index.js';
import { newFolder, removeFolder } from './client-kinds.js';
import { prepareMoto, startMoto } from './moto.js';
import { send } from './s3-request.js';
import { CREDENTIALS, startS3Server } from './s3-server.js';

const BUCKET = 'conformance';
const META = 'x-amz-meta-';

/**
 * @typedef {object} OpenStore
 * @property {(keyPrefix: string) => any} client
 * @property {(key: string) => Promise<Record<string, string>>} stored metadata of a full key, as they
 *   are kept
 * @property {() => Promise<void>} close
 *
 * @typedef {{name: string, missing?: string, open: () => Promise<OpenStore>}} ClientStore `missing`
 *   says why it is not there
 */

/** @returns {Promise<OpenStore>} */
async function openMemory() {
  const client = (keyPrefix) => new MemoryClient({ bucket: BUCKET, keyPrefix });
  return {
    client,
    stored: async (key) => client('').snapshot().objects[key].metadata,
    close: async () => MemoryClient.clearBucketStorage(BUCKET),
  };
}

/** @returns {Promise<OpenStore>} */
async function openFiles() {
  const folder = newFolder();
  return {
    client: (keyPrefix) => new FileSystemClient({ basePath: folder, bucket: BUCKET, keyPrefix }),
    stored: async (key) =>
      JSON.parse(readFileSync(join(folder, `${key}.meta.json`), 'utf8')).metadata,
    close: async () => removeFolder(folder),
  };
}

/** @param {() => Promise<{endpoint: string, stop: () => Promise<void>}>} start */
async function openService(start) {
  const { endpoint, stop } = await start();
  await send(endpoint, { method: 'PUT', bucket: BUCKET });
  const { accessKey, secretKey } = CREDENTIALS;
  const login = endpoint.replace('://', `://${accessKey}:${secretKey}@`);
  return {
    client: (keyPrefix) =>
      new S3Client({ connectionString: `${login}/${BUCKET}/${keyPrefix}`, retryAttempts: 1 }),
    stored: async (key) => {
      const { headers } = await send(endpoint, { method: 'HEAD', bucket: BUCKET, key });
      const names = Object.keys(headers).filter((name) => name.startsWith(META));
      return Object.fromEntries(names.map((name) => [name.slice(META.length), headers[name]]));
    },
    close: stop,
  };
}

/** @type {ClientStore[]} */
export const CLIENT_STORES = [
  { name: 'memory', open: openMemory },
  { name: 'file', open: openFiles },
  { name: 's3', open: () => openService(() => startS3Server({ buckets: [] })) },
  { name: 'moto', missing: prepareMoto(), open: () => openService(startMoto) },
];
