/**
 * Handles that carry a record from `load` to `commit` or `delete`.
 *
 * A handle is empty when its record has been written or deleted, and carries the next one: making one
 * costs as much as a call of the engine, and so does its collection.
 *
 * @module
 */
import { native } from './space.js';

/** Handles that are kept; more are only under way when operations wait. */
const CAPACITY = 16;

/** @type {any[]} */
const empty = [];

/** @returns {any} a handle for the engine's `load` */
export function newPreimage() {
  return empty.pop() ?? new native.PreimageHandle();
}

/** @param {any} preimage a handle whose record was written or deleted */
export function recyclePreimage(preimage) {
  if (empty.length < CAPACITY) empty.push(preimage);
}
