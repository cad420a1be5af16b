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
import { CompiledTexts } from './compiled.js';
import { ABSENT } from './frame/value.js';
import { copyRecord } from './record-copy.js';

/** @typedef {import('./attribute-tree.js').Node} Node */

const quote = JSON.stringify;

/** @type {CompiledTexts<Function>} */
const factories = new CompiledTexts();

/** @type {Map<number, Function>} constructors by the number of properties */
const shapes = new Map();

/** Fields that a record has besides its attributes. */
const SYSTEM_FIELDS = 10;

/** Properties that V8 keeps in an object at most. */
const MAX_ROOM = 200;

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

/**
 * @typedef {object} Group
 * @property {Node} node
 * @property {number} parent number of the group around it; the root's is its own
 * @property {Map<string, number>} nested numbers of the groups in it
 */

/**
 * A constructor of plain objects with room for a number of properties. V8 reserves as many as it sees
 * assigned; a literal has room for four and is moved again and again as it grows. All resources share
 * the constructors, so that records of one definition have one hidden class wherever they come from.
 *
 * @param {number} wanted properties
 * @returns {Function}
 */
function shapeOf(wanted) {
  const room = Math.min(wanted, MAX_ROOM);
  let shape = shapes.get(room);
  if (!shape) {
    const properties = Array.from({ length: room }, (_, at) => `this.p${at} = 0;`);
    shape = new Function(`return function Shape() { if (false) { ${properties.join(' ')} } }`)();
    /** @type {Function} */ (shape).prototype = Object.prototype;
    shapes.set(room, /** @type {Function} */ (shape));
  }
  return /** @type {Function} */ (shape);
}

/**
 * Every group, parents before children; a group's place is its number in the generated text.
 *
 * @param {Node} root
 * @returns {Group[]}
 */
function groupsOf(root) {
  /** @type {Group[]} */
  const groups = [{ node: root, parent: 0, nested: new Map() }];
  for (let number = 0; number < groups.length; number++) {
    const { node, nested } = groups[number];
    for (const child of node.children?.values() ?? []) {
      if (!child.children) continue;
      nested.set(child.name, groups.length);
      groups.push({ node: child, parent: number, nested: new Map() });
    }
  }
  return groups;
}

/**
 * Fields that the schema does not know are looked for only where there are more than the known ones,
 * or where an object could have inherited some. A property is read before the prototype, so that V8
 * knows the hidden class by then and need not ask for it.
 *
 * @param {Group[]} groups
 * @returns {string}
 */
function copySource(groups) {
  const [root, ...nested] = groups;
  const fields = [...(root.node.children?.keys() ?? [])]
    .filter((name) => name !== 'id')
    .map((name) => {
      const key = quote(name);
      const isOwn = name in Object.prototype ? 'false' : 'value !== undefined';
      return `value = source[${key}];
if (${isOwn} || hasOwn(source, ${key})) { copy[${key}] = ${copiedSource(root, name)}; count++; }
`;
    });
  return `const plain = Object.prototype;
${nested.map((group, at) => groupCopySource(group, at + 1)).join('')}const Shape = shapes[0];
return (source) => {
const copy = new Shape();
let value = source.id, count = 0;
const prototype = Object.getPrototypeOf(source);
if (prototype !== plain && prototype !== null) source = { ...source };
${fields.join('')}
if (hasOwn(source, 'id')) count++;
for (const name in source) count--;
return count === 0 ? copy : copyUnknown(nodes[0], source, copy);
};`;
}

/**
 * The copy of a nested object. Names are copied in their own order, which is seldom another one than
 * the schema's.
 *
 * @param {Group} group
 * @param {number} number
 * @returns {string}
 */
function groupCopySource(group, number) {
  const names = [...(group.node.children?.keys() ?? [])];
  const fields = names.map((name) => {
    const key = quote(name);
    return `value = source[${key}]; copy[${key}] = ${copiedSource(group, name)};
`;
  });
  return `const names${number} = ${quote(names)};
const copy${number} = (source) => {
let value = source[${quote(names[0])}], at = 0;
if (Object.getPrototypeOf(source) !== plain) return copyGroup(nodes[${number}], source);
for (const name in source) if (name !== names${number}[at++]) return copyGroup(nodes[${number}], source);
if (at !== ${names.length}) return copyGroup(nodes[${number}], source);
const copy = new shapes[${number}]();
${fields.join('')}return copy;
};
`;
}

/**
 * @param {Group} group
 * @param {string} name
 * @returns {string} the copy of `value`, which is a field of the group
 */
