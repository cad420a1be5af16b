/**
 * Everything that a client without a server keeps, as text.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { MemoryClient } from '../../index.js';

/**
 * @param {any} client
 * @returns {string} keys, metadata and bodies, `s3db.json` among them
 */
export function storedText(client) {
  return client instanceof MemoryClient
    ? objectTexts(client.snapshot())
    : fileTexts(client.config.basePath);
}

function objectTexts({ objects }) {
  return Object.entries(objects)
    .map(([key, object]) => `${key} ${JSON.stringify(object)} ${decoded(object.body)}`)
    .join('\n');
}

const decoded = (body) => Buffer.from(body ?? '', 'base64').toString();

function fileTexts(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => [name, join(folder, name)])
    .map(([name, path]) => `${name} ${statSync(path).isFile() ? readFileSync(path, 'utf8') : ''}`)
    .join('\n');
}

/**
 * @param {any} client
 * @param {string} key of an object, without the key prefix
 * @returns {Promise<string[]>} values of its metadata
 */
export async function storedValues(client, key) {
  return Object.values((await client.headObject(key)).Metadata);
}
