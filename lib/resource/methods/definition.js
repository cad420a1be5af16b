/**
 * The definition of a resource, and how another one takes its place.
 *
 * @module
 */
import { applyDefaults } from '../../defaults.js';
import { validateRecord } from '../../record-validation.js';
import { normalizeConfig, publicConfig } from '../config.js';
import { planDefinition } from '../plan-definition.js';
import {
  addPluginAttribute,
  pluginAttributes,
  removePluginAttribute,
} from '../plugin-attributes.js';
import { ResourceProperties } from './properties.js';

/** @typedef {import('../../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** Methods about attributes and their schema. */
export class ResourceDefinition extends ResourceProperties {
  /**
   * @param {Fields} data
   * @param {import('../../record-validation.js').ValidationOptions} [options]
   * @returns {Promise<import('../../record-validation.js').ValidationReport>}
   */
  validate(data, options) {
    return validateRecord(this._core.plan.validator, data, options);
  }

  /**
   * @param {Fields} data
   * @returns {Fields} a copy with the defaults of absent attributes
   */
  applyDefaults(data) {
    return applyDefaults({ ...data }, this._core.plan.defaults);
  }

  /** @returns {string} hash of attributes and behavior, as records carry it */
  getDefinitionHash() {
    return this._core.plan.recordHash;
  }

  /**
   * Takes other attributes. Stored records keep their keys.
   *
   * @param {Fields} attributes
   * @returns {{oldAttributes: Fields, newAttributes: Fields}}
   */
  updateAttributes(attributes) {
    const oldAttributes = this.attributes;
    this._redeclare(normalizeConfig({ ...this._config, attributes }), {});
    return { oldAttributes, newAttributes: this.attributes };
  }

  /**
   * Adds an attribute of a plugin, with a key that moves no other attribute.
   *
   * @this {Resource}
   * @param {string} name
   * @param {any} definition
   * @param {string} pluginName
   */
  addPluginAttribute(name, definition, pluginName) {
    addPluginAttribute(this, name, definition, pluginName);
  }

  /**
   * @this {Resource}
   * @param {string} name
   * @param {string} [pluginName] that must own the attribute
   * @returns {boolean} whether there was such an attribute of a plugin
   */
  removePluginAttribute(name, pluginName) {
    return removePluginAttribute(this, name, pluginName);
  }

  /** Compiles the schema now, if it was left for the first use. */
  prewarmSchema() {
    this._core.plan.validator.compile();
  }

  /** @returns {boolean} whether ids come from a sequence */
  hasAsyncIdGenerator() {
    return this.idGeneratorType === 'incremental';
  }

  /**
   * @this {Resource}
   * @returns {Fields} the definition
   */
  export() {
    const { attributes, behavior, config } = this;
    const { pluginMap } = this._core.plan;
    const { timestamps, partitions, paranoid, allNestedObjectsOptional, autoDecrypt, cache } =
      config;
    return {
      version: Number(this.version.replace(/^v/, '')),
      name: this.name,
      options: { allNestedObjectsOptional, autoDecrypt, autoEncrypt: config.autoEncrypt },
      attributes,
      map: this.map,
      pluginMap,
      _pluginAttributeMetadata: { ...this._pluginMarks },
      _pluginAttributes: pluginAttributes(this),
      behavior,
      timestamps,
      partitions,
      paranoid,
      allNestedObjectsOptional,
      autoDecrypt,
      cache,
      hooks: this.hooks,
    };
  }

  /**
   * Works by the present configuration anew, with other keys of the attributes if they are given.
   *
   * @param {{map?: Record<string, string>}} [options]
   */
  applyConfiguration({ map = this.map } = {}) {
    this._redeclare(normalizeConfig({ ...this._config, map }), {});
  }

  /**
   * Takes another configuration; on an error everything stays as it was.
   *
   * @param {import('../config.js').ResourceConfig} next
   * @param {Record<string, import('../../hooks.js').Hook[]>} hooks to be added
   */
  _redeclare(next, hooks) {
    const before = this._config;
    this._config = { ...next, ...this.#registries(), version: this.version };
    try {
      this.#adopt();
      if (!next.lazySchema) this._core.plan.validator.compile();
    } catch (error) {
      this._config = before;
      this.#adopt();
      throw error;
    }
    this._core.hooks.addAll(hooks);
    if (!this._isRestored) return;
    this._isRestored = false;
    if (this.idGenerator === this._core.engineIds) this._restoreIds();
    this.setAsyncMode(this.asyncEvents);
    this._isMute = this.eventsDisabled;
    this._listen(this._config.events);
  }

  /** From now on, partitions may have fields that are no attributes. */
  _loosen() {
    this._config = { ...this._config, strictValidation: false };
  }

  /**
   * Takes over the version and the keys that are stored for the definition.
   *
   * @param {string} version
   * @param {import('../../database/stored-resource.js').StoredResource} stored
   */
  _takeOver(version, { schemaRegistry, pluginSchemaRegistry }) {
    const keys = JSON.stringify([schemaRegistry, pluginSchemaRegistry]);
    const { schemaRegistry: own, pluginSchemaRegistry: ownPlugins } = this.#registries();
    if (version === this.version && keys === JSON.stringify([own, ownPlugins])) return;
    const oldVersion = this.version;
    this._config = { ...this._config, version, schemaRegistry, pluginSchemaRegistry };
    this.#adopt();
    if (version === oldVersion) return;
    this._emitStandardized('versionUpdated', { oldVersion, newVersion: version });
  }

  /** @returns {import('../../database/stored-resource.js').ResourceState} what `s3db.json` tells of it */
  _state() {
    return { config: this._config, hooks: this.hooks, ...this.#registries() };
  }

  #registries() {
    const { schemaRegistry, pluginSchemaRegistry } = this._core.plan;
    return { schemaRegistry, pluginSchemaRegistry };
  }

  /** Works by the present configuration from now on. */
  #adopt() {
    Object.assign(this.config, publicConfig(this._config));
    this._core.define(planDefinition(this));
    this._securityWarnings.check(this._core.plan, this._config);
  }
}
