/**
 * Calls of the engine for one resource.
 *
 * A call runs at once where the store and the keys it needs are at hand, and answers a promise where
 * not. Either way its reply is read, by the function given, before anything else happens: all replies
 * share one reader.
 *
 * @module
 */
import { replyTo } from './pending.js';
import { frameWriter, native, reader } from './space.js';

/**
 * @template T
 * @typedef {(reply: import('./frame.js').ReplyReader) => T} Read
 */

/** @typedef {{bytes: Uint8Array, mediaType: string}} Content */

/**
 * Which keys a call walks: all records, or the references of a partition with these values.
 *
 * @typedef {object} Walk
 * @property {string | null} partition
 * @property {string[]} values field, value, field, value …
 */

/** @typedef {{after?: string | null, skip?: number, limit: number}} Range */

/** @type {Walk} */
export const ALL_RECORDS = { partition: null, values: [] };

/** @returns {undefined} of a reply that is empty */
const readNothing = () => undefined;

const readNext = (/** @type {import('./frame.js').ReplyReader} */ reply) => reply.value();

/**
 * Reads a reply with bytes of its own and lets go of them.
 *
 * @template T
 * @param {Buffer} bytes
 * @param {Read<T>} read
 * @returns {T}
 */
function readOwn(bytes, read) {
  try {
    return read(reader.open(bytes));
  } finally {
    reader.open(frameWriter.bytes);
  }
}

export class Engine {
  /**
   * @param {any} collection handle of a plan on a store
   * @param {Set<Promise<unknown>>} underway keeps the calls that have not ended
   */
  constructor(collection, underway) {
    this.collection = collection;
    this.underway = underway;
    /** Whether writes of loaded records leave their references for {@link moveReferences}. */
    this.defersReferences = collection.defersReferences;
  }

