/**
 * The text of the function that makes a record of a reply.
 *
 * @module
 */
/** @typedef {import('./group.js').Group} Group */
/** @typedef {import('../attribute-tree.js').Node} Node */

const quote = JSON.stringify;

/**
 * @param {Group[]} groups
 * @returns {string}
 */
export function constructSource(groups) {
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