function copiedSource({ nested }, name) {
  const copy = nested.has(name) ? `copy${nested.get(name)}` : 'copyRecord';
  return `typeof value === 'object' && value !== null ? ${copy}(value) : value`;
}

/**
 * @param {Group[]} groups
 * @param {number} slotCount
 * @returns {string}
 */
function encodeSource(groups, slotCount) {
  const objects = ['const g0 = record;'];
  const slots = new Array(slotCount).fill('');
  const counts = groups.map((_, number) => `let n${number} = 0;`);
  const unknown = groups.map((_, number) => unknownSource(number));
  groups.forEach((group, number) => {
    for (const node of group.node.children?.values() ?? []) {
      const nested = group.nested.get(node.name) ?? -1;
      if (nested >= 0) objects.push(groupSource(node, number, nested));
      if (node.slot >= 0) slots[node.slot] = slotSource(node, number, nested);
    }
  });
  return `return (record, writer) => {
let value;
${counts.join(' ')}
${objects.join('\n')}
${slots.join('')}
dates.write(record, writer);
${unknown.join('')}
};`;
}

/**
 * The nested object of a group, or null where its fields have no slots.
 *
 * @param {Node} node
 * @param {number} parent
 * @param {number} number
 * @returns {string}
 */
function groupSource(node, parent, number) {
  const value = readSource(node, parent);
  return `value = ${value}; const g${number} = isGroup(nodes[${number}], value) ? value : null; if (g${number} !== null) n${parent}++;`;
}

/**
 * @param {Node} node
 * @param {number} parent
 * @returns {string}
 */
function readSource({ name }, parent) {
  const property = `g${parent}[${quote(name)}]`;
  const own =
    name in Object.prototype
      ? `hasOwn(g${parent}, ${quote(name)}) ? ${property} : undefined`
      : property;
  return parent === 0 ? own : `g${parent} === null ? undefined : ${own}`;
}

/**
 * @param {Node} node
 * @param {number} parent
 * @param {number} nested number of the node's own group, or -1
 * @returns {string}
 */
function slotSource(node, parent, nested) {
  const conditions = [`value === undefined && !hasOwn(g${parent}, ${quote(node.name)})`];
  if (parent !== 0) conditions.unshift(`g${parent} === null`);
  if (nested >= 0) conditions.unshift(`g${nested} !== null`);
  const path = quote(node.path);
  return `value = ${readSource(node, parent)};
if (typeof value === 'string') { writer.string(value, ${path}); n${parent}++; }
else if (${conditions.map((condition) => `(${condition})`).join(' || ')}) writer.absent();
else { writer.value(value, ${path}); n${parent}++; }
`;
}

/**
 * Fields are looked at by name only where there are more than the known ones.
 *
 * @param {number} number
 * @returns {string}
 */
function unknownSource(number) {
  return `if (g${number} !== null) {
let count = 0; for (const name in g${number}) count++;
if (count !== n${number}) writeUnknown(nodes[${number}], g${number}, writer);
}
`;
}

/**
 * @param {Group[]} groups
 * @returns {string}
 */
function constructSource(groups) {
  /** @type {Array<{slot: number, source: string}>} */
  const slots = [];
  const variables = groups.map((_, number) => `g${number}`).slice(1);
  groups.forEach((group, number) => {
    const object = objectSource(groups, number);
    for (const node of group.node.children?.values() ?? []) {
      const nested = group.nested.get(node.name) ?? -1;
      if (node.slot >= 0)
        slots.push({ slot: node.slot, source: fieldSource(node, object, nested) });
    }
  });
  slots.sort((a, b) => a.slot - b.slot);
  const names = groups.map((_, number) => `Shape${number}`);
  return `const [${names.join(', ')}] = shapes;
return (reader) => {
let value; const g0 = new Shape0();
${variables.length > 0 ? `let ${variables.join(', ')};` : ''}
${slots.map(({ source }) => source).join('')}return g0;
};`;
}

/**
 * @param {Node} node
 * @param {string} object
 * @param {number} nested number of the node's own group, or -1
 * @returns {string}
 */
function fieldSource({ name }, object, nested) {
  const condition = nested < 0 ? '' : ` && g${nested} === undefined`;
  return `value = reader.value(); if (value !== ABSENT${condition}) ${object}[${quote(name)}] = value;
`;
}

/**
 * The object of a group, made where it is first needed.
 *
 * @param {Group[]} groups
 * @param {number} number
 * @returns {string}
 */
function objectSource(groups, number) {
  if (number === 0) return 'g0';
  const { node, parent } = groups[number];
  return `(g${number} ??= ${objectSource(groups, parent)}[${quote(node.name)}] = new Shape${number}())`;
}
