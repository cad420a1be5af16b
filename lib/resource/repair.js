/**
 * repairPartitions: references are made to agree with their records.
 *
 * @module
 */
import { ALL_RECORDS } from '../engine/walk.js';
import { attempt } from './attempt.js';
import { pageReader } from './page.js';
import { readFailures } from './report.js';

/** @typedef {import('../resource.js').Resource} Resource */

/**
 * @typedef {object} RepairReport
 * @property {boolean} dryRun
 * @property {number} records that were looked at
 * @property {number} references that were looked at
 * @property {string[]} missing keys of references that records lacked
 * @property {string[]} dangling keys of references that no record has
 * @property {Error[]} failed references that could not be repaired and records that cannot be read
 */

/** Keys that are looked at in one call. */
const PAGE = 1000;

/** How often a record that others keep changing is looked at again. */
const ATTEMPTS = 5;

/**
 * Writes missing references of all records and deletes dangling ones, of the partitions that the
 * resource has now. Records without references get them, as after a partition was added.
 *
 * @param {Resource} resource
 * @param {{dryRun?: boolean}} [options] dryRun only finds them
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<RepairReport>}
 */
export async function repairPartitions(resource, { dryRun = false } = {}, limit) {
  /** @type {RepairReport} */
  const report = { dryRun, records: 0, references: 0, missing: [], dangling: [], failed: [] };
  const partitions = Object.keys(resource.config.partitions);
  if (partitions.length === 0) return report;
  await resource._core.deferred.settled();
  for await (const ids of pages(resource, 'listIds', ALL_RECORDS)) {
    if (limit) await limit.pass();
    report.records += ids.length;
    await index(resource, ids, report);
  }
  for (const partition of partitions) {
    for await (const keys of pages(resource, 'listKeys', { partition, values: [] })) {
      if (limit) await limit.pass();
      report.references += keys.length;
      await prune(resource, keys, report);
    }
  }
  return report;
}

/**
 * @param {Resource} resource
 * @param {'listIds' | 'listKeys'} listing
 * @param {import('../engine/walk.js').Walk} walk
 * @returns {AsyncGenerator<string[]>}
 */
async function* pages(resource, listing, walk) {
  /** @type {string | null} */
  let after = null;
  do {
    /** @type {import('../engine/walk.js').Range} */
    const range = { after, limit: PAGE };
    /** @type {{texts: string[], next: string | null}} */
    const page = await attempt(resource, 'repairPartitions', undefined, () =>
      resource._engine[listing](walk, range, readTextPage),
    );
    yield page.texts;
    after = page.next;
  } while (after !== null);
}

/** @param {import('../frame/reply.js').ReplyReader} reply */
function readTextPage(reply) {
  return { texts: readTexts(reply), next: reply.value() };
}

/**
 * @param {import('../frame/reply.js').ReplyReader} reply
 * @returns {string[]}
 */
function readTexts(reply) {
  return Array.from({ length: reply.value() }, () => reply.value());
}

/**
 * @param {Resource} resource
 * @param {string[]} ids
 * @param {RepairReport} report
 */
async function index(resource, ids, report) {
  let rest = ids;
  for (let attempts = 0; rest.length > 0 && attempts < ATTEMPTS; attempts++) {
    const dates = await datesOf(resource, rest);
    const asked = rest;
    const repair = await attempt(resource, 'repairPartitions', undefined, () =>
      resource._engine.index(asked, dates, report.dryRun, readRepair),
    );
    report.missing.push(...repair.keys.map((key) => relative(resource, key)));
    report.failed.push(...repair.failed);
    rest = repair.changed;
  }
}

/**
 * @param {Resource} resource
 * @param {string[]} keys
 * @param {RepairReport} report
 */
async function prune(resource, keys, report) {
  const ids = keys.map((key) => key.slice(key.lastIndexOf('/id=') + '/id='.length));
  const dates = await datesOf(resource, ids);
  const repair = await attempt(resource, 'repairPartitions', undefined, () =>
    resource._engine.prune(keys, dates, report.dryRun, readRepair),
  );
  report.dangling.push(...repair.keys.map((key) => relative(resource, key)));
  report.failed.push(...repair.failed);
  await index(resource, repair.changed, report);
}

/**
 * What a repair found (`Repair::write` in `src/resource/repair.rs`).
 *
 * @param {import('../frame/reply.js').ReplyReader} reply
 */
function readRepair(reply) {
  return { keys: readTexts(reply), changed: readTexts(reply), failed: readFailures(reply) };
}

/**
 * The dates of partition fields that only JavaScript can read.
 *
 * @param {Resource} resource
 * @param {string[]} ids
 * @returns {Promise<string[]>} for each id; empty where there are no such fields
 */
async function datesOf(resource, ids) {
  const { dates } = resource._core.plan;
  if (dates.fields.length === 0) return [];
  const page = await attempt(resource, 'repairPartitions', undefined, () =>
    resource._engine.getMany(ids, pageReader(resource, 'repairPartitions')),
  );
  // What cannot be read has no fields, and its references are left as they are.
  return page.entries.map((entry) => dates.frame(entry));
}

/**
 * @param {Resource} resource
 * @param {string} key
 * @returns {string} the key below the connection's prefix
 */
function relative({ name }, key) {
  return key.slice(key.indexOf(`resource=${name}/partition=`));
}
