/** Loggers, of the interface of pino. */
import type { EventEmitter } from 'node:events';

import type { LogLevel } from './resource-config.js';

/** Writes fields or an Error, then a text and what stands for its placeholders; or the text alone. */
export interface LogMethod {
  (fields: object | null, text?: string, ...values: unknown[]): void;
  (text: string, ...values: unknown[]): void;
}

/** What `database.logger` is where the user gave none: it writes lines of JSON. */
export interface Logger extends EventEmitter {
  /** May be assigned: what is less grave is not written from then on. */
  level: LogLevel;
  readonly levelVal: number;
  readonly levels: {
    values: Readonly<Record<string, number>>;
    labels: Readonly<Record<number, string>>;
  };
  isLevelEnabled(level: LogLevel): boolean;
  /** Members of every line. */
  bindings(): Record<string, any>;
  setBindings(bindings: Record<string, any>): void;
  child(bindings: Record<string, any>, options?: { level?: LogLevel }): Logger;
  flush(done?: () => void): void;
  trace: LogMethod;
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  fatal: LogMethod;
  silent: LogMethod;
}
