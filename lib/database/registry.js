/**
 * Registries of storage keys in `s3db.json`: which attribute of a resource is stored under which
 * short key, and which keys must never be used again.
 *
 * @module
 */

/**
 * @typedef {object} BurnedIndex
 * @property {number} index
 * @property {string} attribute
 * @property {string} burnedAt ISO time
 * @property {string} reason
 */

/**
 * Keys of a resource's attributes; the stored key is the index in base 36.
 *
 * @typedef {object} SchemaRegistry
 * @property {number} nextIndex above every index of the registry
 * @property {Record<string, number>} mapping index by attribute path
 * @property {BurnedIndex[]} burned indexes of attributes that are gone
 */

/**
 * Keys of one plugin's attributes.
 *
 * @typedef {object} PluginKeys
 * @property {Record<string, string>} mapping stored key by attribute
 * @property {Array<{key: string, [fact: string]: unknown}>} burned
 */

/** @typedef {Record<string, PluginKeys>} PluginSchemaRegistry keys by plugin */

/**
 * The registry of a resource whose keys its definition gives (`map`).
 *
 * @param {Record<string, string>} map key by attribute path
 * @returns {SchemaRegistry} under which another process finds the same keys
 */
export function registryOf(map) {
  const indexes = Object.entries(map).map(([path, key]) => [path, Number.parseInt(key, 36)]);
  const nextIndex = indexes.reduce((next, [, index]) => Math.max(next, Number(index) + 1), 0);
  return { nextIndex, mapping: Object.fromEntries(indexes), burned: [] };
}

/**
 * Merges what a process knows with what is stored. For an attribute that both know under different
 * indexes the larger one holds; one that the process has burned is no longer mapped. An index that
 * another attribute has in the store is not given twice: the local attribute gets a new one.
 *
 * @param {Partial<SchemaRegistry>} local
 * @param {Partial<SchemaRegistry>} stored unusable members are left out
 * @returns {SchemaRegistry}
 */
export function mergeSchemaRegistry(local, stored) {
  const mine = readRegistry(local);
  const theirs = readRegistry(stored);
  const burned = unionBy('index', theirs.burned, mine.burned);
  const used = [
    ...theirs.mapping.values(),
    ...mine.mapping.values(),
    ...burned.map(({ index }) => index),
  ];
  let nextIndex = used.reduce(
    (next, index) => Math.max(next, index + 1),
    Math.max(mine.nextIndex, theirs.nextIndex),
  );
  const { mapping } = theirs;
  for (const { attribute, index } of mine.burned) {
    if (mapping.get(attribute) === index) mapping.delete(attribute);
  }
  /** @type {Map<number, string>} */
  const owners = new Map(theirs.burned.map(({ index, attribute }) => [index, attribute]));
  for (const [attribute, index] of mapping) owners.set(index, attribute);
  for (const [attribute, localIndex] of mine.mapping) {
    const known = mapping.get(attribute);
    const wanted = Math.max(localIndex, known ?? 0);
    const isFree = (owners.get(wanted) ?? attribute) === attribute;
    const index = isFree ? wanted : (known ?? nextIndex++);
    mapping.set(attribute, index);
    owners.set(index, attribute);
  }
  return { nextIndex, mapping: Object.fromEntries(mapping), burned };
}

/**
 * @param {Partial<SchemaRegistry>} registry
 */
function readRegistry({ nextIndex, mapping, burned }) {
  const entries = Object.entries(mapping ?? {});
  return {
    nextIndex: isIndex(nextIndex) ? nextIndex : 0,
    mapping: new Map(entries.filter(([, index]) => isIndex(index))),
    burned: Array.isArray(burned) ? burned.filter((entry) => isIndex(entry?.index)) : [],
  };
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isIndex(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/**
 * Merges the keys of plugin attributes; where both know an attribute the stored key holds.
 *
 * @param {PluginSchemaRegistry} local
 * @param {PluginSchemaRegistry} stored
 * @returns {PluginSchemaRegistry}
 */
export function mergePluginSchemaRegistry(local, stored) {
  const plugins = new Map(Object.entries(stored));
  for (const [plugin, keys] of Object.entries(local)) {
    const known = plugins.get(plugin);
    plugins.set(plugin, {
      mapping: { ...known?.mapping, ...keys?.mapping, ...known?.mapping },
      burned: unionBy('key', known?.burned ?? [], keys?.burned ?? []),
    });
  }
  return Object.fromEntries(plugins);
}

/**
 * @template {string} Key
 * @template {{[key in Key]: unknown}} Entry
 * @param {Key} key
 * @param {Entry[]} first
 * @param {Entry[]} second
 * @returns {Entry[]} the first ones, and the second ones whose key they lack
 */
function unionBy(key, first, second) {
  const known = new Set(first.map((entry) => entry[key]));
  return [...first, ...second.filter((entry) => !known.has(entry[key]))];
}
