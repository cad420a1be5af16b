/** Streams of records. */
import { Readable, Writable } from 'node:stream';

import type { StoredRecord } from './record.js';
import type { LimitOptions, PartitionOptions } from './resource-options.js';
import type { Resource } from './resource.js';

/** Options of writable. */
export interface WritableOptions extends LimitOptions {
  /** Records that are read at a time, or may wait to be inserted; 10 when absent. */
  batchSize?: number;
  /** Records that are read or inserted at the same time; 5 when absent. */
  concurrency?: number;
}

/** Options of readable. */
export interface ReadableOptions extends WritableOptions, PartitionOptions {}

/** Options of a reader that is constructed. */
export interface ReaderOptions<R = any> extends ReadableOptions {
  resource: Resource<R, any>;
}

/** Options of a writer that is constructed. */
export interface WriterOptions extends WritableOptions {
  resource: Resource<any, any>;
}

/** A stream of items at the keys of a resource or partition, in the order of the keys. */
declare class ItemReader<Item> extends Readable {
  /**
   * @throws {PartitionError} for an unknown partition
   * @throws {StreamError} without a resource
   * @throws {ValidationError} 400 for a size that is no whole number above 0
   */
  constructor(options: ReaderOptions);

  readonly batchSize: number;
  readonly concurrency: number;
  [Symbol.asyncIterator](): NodeJS.AsyncIterator<Item>;
  on(event: 'data', listener: (item: Item) => void): this;
  /** With an id: the record could not be read, and the stream goes on. */
  on(event: 'error', listener: (error: any, id?: string) => void): this;
  on(event: string | symbol, listener: (...args: any[]) => void): this;
  read(size?: number): Item | null;
  /** @returns itself */
  build(): this;
}

/** A stream of records. */
export class ResourceReader<R = any> extends ItemReader<StoredRecord<R>> {
  constructor(options: ReaderOptions<R>);
}

/** A stream of ids. */
export class ResourceIdsReader extends ItemReader<string> {}

/** A stream of arrays of ids, at most `batchSize` in each. */
export class ResourceIdsPageReader extends ItemReader<string[]> {}

/** A stream that inserts the records that are written to it. */
export class ResourceWriter extends Writable {
  /**
   * @throws {StreamError} without a resource
   * @throws {ValidationError} 400 for a size that is no whole number above 0
   */
  constructor(options: WriterOptions);

  readonly batchSize: number;
  readonly concurrency: number;
  /** With a record: it could not be inserted, and the stream goes on. */
  on(event: 'error', listener: (error: any, record?: any) => void): this;
  on(event: string | symbol, listener: (...args: any[]) => void): this;
  /** @returns itself */
  build(): this;
}

export {};
