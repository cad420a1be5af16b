/**
 * The text of the function that copies what a caller gave.
 *
 * @module
 */
/** @typedef {import('./group.js').Group} Group */

const quote = JSON.stringify;

/**
 * Fields that the schema does not know are looked for only where there are more than the known ones,
 * or where an object could have inherited some. A property is read before the prototype, so that V8
 * knows the hidden class by then and need not ask for it.
 *
 * @param {Group[]} groups
 * @returns {string}
 */
export function copySource(groups) {
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
