/**
 * The client of a connection string.
 *
 * @module
 */
import { merged } from '../clients/merged-options.js';
import { FileSystemClient } from '../clients/file-system-client.js';
import { MemoryClient } from '../clients/memory-client.js';
import { OPTION_NAMES } from '../clients/option-names.js';
import { warnOfUnknown } from '../clients/option-values.js';
import { S3Client } from '../clients/s3-client.js';
import { ConnectionString } from '../connection-string.js';
import { DatabaseError } from '../errors.js';

/**
 * @param {string} connectionString
 * @param {Record<string, any>} options `clientOptions` of the database
 * @param {Record<string, any>} requests options of the database that bound requests
 * @returns {MemoryClient | FileSystemClient | S3Client}
 * @throws {DatabaseError} where this build has no store of that kind
 * @throws {ValidationError} for an option that the client cannot follow
 */
export function createClient(connectionString, options, requests) {
  const connection = new ConnectionString(connectionString);
  const { clientType, basePath, keyPrefix } = connection;
  const clientOptions = merged(options, connection.clientOptions);
  if (requests.logLevel !== 'silent') warnOfOthers(clientType ?? 's3', clientOptions);
  if (clientType === 'memory') {
    const bucket = NAMES_BUCKET.test(connectionString) ? connection.bucket : DEFAULT_BUCKET;
    return new MemoryClient({ bucket, keyPrefix, ...clientOptions });
  }
  if (clientType === 'filesystem') {
    const { bucket } = connection;
    return new FileSystemClient({ basePath, bucket, keyPrefix, ...clientOptions });
  }
  if (clientType === undefined) {
    return new S3Client({ ...merged(requests, options), connectionString });
  }
  throw new DatabaseError(`This build of s3db-native has no ${clientType} store`, {
    code: 'STORE_UNAVAILABLE',
    statusCode: 501,
    clientType,
    suggestion:
      'Use an s3://, http(s)://, memory:// or file:// connection string, or pass a client of your own.',
  });
}

/**
 * @param {string} type of the client
 * @param {Record<string, any>} options
 */
function warnOfOthers(type, options) {
  if (!Object.hasOwn(OPTION_NAMES, type)) return;
  const known = OPTION_NAMES[/** @type {keyof typeof OPTION_NAMES} */ (type)];
  warnOfUnknown('clientOptions', options, known);
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
    const { protocol, host, origin, pathname, searchParams } = new URL(endpoint);
    const query = new URLSearchParams([...searchParams, ...parameters]);
    if (pathname === '/') return `${protocol}//${keys}${host}/${bucket ?? 's3db'}?${query}`;
    query.set('endpoint', origin + pathname);
    return `s3://${keys}${bucket ?? 's3db'}?${query}`;
  }
  return bucket || secrets ? `s3://${keys}${bucket ?? 's3db'}?${parameters}` : undefined;
}
