/**
 * The schema of a resource, as users find it in `resource.schema`.
 *
 * @module
 */
import { readNext } from '../engine/call.js';
import { isNested } from '../frame/value.js';
import { attempt } from './attempt.js';
import { withoutSystemFields } from './merge.js';
import { pluginAttributes } from './plugin-attributes.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** Shows the present definition of a resource, and the form in which its records are stored. */
export class ResourceSchema {
  #resource;

  /** @param {Resource} resource */
  constructor(resource) {
    this.#resource = resource;
  }

  /** @returns {string} that of the resource */
  get name() {
    return this.#resource.name;
  }

  /** @returns {number} that of the definition, without its `v` */
  get version() {
    return Number(this.#resource.version.replace(/^v/, ''));
  }

  /** @returns {Fields} */
  get attributes() {
    return this.#resource.attributes;
  }

  /** @returns {Record<string, any>} */
  get security() {
    return this.#resource.security;
  }

  /** @returns {boolean} */
  get allNestedObjectsOptional() {
    return this.#resource.config.allNestedObjectsOptional;
  }

  /** @returns {{allNestedObjectsOptional: boolean, autoDecrypt: boolean, autoEncrypt: boolean}} */
  get options() {
    const { allNestedObjectsOptional, autoDecrypt, autoEncrypt } = this.#resource.config;
    return { allNestedObjectsOptional, autoDecrypt, autoEncrypt };
  }

  /** @returns {Record<string, string>} key by path of attribute */
  get map() {
    return this.#plan.map;
  }

  /** @returns {Record<string, string>} path of attribute by key */
  get reversedMap() {
    return reversed(this.map);
  }

  /** @returns {Record<string, string>} the same as `map`, of attributes of plugins */
  get pluginMap() {
    return this.#plan.pluginMap;
  }

  /** @returns {Record<string, string>} */
  get reversedPluginMap() {
    return reversed(this.pluginMap);
  }

  /** @returns {object} numbers of the keys, those that were given up included */
  getSchemaRegistry() {
    return this.#plan.schemaRegistry;
  }

  /** @returns {object} the same by plugin */
  getPluginSchemaRegistry() {
    return this.#plan.pluginSchemaRegistry;
  }

  /**
   * @param {string} path dotted
   * @returns {unknown} undefined where there is no such attribute
   */
  getAttributeDefinition(path) {
    /** @type {unknown} */
    let definition = this.attributes;
    for (const name of path.split('.')) {
      if (!isNested(definition) || !Object.hasOwn(definition, name)) return undefined;
      definition = definition[name];
    }
    return definition;
  }

  /** @returns {Fields} the definition */
  export() {
    const { name, version, options, attributes, map, pluginMap } = this;
    return {
      version,
      name,
      options,
      attributes,
      map,
      pluginMap,
      _pluginAttributeMetadata: { ...this.#resource._pluginMarks },
      _pluginAttributes: pluginAttributes(this.#resource),
    };
  }

  /** @returns {(record: Fields) => Promise<import('../validator.js').Verdict>} checks in place */
  get validator() {
    const { validator } = this.#plan;
    return async (record) => validator.check(record);
  }

  /**
   * Gives the values of a record the form in which they are stored, before a behavior lays them out:
   * secrets are encrypted, passwords hashed. Nothing is checked or stored.
   *
   * @param {Fields} record
   * @returns {Promise<Fields>} values under their keys, with the version as `_v`, and the id if there
   *   is one
   * @throws {import('../errors.js').ValidationError} for a value that no store can hold
   */
  async mapper(record) {
    const plan = this.#plan;
    const fields = plan.copy(requireRecord(record));
    const mapped = await attempt(this.#resource, 'mapper', undefined, () =>
      plan.engine.map(plan.encode(fields), readNext),
    );
    const head = { _v: String(this.version), ...('id' in record && { id: record.id }) };
    return { ...head, ...mapped };
  }

  /**
   * Makes a record of what {@link ResourceSchema#mapper} has made of one.
   *
   * @param {Fields} mapped
   * @returns {Promise<Fields>} with the id if there is one
   */
  async unmapper(mapped) {
    const plan = this.#plan;
    const object = {
      metadata: [],
      contentType: 'application/json',
      body: Buffer.from(JSON.stringify({ _v: '', ...requireRecord(mapped) })),
    };
    const { id: _id, ...record } = await attempt(this.#resource, 'unmapper', undefined, () =>
      plan.engine.decode('', object, () => plan.readRecord('')),
    );
    const fields = withoutSystemFields(record);
    return 'id' in mapped ? { ...fields, id: mapped.id } : fields;
  }

  get #plan() {
    return this.#resource._core.plan;
  }
}

/**
 * @param {unknown} value
 * @returns {Fields}
 */
function requireRecord(value) {
  if (typeof value === 'object' && value !== null) return value;
  throw new TypeError(`a record must be an object, not ${value === null ? 'null' : typeof value}`);
}

/**
 * @param {Record<string, string>} map
 * @returns {Record<string, string>} name by key
 */
function reversed(map) {
  return Object.fromEntries(Object.entries(map).map(([name, key]) => [key, name]));
}
