/**
 * Events of a resource: under their names, for single records under a name with the id, and under the
 * names that older documents show.
 *
 * @module
 */
import { AsyncEventEmitter } from '../events.js';

/** Older names of events, by their present ones. */
const OLDER_NAMES = /** @type {Record<string, string>} */ ({
  inserted: 'insert',
  updated: 'update',
  deleted: 'delete',
  fetched: 'get',
  'inserted-many': 'insertMany',
  'deleted-many': 'deleteMany',
  'fetched-many': 'getMany',
  'listed-ids': 'listIds',
  paginated: 'page',
  'deleted-all': 'deleteAll',
  'deleted-all-data': 'deleteAllData',
  'content-set': 'setContent',
  'content-fetched': 'content',
  'content-deleted': 'deleteContent',
  'partition-fetched': 'getFromPartition',
});

/** @typedef {(...args: any[]) => void} Listener */

/** The emitter that a resource is. */
export class ResourceEmitter extends AsyncEventEmitter {
  /** Whether nobody can listen. */
  _isMute = false;

  /** Whether anybody listens to anything. */
  _isHeard = false;

  /** Whether anybody has listened to events of single records. */
  #hearsIds = false;

  /**
   * @param {string} event
   * @param {string} [id]
   * @returns {boolean} whether anybody hears the event, under whatever name
   */
  _hears(event, id) {
    if (!this._isHeard) return false;
    if (this.listenerCount(event) > 0) return true;
    if (this.listenerCount(OLDER_NAMES[event] ?? event) > 0) return true;
    if (!this.#hearsIds) return false;
    return id === undefined
      ? this.eventNames().some((name) => String(name).startsWith(`${event}:`))
      : this.listenerCount(`${event}:${id}`) > 0;
  }

  /**
   * Emits an event, again for one id, and under its older name.
   *
   * @param {string} event
   * @param {any} payload
   * @param {string} [id]
   */
  _emitStandardized(event, payload, id) {
    if (!this._isHeard) return;
    this.emit(event, payload);
    if (id !== undefined && this.#hearsIds) this.emit(`${event}:${id}`, payload);
    const olderName = OLDER_NAMES[event];
    if (olderName !== undefined) this.emit(olderName, payload);
  }

  /**
   * Adds the listeners of a configuration, called on the resource.
   *
   * @param {Record<string, Function | Function[]>} events
   */
  _listen(events) {
    for (const [event, listeners] of Object.entries(events)) {
      for (const listener of [listeners].flat()) this.on(event, listener.bind(this));
    }
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {Listener} listener
   * @returns {this}
   */
  on(event, listener) {
    if (this._isMute) return this;
    super.on(event, listener);
    return this.#heardAs(event);
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {Listener} listener
   * @returns {this}
   */
  addListener(event, listener) {
    return this.on(event, listener);
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {Listener} listener
   * @returns {this}
   */
  once(event, listener) {
    return this._isMute ? this : super.once(event, listener);
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {Listener} listener
   * @returns {this}
   */
  prependListener(event, listener) {
    if (this._isMute) return this;
    super.prependListener(event, listener);
    return this.#heardAs(event);
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {Listener} listener
   * @returns {this}
   */
  prependOnceListener(event, listener) {
    return this._isMute ? this : super.prependOnceListener(event, listener);
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {Listener} listener
   * @returns {this}
   */
  removeListener(event, listener) {
    super.removeListener(event, listener);
    return this.#heardByLess();
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {Listener} listener
   * @returns {this}
   */
  off(event, listener) {
    return this.removeListener(event, listener);
  }

  /**
   * @override
   * @param {[event?: string | symbol]} event
   * @returns {this}
   */
  removeAllListeners(...event) {
    super.removeAllListeners(...event);
    return this.#heardByLess();
  }

  /** @param {string | symbol} event */
  #heardAs(event) {
    this._isHeard = true;
    this.#hearsIds ||= typeof event === 'string' && event.includes(':');
    return this;
  }

  #heardByLess() {
    this._isHeard = this.eventNames().length > 0;
    return this;
  }
}
