/**
 * Partition references that are moved after the write that made it necessary: `asyncPartitions`.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';

import { recyclePreimage } from '../preimage.js';
import { attempt } from './attempt.js';
import { readFailures, tellFailedReferences } from './report.js';

/** @typedef {import('../resource.js').Resource} Resource */

/** Moves that are not done yet. Those of one record are done one after another. */
export class DeferredReferences {
  /** @type {Map<string, Promise<void>>} the last move by id of the record */
  #last = new Map();

  /** @returns {boolean} whether there is nothing to wait for */
  get isEmpty() {
    return this.#last.size === 0;
  }

  /**
   * @param {string} id
   * @param {() => Promise<void>} move does not reject
   */
  add(id, move) {
    const before = this.#last.get(id) ?? setImmediate();
    const done = before.then(move).then(() => {
      if (this.#last.get(id) === done) this.#last.delete(id);
    });
    this.#last.set(id, done);
  }

  /**
   * @param {string} id
   * @returns {Promise<void> | undefined} settles when the record's references are where it is
   */
  of(id) {
    return this.#last.get(id);
  }

  /** Settles when all references are where their records are. */
  async settled() {
    while (!this.isEmpty) await Promise.all(this.#last.values());
  }
}

/**
 * @typedef {object} LeftForLater
 * @property {string} id
 * @property {any} preimage of the write
 * @property {import('./report.js').WriteOperation} operation
 */

/**
 * Moves the references of a write after it. What fails is told of by `partitionIndexError`.
 *
 * @param {Resource} resource
 * @param {import('../engine.js').Engine} engine of the write
 * @param {LeftForLater} left
 */
export function moveLater(resource, engine, { id, preimage, operation }) {
  resource._core.deferred.add(id, async () => {
    const failures = await attempt(resource, operation, id, () =>
      engine.moveReferences(preimage, readFailures),
    );
    recyclePreimage(preimage);
    if (failures.length > 0) tellFailedReferences(resource, operation, id, failures);
  });
}

/**
 * Settles when the references of all writes so far are where their records are.
 *
 * @param {Resource} resource
 */
export async function flushPartitions(resource) {
  await resource._core.settled();
}
