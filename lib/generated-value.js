/**
 * Values that are made up for absent secrets and passwords with the rule `generate`.
 *
 * @module
 */
import { isNested } from './frame/value.js';
import { copyRecord } from './record-copy.js';
import { native } from './space.js';

/** @typedef {import('./plan.js').ResourcePlan} ResourcePlan */
/** @typedef {import('./plan.js').Slot} Slot */
/** @typedef {Array<[slot: number, value: string]>} GeneratedPasswords */

/**
 * Fills in what a new record lacks. A value of a nested object is made up only where the object is
 * there.
 *
 * @param {ResourcePlan} plan
 * @param {Record<string, any>} record changed in place
 * @returns {GeneratedPasswords} the passwords, of which nothing but hashes will be kept
 */
export function generateAbsent(plan, record) {
  /** @type {GeneratedPasswords} */
  const passwords = [];
  for (const slot of plan.generatedSlots) {
    if (!isAbsent(plan, record, slot)) continue;
    const value = native.generatePassword(/** @type {number} */ (slot.generate));
    const index = plan.slots.indexOf(slot);
    plan.set(record, index, value);
    if (slot.isPassword) passwords.push([index, value]);
  }
  return passwords;
}

/**
 * @param {ResourcePlan} plan
 * @param {Record<string, any>} record
 * @param {Slot} slot
 * @returns {boolean} whether the slot has no value, though there may be one
 */
function isAbsent({ slots }, record, { segments }) {
  let parent = record;
  for (const [depth, name] of segments.slice(0, -1).entries()) {
    if (!Object.hasOwn(parent, name)) {
      const path = segments.slice(0, depth + 1).join('.');
      return !slots.some((slot) => slot.isObject && slot.path === path);
    }
    if (!isNested(parent[name])) return false;
    parent = parent[name];
  }
  const name = /** @type {string} */ (segments.at(-1));
  return !Object.hasOwn(parent, name) || parent[name] === undefined;
}

/**
 * @template T
 * @param {ResourcePlan} plan
 * @param {T} record what hooks and listeners have seen, with hashes
 * @param {GeneratedPasswords} passwords
 * @returns {T} what the caller gets, once: a copy with the passwords themselves
 */
export function withPasswords(plan, record, passwords) {
  if (passwords.length === 0 || typeof record !== 'object' || record === null) return record;
  const shown = copyRecord(record);
  for (const [slot, value] of passwords) plan.set(shown, slot, value);
  return shown;
}
