import { ConnectionStringError } from '../errors.js';
import { decodeComponent, decodeLeniently, pathSegments } from './component.js';
import { locate, resolveLocation } from './local-path.js';
import { maskSecrets } from './mask.js';
import { S3_DEFAULT_REGION } from './s3-schemes.js';

/** @typedef {import('../connection-string.js').ConnectionString} ConnectionString */

/**
 * Fields of `file:///PATH`. The host may be `.` or `..` (relative to the working directory), a
 * drive letter, or the first directory of the path.
 *
 * @param {URL} url
 * @returns {Partial<ConnectionString>} `basePath` is absolute
 * @throws {ConnectionStringError} when there is no path, or it cannot be decoded
 */
export function readFile(url) {
  const location = locate(url, (host) => `//${host}`);
  if (location === '' || location === '/') {
    throw missingPath(url, 'file', 'Use file:///absolute/path or file://./relative/path');
  }
  const basePath = resolveLocation(decodeComponent(location, 'path in file:// connection string'));
  return {
    region: 'local',
    bucket: 's3db',
    endpoint: `file://${basePath}`,
    forcePathStyle: true,
    clientType: 'filesystem',
    basePath,
  };
}

/**
 * Fields of `sqlite:///PATH`, where `:memory:` is a path. The host is read as by
 * {@link readFile}, but for a name, which is ignored.
 *
 * @param {URL} url
 * @returns {Partial<ConnectionString>} `basePath` is absolute or `:memory:`
 * @throws {ConnectionStringError} when there is no path, or it cannot be decoded
 */
export function readSqlite(url) {
  const location = locate(url, () => '');
  if (location === '' || location === '/') {
    throw missingPath(url, 'sqlite', 'Use sqlite:///absolute/path/filename.db');
  }
  const decoded = decodeComponent(location, 'path in sqlite:// connection string');
  const isInMemory = decoded === '/:memory:';
  const basePath = isInMemory ? ':memory:' : resolveLocation(decoded);
  return {
    region: 'sqlite',
    bucket: 's3db',
    endpoint: `sqlite://${encodeURI(isInMemory ? decoded : basePath)}`,
    forcePathStyle: true,
    clientType: 'sqlite',
    basePath,
  };
}

/**
 * Fields of `memory://[BUCKET][/PREFIX]`. Empty segments of the prefix are dropped, and what
 * cannot be decoded stays as it is.
 *
 * @param {URL} url
 * @returns {Partial<ConnectionString>}
 */
export function readMemory(url) {
  return {
    region: S3_DEFAULT_REGION,
    bucket: decodeLeniently(url.hostname) || 's3db',
    endpoint: 'memory://localhost',
    keyPrefix: pathSegments(url).filter(Boolean).map(decodeLeniently).join('/'),
    forcePathStyle: true,
    clientType: 'memory',
  };
}

/**
 * @param {URL} url
 * @param {string} scheme
 * @param {string} suggestion
 */
function missingPath(url, scheme, suggestion) {
  return new ConnectionStringError(`${scheme}:// connection string requires a path`, {
    input: maskSecrets(url.href),
    suggestion,
  });
}
