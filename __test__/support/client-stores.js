/**
 * Every store that a client of ours works on, so that one case can be asked of all of them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FileSystemClient, MemoryClient, S3Client } from '../../index.js';
import { newFolder, removeFolder } from './client-kinds.js';
import { S3_KINDS } from './s3-kinds.js';
import { send } from './s3-request.js';

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

/** @param {() => Promise<import('./s3-kinds.js').S3Kind>} start */
async function openService(start) {
  const service = await start();
  await service.createBucket(BUCKET);
  return {
    client: (keyPrefix) => {
      const connectionString = service.connectionString(BUCKET, `/${keyPrefix}`);
      return new S3Client({ connectionString, retryAttempts: 1 });
    },
    stored: async (key) => {
      const request = { method: 'HEAD', bucket: BUCKET, key };
      const { headers } = await send(service.endpoint, request);
      const names = Object.keys(headers).filter((name) => name.startsWith(META));
      return Object.fromEntries(names.map((name) => [name.slice(META.length), headers[name]]));
    },
    close: service.stop,
  };
}

const services = S3_KINDS.map(({ name, missing, start }) => ({
  name: name === 'ours' ? 's3' : name,
  missing,
  open: () => openService(start),
}));

/** @type {ClientStore[]} */
export const CLIENT_STORES = [
  { name: 'memory', open: openMemory },
  { name: 'file', open: openFiles },
  ...services,
];
