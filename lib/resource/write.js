/**
 * insert, replace, update and patch of one record.
 *
 * @module
 */
import { applyDefaults } from '../defaults.js';
import { ResourceError, ValidationError } from '../errors.js';
import { invalidItem } from '../failure.js';
import { generateAbsent, withPasswords } from '../generated-value.js';
import { recyclePreimage } from '../preimage.js';
import { copyRecord } from '../record-copy.js';
import { attempt } from './attempt.js';
import { contentOf } from './content.js';
import { moveLater } from './deferred-references.js';
import { isGiven, newId, requireId } from './id.js';
import { loadRecord, loadUntold } from './load.js';
import { merge, withoutSystemFields } from './merge.js';
import { correct, readReport, tell } from './report.js';
import { refreshMetadata } from './timestamps.js';
import { keepHistory } from './version.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('../validator.js').ValidationFailure[] | null} Failures null if a record is valid */
/** @typedef {{content?: Uint8Array | string, contentType?: string}} InsertOptions */

/**
 * @typedef {object} Change
 * @property {any} preimage
 * @property {Fields} before the record that was loaded
 * @property {Fields} merged its new form
 * @property {import('../hooks.js').Hooks | null} hooks null where those of update do not run
 * @property {'update' | 'patch' | 'updateConditional'} [operation]
 * @property {string} [ifMatch] `ETag` that the record must have
 * @property {import('../engine.js').Read<import('./report.js').Report>} [read]
 */

/**
 * @callback Refusal
 * @param {Resource} resource
 * @param {import('../validator.js').ValidationFailure[]} failures
 * @param {Fields} merged
 * @returns {Error}
 */

/**
 * @param {Resource} resource
 * @param {Fields} attributes
 * @param {InsertOptions} [options]
 * @returns {Promise<Fields>}
 */
export async function insert(resource, attributes, options) {
  if (!options?.content && insertsAtOnce(resource)) {
    return insertAtOnce(resource, attributes, options);
  }
  const { hooks, plan } = resource._core;
  let data = newData(resource, attributes);
  let { id } = attributes;
  if (hooks.has('beforeInsert')) {
    const changed = await hooks.run('beforeInsert', id === undefined ? data : { id, ...data });
    id = changed.id;
    data = plan.copy(changed);
  }
  const passwords = generateAbsent(plan, data);
  refuseInvalid(resource, data, await check(resource, data, id));
  const key = await newId(resource, id, data);
  const content = options?.content
    ? await contentOf(options.content, options.contentType)
    : undefined;
  const report = await send(resource, key, data, content);
  const record = finishInsert(resource, data, id, report, options);
  tell(resource, 'insert', report, record);
  const result = hooks.has('afterInsert') ? await hooks.run('afterInsert', record) : record;
  resource._emitStandardized('inserted', result, report.id);
  return withPasswords(plan, result, passwords);
}

/**
 * @param {Resource} resource
 * @returns {boolean} whether an insert waits for nobody but the engine
 */
export function insertsAtOnce({ _core: { hooks, plan }, idGeneratorType }) {
  return (
    idGeneratorType !== 'custom' &&
    !plan.validator.isAsync &&
    !hooks.has('beforeInsert') &&
    !hooks.has('afterInsert')
  );
}

/**
 * An insert without content that waits for nobody but the engine.
 *
 * @param {Resource} resource
 * @param {Fields} attributes
 * @param {InsertOptions} [options]
 * @returns {Fields | Promise<Fields>} no promise where the engine's call was not asynchronous
 */
export function insertAtOnce(resource, attributes, options) {
  const { plan } = resource._core;
  const data = newData(resource, attributes);
  const { id } = attributes;
  const passwords = generateAbsent(plan, data);
  // Only what `insertsAtOnce` excludes gives promises here.
  refuseInvalid(resource, data, /** @type {Failures} */ (check(resource, data, id)));
  const key = /** @type {string | undefined} */ (newId(resource, id, data));
  const conclude = (/** @type {import('./report.js').Report} */ report) => {
    const record = finishInsert(resource, data, id, report, options);
    tell(resource, 'insert', report, record);
    resource._emitStandardized('inserted', record, report.id);
    return withPasswords(plan, record, passwords);
  };
  const report = send(resource, key, data);
  return report instanceof Promise ? report.then(conclude) : conclude(report);
}

