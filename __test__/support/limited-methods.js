/**
 * Methods that take `{ signal, timeout }`, and resources to call them on.
 */
import { join } from 'node:path';

import { expect } from '@jest/globals';

import { FileSystemClient, MemoryClient, Resource } from '../../index.js';
import { newFolder, removeFolder } from './client-kinds.js';
import { MapClient } from './map-client.js';

const ATTRIBUTES = { name: 'string|required', region: 'string|optional' };
const PARTITIONS = { byRegion: { fields: { region: 'string' } } };
export const RECORD = { name: 'n', region: 'EU' };
const MOVED = { id: 'a', name: 'n', region: 'US' };

/** A client whose requests take some milliseconds. */
export class SlowClient extends MapClient {
  delay = 0;

  constructor() {
    super();
    const methods = ['putObject', 'headObject', 'getObject', 'copyObject', 'deleteObject'];
    for (const method of [...methods, 'deleteObjects', 'listObjects', 'deleteAll']) {
      const request = this[method].bind(this);
      this[method] = async (...args) => {
        this.started++;
        await new Promise((resolve) => setTimeout(resolve, this.delay));
        return request(...args);
      };
    }
  }

  started = 0;
}

const folder = newFolder();
let buckets = 0;

/** To be called after the tests of a file. */
export const removeFiles = () => removeFolder(folder);

export const CLIENTS = {
  memory: () => new MemoryClient({ bucket: `limit-${++buckets}`, keyPrefix: 'app' }),
  file: () => new FileSystemClient({ basePath: join(folder, String(++buckets)) }),
  slow: () => new SlowClient(),
};

/** Four records in a partition. */
export async function filled(client, config = {}) {
  const resource = new Resource({
    name: 'users',
    client,
    attributes: ATTRIBUTES,
    partitions: PARTITIONS,
    paranoid: false,
    ...config,
  });
  for (const id of ['a', 'b', 'c', 'd']) {
    const { _etag } = await resource.insert({ id, ...RECORD });
    resource.tagOfA ??= _etag;
  }
  return resource;
}

const READS = {
  get: (resource, options) => resource.get('a', options),
  getOrNull: (resource, options) => resource.getOrNull('a', options),
  getOrThrow: (resource, options) => resource.getOrThrow('a', options),
  getMany: (resource, options) => resource.getMany(['a', 'b'], options),
  getAll: (resource, options) => resource.getAll(options),
  list: (resource, options) => resource.list({ limit: 3, ...options }),
  listMain: (resource, options) => resource.listMain({ limit: 3, ...options }),
  listPartition: (resource, options) =>
    resource.listPartition({ partition: 'byRegion', ...options }),
  page: (resource, options) => resource.page({ size: 2, ...options }),
  getFromPartition: (resource, options) =>
    resource.getFromPartition(
      { id: 'a', partitionName: 'byRegion', partitionValues: { region: 'EU' } },
      options,
    ),
  listIds: (resource, options) => resource.listIds({ ...options }),
  count: (resource, options) => resource.count({ ...options }),
  exists: (resource, options) => resource.exists('a', options),
  query: (resource, options) => resource.query({ name: 'n' }, { limit: 3, ...options }),
  content: (resource, options) => resource.content('a', options),
  hasContent: (resource, options) => resource.hasContent('a', options),
  processPartitionResults: (resource, options) =>
    resource.processPartitionResults(['a', 'b'], 'byRegion', PARTITIONS.byRegion, [], options),
  processListResults: (resource, options) => resource.processListResults(['a', 'b'], options),
};

const WRITES = {
  insert: (resource, options) => resource.insert({ id: 'x', ...RECORD }, options),
  insertMany: (resource, options) => resource.insertMany([{ id: 'x', ...RECORD }], options),
  update: (resource, options) => resource.update('a', { region: 'US' }, options),
  patch: (resource, options) => resource.patch('a', { region: 'US' }, options),
  replace: (resource, options) => resource.replace('a', { name: 'm', region: 'US' }, options),
  upsert: (resource, options) => resource.upsert({ id: 'a', ...RECORD, region: 'US' }, options),
  delete: (resource, options) => resource.delete('a', options),
  deleteMany: (resource, options) => resource.deleteMany(['a', 'b'], options),
  deleteAll: (resource, options) => resource.deleteAll(options),
  deleteAllData: (resource, options) => resource.deleteAllData(options),
  repairPartitions: (resource, options) => resource.repairPartitions({ ...options }),
  setContent: (resource, options) => resource.setContent({ id: 'a', buffer: 'text' }, options),
  deleteContent: (resource, options) => resource.deleteContent('a', options),
  updateConditional: async (resource, options) => {
    const { data } = await resource.updateConditional(
      'a',
      { region: 'US' },
      { ifMatch: resource.tagOfA, ...options },
    );
    return data;
  },
  createHistoricalVersion: (resource, options) =>
    resource.createHistoricalVersion('a', RECORD, options),
  createPartitionReferences: (resource, options) =>
    resource.createPartitionReferences(MOVED, options),
  updatePartitionReferences: (resource, options) =>
    resource.updatePartitionReferences(MOVED, options),
  deletePartitionReferences: (resource, options) =>
    resource.deletePartitionReferences(MOVED, options),
  handlePartitionReferenceUpdates: (resource, options) =>
    resource.handlePartitionReferenceUpdates({ id: 'a', ...RECORD }, MOVED, options),
  handlePartitionReferenceUpdate: (resource, options) =>
    resource.handlePartitionReferenceUpdate(
      'byRegion',
      PARTITIONS.byRegion,
      { id: 'a', ...RECORD },
      MOVED,
      options,
    ),
};

/** Methods with requests, each as a call that takes a limit. */
export const METHODS = { ...READS, ...WRITES };
export const isWrite = (method) => Object.hasOwn(WRITES, method);

export const withoutTimes = (value) =>
  JSON.parse(JSON.stringify(value ?? null, (k, v) => (k === '_lastModified' ? undefined : v)));

/** What a call that was broken off rejects with. */
export const failure = (name, method, isUnknown) => ({
  name,
  operation: method,
  outcome: isUnknown ? 'unknown' : 'none',
  ...(name === 'AbortError'
    ? { code: 'ABORT_ERR', statusCode: 499, retriable: false }
    : { code: 'TIMEOUT', statusCode: 408, retriable: !isUnknown, timeout: 5 }),
  message: expect.stringMatching(
    new RegExp(
      `^${method}\\(\\) ${name === 'AbortError' ? 'was aborted' : 'took longer than 5 ms'}` +
        `${isUnknown ? '; whether it has an effect is unknown' : ''}$`,
    ),
  ),
});
