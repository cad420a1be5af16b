/**
 * Methods of a database about functions of the user.
 *
 * @module
 */
import { DatabaseDefinitions } from './metadata.js';

/** Methods about hooks. */
export class DatabaseCallbacks extends DatabaseDefinitions {
  /**
   * @param {string} event
   * @param {import('../hooks.js').DatabaseHook} hook
   */
  addHook(event, hook) {
    this._hooks.add(event, hook);
  }

  /**
   * @param {string} event
   * @param {import('../hooks.js').DatabaseHook} hook
   */
  removeHook(event, hook) {
    this._hooks.remove(event, hook);
  }

  /**
   * @param {string} event
   * @returns {import('../hooks.js').DatabaseHook[]}
   */
  getHooks(event) {
    return this._hooks.of(event);
  }

  /** @param {string} event */
  clearHooks(event) {
    this._hooks.clear(event);
  }
}
