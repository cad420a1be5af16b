import type { EventEmitter } from 'node:events';

/**
 * An emitter that delivers in the background: each event in a turn of its own, its listeners one
 * after another, each awaited.
 */
export declare class AsyncEventEmitter extends EventEmitter {
  /** With `false`, delivers as Node's emitter does. */
  setAsyncMode(enabled: boolean): void;

  /** Delivers at once, whatever the mode. Answers whether anybody listened. */
  emitSync(event: string | symbol, ...args: any[]): boolean;

  /** Removes all listeners. */
  destroy(): void;
}

/** An emitter whose listeners cannot break it, and whose `error` needs no listener. */
export declare class SafeEventEmitter extends EventEmitter {
  /** Hears what a listener has thrown; does nothing unless it is overridden. */
  onListenerError(event: string | symbol, error: unknown): void;

  /** Listeners per event. */
  getListenerStats(): Record<string, number>;

  getTotalListenerCount(): number;
}
