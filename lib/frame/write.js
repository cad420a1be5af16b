/**
 * The border's grammar as JavaScript writes it. Its twin is `src/frame/write.rs`, where it is written
 * down.
 *
 * @module
 */
import { types } from 'node:util';

import { FrameBytes, LONG_HEAD, SHORT_HEAD, TAGS } from './bytes.js';
import { IllFormedValue, UNCHANGED } from './value.js';

/** Bounds of the integers that V8 calculates with fastest. */
const MAX_INTEGER = 2 ** 31 - 1;

/** Bytes that such an integer takes, with tag, length, sign and point. */
const INTEGER_ROOM = SHORT_HEAD + 12;

/** Most strings of an array that is written here. */
const FEW = 64;

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, COMMA, MINUS, POINT, ZERO] = [
  ...'"\\[],-.0',
].map((character) => character.charCodeAt(0));

/** Writes the values of a record into a frame. */
export class FrameWriter extends FrameBytes {
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
        return this._mark(value ? TAGS.true : TAGS.false);
      case 'undefined':
        return this._mark(TAGS.undefined);
      case 'bigint':
        return this._text(TAGS.string, String(value), path);
      case 'object':
        return value === null ? this._mark(TAGS.null) : this.#object(value, path);
      case 'symbol':
        if (value === UNCHANGED) return this._mark(TAGS.unchanged);
      // falls through
      default:
        throw new IllFormedValue(path, `is a ${typeof value}, which cannot be stored`);
    }
  }

  /** A slot without a value. */
  absent() {
    this._mark(TAGS.absent);
  }

  /**
   * @param {string} text
   * @param {string} path
   * @throws {IllFormedValue} when it contains a lone surrogate
   */
  string(text, path) {
    this._text(TAGS.string, text, path);
  }

  /**
   * The name of an attribute that the plan does not know; its value follows.
   *
   * @param {string} path
   * @throws {IllFormedValue} when it contains a lone surrogate
   */
  name(path) {
    this._text(TAGS.name, path, path);
  }

  /**
   * @param {object} value
   * @param {string} path
   */
  #object(value, path) {
    if (types.isDate(value)) {
      if (Number.isNaN(value.getTime())) throw new IllFormedValue(path, 'is an invalid date');
      return this._text(TAGS.date, value.toISOString(), path);
    }
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
      return this._text(TAGS.bytes, base64, path);
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
    if (json === undefined) this._mark(TAGS.undefined);
    else this._text(TAGS.json, json, path);
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
      return this._text(TAGS.number, String(value), path);
    }
    if (this.bytes.length - this.length < INTEGER_ROOM) this._grow(INTEGER_ROOM);
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
    this._lengthen(end - this.length - LONG_HEAD);
    return true;
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
