/**
 * Inputs of requests as the AWS SDK gets them, for those who listen.
 *
 * @module
 */
import { encodedMetadata } from './encoded-metadata.js';
import { metadataPairs } from './parameters.js';

/** Members that are keys, or beginnings of keys. */
const KEYS = ['Key', 'Prefix', 'StartAfter'];

/**
 * @param {string} bucket
 * @param {import('./key-space.js').KeySpace} keys
 * @param {Record<string, any>} input relative keys, plain metadata
 * @returns {Record<string, any>} full keys, encoded metadata, without what is absent
 */
export function awsInput(bucket, keys, input) {
  /** @type {Record<string, any>} */
  const full = { Bucket: bucket };
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    full[name] = KEYS.includes(name) ? keys.root + value : value;
  }
  if (full.CopySource) full.CopySource = `${bucket}/${keys.root}${full.CopySource}`;
  if (full.Metadata) full.Metadata = encodedMetadata(metadataPairs(full.Metadata));
  if (full.Delete) full.Delete = { Objects: full.Delete.Objects.map(objectOf) };
  return full;

  /** @param {{Key: string}} object */
  function objectOf({ Key }) {
    return { Key: keys.root + Key };
  }
}