/**
 * @param {Resource} resource
 * @param {Fields} attributes
 * @returns {Fields} a copy of its own, with timestamps and defaults
 */
function newData(resource, attributes) {
  if (typeof attributes !== 'object' || attributes === null) {
    throw new TypeError('insert requires an object of attributes');
  }
  const { plan } = resource._core;
  const data = plan.copy(attributes);
  if (resource.config.timestamps) {
    data.createdAt = isoNow();
    data.updatedAt = data.createdAt;
  }
  return applyDefaults(data, plan.defaults);
}

/**
 * @param {Resource} resource
 * @param {Fields} data
 * @param {Failures} failures
 */
function refuseInvalid(resource, data, failures) {
  if (failures) throw invalid(resource, failures[0]?.message ?? 'Insert failed', failures, data);
}

/**
 * @param {Resource} resource
 * @param {string | undefined} key
 * @param {Fields} data
 * @param {import('../engine.js').Content} [content]
 */
function send(resource, key, data, content) {
  return attempt(resource, 'insert', key, () =>
    resource._engine.insert(key, resource._core.plan.encode(data), content, readReport),
  );
}

/**
 * @param {Resource} resource
 * @param {Fields} data
 * @param {unknown} id as the caller gave it
 * @param {import('./report.js').Report} report
 * @param {InsertOptions} [options]
 * @returns {Fields}
 */
function finishInsert(resource, data, id, report, options) {
  const { plan } = resource._core;
  correct(resource, data, report);
  data.id = isGiven(id) ? id : report.id;
  data._contentLength = report.contentLength;
  data._hasContent = report.contentLength > 0;
  data._mimeType = report.mimeType ?? options?.contentType ?? null;
  data._etag = report.etag;
  data._v = plan.version;
  data._lastModified = new Date();
  data._definitionHash = plan.recordHash;
  return data;
}

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {Fields} fullData
 * @param {object} [options]
 * @returns {Promise<Fields>}
 */
export async function replace(resource, id, fullData, options) {
  const { hooks, plan } = resource._core;
  const key = requireId(id);
  const full = requireFields('fullData', fullData);
  if (hooks.has('beforeReplace')) {
    await hooks.run('beforeReplace', { id, fullData: full, options });
  }
  const data = plan.copy(full);
  applyDefaults(data, plan.defaults);
  if (resource.config.timestamps) {
    const now = isoNow();
    data.createdAt ??= now;
    data.updatedAt = now;
  }
  const failures = await check(resource, data, key);
  if (failures) throw invalid(resource, failures[0]?.message ?? 'Replace failed', failures, data);
  const engine = resource._engine;
  const needsOld =
    plan.dates.fields.length > 0 || engine.defersReferences || resource.versioningEnabled;
  const old = needsOld ? await oldDates(resource, key) : null;
  if (old?.record._versionMapped && resource.versioningEnabled) {
    await keepHistory(resource, key, old.record, 'replace');
  }
  const report = await attempt(resource, 'replace', key, () =>
    engine.replace(key, plan.encode(data), old, readReport),
  );
  if (old && engine.defersReferences) {
    moveLater(resource, engine, { id: key, preimage: old.preimage, operation: 'replace' });
  } else if (old) recyclePreimage(old.preimage);
  const record = { id, ...correct(resource, data, report) };
  tell(resource, 'replace', report, record);
  return hooks.has('afterReplace') ? hooks.run('afterReplace', record) : record;
}

/**
 * The old record with the dates that its references were made of, if there is one.
 *
 * @param {Resource} resource
 * @param {string} id
 * @returns {Promise<{preimage: any, record: Fields, dates: string} | null>}
 */
async function oldDates(resource, id) {
  try {
    const { preimage, record } = await loadUntold(resource, id, 'replace');
    return { preimage, record, dates: resource._core.plan.dates.frame(record) };
  } catch (error) {
    if (/** @type {{code?: string}} */ (error)?.code === 'NoSuchKey') return null;
    throw error;
  }
}

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {Fields} attributes
 * @returns {Promise<Fields>}
 */
