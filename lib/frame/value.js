/**
 * What may stand in a slot of a frame.
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
