/**
 * The attributes of a schema as a tree, and the functions that walk it.
 *
 * They serve where code generation is disallowed, and say what the generated ones
 * (`codegen.js`) must do.
 *
 * @module
 */
import { setPath } from './field-path.js';
import { ABSENT, isNested } from './frame/value.js';
import { copyRecord } from './record-copy.js';
import { isUnsafeKey } from './unsafe-key.js';

/**
 * An attribute, or a group of nested ones.
 *
 * @typedef {object} Node
 * @property {string} name
 * @property {string} path dotted
 * @property {number} slot slot of the value; for a group, of a value that is no nested object; or -1
 * @property {Map<string, Node> | null} children null for a leaf
 */

/**
 * @typedef {object} RecordFunctions
 * @property {(record: any) => any} copy record to a copy of its own, safe fields in the schema's
 *   order, without `id`
 * @property {(record: any, writer: import('./frame/write.js').FrameWriter) => void} encode record to frame
 * @property {(reader: import('./frame/reply.js').ReplyReader) => any} construct slots of a reply to record
 */

/**
 * @param {Array<{segments: string[], path: string, isObject: boolean}>} slots in the plan's order
 * @returns {Node} the root group
 */
export function attributeTree(slots) {
  /** @type {Node} */
  const root = { name: '', path: '', slot: -1, children: new Map() };
  slots.forEach(({ segments, isObject }, slot) => {
    let node = root;
    segments.forEach((name, depth) => {
      const children = (node.children ??= new Map());
      let child = children.get(name);
      if (!child) {
        const path = segments.slice(0, depth + 1).join('.');
        children.set(name, (child = { name, path, slot: -1, children: null }));
      }
      node = child;
    });
    node.slot = slot;
    if (isObject) node.children ??= new Map();
  });
  return root;
}

/**
 * @param {Node} root
 * @param {number} slotCount
 * @param {import('./partition-date.js').PartitionDates} dates the extras of a frame
 * @returns {RecordFunctions}
 */
export function interpretedFunctions(root, slotCount, dates) {
  const paths = new Array(slotCount).fill('');
  setPaths(root, paths);
  return {
    copy: (record) => copyFields(root, record),
    encode(record, writer) {
      const values = new Array(slotCount).fill(ABSENT);
      const groups = groupsOf(root, record, values);
      values.forEach((value, slot) => {
        if (value === ABSENT) writer.absent();
        else writer.value(value, paths[slot]);
      });
      dates.write(record, writer);
      for (const [group, source] of groups) writeUnknown(group, source, writer);
    },
    construct(reader) {
      const values = Array.from({ length: slotCount }, () => reader.value());
      return constructGroup(root, values) ?? {};
    },
  };
}

/**
 * @param {Node} node
 * @param {unknown} value
 * @returns {value is Record<string, unknown>} whether the fields of the value have slots of their own
 */
export function isGroup(node, value) {
  if (!node.children || !isNested(value)) return false;
  for (const _name in value) return true;
  return false;
}

/**
 * @param {Node} root
 * @param {Record<string, unknown>} source
 * @returns {Record<string, unknown>}
 */
function copyFields(root, source) {
  /** @type {Record<string, unknown>} */
  const copy = {};
  for (const [name, node] of root.children ?? []) {
    if (name !== 'id' && Object.hasOwn(source, name)) copy[name] = copyField(node, source[name]);
  }
  return copyUnknown(root, source, copy);
}

/**
 * @param {Node | undefined} node
 * @param {unknown} value
 * @returns {unknown}
 */
function copyField(node, value) {
  if (typeof value !== 'object' || value === null) return value;
  return node?.children ? copyGroup(node, value) : copyRecord(value);
}

/**
 * Copies the fields of a group in their own order. A dotted name that the group does not know stands
 * for a nested field.
 *
 * @param {Node} group
 * @param {object} source
 * @returns {unknown}
 */
export function copyGroup(group, source) {
  if (!isNested(source)) return copyRecord(source);
  /** @type {Record<string, unknown>} */
  const copy = {};
  for (const name of Object.keys(source)) {
    if (isUnsafeKey(name)) continue;
    const value = source[name];
    const isPath = name.includes('.') && !group.children?.has(name);
    if (isPath) setPath(copy, name.split('.'), copyRecord(value));
    else if (typeof value !== 'object' || value === null) copy[name] = value;
    else copy[name] = copyField(group.children?.get(name), value);
  }
  return copy;
}

/**
 * Copies the fields that the schema does not know. A dotted name stands for a nested field.
 *
 * @param {Node} root
 * @param {Record<string, unknown>} source
 * @param {Record<string, any>} copy
 * @returns {Record<string, any>} the same copy
 */
export function copyUnknown(root, source, copy) {
  for (const name of Object.keys(source)) {
    if (name === 'id' || root.children?.has(name) || isUnsafeKey(name)) continue;
    setPath(copy, name.split('.'), copyRecord(source[name]));
  }
  return copy;
}

/**
 * @param {Node} group
 * @param {string[]} paths gets the paths of all slots below
 */
function setPaths(group, paths) {
  for (const child of group.children?.values() ?? []) {
    if (child.slot >= 0) paths[child.slot] = child.path;
    setPaths(child, paths);
  }
}

/**
 * The groups of a record, outer ones first.
 *
 * @param {Node} root
 * @param {Record<string, unknown>} record
 * @param {unknown[]} values gets the value of every slot
 * @returns {Array<[Node, Record<string, unknown>]>} with the object that each stands for
 */
function groupsOf(root, record, values) {
  /** @type {Array<[Node, Record<string, unknown>]>} */
  const groups = [[root, record]];
  for (const [group, source] of groups) {
    for (const child of group.children?.values() ?? []) {
      if (!Object.hasOwn(source, child.name)) continue;
      const value = source[child.name];
      if (isGroup(child, value)) groups.push([child, value]);
      else if (child.slot >= 0) values[child.slot] = value;
    }
  }
  return groups;
}

/**
 * @param {Node} group
 * @param {unknown[]} values
 * @returns {Record<string, unknown> | undefined}
 */
function constructGroup(group, values) {
  /** @type {Record<string, unknown> | undefined} */
  let record;
  for (const child of group.children?.values() ?? []) {
    const nested = child.children ? constructGroup(child, values) : undefined;
    const value = nested ?? (child.slot < 0 ? ABSENT : values[child.slot]);
    if (value !== ABSENT) (record ??= {})[child.name] = value;
  }
  return record;
}

/**
 * Writes what the schema has no slot for as pairs of path and value, nested values leaf by leaf.
 *
 * @param {Node} group
 * @param {Record<string, unknown>} source the object that the group stands for
 * @param {import('./frame/write.js').FrameWriter} writer
 */
export function writeUnknown(group, source, writer) {
  for (const name in source) {
    const child = group.children?.get(name);
    if (child && (child.slot >= 0 || isGroup(child, source[name]))) continue;
    writePair(group.path ? `${group.path}.${name}` : name, source[name], writer);
  }
}

/**
 * @param {string} path
 * @param {unknown} value
 * @param {import('./frame/write.js').FrameWriter} writer
 */
export function writePair(path, value, writer) {
  const names = isNested(value) ? Object.keys(value) : [];
  if (names.length > 0) {
    const nested = /** @type {Record<string, unknown>} */ (value);
    for (const name of names) writePair(`${path}.${name}`, nested[name], writer);
    return;
  }
  writer.name(path);
  writer.value(value, path);
}
