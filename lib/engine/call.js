/**
 * Calls of the engine for one resource.
 *
 * A call runs at once where the store and the keys it needs are at hand, and answers a promise where
 * not. Either way its reply is read, by the function given, before anything else happens: all replies
 * share one reader.
 *
 * @module
 */
import { replyTo } from '../pending.js';
import { frameWriter, native, reader } from '../space.js';

/**
 * @template T
 * @typedef {(reply: import('../frame/reply.js').ReplyReader) => T} Read
 */

/**
 * @param {import('../frame/reply.js').ReplyReader} reply
 * @returns {any} its only value
 */
export const readNext = (reply) => reply.value();

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

/** What calls of the engine share. */
export class EngineCalls {
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
  _finish(answer, read, bytes = frameWriter.bytes) {
    if (answer >= 0) return read(reader.open(bytes, answer));
    if (answer === native.SPILLED) return readOwn(this.collection.spilled(), read);
    return this._later(answer, read);
  }

  /**
   * @template T
   * @param {number} answer
   * @param {Read<T>} read
   * @returns {Promise<T>}
   */
  _later(answer, read) {
    return replyTo(answer, () => read(reader), this.underway);
  }
}
