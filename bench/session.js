import { databaseOptions } from './place.js';
import { Random } from './random.js';

/**
 * @typedef {Record<string, unknown>} Document
 * @typedef {import('./shapes.js').Shape} Shape
 * @typedef {import('./shapes.js').Tally} Tally
 */

/** @typedef {(context: unknown, next: () => unknown) => unknown} Middleware */

/**
 * The part of a resource that is measured; both packages provide it.
 * @typedef {object} Resource
 * @property {(data: Document) => Promise<Document>} insert
 * @property {(data: Document[]) => Promise<Document[]>} insertMany
 * @property {(id: string) => Promise<Document>} get
 * @property {(ids: string[]) => Promise<Document[]>} getMany
 * @property {(options?: Document) => Promise<Document[]>} list
 * @property {(options?: Document) => Promise<string[]>} listIds
 * @property {(filter: Document, options?: Document) => Promise<Document[]>} query
 * @property {() => Promise<number>} count
 * @property {(id: string) => Promise<boolean>} exists
 * @property {(id: string, data: Document) => Promise<Document>} update
 * @property {(id: string, data: Document) => Promise<Document>} patch
 * @property {(id: string, data: Document) => Promise<Document>} replace
 * @property {(id: string) => Promise<unknown>} delete
 * @property {() => Promise<unknown>} deleteAllData
 * @property {(event: string, hook: (data: Document) => Document) => void} addHook
 * @property {(event: string, listener: () => void) => void} on
 * @property {(method: string, middleware: Middleware) => void} useMiddleware
 */

/**
 * @typedef {object} Database
 * @property {() => Promise<void>} connect
 * @property {() => Promise<void>} disconnect
 * @property {(config: Document) => Promise<Resource>} createResource
 */

/** @typedef {new (options: Document) => Database} DatabaseClass */

/**
 * Which records a session holds; equal plans give equal records in every process.
 * @typedef {object} SessionPlan
 * @property {number} seed
 * @property {number} round
 * @property {string} folder an existing folder of this process alone, for records in files
 * @property {import('./service.js').ServiceAddress & { prefix: string }} [service] for records on S3, with
 *   a prefix of this process alone
 */

/**
 * @param {Shape} shape
 * @returns {Document[]} what resources are made of: the one that is read, the one that takes inserts
 */
function resourcesOf({ attributes, options }) {
  const config = { behavior: 'user-managed', paranoid: false, ...options };
  return ['records', 'arrivals'].map((name) => ({
    ...config,
    name,
    attributes: { ...attributes },
  }));
}

/**
 * Makes the file of a database, without the pool of s3db.js: with it, that alone takes 14 seconds.
 * @param {DatabaseClass} Database
 * @param {Shape} shape
 * @param {SessionPlan} plan
 */
async function found(Database, shape, plan) {
  const database = new Database({ ...databaseOptions(shape, plan), executorPool: false });
  await database.connect();
  for (const config of resourcesOf(shape)) await database.createResource(config);
  await database.disconnect();
}

/**
 * Text that was put together piece by piece is a tree that its first reader pays for; programs hand
 * over what they received.
 *
 * @param {Document[]} documents
 * @returns {Document[]} equal ones, as a program has them that parsed a request
 */
const received = (documents) => JSON.parse(JSON.stringify(documents));

/**
 * A fresh database for one shape and round. `resource` is filled and read; `arrivals`
 * has the same definition and takes the measured inserts, so that they do not change what is read.
 */
export class Session {
  /** @type {string[]} */
  #ids = [];
  /** @type {Tally} */
  #tally = { hooks: 0, listeners: 0, middlewares: 0 };

  #source;
  #random;

  /**
   * @param {Shape} shape
   * @param {string} source what the random values of this session derive from
   * @param {Database} database
   * @param {Resource} resource
   * @param {Resource} arrivals
   */
  constructor(shape, source, database, resource, arrivals) {
    this.shape = shape;
    this.#source = source;
    this.#random = new Random(source);
    this.database = database;
    this.resource = resource;
    this.arrivals = arrivals;
  }

  /**
   * @param {DatabaseClass} Database
   * @param {Shape} shape
   * @param {SessionPlan} plan
   * @returns {Promise<Session>} with `shape.population` records stored
   */
  static async open(Database, shape, plan) {
    const { seed, round } = plan;
    if (shape.service) await found(Database, shape, plan);
    const database = new Database({
      ...databaseOptions(shape, plan),
      ...(shape.service?.pool === false && { executorPool: false }),
    });
    await database.connect();
    const [records, additions] = resourcesOf(shape);
    const resource = await database.createResource(records);
    const arrivals = await database.createResource(additions);
    const source = `${seed} ${shape.name} ${round}`;
    const session = new Session(shape, source, database, resource, arrivals);
    await session.#populate();
    return session;
  }

  async #populate() {
    const records = this.records(this.shape.population).map((record, index) => ({
      id: `record-${String(index).padStart(6, '0')}`,
      ...record,
    }));
    const stored = await this.resource.insertMany(records);
    if (stored.length !== records.length) {
      throw new Error(`stored ${stored.length} of ${records.length} records`);
    }
    this.#ids = records.map((record) => record.id);
    this.shape.observe?.(this.resource, this.#tally);
    this.shape.observe?.(this.arrivals, this.#tally);
  }

  /**
   * Starts the random values of an operation, which do not depend on the operations before it: one
   * that failed half-way on one side leaves the later ones comparable.
   * @param {string} operation
   */
  begin(operation) {
    this.#random = new Random(`${this.#source} ${operation}`);
  }

  /** @returns {Tally} calls of user callbacks so far */
  get tally() {
    return { ...this.#tally };
  }

  /**
   * @param {number} length
   * @returns {Document[]} new records without id
   */
  records(length) {
    return received(Array.from({ length }, () => this.shape.record(this.#random)));
  }

  /**
   * @param {number} length
   * @returns {Document[]} arguments for update or patch
   */
  changes(length) {
    return received(Array.from({ length }, () => this.shape.change(this.#random)));
  }

  /**
   * @param {number} length at most the number of stored records
   * @returns {string[]} ids of stored records, in random order
   * @throws {RangeError} when fewer records are left
   */
  ids(length) {
    if (length > this.#ids.length) {
      throw new RangeError(`${length} records asked for, ${this.#ids.length} are stored`);
    }
    const ids = [...this.#ids];
    for (let index = 0; index < length; index += 1) {
      const other = this.#random.integer(index, ids.length - 1);
      [ids[index], ids[other]] = [ids[other], ids[index]];
    }
    return ids.slice(0, length);
  }

  /**
   * As {@link ids}, for records that are about to be deleted.
   * @param {number} length
   * @returns {string[]}
   */
  takeIds(length) {
    const taken = this.ids(length);
    const gone = new Set(taken);
    this.#ids = this.#ids.filter((id) => !gone.has(id));
    return taken;
  }

  /**
   * Ends the session. Memory is emptied, so that later rounds start with that of the first; files are
   * left to whoever made their folder.
   */
  async close() {
    if (this.shape.store === 'memory') {
      await this.resource.deleteAllData();
      await this.arrivals.deleteAllData();
    }
    await this.database.disconnect();
  }
}
