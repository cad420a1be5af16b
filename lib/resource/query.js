/**
 * query: records whose attributes are equal to the ones of a filter, or on its days.
 *
 * @module
 */
import { writePair } from '../attribute-tree.js';
import { FrameWriter } from '../frame/write.js';
import { canBatch } from '../route.js';
import { DEFAULT_LIMIT, countOf, list, markPartition, valueAt } from './list.js';
import { readPage } from './page.js';
import { applyRule } from './partition-rule.js';
import { choosePartition } from './query-plan.js';
import { walkOf } from './walk.js';

/** Most records of a batch that hooks or listeners see, of several the first. */
const SEEN_LIMIT = 50;

/** A day, as partitions with a `date` rule have it in their keys. */
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Bytes for the frame of a filter at first. */
const FILTER_ROOM = 1024;

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./walk.js').Selection & {limit?: number, offset?: number}} QueryOptions */

/**
 * @param {Resource} resource
 * @param {Fields} [filter] attribute or dotted path to value; strict equality
 * @param {QueryOptions} [options]
 * @param {import('./limit.js').Limit} [time] that the call may take
 * @returns {Promise<Fields[]>}
 */
export async function query(resource, filter = {}, options = {}, time) {
  const { hooks } = resource._core;
  const { limit = 100, offset = 0, partition = null, partitionValues = {} } = options;
  if (hooks.has('beforeQuery')) {
    await hooks.run('beforeQuery', { filter, limit, offset, partition, partitionValues });
  }
  const request = { limit, offset, partition, partitionValues };
  if (Object.keys(filter).length === 0) return list(resource, request, time);
  const selection = choosePartition(resource, filter, request);
  const records = await readMatches(resource, selection, Object.entries(filter), request, time);
  return hooks.has('afterQuery') ? hooks.run('afterQuery', records) : records;
}

/**
 * @param {Resource} resource
 * @param {import('./walk.js').Selection} selection
 * @param {Array<[string, unknown]>} filter
 * @param {{limit: number, offset: number}} request
 * @param {import('./limit.js').Limit} [time]
 * @returns {Promise<Fields[]>}
 */
async function readMatches(resource, selection, filter, { limit, offset }, time) {
  const wanted = countOf(limit);
  if (wanted === 0) return [];
  const { partition } = selection;
  const walk = walkOf(resource, selection, 'page');
  const { scalarPaths } = resource._core.plan;
  const days = filter.filter(([path, value]) => isDayOf(resource, path, value));
  const isDecidable = (/** @type {[string, unknown]} */ condition) =>
    isScalarPath(scalarPaths, condition) && !days.includes(condition);
  const { hooks } = resource._core;
  const isHooked = hooks.has('beforeList') || hooks.has('afterList');
  const isUnheard = !time && canBatch(resource) && !isHooked && !resource._hears('fetched');
  const decided = isUnheard ? filter.filter(isDecidable) : [];
  const residual = filter.filter((condition) => !decided.includes(condition));
  const frame = filterFrame(decided);
  /** @type {Fields[]} */
  const matches = [];
  let skip = countOf(offset);
  let after = null;
  let passed = offset;
  let seen = isUnheard ? DEFAULT_LIMIT : Math.min(wanted, SEEN_LIMIT);
  do {
    const left = residual.length === 0 ? wanted - matches.length : seen;
    const batch = isHooked ? Math.min(wanted, SEEN_LIMIT) : left;
    if (isHooked) await hooks.run('beforeList', listCall(selection, batch, passed));
    const page = await readPage(
      resource,
      walk,
      { after, skip, limit: batch, filter: frame },
      'query',
      time,
    );
    if (partition) for (const record of page.records) markPartition(resource, partition, record);
    /** @type {Fields[]} */
    const records = isHooked ? await hooks.run('afterList', page.records) : page.records;
    const found = records.filter((record) => holds(residual, days, record));
    matches.push(...found.slice(0, wanted - matches.length));
    after = page.next;
    skip = 0;
    passed += batch;
    seen = Math.min(2 * seen, DEFAULT_LIMIT);
  } while (after !== null && matches.length < wanted);
  tellMatches(resource, selection, matches.length);
  return matches;
}

/**
 * @param {Resource} resource
 * @param {import('./walk.js').Selection} selection
 * @param {number} count
 */
function tellMatches(resource, { partition, partitionValues }, count) {
  if (!resource._hears('list')) return;
  const through = partition ? { partition, partitionValues } : {};
  resource._emitStandardized('list', { ...through, count, errors: 0 });
}

/**
 * @param {import('./walk.js').Selection} selection
 * @param {number} limit
 * @param {number} offset
 */
function listCall({ partition = null, partitionValues = {} }, limit, offset) {
  return { partition, partitionValues, limit, offset };
}

/** @param {Array<[string, unknown]>} conditions */
function filterFrame(conditions) {
  const writer = new FrameWriter(FILTER_ROOM);
  for (const [path, value] of conditions) writePair(path, value, writer);
  return writer.toString();
}

/** @param {unknown} value */
function isScalar(value) {
  if (typeof value === 'string') return value.isWellFormed();
  return value === null || value === undefined || ['number', 'boolean'].includes(typeof value);
}

/**
 * @param {Set<string>} scalarPaths
 * @param {[string, unknown]} condition
 * @returns {boolean} whether the engine can tell if the condition holds
 */
function isScalarPath(scalarPaths, [path, value]) {
  return (scalarPaths.has(path) || path === 'id') && isScalar(value);
}

/**
 * A day is what a partition with a `date` rule makes of times: in a query it stands for all of them,
 * whichever partition answers.
 *
 * @param {Resource} resource
 * @param {string} path
 * @param {unknown} value
 */
function isDayOf({ config: { partitions } }, path, value) {
  if (typeof value !== 'string' || !DAY.test(value)) return false;
  return Object.values(partitions).some(({ fields }) => fields[path]?.includes('date'));
}

/**
 * @param {Array<[string, unknown]>} conditions
 * @param {Array<[string, unknown]>} days those of them that stand for a day
 * @param {Fields} record
 */
function holds(conditions, days, record) {
  return conditions.every((condition) => {
    const [path, value] = condition;
    const own = valueAt(record, path);
    return own === value || (days.includes(condition) && applyRule(own, 'date') === value);
  });
}
