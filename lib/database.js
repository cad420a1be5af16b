/**
 * Databases: resources behind one connection.
 *
 * @module
 */
import { createClient } from './database/client.js';
import { createResource } from './database/create-resource.js';
import { tell, tellOfResource } from './database/events.js';
import { requestOptions } from './database/executor-pool.js';
import { DatabaseCallbacks } from './database/methods/callbacks.js';
import { requireObject } from './database/options.js';
import { restore, restoreMetadata } from './database/restore.js';
import { ResourceNotFound } from './errors.js';

/** @typedef {import('./resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Options see `DatabaseOptions` in `index.d.ts` */

/**
 * A database: resources, each with a schema, behind one connection.
 */
export class Database extends DatabaseCallbacks {
  /** @type {Promise<void> | null} */
  #initializing = null;

  /**
   * Makes the client, once.
   *
   * @returns {Promise<void>}
   */
  async ensureClientInitialized() {
    this.#initializing ??= this.#initialize();
    try {
      await this.#initializing;
    } catch (error) {
      this.#initializing = null;
      throw error;
    }
  }

  async #initialize() {
    if (this.client) return;
    const { clientOptions = {} } = this.databaseOptions;
    const connectionString = /** @type {string} */ (this.connectionString);
    this.client = createClient(connectionString, clientOptions, requestOptions(this));
  }

  /**
   * Connects, and makes a resource of each definition that is stored.
   *
   * @returns {Promise<void>}
   */
  async connect() {
    this._log('debug', { databaseId: this.id }, 'connecting to database');
    await this._hooks.run('beforeConnect');
    await this.ensureClientInitialized();
    await restoreMetadata(this);
    const facts = { databaseId: this.id, resourceCount: Object.keys(this._resourcesMap).length };
    this._log('info', { ...facts, pluginCount: 0 }, 'database connected');
    tell(this, 'db:connected', new Date());
    await this._hooks.run('afterConnect', { result: undefined });
  }

  /**
   * Writes what is pending and lets go of everything. The database may be connected again.
   *
   * @returns {Promise<void>}
   */
  async disconnect() {
    this._log('debug', { databaseId: this.id }, 'disconnecting from database');
    await this._hooks.run('beforeDisconnect');
    await this._writer.flush();
    await Promise.all(Object.values(this._resourcesMap).map(({ _core }) => _core.settled()));
    this.emit('disconnected', new Date());
    for (const [name, resource] of Object.entries(this._resourcesMap)) {
      resource.dispose();
      delete this._resourcesMap[name];
    }
    this.client?.removeAllListeners?.();
    await this.client?.destroy?.();
    this.savedMetadata = null;
    this.emit('db:disconnected', new Date());
    await this._hooks.run('afterDisconnect', { result: undefined });
    this.removeAllListeners();
  }

  /**
   * Makes a resource, or changes the one of this name.
   *
   * @param {Record<string, any>} config see `ResourceConfig` in `index.d.ts`
   * @returns {Promise<Resource>}
   */
  async createResource(config) {
    requireObject(config, 'createResource requires an object with a name and attributes');
    await this.ensureClientInitialized();
    await this._hooks.run('beforeCreateResource', { config });
    const { resource, isNew } = await createResource(this, config);
    tellOfResource(this, resource, isNew);
    await this._hooks.run(isNew ? 'resourceCreated' : 'resourceUpdated', { resource });
    await this._hooks.run('afterCreateResource', { resource, config });
    return resource;
  }

  /**
   * @param {string} name
   * @param {{strictValidation?: boolean}} [options] `false` takes a definition as it is, also one whose
   *   partitions have fields that are no attributes any more
   * @returns {Promise<Resource>}
   * @throws {ResourceNotFound}
   */
  async getResource(name, { strictValidation } = {}) {
    if (strictValidation === false) {
      if (!this.resourceExists(name)) restore(this, name, { strictValidation });
      this._resourcesMap[name]?._loosen();
    }
    return this.resource(name);
  }

  /**
   * @param {string} name
   * @returns {Resource}
   * @throws {ResourceNotFound}
   */
  resource(name) {
    const resource = this._resourcesMap[name];
    if (resource) return resource;
    throw new ResourceNotFound({ bucket: this.bucket, resourceName: name, id: name });
  }

  /**
   * @param {string} name
   * @returns {boolean}
   */
  resourceExists(name) {
    return this._resourcesMap[name] !== undefined;
  }

  /** @returns {Promise<Array<Record<string, any>>>} definitions, each printing as its name */
  async listResources() {
    return Object.values(this._resourcesMap).map((resource) =>
      Object.defineProperty(resource.export(), 'toString', { value: () => resource.name }),
    );
  }
}

/** The default export of the package. */
export class S3db extends Database {}
