/**
 * The border's grammar as JavaScript reads it. Its twin is `src/frame/reply.rs`, where it is written
 * down.
 *
 * @module
 */
import { ABSENT } from './value.js';

/** Characters of a part of a text that V8 copies; longer parts would keep all of the text alive. */
const COPIED = 12;

/** Reads the values of a reply one after another. */
export class ReplyReader {
  /** @param {readonly string[]} wellKnown texts that cross the border as one byte */
  constructor(wellKnown) {
    this.wellKnown = wellKnown;
    /** @type {any} a Buffer; its slice methods have no declarations */
    this.bytes = Buffer.alloc(0);
    /** @type {DataView<ArrayBufferLike>} */
    this.view = new DataView(this.bytes.buffer);
    this.position = 0;
    this.length = 0;
    /** @type {string | null} the reply as Latin-1, once a short text has been read */
    this.text = null;
  }

  /**
   * Begins to read a reply.
   *
   * @param {Buffer} bytes
   * @param {number} [length] of the reply, where it is known
   * @returns {this}
   */
  open(bytes, length = 0) {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.position = 0;
    this.length = length;
    this.text = null;
    return this;
  }

  /**
   * @returns {any} the next value; {@link ABSENT} for a slot without one
   */
  value() {
    const { view, bytes } = this;
    switch (bytes[this.position++]) {
      case 0:
        return ABSENT;
      case 1:
        return undefined;
      case 2:
        return null;
      case 3:
        return false;
      case 4:
        return true;
      case 5:
        this.position += 8;
        return view.getFloat64(this.position - 8, true);
      case 6:
        this.position += 4;
        return view.getInt32(this.position - 4, true);
      case 7: {
        const start = this.position + 1;
        const end = start + bytes[start - 1];
        this.position = end;
        if (end - start > COPIED || end > this.length) return bytes.latin1Slice(start, end);
        const text = (this.text ??= bytes.latin1Slice(0, this.length));
        return /** @type {string} */ (text).substring(start, end);
      }
      case 8:
        return bytes.latin1Slice(this.#long(), this.position);
      case 9:
        return bytes.utf8Slice(this.#long(), this.position);
      case 10:
        return JSON.parse(bytes.utf8Slice(this.#long(), this.position));
      case 11:
        return Buffer.from(bytes.subarray(this.#long(), this.position));
      case 12:
        return this.wellKnown[bytes[this.position++]];
      case 13: {
        const texts = [];
        for (let count = bytes[this.position++]; count > 0; count--) texts.push(this.value());
        return texts;
      }
      default:
        throw new RangeError('reply of an unknown form');
    }
  }

  /** @returns {number} where the next long value starts; `position` is moved to its end */
  #long() {
    const start = this.position + 4;
    this.position = start + this.view.getUint32(start - 4, true);
    return start;
  }
}
