/**
 * Versions of records: those that were written under an older definition, and copies of them.
 *
 * @module
 */
import { applyDefaults } from '../defaults.js';
import { attempt } from './attempt.js';
import { requireId } from './id.js';
import { requireUrlSafe } from './key-segment.js';
import { readReport } from './report.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/**
 * @param {Fields} data
 * @param {string} from
 * @param {string} to
 * @returns {Fields} what a record of one version is under another; the same object for the same version
 */
export function mapVersion(data, from, to) {
  if (from === to) return data;
  return { ...data, _v: to, _originalVersion: from, _versionMapped: true };
}

/**
 * @param {string} key
 * @returns {string | null} what stands behind `v=` in a segment of the key
 */
export function versionInKey(key) {
  const segment = key.split('/').find((text) => text.startsWith('v='));
  return segment === undefined ? null : segment.slice('v='.length);
}

/**
 * Writes fields as a historical copy of a record, in the place of the one before it.
 *
 * @param {Resource} resource
 * @param {unknown} id
 * @param {Fields} data `_v` is the version of the copy
 */
export async function createHistoricalVersion(resource, id, data) {
  const key = requireId(id);
  const { plan } = resource._core;
  const fields = applyDefaults(plan.copy(data), plan.defaults);
  const version = String(data._v ?? resource.version);
  await attempt(resource, 'createHistoricalVersion', key, () =>
    resource._engine.createHistorical(key, plan.encode(fields), version, readReport),
  );
}

/**
 * Keeps a record that is about to be written under a newer definition. What fails is told of by
 * `historyError`.
 *
 * @param {Resource} resource
 * @param {string} id
 * @param {Fields} record that was read
 * @param {string} operation
 */
export async function keepHistory(resource, id, { _originalVersion: original }, operation) {
  const version = /^\d+$/.test(original) ? `v${original}` : original;
  try {
    const folder = `resource=${resource.name}/historical/v=${requireUrlSafe(version, 'version')}`;
    await resource.client.copyObject({
      from: resource.getResourceKey(id),
      to: `${folder}/id=${id}`,
    });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    resource.emit('historyError', { operation, id, error, message });
  }
}
