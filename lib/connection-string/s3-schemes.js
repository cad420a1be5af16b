import { ConnectionStringError } from '../errors.js';
import { decodeComponent, decodeSecret, pathSegments } from './component.js';
import { maskSecrets } from './mask.js';
import { readParameter } from './options.js';

/** @typedef {import('../connection-string.js').ConnectionString} ConnectionString */
/** @typedef {import('./options.js').ClientOptions} ClientOptions */

/** Region when a connection string names none. */
export const S3_DEFAULT_REGION = 'us-east-1';

/** Endpoint of `s3://` when a connection string names neither endpoint nor region. */
export const S3_DEFAULT_ENDPOINT = endpointOf(S3_DEFAULT_REGION);

/**
 * Fields of `s3://[KEY[:SECRET]@]BUCKET[/PREFIX]`. The options `endpoint`, `region` and
 * `forcePathStyle` say where the bucket is.
 *
 * @param {URL} url
 * @param {ClientOptions} options
 * @returns {Partial<ConnectionString>}
 * @throws {ConnectionStringError}
 */
export function readS3(url, options) {
  const region = readParameter(url, 'region') ?? S3_DEFAULT_REGION;
  return {
    region,
    bucket: decodeComponent(url.hostname, 'bucket in connection string') || 's3db',
    ...readCredentials(url),
    endpoint: readEndpoint(url) ?? endpointOf(region),
    keyPrefix: pathSegments(url).join('/'),
    forcePathStyle: readPathStyle(options),
  };
}

/**
 * Fields of `http(s)://[KEY[:SECRET]@]HOST[:PORT][/BUCKET[/PREFIX]]`, and of any scheme that has
 * no reader of its own. The options are those of {@link readS3}; a region changes the signature
 * only.
 *
 * @param {URL} url
 * @param {ClientOptions} options
 * @returns {Partial<ConnectionString>}
 * @throws {ConnectionStringError}
 */
export function readHttp(url, options) {
  const [bucket = '', ...prefix] = pathSegments(url);
  return {
    region: readParameter(url, 'region') ?? S3_DEFAULT_REGION,
    bucket: decodeComponent(bucket, 'bucket in connection string') || 's3db',
    ...readCredentials(url),
    endpoint: readEndpoint(url) ?? url.origin,
    keyPrefix: prefix.join('/'),
    forcePathStyle: readPathStyle(options) ?? true,
  };
}

/** @param {URL} url */
function readCredentials(url) {
  return {
    accessKeyId: decodeComponent(url.username, 'accessKeyId in connection string'),
    secretAccessKey: decodeSecret(url.password, 'secretAccessKey in connection string'),
    sessionToken: readParameter(url, 'sessionToken'),
  };
}

/** @param {URL} url */
function readEndpoint(url) {
  const endpoint = readParameter(url, 'endpoint');
  if (endpoint === undefined || isHttpUrl(endpoint)) return endpoint;
  throw new ConnectionStringError('Invalid endpoint in connection string', {
    input: maskSecrets(endpoint),
    suggestion: 'Use endpoint=http://host:port or endpoint=https://host',
  });
}

/** @param {string} text */
function isHttpUrl(text) {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/** @param {ClientOptions} options */
function readPathStyle({ forcePathStyle }) {
  return typeof forcePathStyle === 'boolean' ? forcePathStyle : undefined;
}

/**
 * Source: "Amazon S3 endpoints and quotas" of the AWS general reference.
 *
 * @param {string} region
 */
function endpointOf(region) {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://s3.${region}.${domain}`;
}
