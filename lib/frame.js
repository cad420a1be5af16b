/**
 * The border's grammar, seen from JavaScript. Its twin is `src/frame/`, where it is written down.
 *
 * @module
 */

import { types } from 'node:util';

/** Stands for a slot without a value; never part of a record. */
export const ABSENT = Symbol('absent');

/** Stands for a value whose stored text stays as it is. */
export const UNCHANGED = Symbol('unchanged');

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>} whether the value is an object whose fields are
 *   fields of the record, and not a value of its own
 */
export function isNested(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !types.isDate(value) &&
    !ArrayBuffer.isView(value)
  );
}

/**
 * Writes single values into a frame. `header` and `text` hold the last value's parts.
 */
export class ValueWriter {
  header = '';
  text = '';

  /**
   * @param {unknown} value
   * @param {string} path where the value stands, for errors
   * @returns {this}
   * @throws {IllFormedValue} when the value cannot be stored
   */
  write(value, path) {
    switch (typeof value) {
      case 'string':
        return this.#set('s', value);
      case 'number':
        return this.#set('n', String(value));
      case 'boolean':
        return this.#mark(value ? 't' : 'f');
      case 'undefined':
        return this.#mark('u');
      case 'bigint':
        return this.#set('s', String(value));
      case 'object':
        return value === null ? this.#mark('z') : this.#object(value, path);
      case 'symbol':
        if (value === UNCHANGED) return this.#mark('=');
      // falls through
      default:
        throw new IllFormedValue(path, `is a ${typeof value}, which cannot be stored`);
    }
  }

  /**
   * @param {object} value
   * @param {string} path
   */
  #object(value, path) {
    if (types.isDate(value)) {
      if (Number.isNaN(value.getTime())) throw new IllFormedValue(path, 'is an invalid date');
      return this.#set('d', value.toISOString());
    }
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      return this.#set('b', Buffer.from(buffer, byteOffset, byteLength).toString('base64'));
    }
    let json;
    try {
      json = JSON.stringify(value);
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      throw new IllFormedValue(path, `cannot be written as JSON: ${reason}`);
    }
    return json === undefined ? this.#mark('u') : this.#set('j', json);
  }

  /** @param {string} header */
  #mark(header) {
    this.header = header;
    this.text = '';
    return this;
  }

  /**
   * @param {string} tag
   * @param {string} text
   */
  #set(tag, text) {
    this.header = `${tag}${text.length},`;
    this.text = text;
    return this;
  }
}

/** A value that no store can hold. */
export class IllFormedValue extends Error {
  /**
   * @param {string} path
   * @param {string} reason
   */
  constructor(path, reason) {
    super(`field \`${path}\` ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

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
  }

  /**
   * Begins to read a reply.
   *
   * @param {Buffer} bytes
   * @returns {this}
   */
  open(bytes) {
    if (this.bytes !== bytes) {
      this.bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.position = 0;
    return this;
  }

  /**
   * @returns {any} the next value; {@link ABSENT} for a slot without one
   */
  value() {
    const { view, bytes } = this;
    switch (view.getUint8(this.position++)) {
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
        this.position = start + view.getUint8(start - 1);
        return bytes.latin1Slice(start, this.position);
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
        return this.wellKnown[view.getUint8(this.position++)];
      case 13:
        return bytes.latin1Slice(this.#long(), this.position);
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