  /**
   * @template T
   * @param {number} answer length of the reply, or what stands for the promise of one
   * @param {Read<T>} read
   * @param {Buffer} [bytes] where the reply is
   * @returns {T | Promise<T>}
   */
  #finish(answer, read, bytes = frameWriter.bytes) {
    if (answer >= 0) return read(reader.open(bytes, answer));
    if (answer === native.SPILLED) return readOwn(this.collection.spilled(), read);
    return this.#later(answer, read);
  }

  /**
   * @template T
   * @param {number} answer
   * @param {Read<T>} read
   * @returns {Promise<T>}
   */
  #later(answer, read) {
    const reply = replyTo(answer, () => read(reader));
    this.underway.add(reply);
    const forget = () => this.underway.delete(reply);
    reply.then(forget, forget);
    return reply;
  }

  /**
   * @template T
   * @param {string | undefined} id
   * @param {import('./frame.js').FrameWriter} frame
   * @param {Content | undefined} content
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  insert(id, { bytes, length }, content, read) {
    const answer = content
      ? this.collection.insert(bytes, length, id, content.bytes, content.mediaType)
      : this.collection.insert(bytes, length, id);
    return this.#finish(answer, read, bytes);
  }

  /**
   * @template T
   * @param {string} id
   * @param {import('./frame.js').FrameWriter} frame
   * @param {{preimage: any, dates: string} | null} old the old record, where it had to be loaded for its
   *   dates
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  replace(id, { bytes, length }, old, read) {
    const answer = old
      ? this.collection.replace(bytes, length, id, old.preimage, old.dates)
      : this.collection.replace(bytes, length, id);
    return this.#finish(answer, read, bytes);
  }

  /**
   * @template T
   * @param {string} id
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  get(id, read) {
    return this.#finish(this.collection.get(frameWriter.bytes, id), read);
  }

  /**
   * @param {string} id
   * @returns {boolean | Promise<boolean>}
   */
  exists(id) {
    return this.#finish(this.collection.exists(frameWriter.bytes, id), readNext);
  }

  /**
   * Reads a record that is to be written again.
   *
   * @template T
   * @param {string} id
   * @param {any} preimage keeps what the write will need
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  load(id, preimage, read) {
    return this.#finish(this.collection.load(frameWriter.bytes, id, preimage), read);
  }

  /**
   * @template T
   * @param {any} preimage
   * @param {import('./frame.js').FrameWriter} frame
   * @param {string} oldDates
   * @param {Read<T>} read
   * @param {string} [ifMatch]
   * @returns {T | Promise<T>}
   */
  commit(preimage, { bytes, length }, oldDates, read, ifMatch) {
    const answer =
      ifMatch === undefined
        ? this.collection.commit(bytes, length, preimage, oldDates)
        : this.collection.commitIf(bytes, length, preimage, oldDates, ifMatch);
    return this.#finish(answer, read, bytes);
  }

  /**
   * Writes a historical copy of a record.
   *
   * @template T
   * @param {string} id
   * @param {import('./frame.js').FrameWriter} frame
   * @param {string} version
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  createHistorical(id, { bytes, length }, version, read) {
    return this.#finish(this.collection.createHistorical(bytes, length, id, version), read, bytes);
  }

  /**
   * Moves the references that a write has left for later.
   *
   * @template T
   * @param {any} preimage of the write
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  moveReferences(preimage, read) {
    return this.#finish(this.collection.moveReferences(frameWriter.bytes, preimage), read);
  }

  /**
   * Reads and deletes a record.
   *
   * @template T
   * @param {string} id
   * @param {boolean} wantsRecord whether the reply has it
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  take(id, wantsRecord, read) {
    return this.#finish(this.collection.take(frameWriter.bytes, id, wantsRecord), read);
  }

  /**
   * Deletes a record that was loaded.
   *
   * @template T
   * @param {any} preimage
   * @param {string} oldDates
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  delete(preimage, oldDates, read) {
    return this.#finish(this.collection.delete(frameWriter.bytes, preimage, oldDates), read);
  }

  /**
   * @template T
   * @param {string[]} ids
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  getMany(ids, read) {
    return this.#finish(this.collection.getMany(frameWriter.bytes, ids), read);
  }

  /**
   * @template T
   * @param {Walk} walk
   * @param {Range & {filter?: string}} range
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  scan({ partition, values }, { after = null, skip = 0, limit, filter = '' }, read) {
    const { collection } = this;
    return this.#finish(
      collection.scan(frameWriter.bytes, partition, values, after, skip, limit, filter),
      read,
    );
  }

  /**
   * @template T
   * @param {Walk} walk
   * @param {Range} range
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  listIds({ partition, values }, { after = null, skip = 0, limit }, read) {
    const { collection } = this;
    return this.#finish(
      collection.listIds(frameWriter.bytes, partition, values, after, skip, limit),
      read,
    );
  }

  /**
   * @template T
   * @param {Walk} walk
   * @param {Range} range
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  listKeys({ partition, values }, { after = null, skip = 0, limit }, read) {
    const { bytes } = frameWriter;
    return this.#finish(
      this.collection.listKeys(bytes, partition, values, after, skip, limit),
      read,
    );
  }

  /**
   * Writes the references that records lack.
   *
   * @template T
   * @param {string[]} ids
   * @param {string[]} dates
   * @param {boolean} dryRun
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  index(ids, dates, dryRun, read) {
    return this.#finish(this.collection.index(frameWriter.bytes, ids, dates, dryRun), read);
  }

  /**
   * Deletes references that their records do not have.
   *
   * @template T
   * @param {string[]} keys
   * @param {string[]} dates
   * @param {boolean} dryRun
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  prune(keys, dates, dryRun, read) {
    return this.#finish(this.collection.prune(frameWriter.bytes, keys, dates, dryRun), read);
  }

  /**
   * @param {Walk} walk
   * @returns {number | Promise<number>}
   */
  count({ partition, values }) {
    return this.#finish(this.collection.count(frameWriter.bytes, partition, values), readNext);
  }

  /**
   * @param {Walk} walk with a value for every field
   * @param {string} id
   * @returns {boolean | Promise<boolean>} whether the partition refers to the record
   */
  isReferenced({ partition, values }, id) {
    const { collection } = this;
    return this.#finish(
      collection.isReferenced(frameWriter.bytes, partition, values, id),
      readNext,
    );
  }

  /**
   * @template T
   * @param {string} id
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  content(id, read) {
    return this.#finish(this.collection.content(frameWriter.bytes, id), read);
  }

  /**
   * @param {string} id
   * @returns {boolean | Promise<boolean>}
   */
  hasContent(id) {
    return this.#finish(this.collection.hasContent(frameWriter.bytes, id), readNext);
  }

  /**
   * Gives a record that was loaded other content.
   *
   * @param {any} preimage
   * @param {Content} content
   * @returns {string | Promise<string>} the ETag
   */
  setContent(preimage, { bytes, mediaType }) {
    const { collection } = this;
    return this.#finish(
      collection.setContent(frameWriter.bytes, preimage, bytes, mediaType),
      readNext,
    );
  }

  /**
   * @param {string} id
   * @returns {undefined | Promise<undefined>}
   */
  deleteContent(id) {
    return this.#finish(this.collection.deleteContent(frameWriter.bytes, id), readNothing);
  }
}
