/**
 * replace: a record as a whole, whether one was there or not.
 *
 * @module
 */
import { applyDefaults } from '../defaults.js';
import { recyclePreimage } from '../preimage.js';
import { attempt } from './attempt.js';
import { moveLater } from './deferred-references.js';
import { requireId } from './id.js';
import { loadUntold } from './load.js';
import { correct, readReport, tell } from './report.js';
import { isoNow } from './timestamps.js';
import { check, invalid, requireFields } from './verdict.js';
import { keepHistory } from './version.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * @param {Resource} resource
 * @param {unknown} id
 * @param {Fields} fullData
 * @param {object} [options]
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields>}
 */
export async function replace(resource, id, fullData, options, limit) {
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
  const write = () => engine.replace(key, plan.encode(data), old, readReport);
  const report = await attempt(resource, 'replace', key, write, limit);
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
