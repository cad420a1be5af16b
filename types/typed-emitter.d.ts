/** Event emitters whose listeners know their arguments. */
import { EventEmitter } from 'node:events';

/** A listener; it may be asynchronous. */
type Listener<Args extends unknown[]> = (...args: Args) => unknown;

/** An event that no type describes: its name is free, its arguments are anything. */
type FreeEvent<Events, E> = E extends keyof Events ? never : E;

/**
 * Node's emitter, typed.
 *
 * @template Events arguments of the listeners by event
 */
export class TypedEmitter<Events extends { [E in keyof Events]: unknown[] }> extends EventEmitter {
  /** Adds a listener. */
  on<E extends keyof Events>(event: E, listener: Listener<Events[E]>): this;
  on<E extends string | symbol>(event: FreeEvent<Events, E>, listener: Listener<any[]>): this;

  /** The same as `on`. */
  addListener<E extends keyof Events>(event: E, listener: Listener<Events[E]>): this;
  addListener<E extends string | symbol>(
    event: FreeEvent<Events, E>,
    listener: Listener<any[]>,
  ): this;

  /** Adds a listener that is called at most once. */
  once<E extends keyof Events>(event: E, listener: Listener<Events[E]>): this;
  once<E extends string | symbol>(event: FreeEvent<Events, E>, listener: Listener<any[]>): this;

  /** Removes a listener. */
  off<E extends keyof Events>(event: E, listener: Listener<Events[E]>): this;
  off<E extends string | symbol>(event: FreeEvent<Events, E>, listener: Listener<any[]>): this;

  /** The same as `off`. */
  removeListener<E extends keyof Events>(event: E, listener: Listener<Events[E]>): this;
  removeListener<E extends string | symbol>(
    event: FreeEvent<Events, E>,
    listener: Listener<any[]>,
  ): this;
}

export {};
