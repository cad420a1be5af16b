/**
 * The bytes of a frame, and how texts stand in them.
 *
 * @module
 */
import { IllFormedValue } from './value.js';

/** Bytes that a writer has room for at first. */
const ROOM = 64 * 1024;

/** Most bytes that a writer keeps for the next frame. */
const KEPT = 1024 * 1024;

/** UTF-16 units of a text that is written here: most take one byte, and two of them fit a short length. */
const SHORT = 63;

/** Bytes of a tag and a short length. */
export const SHORT_HEAD = 2;

/** Says that a length of five digits follows. */
const LONG = 127;

/** Bytes of a tag and a long length. */
export const LONG_HEAD = 7;

/** UTF-8 bytes of a UTF-16 unit, at most. */
const UNIT = 3;

/** What begins each value. */
export const TAGS = Object.freeze({
  absent: 'a'.charCodeAt(0),
  undefined: 'u'.charCodeAt(0),
  null: 'z'.charCodeAt(0),
  true: 't'.charCodeAt(0),
  false: 'f'.charCodeAt(0),
  unchanged: '='.charCodeAt(0),
  string: 's'.charCodeAt(0),
  number: 'n'.charCodeAt(0),
  date: 'd'.charCodeAt(0),
  json: 'j'.charCodeAt(0),
  bytes: 'b'.charCodeAt(0),
  name: '+'.charCodeAt(0),
});

/**
 * Writes a frame into bytes that the engine reads where they are. The bytes are used again for the
 * next frame: a frame is handed over before another one is begun.
 */
export class FrameBytes {
  /** @type {any} a Buffer; its write methods have no declarations */
  bytes;

  /** Bytes that are written. */
  length = 0;

  /** Whether a frame has been begun and not ended. */
  isBusy = false;

  /** @param {number} [room] */
  constructor(room = ROOM) {
    this.bytes = Buffer.alloc(room);
  }

  /**
   * Begins a frame.
   *
   * @returns {this}
   */
  begin() {
    if (this.bytes.length > KEPT) this.bytes = Buffer.alloc(ROOM);
    this.length = 0;
    this.isBusy = true;
    return this;
  }

  /** @returns {string} the frame */
  toString() {
    return this.bytes.utf8Slice(0, this.length);
  }

  /** @param {number} tag */
  _mark(tag) {
    if (this.length === this.bytes.length) this._grow(1);
    this.bytes[this.length++] = tag;
  }

  /**
   * @param {number} tag
   * @param {string} text
   * @param {string} path
   */
  _text(tag, text, path) {
    const { length } = text;
    const room = LONG_HEAD + UNIT * length;
    if (this.bytes.length - this.length < room) this._grow(room);
    const { bytes } = this;
    bytes[this.length] = tag;
    if (length > SHORT) return this._long(text, path);
    const start = this.length + SHORT_HEAD;
    let end = start;
    for (let at = 0; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0x80) {
        bytes[end++] = unit;
      } else if (unit < 0x800) {
        bytes[end++] = 0xc0 | (unit >> 6);
        bytes[end++] = 0x80 | (unit & 0x3f);
      } else {
        return this._long(text, path);
      }
    }
    bytes[start - 1] = end - start;
    this.length = end;
  }

  /**
   * A text whose length is written with five digits, behind its tag.
   *
   * @param {string} text
   * @param {string} path
   */
  _long(text, path) {
    if (!text.isWellFormed()) throw new IllFormedValue(path, 'contains a lone surrogate');
    const { bytes } = this;
    const start = this.length + LONG_HEAD;
    this._lengthen(bytes.utf8Write(text, start));
  }

  /**
   * Writes a long length between the tag and the text, which are written.
   *
   * @param {number} length bytes of the text
   */
  _lengthen(length) {
    const { bytes } = this;
    let at = this.length + 1;
    bytes[at++] = LONG;
    for (let shift = 28; shift >= 0; shift -= 7) bytes[at++] = (length >> shift) & 0x7f;
    this.length = at + length;
  }

  /** @param {number} room bytes that are needed behind the written ones */
  _grow(room) {
    const grown = Buffer.alloc(2 * (this.length + room));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}
