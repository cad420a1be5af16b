/**
 * One of many writers of a resource. It owns some records, which nobody else writes, and knows of each
 * what it may hold: one thing, or one of two after a write of which nobody knows whether it was done.
 */
import { isDeepStrictEqual } from 'node:util';

import { fieldsOf } from './aftermath.js';

/** Records of a lane. */
const RECORDS = 5;

const GROUPS = ['red', 'green', 'blue', 'grey'];
const LONG = 'long'.repeat(700);

const UNKNOWN = /may have been done/;
const DONE = /^Record '\S+' is (written|deleted), but not all of its partition references/;

/** Codes of errors that faults give. 412 is a conflict that did not pass. */
const EXPECTED_CODES = [
  'InternalError',
  'SlowDown',
  'ServiceUnavailable',
  'NetworkingError',
  'IncompleteBody',
  'ConditionalRequestConflict',
  'PreconditionFailed',
];

/**
 * @typedef {Record<string, any> | null} Fields null where there is no record
 * @typedef {{id: string, possible: Fields[], hasDoubtfulReferences: boolean}} Entry
 */

/** A resource for lanes: records move between the values of two partitions, some have a body. */
export const LOAD = {
  name: 'load',
  behavior: 'body-overflow',
  attributes: {
    owner: 'number|required',
    token: 'string|required',
    group: 'string|optional',
    note: 'string|optional',
  },
  partitions: {
    byOwner: { fields: { owner: 'number' } },
    byGroup: { fields: { group: 'string' } },
  },
  asyncPartitions: false,
};

export class LoadLane {
  /**
   * What did not hold, in words.
   *
   * @type {string[]}
   */
  problems = [];
  /** Writes that were rejected. */
  rejected = 0;
  #tokens = 0;

  /**
   * @param {any} resource {@link LOAD}
   * @param {number} number
   * @param {import('./generator.js').Generator} generator
   */
  constructor(resource, number, generator) {
    this.resource = resource;
    this.number = number;
    this.generator = generator;
    /** @type {Entry[]} */
    this.entries = Array.from({ length: RECORDS }, (_, n) => ({
      id: `${number}-${n}`,
      possible: [null],
      hasDoubtfulReferences: false,
    }));
  }

  /** Performs one operation on one of the records. */
  async step() {
    const entry = this.generator.one(this.entries);
    if (entry.possible.length > 1) return this.#look(entry);
    const [fields] = entry.possible;
    if (this.generator.chance(0.05)) return this.#lookAtAll();
    return fields === null ? this.#stepAbsent(entry) : this.#stepPresent(entry, fields);
  }

