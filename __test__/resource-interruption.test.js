/**
 * Calls that are broken off after they began, on every client: right behind their beginning, and while
 * a hook of theirs waits.
 */
import { getEventListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, describe, expect, test } from '@jest/globals';

import {
  CLIENTS,
  METHODS,
  failure,
  filled,
  isWrite,
  removeFiles,
} from './support/limited-methods.js';

afterAll(removeFiles);

/** Milliseconds that a hook waits: longer than the call may take. */
const WAIT = 20;

/** The first hook of each method that has any. */
const FIRST_HOOKS = {
  get: 'beforeGet',
  getOrNull: 'beforeGet',
  getOrThrow: 'beforeGet',
  getMany: 'beforeGetMany',
  getAll: 'beforeGet',
  list: 'beforeList',
  listMain: 'beforeGet',
  listPartition: 'beforeGet',
  page: 'beforeGet',
  getFromPartition: 'beforeGet',
  count: 'beforeCount',
  exists: 'beforeExists',
  query: 'beforeQuery',
  processListResults: 'beforeGet',
  processPartitionResults: 'beforeGet',
  insert: 'beforeInsert',
  insertMany: 'beforeInsert',
  update: 'beforeGet',
  patch: 'beforePatch',
  replace: 'beforeReplace',
  upsert: 'beforeInsert',
  delete: 'beforeGet',
  deleteMany: 'beforeDeleteMany',
  setContent: 'beforeGet',
  updateConditional: 'beforeGet',
};

/** Resolves with what is thrown, or undefined. */
const thrownBy = (call) => call.then(() => undefined).catch((error) => error);

describe.each(Object.keys(CLIENTS))('on a client of the kind %s', (kind) => {
  test.each(Object.keys(METHODS))('%s is broken off right after it began', async (method) => {
    const resource = await filled(CLIENTS[kind]());
    const controller = new AbortController();
    const { signal } = controller;
    const ended = thrownBy(METHODS[method](resource, { signal }));
    controller.abort('changed my mind');
    const error = await ended;
    expect(error).toMatchObject(failure('AbortError', method, isWrite(method)));
    expect(error.original).toBe('changed my mind');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await resource.flushPartitions();
  });

  describe.each([
    ['AbortError', (controller) => setTimeout(() => controller.abort(), 5)],
    ['TimeoutError', () => {}],
  ])('%s', (name, begin) => {
    test.each(Object.entries(FIRST_HOOKS))('while %s waits in %s', async (method, hook) => {
      const resource = await filled(CLIENTS[kind]());
      const seen = [];
      resource.addHook(hook, (data) => wait(WAIT).then(() => (seen.push(hook), data)));
      const controller = new AbortController();
      begin(controller);
      const { signal } = controller;
      const limit = name === 'AbortError' ? { signal } : { signal, timeout: 5 };
      const error = await thrownBy(METHODS[method](resource, limit));
      expect(seen).toEqual([]);
      expect(error).toMatchObject(failure(name, method, isWrite(method)));
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      await wait(WAIT);
    });
  });
});

test('methods without a hook are those that list keys, clear, repair, and move content or references', () => {
  const others = Object.keys(METHODS).filter((method) => !Object.hasOwn(FIRST_HOOKS, method));
  expect(others.sort()).toEqual([
    'content',
    'createHistoricalVersion',
    'createPartitionReferences',
    'deleteAll',
    'deleteAllData',
    'deleteContent',
    'deletePartitionReferences',
    'handlePartitionReferenceUpdate',
    'handlePartitionReferenceUpdates',
    'hasContent',
    'listIds',
    'repairPartitions',
    'updatePartitionReferences',
  ]);
});
