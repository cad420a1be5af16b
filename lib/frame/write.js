/**
 * The border's grammar as JavaScript writes it. Its twin is `src/frame/write.rs`, where it is written
 * down.
 *
 * @module
 */
import { types } from 'node:util';

import { IllFormedValue, UNCHANGED } from './value.js';

/** Bytes that a writer has room for at first. */
const ROOM = 64 * 1024;

/** Most bytes that a writer keeps for the next frame. */
const KEPT = 1024 * 1024;

/** UTF-16 units of a text that is written here: most take one byte, and two of them fit a short length. */
const SHORT = 63;

/** Bytes of a tag and a short length. */
const SHORT_HEAD = 2;

/** Says that a length of five digits follows. */
const LONG = 127;

/** Bytes of a tag and a long length. */
const LONG_HEAD = 7;

/** UTF-8 bytes of a UTF-16 unit, at most. */
const UNIT = 3;

/** Bounds of the integers that V8 calculates with fastest. */
const MAX_INTEGER = 2 ** 31 - 1;

/** Bytes that such an integer takes, with tag, length, sign and point. */
const INTEGER_ROOM = SHORT_HEAD + 12;

/** Most strings of an array that is written here. */
const FEW = 64;

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, COMMA, MINUS, POINT, ZERO] = [
  ...'"\\[],-.0',
].map((character) => character.charCodeAt(0));

