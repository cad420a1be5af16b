/**
 * Hooks of a database.
 *
 * @module
 */
import { DatabaseError } from '../errors.js';

/** Names of all hooks, in the order of the reference. */
const DATABASE_HOOKS = [
  'beforeConnect',
  'afterConnect',
  'beforeCreateResource',
  'afterCreateResource',
  'beforeUploadMetadata',
  'afterUploadMetadata',
  'beforeDisconnect',
  'afterDisconnect',
  'resourceCreated',
  'resourceUpdated',
];

/** @typedef {(context: Record<string, any>) => unknown} DatabaseHook */

export class DatabaseHooks {
  /** @type {Map<string, DatabaseHook[]>} */
  #lists = new Map(DATABASE_HOOKS.map((event) => [event, []]));

  /** @param {import('../database.js').Database} database */
  constructor(database) {
    this.database = database;
  }

  /**
   * @param {string} event
   * @param {DatabaseHook} hook
   * @throws {DatabaseError}
   */
  add(event, hook) {
    const list = this.#lists.get(event);
    if (!list) {
      throw new DatabaseError(`Unknown hook event: ${event}`, {
        operation: 'addHook',
        invalidEvent: event,
        availableEvents: DATABASE_HOOKS,
        suggestion: `Use one of the available hook events: ${DATABASE_HOOKS.join(', ')}`,
      });
    }
    if (typeof hook !== 'function') {
      throw new DatabaseError('Hook function must be a function', {
        operation: 'addHook',
        event,
        receivedType: typeof hook,
      });
    }
    list.push(hook);
  }

  /**
   * @param {string} event
   * @param {DatabaseHook} hook
   */
  remove(event, hook) {
    const list = this.#lists.get(event) ?? [];
    const index = list.indexOf(hook);
    if (index >= 0) list.splice(index, 1);
  }

  /**
   * @param {string} event
   * @returns {DatabaseHook[]}
   */
  of(event) {
    return [...(this.#lists.get(event) ?? [])];
  }

  /** @param {string} event */
  clear(event) {
    this.#lists.get(event)?.splice(0);
  }

  /**
   * Runs hooks one after another. One that throws is told of by `hookError`, or ends the operation
   * where hooks are strict.
   *
   * @param {string} event
   * @param {Record<string, any>} [context]
   * @returns {Promise<void>}
   */
  async run(event, context = {}) {
    for (const hook of this.of(event)) {
      try {
        await hook({ database: this.database, ...context });
      } catch (error) {
        this.database.emit('hookError', { event, error, context });
        if (this.database.strictHooks) throw hookFailure(event, error, context);
      }
    }
  }
}

/**
 * @param {string} event
 * @param {any} error
 * @param {object} context
 */
function hookFailure(event, error, context) {
  return new DatabaseError(`Hook execution failed for event '${event}': ${error?.message}`, {
    event,
    originalError: error,
    original: error,
    context,
  });
}
