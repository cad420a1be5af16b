/**
 * Services that speak S3, and what each of them does differently on the wire.
 *
 * @module
 */

/**
 * @typedef {object} Dialect
 * @property {string} name
 * @property {(host: string, port: string) => boolean} isSpokenBy
 * @property {RegExp} [region] of a host, the region as its group
 * @property {string} [defaultRegion] where neither the user nor the host names one
 * @property {boolean} pathStyle whether the bucket is named in the path, where nothing else is asked for
 * @property {boolean} checksums whether requests carry a CRC32 besides the digest that is signed
 * @property {boolean} conditionalWrites whether the service compares conditions of writes
 * @property {number} metadataLimit bytes of an object's metadata that behaviors may use
 */

/** Bytes of metadata that S3 promises, less the one that s3db.js keeps free. */
const METADATA_LIMIT = 2047;

/** What is not known to be otherwise. */
const COMMON = {
  pathStyle: true,
  checksums: false,
  conditionalWrites: true,
  metadataLimit: METADATA_LIMIT,
};

/** @param {string} domain */
const below = (domain) => (/** @type {string} */ host) =>
  host === domain || host.endsWith(`.${domain}`);

/** @param {...string} names */
const isLabelled =
  (...names) =>
  (/** @type {string} */ host) =>
    host.split(/[.-]/).some((label) => names.includes(label));

const AWS_DOMAIN = /(?:^|\.)amazonaws\.com(?:\.cn)?$/;

/**
 * The first row that a host fits counts. Services that are run at home have no names of their own:
 * they are known by a label of the host or by their port, and differ from the last row in their name.
 *
 * @type {Dialect[]}
 */
export const DIALECTS = [
  {
    ...COMMON,
    name: 'aws',
    isSpokenBy: (host) => AWS_DOMAIN.test(host),
    region:
      /(?:^|\.)s3(?:-fips)?(?:\.dualstack)?[.-]([a-z]{2}(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?$/,
    pathStyle: false,
    checksums: true,
  },
  {
    ...COMMON,
    name: 'r2',
    isSpokenBy: below('r2.cloudflarestorage.com'),
    defaultRegion: 'auto',
    metadataLimit: 8192,
  },
  {
    ...COMMON,
    name: 'b2',
    isSpokenBy: below('backblazeb2.com'),
    region: /(?:^|\.)s3\.([a-z0-9-]+)\.backblazeb2\.com$/,
    conditionalWrites: false,
  },
  {
    ...COMMON,
    name: 'wasabi',
    isSpokenBy: below('wasabisys.com'),
    region: /(?:^|\.)s3\.([a-z0-9-]+)\.wasabisys\.com$/,
  },
  { ...COMMON, name: 'spaces', isSpokenBy: below('digitaloceanspaces.com') },
  {
    ...COMMON,
    name: 'localstack',
    isSpokenBy: (host, port) =>
      below('localstack.cloud')(host) || isLabelled('localstack')(host) || port === '4566',
  },
  { ...COMMON, name: 'ceph', isSpokenBy: isLabelled('ceph', 'rgw') },
  {
    ...COMMON,
    name: 'minio',
    isSpokenBy: (host, port) => isLabelled('minio')(host) || port === '9000',
  },
  { ...COMMON, name: 'compatible', isSpokenBy: () => true },
];

/**
 * @param {string} endpoint URL of a service
 * @returns {Dialect & {regionOfHost?: string}} of its host; the last row for what is no URL
 */
export function dialectOf(endpoint) {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : { hostname: '', port: '' };
  const host = url.hostname.toLowerCase();
  const dialect = /** @type {Dialect} */ (
    DIALECTS.find(({ isSpokenBy }) => isSpokenBy(host, url.port))
  );
  return { ...dialect, regionOfHost: dialect.region?.exec(host)?.[1] ?? dialect.defaultRegion };
}