export async function update(resource, id, attributes) {
  const key = requireId(id);
  const { preimage, record } = await loadRecord(resource, key, 'update').catch((error) => {
    throw error?.code === 'NoSuchKey' ? missing(resource, key, error) : error;
  });
  if (typeof attributes !== 'object' || attributes === null) {
    throw new TypeError('update requires an object of attributes');
  }
  const merged = merge(record, attributes);
  const { hooks } = resource._core;
  return commit(resource, key, { preimage, before: record, merged, hooks }, refuseUpdate);
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
 * @returns {Promise<Fields>}
 */
export async function patch(resource, id, fields, options) {
  const { hooks } = resource._core;
  const key = requireId(id);
  const changes = requireFields('fields', fields);
  if (hooks.has('beforePatch')) await hooks.run('beforePatch', { id, fields: changes, options });
  const inPlace = PATCHED_IN_PLACE.has(resource.behavior);
  const isDotted = Object.keys(changes).some((name) => name.includes('.'));
  const result = await (inPlace && !isDotted
    ? patchInPlace(resource, key, changes)
    : update(resource, key, changes));
  return hooks.has('afterPatch') ? hooks.run('afterPatch', result) : result;
}

/**
 * @param {Resource} resource
 * @param {string} id
 * @param {Fields} changes
 * @returns {Promise<Fields>}
 */
async function patchInPlace(resource, id, changes) {
  const { preimage, record } = await loadUntold(resource, id, 'patch').catch((error) => {
    throw error?.code === 'NoSuchKey' ? (error.original ?? error) : error;
  });
  const change = { preimage, before: record, merged: merge(record, changes), hooks: null };
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
  const { preimage, before, merged, hooks, ifMatch } = change;
  const { operation = 'update', read = readReport } = change;
  const { plan } = resource._core;
  if (resource.config.timestamps) {
    merged.updatedAt = isoNow();
    if (hooks) refreshMetadata(plan, merged, merged.updatedAt);
  }
  let changed = merged;
  if (hooks?.has('beforeUpdate')) {
    changed = { ...merged, ...(await hooks.run('beforeUpdate', merged)) };
  }
  const data = plan.copy(withoutSystemFields(changed));
  const failures = await check(resource, data, id);
  if (failures) throw refuse(resource, failures, merged);
  if (before._versionMapped && resource.versioningEnabled) {
    await keepHistory(resource, id, before, operation);
  }
  const oldDates = plan.dates.frame(before);
  const engine = resource._engine;
  const report = await attempt(resource, 'update', id, () =>
    engine.commit(preimage, plan.encodeUpdate(data, before), oldDates, read, ifMatch),
  );
  if (engine.defersReferences) moveLater(resource, engine, { id, preimage, operation });
  else recyclePreimage(preimage);
  const record = correct(resource, data, report);
  record.id = id;
  tell(resource, operation, report, record);
  const result = hooks?.has('afterUpdate') ? await hooks.run('afterUpdate', record) : record;
  if (resource._hears('updated', id)) {
    const payload = { ...result, $before: copyRecord(before), $after: copyRecord(result) };
    resource._emitStandardized('updated', payload, id);
  }
  return result;
}

/**
 * @param {Resource} resource
 * @param {Fields} data brought to the form in which it is stored
 * @param {unknown} id
 * @returns {Promise<import('../validator.js').ValidationFailure[] | null>
 *   | import('../validator.js').ValidationFailure[] | null} null if the record is valid
 */
function check({ _core: { plan } }, data, id) {
  if (plan.validatesId && id !== undefined && id !== null) {
    data.id = id;
  }
  const verdict = plan.validator.check(data);
  if (verdict === true) return null;
  if (Array.isArray(verdict)) return verdict;
  return verdict.then((late) => (late === true ? null : late));
}

/**
 * @param {Resource} resource
 * @param {string} message
 * @param {import('../validator.js').ValidationFailure[]} failures
 * @param {Fields} attributes
 */
function invalid({ bucket, name: resourceName, _core: { plan } }, message, failures, attributes) {
  return invalidItem(message, plan.mask.failures(failures), {
    bucket,
    resourceName,
    attributes: plan.mask.record(attributes),
  });
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

/**
 * @param {string} name
 * @param {unknown} fields
 * @returns {Fields}
 */
function requireFields(name, fields) {
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields;
  throw new ValidationError(`${name} must be a non-empty object`, {
    code: 'INVALID_ARGUMENT',
    statusCode: 400,
    field: name,
    value: fields,
  });
}

let lastInstant = 0;
let lastText = '';

/** @returns {string} the present time; formatting it is the slowest part, so it is done once a ms */
function isoNow() {
  const now = Date.now();
  if (now !== lastInstant) {
    lastInstant = now;
    lastText = new Date(now).toISOString();
  }
  return lastText;
}
