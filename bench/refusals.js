import { sequentially } from './concurrency.js';

/**
 * Calls that both packages refuse.
 *
 * @typedef {import('./operations.js').Operation} Operation
 */

/**
 * @param {Promise<unknown>} call
 * @returns {Promise<boolean>} whether it failed
 */
const isRefused = (call) =>
  call.then(
    () => false,
    () => true,
  );

/** @param {unknown[]} list */
const length = (list) => list.length;

/** @type {Operation} */
const missingGet = {
  name: 'missing get',
  unit: 'call',
  size: 3000,
  scaled: true,
  prepare({ resource }, size) {
    const ids = Array.from({ length: size }, (_, index) => `absent-${index}`);
    return {
      run: () => sequentially(ids, (id) => isRefused(resource.get(id))),
      items: length,
      evidence: async (answers) => answers,
    };
  },
};

/** @type {Operation} */
const duplicateInsert = {
  name: 'duplicate insert',
  unit: 'call',
  size: 3000,
  scaled: true,
  prepare(session, size) {
    const { resource } = session;
    const ids = session.ids(size);
    const records = session.records(size).map((record, index) => ({ ...record, id: ids[index] }));
    return {
      run: () => sequentially(records, (record) => isRefused(resource.insert(record))),
      items: length,
      evidence: async (answers) => [answers, await resource.getMany(ids.slice(0, 1))],
    };
  },
};

export const REFUSALS = [missingGet, duplicateInsert];
