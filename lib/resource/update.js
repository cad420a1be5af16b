/**
 * update and patch: a record with other fields.
 *
 * @module
 */
import { ResourceError, ValidationError } from '../errors.js';
import { recyclePreimage } from '../preimage.js';
import { copyRecord } from '../record-copy.js';
import { attempt } from './attempt.js';
import { moveLater } from './deferred-references.js';
import { requireId } from './id.js';
import { loadRecord, loadUntold } from './load.js';
import { merge, withoutSystemFields } from './merge.js';
import { correct, readReport, tell } from './report.js';
import { isoNow, refreshMetadata } from './timestamps.js';
import { check, invalid, requireFields } from './verdict.js';
import { keepHistory } from './version.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * What a record must be.
 *
 * @typedef {object} Expected
 * @property {string} tag its `_etag`
 * @property {number} seenAt when it was loaded, by `performance.now()`
 */

/**
 * @typedef {object} Change
 * @property {any} preimage
 * @property {Fields} before the record that was loaded
 * @property {Fields} merged its new form
 * @property {import('../hooks.js').Hooks | null} hooks null where those of update do not run
 * @property {'update' | 'patch' | 'updateConditional'} [operation]
 * @property {Expected} [expected] where the update has a condition
 * @property {import('../engine.js').Read<import('./report.js').Report>} [read]
 * @property {import('./limit.js').Limit} [limit]
 */

/** Milliseconds for which a record that was loaded counts as seen just now. */
const RECENT = 500;

/**
 * @callback Refusal
 * @param {Resource} resource
 * @param {import('../validator.js').ValidationFailure[]} failures
 * @param {Fields} merged
 * @returns {Error}
 */

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {Fields} attributes
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields>}
 */
export async function update(resource, id, attributes, limit) {
  const key = requireId(id);
  const { preimage, record } = await loadRecord(resource, key, 'update').catch((error) => {
    throw error?.code === 'NoSuchKey' ? missing(resource, key, error) : error;
  });
  if (typeof attributes !== 'object' || attributes === null) {
    throw new TypeError('update requires an object of attributes');
  }
  const merged = merge(record, attributes);
  const { hooks } = resource._core;
  return commit(resource, key, { preimage, before: record, merged, hooks, limit }, refuseUpdate);
}

/** @type {Refusal} */
function refuseUpdate(resource, failures, merged) {
  const shown = JSON.stringify(resource._core.plan.mask.failures(failures));
  return invalid(resource, `validation: ${shown}`, failures, merged);
}

/** @type {Refusal} */
function refusePatch(resource, failures) {
  return new ValidationError('Validation failed during patch', {
    bucket: resource.bucket,
    resourceName: resource.name,
    validation: resource._core.plan.mask.failures(failures),
  });
}

/** Behaviors whose patch is no update: it runs no hooks but its own, and has an error of its own. */
const PATCHED_IN_PLACE = new Set(['enforce-limits', 'truncate-data']);

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {Fields} fields
 * @param {object} [options]
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields>}
 */
export async function patch(resource, id, fields, options, limit) {
  const { hooks } = resource._core;
  const key = requireId(id);
  const changes = requireFields('fields', fields);
  if (hooks.has('beforePatch')) await hooks.run('beforePatch', { id, fields: changes, options });
  const inPlace = PATCHED_IN_PLACE.has(resource.behavior);
  const isDotted = Object.keys(changes).some((name) => name.includes('.'));
  const result = await (inPlace && !isDotted
    ? patchInPlace(resource, key, changes, limit)
    : update(resource, key, changes, limit));
  return hooks.has('afterPatch') ? hooks.run('afterPatch', result) : result;
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {Fields} changes
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields>}
 */
async function patchInPlace(resource, id, changes, limit) {
  const { preimage, record } = await loadUntold(resource, id, 'patch').catch((error) => {
    throw error?.code === 'NoSuchKey' ? (error.original ?? error) : error;
  });
  const change = { preimage, before: record, merged: merge(record, changes), hooks: null, limit };
  return commit(resource, id, { ...change, operation: 'patch' }, refusePatch);
}

/**
 * Validates and writes the new form of a record that was loaded.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {Change} change
 * @param {Refusal} refuse
 * @returns {Promise<Fields>}
 */
export async function commit(resource, id, change, refuse) {
  const { preimage, before, merged, hooks, expected, limit } = change;
  const { operation = 'update', read = readReport } = change;
  const { plan } = resource._core;
  if (resource.config.timestamps) {
    merged.updatedAt = isoNow();
    if (hooks) refreshMetadata(plan, merged, merged.updatedAt);
  }
  let changed = merged;
  if (hooks?.has('beforeUpdate')) {
    changed = { ...before, ...(await hooks.run('beforeUpdate', merged)) };
  }
  const data = plan.copy(withoutSystemFields(changed, plan.markedNames));
  const failures = await check(resource, data, id);
  if (failures) throw refuse(resource, failures, merged);
  if (before._versionMapped && resource.versioningEnabled) {
    await keepHistory(resource, id, before, operation);
  }
  const oldDates = plan.dates.frame(before);
  const engine = resource._engine;
  const write = () =>
    engine.commit(
      preimage,
      plan.encodeUpdate(data, before),
      oldDates,
      read,
      expected && { tag: expected.tag, isRecent: performance.now() - expected.seenAt < RECENT },
    );
  const report = await attempt(resource, 'update', id, write, limit);
  if (engine.defersReferences) moveLater(resource, engine, { id, preimage, operation });
  else recyclePreimage(preimage);
  const record = correct(resource, data, report);
  record.id = id;
  tell(resource, operation, report, record);
  const result = hooks?.has('afterUpdate') ? await hooks.run('afterUpdate', record) : record;
  if (resource._hears('updated', id)) {
    const payload = { ...record, $before: copyRecord(before), $after: copyRecord(result) };
    resource._emitStandardized('updated', payload, id);
  }
  return result;
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {unknown} original
 */
function missing({ bucket, name: resourceName }, id, original) {
  return new ResourceError(missingText(id), {
    bucket,
    resourceName,
    id,
    original,
    code: 'NoSuchKey',
    statusCode: 404,
    operation: 'update',
  });
}

/**
 * @param {string} id
 * @returns {string} what is said of a record that is to be updated and is not there
 */
export function missingText(id) {
  return `Resource with id '${id}' does not exist`;
}
