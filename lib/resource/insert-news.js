/**
 * What insertMany tells of its items: of every ten, those that were refused come first, then those that
 * could not be stored, then those that are there.
 *
 * @module
 */

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** Items that are told of together. */
const TOGETHER = 10;

/**
 * @typedef {object} Outcome
 * @property {number} position
 * @property {any} [error] of an item that failed
 * @property {import('./insert.js').Inserted[]} [untold] of one that did not
 */

/** Gathers the outcomes of items, and tells of them in their turn. */
export class InsertNews {
  #resource;
  #objects;
  #records;
  #told = 0;

  /** @type {Array<Outcome | undefined>} */
  #outcomes;

  /**
   * @param {Resource} resource
   * @param {Fields[]} objects
   * @param {Array<Fields | undefined>} records by position; what a listener refuses is taken out
   */
  constructor(resource, objects, records) {
    this.#resource = resource;
    this.#objects = objects;
    this.#records = records;
    this.#outcomes = new Array(objects.length).fill(undefined);
  }

  /**
   * @param {Resource} resource
   * @returns {boolean} whether anybody hears of items
   */
  static areHeard(resource) {
    return resource._hears('inserted') || resource.listenerCount('error') > 0;
  }

  /** @param {Outcome} outcome */
  add(outcome) {
    this.#outcomes[outcome.position] = outcome;
    for (let end = this.#end(); this.#isThere(end); end = this.#end()) {
      const some = this.#outcomes.slice(this.#told, end);
      this.#told = end;
      this.#tell(/** @type {Outcome[]} */ (some));
    }
  }

  /** @returns {number} where the items end that are told of next */
  #end() {
    return Math.min(this.#told + TOGETHER, this.#outcomes.length);
  }

  /**
   * @param {number} end
   * @returns {boolean} whether there are items to tell of before the end, and all have their outcome
   */
  #isThere(end) {
    let position = end - 1;
    while (position >= this.#told && this.#outcomes[position] !== undefined) position--;
    return position < this.#told && end > this.#told;
  }

  /** @param {Outcome[]} outcomes */
  #tell(outcomes) {
    const failed = outcomes.filter(({ untold }) => untold === undefined);
    for (const each of failed) if (!isOfStore(each.error)) this.#tellOfError(each);
    for (const each of failed) if (isOfStore(each.error)) this.#tellOfError(each);
    for (const { position, untold = [] } of outcomes) {
      try {
        for (const { id, record } of untold) {
          this.#resource._emitStandardized('inserted', record, id);
        }
      } catch (error) {
        this.#records[position] = undefined;
        this.#tellOfError({ position, error });
      }
    }
  }

  /** @param {Outcome} outcome */
  #tellOfError({ position, error }) {
    this.#resource._emitItemError(error, this.#objects[position]);
  }
}

/**
 * @param {any} error
 * @returns {boolean} whether the record was good, but could not be stored
 */
function isOfStore({ statusCode }) {
  return statusCode !== undefined && ![400, 422].includes(statusCode);
}
