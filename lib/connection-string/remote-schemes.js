import { ConnectionStringError } from '../errors.js';
import { decodeLeniently } from './component.js';
import { maskSecrets } from './mask.js';
import { readParameter } from './options.js';

/** @typedef {import('../connection-string.js').ConnectionString} ConnectionString */

const REDDB_DEFAULT_HOST = 'localhost';
const REDDB_DEFAULT_PORT = '8080';

/**
 * Fields of `sqlite+libsql://HOST[/PATH]`.
 *
 * @param {URL} url
 * @returns {Partial<ConnectionString>}
 */
export function readLibsql(url) {
  return sqliteFields(url, 'libsql');
}

/**
 * Fields of `sqlite+d1://ACCOUNT/DATABASE` and `sqlite+d1://binding/NAME`.
 *
 * @param {URL} url
 * @returns {Partial<ConnectionString>}
 * @throws {ConnectionStringError} when one of the two parts is missing
 */
export function readD1(url) {
  const isBinding = url.hostname === 'binding';
  if (url.hostname !== '' && url.pathname.length > 1) return sqliteFields(url, 'd1');
  throw new ConnectionStringError(
    isBinding
      ? 'sqlite+d1://binding requires a binding name'
      : 'sqlite+d1:// connection string requires accountId and databaseId',
    {
      input: maskSecrets(url.href),
      suggestion: isBinding
        ? 'Use sqlite+d1://binding/DB or sqlite+d1://<accountId>/<databaseId>.'
        : 'Use sqlite+d1://<accountId>/<databaseId>?apiToken=...',
    },
  );
}

/**
 * Fields of `reddb://[TOKEN[:WRITETOKEN]@]HOST[:PORT][/PREFIX][?collection=NAME]`.
 *
 * @param {URL} url
 * @returns {Partial<ConnectionString>}
 */
export function readRedDb(url) {
  const host = `${url.hostname || REDDB_DEFAULT_HOST}:${url.port || REDDB_DEFAULT_PORT}`;
  const collection = readParameter(url, 'collection');
  return {
    region: 'reddb',
    bucket: collection ?? 's3db',
    endpoint: `http://${host}`,
    keyPrefix: url.pathname.split('/').filter(Boolean).join('/'),
    forcePathStyle: true,
    clientType: 'reddb',
    redDbBaseUrl: `http://${host}`,
    redDbAuthToken: decodeLeniently(url.username) || undefined,
    redDbWriteToken: decodeLeniently(url.password) || undefined,
    redDbCollection: collection,
  };
}

/**
 * @param {URL} url
 * @param {'libsql' | 'd1'} sqliteDriver
 * @returns {Partial<ConnectionString>}
 */
function sqliteFields(url, sqliteDriver) {
  return {
    region: 'sqlite',
    bucket: 's3db',
    endpoint: `sqlite+${sqliteDriver}://${url.host}${url.pathname}`,
    forcePathStyle: true,
    clientType: 'sqlite-remote',
    sqliteDriver,
  };
}
