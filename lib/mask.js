/**
 * What errors show of records: everything but secrets and passwords.
 *
 * @module
 */
import { copyRecord } from './record-copy.js';

/** @typedef {import('./plan.js').Slot} Slot */
/** @typedef {import('./validator.js').ValidationFailure} ValidationFailure */
/** @typedef {Array<string | null>} Steps names of members; null stands for every item or member */

/** What errors show of a secret. */
const MASK = '***';

/** Covers the secrets and passwords of one plan. */
export class Mask {
  /** @type {Steps[]} */
  #ways;

  /** @type {string[]} */
  #paths;

  /** @param {Slot[]} slots */
  constructor(slots) {
    const covered = slots.filter(
      ({ isProtected, protectedParts }) => isProtected || protectedParts.length > 0,
    );
    this.#paths = covered.map(({ path }) => path);
    this.#ways = covered.flatMap(({ segments, isProtected, protectedParts }) =>
      isProtected ? [segments] : protectedParts.map((steps) => [...segments, ...steps]),
    );
  }

  /**
   * @param {Record<string, any>} record not changed
   * @returns {Record<string, any>} a copy that may be shown
   */
  record(record) {
    if (this.#ways.length === 0) return record;
    const copy = copyRecord(record);
    for (const steps of this.#ways) cover(copy, steps);
    return copy;
  }

  /**
   * @param {ValidationFailure[]} failures not changed
   * @returns {ValidationFailure[]} without the values of fields that are, hold or lie in a secret
   */
  failures(failures) {
    if (this.#paths.length === 0) return failures;
    return failures.map((failure) => {
      const { actual } = failure;
      const isShown = actual === undefined || actual === null || !this.#covers(failure.field ?? '');
      return isShown ? failure : { ...failure, actual: MASK };
    });
  }

  /** @param {string} field such as `devices[0].pin` */
  #covers(field) {
    return this.#paths.some(
      (path) => path === field || isWithin(path, field) || isWithin(field, path),
    );
  }
}

/**
 * @param {string} inner
 * @param {string} outer
 * @returns {boolean}
 */
function isWithin(inner, outer) {
  return inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

/**
 * Covers the values at the end of the steps, and what stands in their way.
 *
 * @param {Record<string, any>} parent changed in place
 * @param {Steps} steps
 */
function cover(parent, [step, ...rest]) {
  for (const name of step === null ? Object.keys(parent) : [step]) {
    if (!Object.hasOwn(parent, name)) continue;
    const value = parent[name];
    if (value === undefined || value === null) continue;
    if (leadsOn(value, rest)) cover(value, rest);
    else parent[name] = MASK;
  }
}

/**
 * @param {unknown} value
 * @param {Steps} steps
 * @returns {boolean} whether the steps can be taken in the value
 */
function leadsOn(value, [step]) {
  if (step === undefined || typeof value !== 'object' || ArrayBuffer.isView(value)) return false;
  return step === null || !Array.isArray(value);
}
