/**
 * Pages of records: many records of one reply.
 *
 * @module
 */
import { errorOf, readFailure } from '../failure.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * What a scan read (`scan` in `src/resource/scan.rs`).
 *
 * @typedef {object} Page
 * @property {Array<Fields | Failed>} entries in the order of the keys
 * @property {string | null} next key after which the next records begin
 * @property {number} passed number of keys
 */

/** A record that could not be read. */
export class Failed {
  /**
   * @param {string} id
   * @param {unknown} error
   */
  constructor(id, error) {
    this.id = id;
    this.error = error;
  }
}

/**
 * @param {Resource} resource
 * @param {string} operation
 * @returns {(reply: import('../frame.js').ReplyReader) => Page}
 */
export function pageReader({ bucket, name: resourceName, _core: { plan } }, operation) {
  return (reply) => {
    /** @type {Page['entries']} */
    const entries = [];
    for (;;) {
      const mark = reply.value();
      if (mark === 1) {
        entries.push(plan.readRecord(reply.value()));
      } else if (mark === 0) {
        const id = reply.value();
        const failure = readFailure(reply);
        entries.push(new Failed(id, errorOf(failure, { operation, bucket, resourceName, id })));
      } else {
        return { entries, next: reply.value(), passed: reply.value() };
      }
    }
  };
}

/**
 * Tells of every record that was read, and takes out those that could not be.
 *
 * @param {Resource} resource
 * @param {Page['entries']} entries
 * @returns {Fields[]}
 */
export function settle(resource, entries) {
  /** @type {Fields[]} */
  const records = [];
  const heard = resource._hears('fetched');
  for (const entry of entries) {
    if (entry instanceof Failed) {
      resource._emitItemError(entry.error, entry.id);
    } else {
      records.push(entry);
      if (heard) resource._emitStandardized('fetched', entry, entry.id);
    }
  }
  return records;
}
