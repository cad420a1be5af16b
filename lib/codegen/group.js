/**
 * The objects of a record: itself and those nested in it.
 *
 * @module
 */
/** @typedef {import('../attribute-tree.js').Node} Node */

/**
 * @typedef {object} Group
 * @property {Node} node
 * @property {number} parent number of the group around it; the root's is its own
 * @property {Map<string, number>} nested numbers of the groups in it
 */

/**
 * Every group, parents before children; a group's place is its number in the generated text.
 *
 * @param {Node} root
 * @returns {Group[]}
 */
export function groupsOf(root) {
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
