/**
 * Long work on stores that answer at once: others have their turn in between.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work after which timers, signals and listeners get their turn. */
const LONGEST = 8;

/** A stretch of work that holds up the event loop. */
export class Turn {
  #start = performance.now();

  /** Whether it is the turn of others. */
  get isOver() {
    return performance.now() - this.#start > LONGEST;
  }

  /**
   * Lets others have their turn, and begins another one. Tests that stop the timers do not stop this.
   *
   * @returns {Promise<void>}
   */
  async pass() {
    await setImmediate();
    this.#start = performance.now();
  }
}
