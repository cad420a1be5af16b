import { maskSecrets } from './connection-string/mask.js';
import { readOptions } from './connection-string/options.js';
import { readFile, readMemory, readSqlite } from './connection-string/local-schemes.js';
import { readD1, readLibsql, readRedDb } from './connection-string/remote-schemes.js';
import { readHttp, readS3 } from './connection-string/s3-schemes.js';
import { ConnectionStringError } from './errors.js';

export { S3_DEFAULT_ENDPOINT, S3_DEFAULT_REGION } from './connection-string/s3-schemes.js';

/** @typedef {import('./connection-string/options.js').ClientOptions} ClientOptions */

/**
 * Reads the fields of one scheme.
 *
 * @typedef {(url: URL, options: ClientOptions) => Partial<ConnectionString>} SchemeReader
 */

/** @type {Map<string, SchemeReader>} */
const SCHEME_READERS = new Map([
  ['s3:', readS3],
  ['file:', readFile],
  ['memory:', readMemory],
  ['sqlite:', readSqlite],
  ['sqlite+libsql:', readLibsql],
  ['sqlite+d1:', readD1],
  ['reddb:', readRedDb],
]);

/**
 * A connection string, taken apart.
 *
 * ```text
 * s3://[KEY[:SECRET]@]BUCKET[/PREFIX][?OPTIONS]
 * http(s)://[KEY[:SECRET]@]HOST[:PORT][/BUCKET[/PREFIX]][?OPTIONS]
 * file:///ABSOLUTE/PATH | file://./RELATIVE | file://../RELATIVE
 * memory://[BUCKET][/PREFIX][?OPTIONS]
 * sqlite:///PATH | sqlite:///:memory:
 * sqlite+libsql://HOST[/PATH] | sqlite+d1://ACCOUNT/DATABASE | sqlite+d1://binding/NAME
 * reddb://[TOKEN[:WRITETOKEN]@]HOST[:PORT][/PREFIX][?collection=NAME]
 * ```
 *
 * Key, secret and bucket are percent-encoded. Any other scheme is read like `http`. Every field is
 * an own property, undefined where the scheme does not have it.
 */
export class ConnectionString {
  /**
   * Region that requests are signed for.
   *
   * @type {string}
   */
  region = '';

  /** @type {string} */
  bucket = '';

  /**
   * Empty when the credential chain of AWS is to be asked.
   *
   * @type {string | undefined}
   */
  accessKeyId = undefined;

  /** @type {string | undefined} */
  secretAccessKey = undefined;

  /** @type {string | undefined} */
  sessionToken = undefined;

  /** @type {string} */
  endpoint = '';

  /**
   * Prefix of all object keys, without a leading slash.
   *
   * @type {string}
   */
  keyPrefix = '';

  /**
   * Bucket in the path instead of the host name.
   *
   * @type {boolean | undefined}
   */
  forcePathStyle = undefined;

  /**
   * Undefined for S3 and its relatives.
   *
   * @type {ClientType | undefined}
   */
  clientType = undefined;

  /**
   * Absolute path of the directory or the database file.
   *
   * @type {string | undefined}
   */
  basePath = undefined;

  /** @type {'libsql' | 'd1' | undefined} */
  sqliteDriver = undefined;

  /** @type {string | undefined} */
  redDbBaseUrl = undefined;

  /** @type {string | undefined} */
  redDbAuthToken = undefined;

  /** @type {string | undefined} */
  redDbWriteToken = undefined;

  /** @type {string | undefined} */
  redDbCollection = undefined;

  /**
   * Options of the query, for the constructor of the client.
   *
   * @type {ClientOptions}
   */
  clientOptions = {};

  /**
   * @param {string | URL} connectionString
   * @throws {ConnectionStringError} 400 when it is not a URL or a part of it is missing or cannot
   *   be decoded; secrets are masked wherever the error shows the text
   */
  constructor(connectionString) {
    const url = parseUrl(connectionString);
    this.clientOptions = readOptions(url.searchParams);
    const readFields = SCHEME_READERS.get(url.protocol) ?? readHttp;
    Object.assign(this, readFields(url, this.clientOptions));
  }
}

/** @typedef {'filesystem' | 'memory' | 'sqlite' | 'sqlite-remote' | 'reddb'} ClientType */

/** @param {string | URL} connectionString */
function parseUrl(connectionString) {
  try {
    return new URL(connectionString);
  } catch {
    throw invalidUrl(maskSecrets(String(connectionString)));
  }
}

/**
 * The error of the URL parser carries the whole text, so that a masked one takes its place.
 *
 * @param {string} masked
 */
function invalidUrl(masked) {
  const original = Object.assign(new TypeError('Invalid URL'), {
    code: 'ERR_INVALID_URL',
    input: masked,
  });
  return new ConnectionStringError(`Invalid connection string: ${masked}`, {
    input: masked,
    original,
  });
}