const TAGS = Object.freeze({
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
export class FrameWriter {
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

  /**
   * @param {unknown} value
   * @param {string} path where the value stands, for errors
   * @throws {IllFormedValue} when the value cannot be stored
   */
  value(value, path) {
    switch (typeof value) {
      case 'string':
        return this.string(value, path);
      case 'number':
        return this.#number(value, path);
      case 'boolean':
        return this.#mark(value ? TAGS.true : TAGS.false);
      case 'undefined':
        return this.#mark(TAGS.undefined);
      case 'bigint':
        return this.#text(TAGS.string, String(value), path);
      case 'object':
        return value === null ? this.#mark(TAGS.null) : this.#object(value, path);
      case 'symbol':
        if (value === UNCHANGED) return this.#mark(TAGS.unchanged);
      // falls through
      default:
        throw new IllFormedValue(path, `is a ${typeof value}, which cannot be stored`);
    }
  }

  /** A slot without a value. */
  absent() {
    this.#mark(TAGS.absent);
  }

  /**
   * @param {string} text
   * @param {string} path
   * @throws {IllFormedValue} when it contains a lone surrogate
   */
  string(text, path) {
    this.#text(TAGS.string, text, path);
  }

  /**
   * The name of an attribute that the plan does not know; its value follows.
   *
   * @param {string} path
   * @throws {IllFormedValue} when it contains a lone surrogate
   */
  name(path) {
    this.#text(TAGS.name, path, path);
  }

  /**
   * @param {object} value
   * @param {string} path
   */
  #object(value, path) {
    if (types.isDate(value)) {
      if (Number.isNaN(value.getTime())) throw new IllFormedValue(path, 'is an invalid date');
      return this.#text(TAGS.date, value.toISOString(), path);
    }
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
      return this.#text(TAGS.bytes, base64, path);
    }
    if (
      Array.isArray(value) &&
      value.length > 0 &&
      value.length <= FEW &&
      !('toJSON' in value) &&
      this.#texts(value)
    ) {
      return;
    }
    let json;
    try {
      json = JSON.stringify(value);
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      throw new IllFormedValue(path, `cannot be written as JSON: ${reason}`);
    }
    if (json === undefined) this.#mark(TAGS.undefined);
    else this.#text(TAGS.json, json, path);
  }

  /**
   * A number as `String` prints it. Where it has no more than two decimals, its hundredths say which
   * digits these are: no other text as short stands for the same double.
   *
   * @param {number} value
   * @param {string} path
   */
  #number(value, path) {
    const hundredths = Math.round(value * 100);
    if (hundredths / 100 !== value || hundredths > MAX_INTEGER || hundredths < -MAX_INTEGER) {
      return this.#text(TAGS.number, String(value), path);
    }
    if (this.bytes.length - this.length < INTEGER_ROOM) this.#grow(INTEGER_ROOM);
    let rest = Math.abs(hundredths) | 0;
    let decimals = 2;
    for (; decimals > 0 && rest % 10 === 0; decimals--) rest = (rest / 10) | 0;
    let digits = decimals + 1;
    for (let limit = 10 ** digits; rest >= limit; limit *= 10) digits++;
    const { bytes } = this;
    const start = this.length + SHORT_HEAD;
    const end = start + digits + (hundredths < 0 ? 1 : 0) + (decimals > 0 ? 1 : 0);
    bytes[this.length] = TAGS.number;
    bytes[start - 1] = end - start;
    if (hundredths < 0) bytes[start] = MINUS;
    for (let at = end - 1, place = 0; place < digits; at--, place++) {
      if (place === decimals && place > 0) bytes[at--] = POINT;
      bytes[at] = ZERO + (rest % 10);
      rest = (rest / 10) | 0;
    }
    this.length = end;
  }

  /**
   * An array of a few strings without escapes, as JSON.
   *
   * @param {readonly unknown[]} values
   * @returns {boolean} whether it is one, and written
   */
  #texts(values) {
    const { bytes } = this;
    let end = this.length + LONG_HEAD;
    let lead = OPEN_BRACKET;
    for (let index = 0; index < values.length; index++) {
      const text = values[index];
      if (typeof text !== 'string' || bytes.length - end < LONG_HEAD + 2 * text.length)
        return false;
      bytes[end++] = lead;
      bytes[end++] = QUOTE;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        if (unit < 0x20 || unit === QUOTE || unit === BACKSLASH || unit >= 0x800) return false;
        if (unit < 0x80) {
          bytes[end++] = unit;
        } else {
          bytes[end++] = 0xc0 | (unit >> 6);
          bytes[end++] = 0x80 | (unit & 0x3f);
        }
      }
      bytes[end++] = QUOTE;
      lead = COMMA;
    }
    bytes[end++] = CLOSE_BRACKET;
    bytes[this.length] = TAGS.json;
    this.#lengthen(end - this.length - LONG_HEAD);
    return true;
  }

  /** @param {number} tag */
  #mark(tag) {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = tag;
  }

  /**
   * @param {number} tag
   * @param {string} text
   * @param {string} path
   */
  #text(tag, text, path) {
    const { length } = text;
    const room = LONG_HEAD + UNIT * length;
    if (this.bytes.length - this.length < room) this.#grow(room);
    const { bytes } = this;
    bytes[this.length] = tag;
    if (length > SHORT) return this.#long(text, path);
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
        return this.#long(text, path);
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
  #long(text, path) {
    if (!text.isWellFormed()) throw new IllFormedValue(path, 'contains a lone surrogate');
    const { bytes } = this;
    const start = this.length + LONG_HEAD;
    this.#lengthen(bytes.utf8Write(text, start));
  }

  /**
   * Writes a long length between the tag and the text, which are written.
   *
   * @param {number} length bytes of the text
   */
  #lengthen(length) {
    const { bytes } = this;
    let at = this.length + 1;
    bytes[at++] = LONG;
    for (let shift = 28; shift >= 0; shift -= 7) bytes[at++] = (length >> shift) & 0x7f;
    this.length = at + length;
  }

  /** @param {number} room bytes that are needed behind the written ones */
  #grow(room) {
    const grown = Buffer.alloc(2 * (this.length + room));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** The slot of a frame that has no value. */
export const ABSENT_SLOT = 'a';

/**
 * @param {string} text ASCII of at most 126 characters
 * @returns {string} its slot in a frame
 */
export function asciiSlot(text) {
  return `s${String.fromCharCode(text.length)}${text}`;
}
