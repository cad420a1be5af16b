/**
 * Event emitters of databases and resources.
 *
 * @module
 */
import { EventEmitter } from 'node:events';

/** @typedef {(...args: any[]) => unknown} Listener */

/**
 * An emitter that delivers in the background: each event in a turn of its own, to those who listened
 * when it was emitted, one after another, each awaited. With `setAsyncMode(false)` it delivers as Node's
 * emitter does.
 */
export class AsyncEventEmitter extends EventEmitter {
  _asyncMode = true;

  /** @param {boolean} enabled */
  setAsyncMode(enabled) {
    this._asyncMode = Boolean(enabled);
  }

  /**
   * @override
   * @param {string | symbol} event
   * @param {...any} args
   * @returns {boolean} whether anybody listens
   */
  emit(event, ...args) {
    if (!this._asyncMode) return this.emitSync(event, ...args);
    if (this.listenerCount(event) === 0) return false;
    setImmediate(deliverFrom, 0, this.rawListeners(event), this, event, args);
    return true;
  }

  /**
   * Delivers at once, whatever the mode.
   *
   * @param {string | symbol} event
   * @param {...any} args
   * @returns {boolean} whether anybody listened
   */
  emitSync(event, ...args) {
    return super.emit(event, ...args);
  }

  /** Removes all listeners. */
  destroy() {
    this.removeAllListeners();
  }
}

/** @type {WeakSet<Function>} what was added with `once` and has been called */
const spent = new WeakSet();

/**
 * Calls listeners one after another, and goes on later after one that returns a promise.
 *
 * @param {number} start
 * @param {Function[]} listeners
 * @param {AsyncEventEmitter} emitter
 * @param {string | symbol} event
 * @param {any[]} args
 */
function deliverFrom(start, listeners, emitter, event, args) {
  for (let position = start; position < listeners.length; position++) {
    const listener = /** @type {Listener & {listener?: Listener}} */ (listeners[position]);
    const taken = take(emitter, event, listener);
    try {
      const returned = /** @type {any} */ (taken?.(...args));
      if (typeof returned?.then === 'function') {
        Promise.resolve(returned)
          .catch((error) => report(emitter, event, error))
          .then(() => deliverFrom(position + 1, listeners, emitter, event, args));
        return;
      }
    } catch (error) {
      report(emitter, event, error);
    }
  }
}

/**
 * Tells of what a listener threw; what one of errors throws ends here.
 *
 * @param {AsyncEventEmitter} emitter
 * @param {string | symbol} event
 * @param {unknown} error
 */
function report(emitter, event, error) {
  if (event !== 'error' && emitter.listenerCount('error') > 0) emitter.emit('error', error);
}

/**
 * The function to call for a listener. One that was added with `once` is removed first, and is none
 * any more when another event has reached it.
 *
 * @param {AsyncEventEmitter} emitter
 * @param {string | symbol} event
 * @param {Listener & {listener?: Listener}} listener
 * @returns {Listener | null}
 */
function take(emitter, event, listener) {
  if (!listener.listener) return listener;
  if (spent.has(listener)) return null;
  spent.add(listener);
  emitter.removeListener(event, listener.listener);
  return listener.listener;
}

/**
 * An emitter whose listeners cannot break it: what they throw is reported to `onListenerError`, and
 * `error` without a listener is no exception.
 */
export class SafeEventEmitter extends EventEmitter {
  /**
   * @override
   * @param {string | symbol} event
   * @param {...any} args
   * @returns {boolean} whether anybody listened and nothing was thrown
   */
  emit(event, ...args) {
    if (event === 'error' && this.listenerCount('error') === 0) return false;
    try {
      return super.emit(event, ...args);
    } catch (error) {
      this.onListenerError(event, error);
      return false;
    }
  }

  /**
   * @param {string | symbol} _event
   * @param {unknown} _error
   */
  onListenerError(_event, _error) {}

  /** @returns {Record<string, number>} listeners per event */
  getListenerStats() {
    return Object.fromEntries(
      this.eventNames().map((event) => [String(event), this.listenerCount(event)]),
    );
  }

  /** @returns {number} */
  getTotalListenerCount() {
    return this.eventNames().reduce((total, event) => total + this.listenerCount(event), 0);
  }
}
