/**
 * Functions made for one schema, in which every attribute stands by name, so that V8 gives all
 * records of a resource one shape.
 *
 * The text that is compiled holds nothing but quoted names and integers of ours. What it does is
 * what `interpretedFunctions` in `attribute-tree.js` does; tests compare the two.
 *
 * @module
 */
import { copyGroup, copyUnknown, isGroup, writeUnknown } from './attribute-tree.js';
import { constructSource } from './codegen/construct.js';
import { copySource } from './codegen/copy.js';
import { encodeSource } from './codegen/encode.js';
import { groupsOf } from './codegen/group.js';
import { shapeOf } from './codegen/shape.js';
import { CompiledTexts } from './compiled.js';
import { ABSENT } from './frame/value.js';
import { copyRecord } from './record-copy.js';

/** @typedef {import('./attribute-tree.js').Node} Node */

/** @type {CompiledTexts<Function>} */
const factories = new CompiledTexts();

/** Fields that a record has besides its attributes. */
const SYSTEM_FIELDS = 10;

/**
 * @param {Node} root
 * @param {number} slotCount
 * @param {import('./partition-date.js').PartitionDates} dates the extras of a frame
 * @returns {import('./attribute-tree.js').RecordFunctions}
 */
export function generatedFunctions(root, slotCount, dates) {
  const groups = groupsOf(root);
  const nodes = groups.map(({ node }) => node);
  const scope = {
    ABSENT,
    copyGroup,
    copyRecord,
    copyUnknown,
    dates,
    hasOwn: Object.hasOwn,
    isGroup,
    nodes,
    shapes: nodes.map(({ children }, number) =>
      shapeOf((children?.size ?? 0) + (number === 0 ? SYSTEM_FIELDS : 0)),
    ),
    writeUnknown,
  };
  const make = (/** @type {string} */ source) =>
    factories.get(
      source,
      () => new Function(...Object.keys(scope), `'use strict';\n${source}`),
    )(...Object.values(scope));
  return {
    copy: make(copySource(groups)),
    encode: make(encodeSource(groups, slotCount)),
    construct: make(constructSource(groups)),
  };
}

/** @returns {boolean} whether this process may compile text */
export function canGenerate() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}
