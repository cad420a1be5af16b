/**
 * insert: a record that was not there.
 *
 * @module
 */
import { applyDefaults } from '../defaults.js';
import { generateAbsent, withPasswords } from '../generated-value.js';
import { validatesByOriginal } from '../route.js';
import { attempt } from './attempt.js';
import { contentOf } from './content.js';
import { hasEngineIds, isGiven, newId } from './id.js';
import { correct, readReport, tell } from './report.js';
import { isoNow } from './timestamps.js';
import { check, invalid } from './verdict.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./verdict.js').Failures} Failures */
/** @typedef {{content?: Uint8Array | string, contentType?: string}} InsertOptions */
/** @typedef {{id: string, record: Fields}} Inserted payload of an event that is still to be emitted */

/**
 * @param {Resource} resource
 * @param {Fields} attributes
 * @param {InsertOptions} [options]
 * @param {Inserted[]} [untold] gets what is else told of at once
 * @returns {Promise<Fields>}
 */
export async function insert(resource, attributes, options, untold) {
  if (!options?.content && insertsAtOnce(resource)) {
    return insertAtOnce(resource, attributes, options, untold);
  }
  const { hooks, plan } = resource._core;
  let data = newData(resource, attributes);
  let { id } = attributes;
  if (hooks.has('beforeInsert')) {
    const changed = await hooks.run('beforeInsert', id === undefined ? data : { id, ...data });
    if (isGiven(changed.id)) ({ id } = changed);
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
  if (untold) untold.push({ id: report.id, record: result });
  else resource._emitStandardized('inserted', result, report.id);
  return withPasswords(plan, result, passwords);
}

/**
 * @param {Resource} resource
 * @returns {boolean} whether an insert waits for nobody but the engine
 */
export function insertsAtOnce(resource) {
  const { hooks, plan } = resource._core;
  return (
    hasEngineIds(resource) &&
    validatesByOriginal(resource) &&
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
 * @param {Inserted[]} [untold] gets what is else told of at once
 * @returns {Fields | Promise<Fields>} no promise where the engine's call was not asynchronous
 */
export function insertAtOnce(resource, attributes, options, untold) {
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
    if (untold) untold.push({ id: report.id, record });
    else resource._emitStandardized('inserted', record, report.id);
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
