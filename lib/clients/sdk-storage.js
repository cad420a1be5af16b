import { isNotFoundError } from '../concerns/s3-errors.js';
import { mapAwsError } from '../errors.js';
import { decodedMetadata, encodedMetadata } from './encoded-metadata.js';
import { listAnswer } from './listing.js';
import { bytesOf } from './object-body.js';
import { invalidParameter, metadataPairs } from './parameters.js';
import { commandOf } from './sdk.js';

/** @typedef {import('./object-storage.js').ObjectStorage} ObjectStorage */

/** Keys of one request. */
const BATCH = 1000;

/** No key comes after it: where the keys of a group end. */
const LAST_CHARACTER = '\u{10ffff}';

/**
 * The objects of a bucket under full keys, through a client of the AWS SDK of the user's own. Answers
 * are those of the SDK, with decoded metadata.
 *
 * @implements {ObjectStorage}
 */
export class SdkStorage {
  #client;

  /**
   * @param {string} bucket
   * @param {{send: (command: any) => Promise<any>}} client
   */
  constructor(bucket, client) {
    this.bucket = bucket;
    this.#client = client;
  }

  /**
   * @param {string} key
   * @param {import('./parameters.js').ObjectParameters} given
   */
  async put(key, given) {
    return this.#send('PutObject', key, {
      Metadata: encoded(given.metadata),
      Body: await bytesOf(given.body),
      ContentType: given.contentType,
      ContentEncoding: given.contentEncoding,
      IfMatch: given.ifMatch,
      IfNoneMatch: given.ifNoneMatch,
    });
  }

  /** @param {string} key */
  async get(key) {
    return decoded(await this.#send('GetObject', key));
  }

  /** @param {string} key */
  async head(key) {
    return decoded(await this.#send('HeadObject', key));
  }

  /** @param {string} key */
  async exists(key) {
    try {
      await this.#send('HeadObject', key);
      return true;
    } catch (error) {
      if (isNotFoundError(error)) return false;
      throw error;
    }
  }

  /**
   * @param {string} from
   * @param {string} to
   * @param {import('./object-storage.js').CopyOptions} [options]
   */
  async copy(from, to, { metadata, metadataDirective, contentType } = {}) {
    const CopySource = [this.bucket, ...from.split('/')].map(encodeURIComponent).join('/');
    if (!metadata && !contentType) return this.#send('CopyObject', to, { CopySource });
    const source = await this.#send('HeadObject', from);
    const isReplaced = metadata && metadataDirective === 'REPLACE';
    return this.#send('CopyObject', to, {
      CopySource,
      MetadataDirective: 'REPLACE',
      Metadata: { ...(isReplaced ? {} : source.Metadata), ...encoded(metadata) },
      ContentType: contentType ?? source.ContentType,
      ContentEncoding: source.ContentEncoding,
    });
  }

  /** @param {string} key */
  async delete(key) {
    return this.#send('DeleteObject', key);
  }

  /**
   * @param {string} key
   * @param {string} etag that the object must have, where the service compares
   */
  async deleteIfMatch(key, etag) {
    return this.#send('DeleteObject', key, { IfMatch: etag });
  }

  /**
   * @param {string[]} keys
   * @returns {Promise<import('./answer.js').DeletionsAnswer>}
   */
  async deleteMultiple(keys) {
    /** @type {import('./answer.js').DeletionsAnswer} */
    const answer = { Deleted: [], Errors: [] };
    for (let start = 0; start < keys.length; start += BATCH) {
      const Objects = keys.slice(start, start + BATCH).map((Key) => ({ Key }));
      const { Errors = [] } = await this.#send('DeleteObjects', undefined, { Delete: { Objects } });
      const failed = new Set(Errors.map((/** @type {any} */ { Key }) => Key));
      answer.Deleted.push(...Objects.filter(({ Key }) => !failed.has(Key)));
      answer.Errors.push(...Errors);
    }
    return answer;
  }

  /** @param {import('./listing.js').ListRequest} [request] */
  async list(request = {}) {
    return listAnswer((range) => this.page(range), request);
  }

  /**
   * @param {import('./listing.js').Range} range
   * @returns {Promise<import('./listing.js').Page>}
   */
  async page({ prefix, after, delimiter, limit }) {
    const isGroup = after && delimiter && after.slice(prefix.length).endsWith(delimiter);
    const answer = await this.#send('ListObjectsV2', undefined, {
      Prefix: prefix,
      Delimiter: delimiter ?? undefined,
      StartAfter: isGroup ? after + LAST_CHARACTER : (after ?? undefined),
      MaxKeys: Math.min(limit ?? BATCH, BATCH),
    });
    const entries = (answer.Contents ?? []).map(entryOf);
    const groups = (answer.CommonPrefixes ?? []).map((/** @type {any} */ { Prefix }) => Prefix);
    const last = [entries.at(-1)?.key, groups.at(-1)].filter((key) => key !== undefined);
    last.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return { entries, groups, next: answer.IsTruncated ? last.at(-1) : null };
  }

  /** @param {string} prefix */
  async count(prefix) {
    let count = 0;
    /** @type {string | null} */
    let after = null;
    do {
      const page = await this.page({ prefix, after });
      count += page.entries.length;
      after = page.next;
    } while (after !== null);
    return count;
  }

  /**
   * @param {string} operation
   * @param {string | undefined} key
   * @param {Record<string, unknown>} [input]
   */
  async #send(operation, key, input) {
    const given = { Bucket: this.bucket, Key: key, ...input };
    const present = Object.entries(given).filter(([, value]) => value !== undefined);
    const command = commandOf(`${operation}Command`, Object.fromEntries(present));
    try {
      return (await this.#client.send(command)) ?? {};
    } catch (error) {
      throw mapAwsError(/** @type {any} */ (error), { bucket: this.bucket, key });
    }
  }
}

/**
 * @param {string} bucket
 * @param {any} client of the AWS SDK of the user's own
 * @returns {SdkStorage | undefined} undefined without one
 * @throws {ValidationError} when it cannot send commands
 */
export function sdkStorageOf(bucket, client) {
  if (client === undefined || client === null) return undefined;
  if (typeof client.send === 'function') return new SdkStorage(bucket, client);
  throw invalidParameter('AwsS3Client', undefined, 'must have a method send()');
}

/** @param {unknown} metadata */
function encoded(metadata) {
  return encodedMetadata(metadataPairs(metadata));
}

/** @param {any} answer */
function decoded(answer) {
  answer.Metadata = decodedMetadata(answer.Metadata);
  return answer;
}

/** @param {any} content */
function entryOf({ Key, Size = 0, ETag = '', LastModified }) {
  return { key: Key, size: Size, etag: ETag, lastModified: LastModified?.getTime() ?? 0 };
}
