/**
 * The engine of one resource.
 *
 * @module
 */
import { readNext } from './engine/call.js';
import { WalkingCalls } from './engine/walk.js';
import { frameWriter } from './space.js';

/**
 * @template T
 * @typedef {import('./engine/call.js').Read<T>} Read
 */

/** @typedef {{bytes: Uint8Array, mediaType: string}} Content */

/**
 * @typedef {object} ObjectAtHand
 * @property {Array<string | null>} metadata names and plain values, one after another
 * @property {string} [contentType]
 * @property {Uint8Array} body
 */

/** @returns {undefined} of a reply that is empty */
const readNothing = () => undefined;

/** A plan on a store: its calls about one record are here, those about many in `lib/engine/walk.js`. */
export class Engine extends WalkingCalls {
  /**
   * @template T
   * @param {string | undefined} id
   * @param {import('./frame/write.js').FrameWriter} frame
   * @param {Content | undefined} content
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  insert(id, { bytes, length }, content, read) {
    const answer = content
      ? this.collection.insert(bytes, length, id, content.bytes, content.mediaType)
      : this.collection.insert(bytes, length, id);
    return this._finish(answer, read, bytes);
  }

  /**
   * @template T
   * @param {string} id
   * @param {import('./frame/write.js').FrameWriter} frame
   * @param {{preimage: any, dates: string} | null} old the old record, where it had to be loaded for its
   *   dates
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  replace(id, { bytes, length }, old, read) {
    const answer = old
      ? this.collection.replace(bytes, length, id, old.preimage, old.dates)
      : this.collection.replace(bytes, length, id);
    return this._finish(answer, read, bytes);
  }

  /**
   * @template T
   * @param {string} id
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  get(id, read) {
    return this._finish(this.collection.get(frameWriter.bytes, id), read);
  }

  /**
   * Reads a record from an object that is at hand.
   *
   * @template T
   * @param {string} id
   * @param {ObjectAtHand} object
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  decode(id, { metadata, contentType, body }, read) {
    const { bytes } = frameWriter;
    return this._finish(this.collection.decode(bytes, id, metadata, contentType, body), read);
  }

  /**
   * Maps a record, and stores nothing.
   *
   * @template T
   * @param {import('./frame/write.js').FrameWriter} frame
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  map({ bytes, length }, read) {
    return this._finish(this.collection.map(bytes, length), read, bytes);
  }

  /**
   * @param {string} id
   * @returns {boolean | Promise<boolean>}
   */
  exists(id) {
    return this._finish(this.collection.exists(frameWriter.bytes, id), readNext);
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
    return this._finish(this.collection.load(frameWriter.bytes, id, preimage), read);
  }

  /**
   * @template T
   * @param {any} preimage
   * @param {import('./frame/write.js').FrameWriter} frame
   * @param {string} oldDates
   * @param {Read<T>} read
   * @param {{tag: string, isRecent: boolean}} [condition] the tag that the record must have, and whether it
   *   was loaded just now
   * @returns {T | Promise<T>}
   */
  commit(preimage, { bytes, length }, oldDates, read, condition) {
    const { collection } = this;
    const answer = condition
      ? collection.commit(bytes, length, preimage, oldDates, condition.tag, condition.isRecent)
      : collection.commit(bytes, length, preimage, oldDates);
    return this._finish(answer, read, bytes);
  }

  /**
   * Writes a historical copy of a record.
   *
   * @template T
   * @param {string} id
   * @param {import('./frame/write.js').FrameWriter} frame
   * @param {string} version
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  createHistorical(id, { bytes, length }, version, read) {
    return this._finish(this.collection.createHistorical(bytes, length, id, version), read, bytes);
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
    return this._finish(this.collection.moveReferences(frameWriter.bytes, preimage), read);
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
    return this._finish(this.collection.take(frameWriter.bytes, id, wantsRecord), read);
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
    return this._finish(this.collection.delete(frameWriter.bytes, preimage, oldDates), read);
  }

  /**
   * @template T
   * @param {string} id
   * @param {Read<T>} read
   * @returns {T | Promise<T>}
   */
  content(id, read) {
    return this._finish(this.collection.content(frameWriter.bytes, id), read);
  }

  /**
   * @param {string} id
   * @returns {boolean | Promise<boolean>}
   */
  hasContent(id) {
    return this._finish(this.collection.hasContent(frameWriter.bytes, id), readNext);
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
    return this._finish(
      collection.setContent(frameWriter.bytes, preimage, bytes, mediaType),
      readNext,
    );
  }

  /**
   * @param {string} id
   * @returns {undefined | Promise<undefined>}
   */
  deleteContent(id) {
    return this._finish(this.collection.deleteContent(frameWriter.bytes, id), readNothing);
  }
}
