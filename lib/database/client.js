/**
 * The client of a connection string.
 *
 * @module
 */
import { MemoryClient } from '../clients/memory-client.js';
import { ConnectionString } from '../connection-string.js';
import { DatabaseError } from '../errors.js';

/**
 * @param {string} connectionString
 * @param {Record<string, any>} options `clientOptions` of the database
 * @returns {MemoryClient}
 * @throws {DatabaseError} where this build has no store of that kind
 */
export function createClient(connectionString, options) {
  const connection = new ConnectionString(connectionString);
  if (connection.clientType !== 'memory') {
    const kind = connection.clientType ?? 's3';
    throw new DatabaseError(`This build of s3db-native has no ${kind} store`, {
      code: 'STORE_UNAVAILABLE',
      statusCode: 501,
      clientType: kind,
      suggestion: 'Use a memory:// connection string or pass a client of your own.',
    });
  }
  const { keyPrefix, clientOptions } = connection;
  const bucket = NAMES_BUCKET.test(connectionString) ? connection.bucket : DEFAULT_BUCKET;
  return new MemoryClient({ ...options, ...clientOptions, bucket, keyPrefix });
}

const NAMES_BUCKET = /^memory:\/\/[^/?#]/i;

/** The bucket of `memory://` without a name, as the reference has it. */
const DEFAULT_BUCKET = 'test-bucket';

/**
 * The connection string of options that give its parts.
 *
 * @param {Record<string, any>} options of the database
 * @returns {string | undefined}
 */
export function connectionStringOf(options) {
  const { connectionString, bucket, endpoint, accessKeyId, secretAccessKey } = options;
  if (connectionString) return connectionString;
  const parameters = new URLSearchParams();
  for (const name of ['region', 'sessionToken', 'forcePathStyle']) {
    if (options[name]) parameters.set(name, String(options[name]));
  }
  const secrets = accessKeyId && secretAccessKey;
  const keys = secrets
    ? `${encodeURIComponent(accessKeyId)}:${encodeURIComponent(secretAccessKey)}@`
    : '';
  if (endpoint) {
    const { protocol, host } = new URL(endpoint);
    return `${protocol}//${keys}${host}/${bucket ?? 's3db'}?${parameters}`;
  }
  return bucket || secrets ? `s3://${keys}${bucket ?? 's3db'}?${parameters}` : undefined;
}
