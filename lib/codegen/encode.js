/**
 * The text of the function that writes a record into a frame.
 *
 * @module
 */
/** @typedef {import('./group.js').Group} Group */
/** @typedef {import('../attribute-tree.js').Node} Node */

const quote = JSON.stringify;

/**
 * @param {Group[]} groups
 * @param {number} slotCount
 * @returns {string}
 */
export function encodeSource(groups, slotCount) {
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
