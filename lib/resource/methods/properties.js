/**
 * What a resource is made of, as users read it.
 *
 * @module
 */
import { rulesOf } from '../../guard.js';
import { INSPECT, inspected } from '../../inspection.js';
import { SecurityWarnings } from '../../security-warnings.js';
import { native } from '../../space.js';
import { normalizeConfig, publicConfig, schemaConfig } from '../config.js';
import { Core } from '../core.js';
import { ResourceEmitter } from '../emitter.js';
import { resourceLogger } from '../resource-logger.js';
import { planDefinition } from '../plan-definition.js';
import { ResourceSchema } from '../resource-schema.js';
import { ResourceValidator } from '../resource-validator.js';

/** @typedef {Record<string, any>} Fields */

/** The properties of a resource. */
export class ResourceProperties extends ResourceEmitter {
  /** @type {ResourceSchema | undefined} */
  #schema;

  /** @type {ResourceValidator | undefined} */
  #validator;

  /**
   * @internal
   * @type {Record<string, import('../plugin-attributes.js').PluginMark>} of attributes of plugins
   *   whose definitions are text
   */
  _pluginMarks = {};

  /** @type {any} */
  #logger;

  /**
   * @param {any} config see `ResourceConfig` in `index.d.ts`; `name`, `client` and `attributes` are
   *   required
   */
  constructor(config) {
    super();
    /** @type {import('../config.js').ResourceConfig} */
    this._config = normalizeConfig(config);
    this.database = config.database;
    this._isRestored = config.isRestored === true;
    this.client = this._config.client;
    this.config = publicConfig(this._config);
    this.$schema = schemaConfig(config, this._config);
    this._core = new Core(this, this.client, planDefinition(this));
    this._restoreIds();
    this._securityWarnings = this.database?._securityWarnings ?? new SecurityWarnings();
    this._securityWarnings.check(this._core.plan, this._config);
    this._core.hooks.addAll(this._config.hooks);
    this.setAsyncMode(this.asyncEvents);
    this._isMute = this.eventsDisabled;
    this._listen(this._config.events);
  }

  /** @returns {string} */
  get name() {
    return this._config.name;
  }

  /** @returns {string} of the definition, such as `v1` */
  get version() {
    return this._config.version;
  }

  /** @returns {string} */
  get behavior() {
    return this._config.behavior;
  }

  /**
   * Lays out records in another way from now on.
   *
   * @this {import('../../resource.js').Resource}
   */
  set behavior(behavior) {
    this._redeclare(normalizeConfig({ ...this._config, behavior }), {});
  }

  /**
   * A child of the database's logger, with a level of its own.
   *
   * @returns {any}
   */
  get logger() {
    return (this.#logger ??= resourceLogger(this));
  }

  set logger(logger) {
    this.#logger = logger;
  }

  /** @returns {string | undefined} that of the database, unless it has one of its own */
  get logLevel() {
    return this._config.logLevel;
  }

  /** @returns {any[]} databases that hear of errors */
  get observers() {
    return this._config.observers;
  }

  /** @returns {Record<string, any>} */
  get security() {
    return this._config.security;
  }

  /** @returns {Fields} */
  get attributes() {
    return this._config.attributes;
  }

  /** @returns {Record<string, string> | undefined} the map that was configured */
  get map() {
    return this._config.map;
  }

  /** @returns {number} characters of a random id */
  get idSize() {
    return this._config.idSize;
  }

  /** @returns {'default' | 'custom' | 'incremental'} */
  get idGeneratorType() {
    return this._config.idGeneratorType;
  }

  /** @returns {boolean} */
  get strictValidation() {
    return this._config.strictValidation;
  }

  /** @returns {boolean} */
  get versioningEnabled() {
    return this._config.versioningEnabled;
  }

  /** @returns {boolean} the mode at the start */
  get asyncEvents() {
    return this._config.asyncEvents;
  }

  /** @returns {boolean} */
  get eventsDisabled() {
    return this._config.disableEvents;
  }

  /** @returns {any} */
  get guard() {
    return this._config.guard;
  }

  set guard(guard) {
    this._config = { ...this._config, guard: rulesOf(guard) };
  }

  /** @returns {string} */
  get bucket() {
    return this.client.bucket ?? this.client.config?.bucket ?? '';
  }

  /** @returns {number} bytes of metadata that the store allows */
  get metadataLimit() {
    return this.client.metadataLimit ?? 2047;
  }

  /** @returns {any} the configuration */
  get options() {
    return this.config;
  }

  /** @returns {Record<string, {fields: Record<string, string>}>} */
  get partitions() {
    return this.config.partitions;
  }

  /** @returns {Record<string, Function[]>} the live lists of hooks */
  get hooks() {
    return this._core.hooks.lists;
  }

  /**
   * @this {import('../../resource.js').Resource}
   * @returns {ResourceSchema | null} null as long as `lazySchema` leaves it for the first use
   */
  get schema() {
    if (!this.isSchemaCompiled()) return null;
    this.#schema ??= new ResourceSchema(this);
    return this.#schema;
  }

  /**
   * @this {import('../../resource.js').Resource}
   * @returns {ResourceValidator}
   */
  get validator() {
    this.#validator ??= new ResourceValidator(this);
    return this.#validator;
  }

  /** @returns {boolean} */
  isSchemaCompiled() {
    return !this._config.lazySchema || this._core.plan.validator.isCompiled;
  }

  /**
   * What logs show: nothing of the client, the database and the passphrase.
   *
   * @param {number} depth
   * @param {any} options
   * @param {typeof import('node:util').inspect} inspect
   * @returns {string}
   */
  [INSPECT](depth, options, inspect) {
    const { name, version, behavior, attributes, config } = this;
    const listeners = this.eventNames();
    const shown = { name, version, behavior, attributes, config, listeners };
    return inspected(this, shown, depth, options, inspect);
  }

  /** Makes ids as the configuration says. */
  _restoreIds() {
    const { idGenerator, idSize, idGeneratorType } = this._config;
    const { _core: core } = this;
    core.engineIds = idFunction(idSize);
    /** @type {any} */
    this.idGenerator = idGeneratorType === 'custom' ? idGenerator : core.engineIds;
  }

  /**
   * @internal
   * @returns {import('../../engine.js').Engine}
   */
  get _engine() {
    return this._core.engine;
  }
}

/**
 * @param {number} idSize
 * @returns {(size?: number) => string} what makes random ids
 */
function idFunction(idSize) {
  return (size = idSize) => native.generateId(size);
}