  /** @param {Entry} entry */
  #stepAbsent(entry) {
    const { resource, generator } = this;
    const { id } = entry;
    const fields = this.#newFields();
    const operations = [
      () => this.#write(entry, fields, () => resource.insert({ id, ...fields })),
      () => this.#write(entry, fields, () => resource.insertMany([{ id, ...fields }])),
      () => this.#write(entry, fields, () => resource.upsert({ id, ...fields })),
      () => this.#write(entry, fields, () => resource.replace(id, fields)),
      () => this.#look(entry),
      () => this.#missing(() => resource.update(id, fields)),
      () => this.#missing(() => resource.delete(id)),
    ];
    return generator.one(operations)();
  }

  /**
   * @param {Entry} entry
   * @param {Record<string, any>} old
   */
  #stepPresent(entry, old) {
    const { resource, generator } = this;
    const { id } = entry;
    const { note: _note, ...changes } = this.#newFields();
    const changed = { ...old, ...changes };
    const whole = this.#newFields();
    const operations = [
      () => this.#look(entry),
      () => this.#write(entry, changed, () => resource.update(id, changes)),
      () => this.#write(entry, changed, () => resource.patch(id, changes)),
      () => this.#write(entry, changed, () => resource.upsert({ id, ...changes })),
      () => this.#write(entry, whole, () => resource.replace(id, whole)),
      () => this.#write(entry, changed, () => this.#updateSeen(id, changes)),
      () => this.#write(entry, null, () => resource.delete(id)),
      () => this.#refuse(() => resource.insert({ id, ...whole })),
    ];
    return generator.one(operations)();
  }

  /**
   * @param {string} id
   * @param {Record<string, any>} changes
   */
  async #updateSeen(id, changes) {
    const { _etag: ifMatch } = await this.resource.get(id);
    const result = await this.resource.updateConditional(id, changes, { ifMatch });
    if (!result.success) {
      throw Object.assign(new Error(result.error), { code: 'PreconditionFailed' });
    }
  }

  #newFields() {
    const { generator, number } = this;
    /** @type {Record<string, any>} */
    const fields = { owner: number, token: `${number}:${this.#tokens++}` };
    if (generator.chance(0.8)) fields.group = generator.one(GROUPS);
    if (generator.chance(0.1)) fields.note = LONG;
    return fields;
  }

  /**
   * @param {Entry} entry
   * @param {Fields} next what the record holds when the write is done
   * @param {() => Promise<any>} write
   */
  async #write(entry, next, write) {
    try {
      const result = await write();
      // insertMany tells of what failed by events, and of nothing else.
      const isLeftOut = Array.isArray(result) && result.length === 0;
      entry.possible = isLeftOut ? [...entry.possible, next] : [next];
      entry.hasDoubtfulReferences ||= isLeftOut;
    } catch (error) {
      this.rejected++;
      this.#note(error);
      if (DONE.test(messageOf(error))) {
        entry.possible = [next];
        entry.hasDoubtfulReferences = true;
      } else if (UNKNOWN.test(messageOf(error))) {
        entry.possible.push(next);
        entry.hasDoubtfulReferences = true;
      }
    }
  }

  /** @param {Entry} entry */
  async #look(entry) {
    try {
      const record = await this.resource.getOrNull(entry.id);
      const found = record && fieldsOf(record);
      if (!entry.possible.some((fields) => isDeepStrictEqual(found, fields))) {
        this.#problem(`${entry.id} is`, found, 'and should be', entry.possible);
      }
      entry.possible = [found];
    } catch (error) {
      this.#note(error);
    }
  }

  /** The records of the lane, by its partition. */
  async #lookAtAll() {
    const { resource, number } = this;
    const values = { partition: 'byOwner', partitionValues: { owner: number } };
    try {
      const found = await resource.listIds(values);
      // What a write before has to tell of its references may still be on its way.
      await new Promise(setImmediate);
      if (new Set(found).size !== found.length) this.#problem('listed twice', found);
      for (const { id, possible, hasDoubtfulReferences } of this.entries) {
        if (possible.length > 1 || hasDoubtfulReferences) continue;
        if (found.includes(id) !== (possible[0] !== null)) this.#problem('listing', id, found);
      }
    } catch (error) {
      this.#note(error);
    }
  }

  /** @param {() => Promise<any>} operation on a record that is not there */
  async #missing(operation) {
    const error = await operation().then(
      () => null,
      (thrown) => thrown,
    );
    if (error?.code !== 'NoSuchKey') this.#note(error ?? new Error('succeeded without a record'));
  }

  /** @param {() => Promise<any>} insert of a record that is there */
  async #refuse(insert) {
    const error = await insert().then(
      () => null,
      (thrown) => thrown,
    );
    if (error?.statusCode !== 412) this.#note(error ?? new Error('a second insert succeeded'));
  }

  /** @param {any} error that faults may give, or not */
  #note(error) {
    if (!EXPECTED_CODES.includes(error?.code))
      this.#problem('error', String(error?.stack).slice(0, 300));
  }

  /** @param {unknown[]} facts */
  #problem(...facts) {
    const words = facts.map((fact) => (typeof fact === 'string' ? fact : JSON.stringify(fact)));
    this.problems.push(`lane ${this.number}: ${words.join(' ').slice(0, 1000)}`);
  }

  /**
   * Reads what is not known.
   *
   * @returns {Promise<import('./aftermath.js').Records>} what is known of all records that are there
   */
  async settle() {
    for (const entry of this.entries) await this.#look(entry);
    const present = this.entries.filter(({ possible }) => possible[0] !== null);
    return Object.fromEntries(present.map(({ id, possible }) => [id, possible[0] ?? {}]));
  }
}

/** @param {any} error */
function messageOf(error) {
  return String(error?.message);
}
