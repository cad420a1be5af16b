/**
 * The plan of a resource, seen from JavaScript: the engine's handle for its definition, and the
 * functions that carry records to it and back.
 *
 * @module
 */
import { attributeTree, interpretedFunctions } from './attribute-tree.js';
import { canGenerate, generatedFunctions } from './codegen.js';
import { registryOf } from './database/registry.js';
import { readDefaults } from './defaults.js';
import { requireWholePairs, serializableAttributes } from './definition.js';
import { ValidationError } from './errors.js';
import { publicError } from './failure.js';
import { ABSENT, UNCHANGED, IllFormedValue, isNested } from './frame/value.js';
import { FrameWriter } from './frame/write.js';
import { Mask } from './mask.js';
import { PartitionDates } from './partition-date.js';
import { markedNames } from './resource/merge.js';
import { frameWriter, native, reader } from './space.js';
import { RecordValidator } from './validator.js';

/**
 * A partition with its fields in the order of their segments.
 *
 * @typedef {{name: string, fields: Array<{path: string, rule: string}>}} PartitionDefinition
 */

/**
 * What the engine's plan is made from (`Plan::parse` in `src/resource/plan.rs`).
 *
 * @typedef {object} PlanDefinition
 * @property {string} name
 * @property {string} version
 * @property {string} prefix of the connection
 * @property {Record<string, unknown>} attributes
 * @property {string} behavior
 * @property {boolean} timestamps
 * @property {PartitionDefinition[]} partitions
 * @property {boolean} [defersReferences] whether writes may leave the moving of references for later
 * @property {number} [idSize]
 * @property {number} [metadataLimit]
 * @property {Record<string, string>} [map]
 * @property {object} [schemaRegistry]
 * @property {object} [pluginSchemaRegistry]
 * @property {Record<string, string>} [pluginAttributes] plugin by attribute, where the definition is text
 * @property {object} security
 * @property {boolean} allNestedObjectsOptional
 */

/**
 * A slot of the layout.
 *
 * @typedef {object} Slot
 * @property {string[]} segments
 * @property {string} path
 * @property {string} key
 * @property {boolean} isObject
 * @property {boolean} isProtected secret or password
 * @property {boolean} isPassword
 * @property {import('./mask.js').Steps[]} protectedParts secrets and passwords inside the value
 * @property {number | null} generate characters of the value that is made up when there is none
 * @property {boolean} isScalar whether the engine can decide equality with it
 */

const generate = canGenerate();

export class ResourcePlan {
  /**
   * @param {PlanDefinition} definition
   * @param {(definition: string) => import('./engine.js').Engine} makeEngine puts the plan on a store
   * @throws {import('./errors.js').SchemaError | import('./errors.js').PartitionError}
   */
  constructor(definition, makeEngine) {
    const attributes = serializableAttributes(definition.attributes);
    this.definition = JSON.stringify({ ...definition, attributes });
    requireWholePairs(this.definition, definition.name);
    try {
      this.engine = makeEngine(this.definition);
    } catch (error) {
      throw publicError(error, { resourceName: definition.name });
    }
    const layout = JSON.parse(this.engine.collection.layout());
    /** @type {Slot[]} */
    this.slots = layout.slots;
    /** @type {Record<string, string>} */
    this.map = layout.map;
    /** @type {Record<string, string>} */
    this.pluginMap = layout.pluginMap;
    this.schemaRegistry = layout.schemaRegistry ?? registryOf(layout.map);
    this.pluginSchemaRegistry = layout.pluginSchemaRegistry;
    /** @type {string} */
    this.recordHash = layout.recordHash;
    /** @type {boolean} whether anything is a secret, parts of values included */
    this.hasSecrets = layout.hasSecrets;
    /** @type {boolean} whether anything is hashed with bcrypt, parts of values included */
    this.hasBcrypt = layout.hasBcrypt;
    this.version = definition.version;
    this.protectedSlots = this.slots.filter(({ isProtected }) => isProtected);
    this.mask = new Mask(this.slots);
    this.generatedSlots = this.slots.filter(({ generate }) => generate !== null);
    this.scalarPaths = new Set(
      this.slots.filter(({ isScalar }) => isScalar).map(({ path }) => path),
    );
    this.markedNames = markedNames(this.slots);
    this.validatesId = Object.hasOwn(definition.attributes, 'id');
    this.dates = new PartitionDates(layout.dateFields);
    this.defaults = readDefaults(definition.attributes);
    this.validator = new RecordValidator(definition.attributes, {
      allNestedObjectsOptional: definition.allNestedObjectsOptional,
    });
    this.functions = this.#makeFunctions(generate);
  }

  /**
   * @param {boolean} generated
   * @returns {import('./attribute-tree.js').RecordFunctions}
   */
  #makeFunctions(generated) {
    const make = generated ? generatedFunctions : interpretedFunctions;
    return make(attributeTree(this.slots), this.slots.length, this.dates);
  }

  /** Works without generated code from now on; results are the same. */
  useInterpretedFunctions() {
    this.functions = this.#makeFunctions(false);
  }

  /**
   * @param {Record<string, any>} record
   * @returns {Record<string, any>} a copy of its own: safe fields in the schema's order, without `id`
   */
  copy(record) {
    return this.functions.copy(record);
  }

  /**
   * @param {Record<string, any>} record
   * @returns {FrameWriter} with the record's frame, to be used before another one is encoded
   * @throws {ValidationError} for a value that no store can hold
   */
  encode(record) {
    // A `toJSON` of the user's may write another record in the middle of this one.
    const writer = (frameWriter.isBusy ? new FrameWriter() : frameWriter).begin();
    try {
      this.functions.encode(record, writer);
    } catch (error) {
      if (error instanceof IllFormedValue) throw unstorable(error.path, error.reason);
      throw error;
    } finally {
      writer.isBusy = false;
    }
    return writer;
  }

  /**
   * Sets the value of a slot.
   *
   * @param {Record<string, any>} record
   * @param {number} slot
   * @param {unknown} value
   */
  set(record, slot, value) {
    const { segments } = this.slots[slot];
    let target = record;
    for (const name of segments.slice(0, -1)) {
      if (!isNested(target[name])) target[name] = {};
      target = /** @type {Record<string, any>} */ (target[name]);
    }
    const name = /** @type {string} */ (segments.at(-1));
    if (value === ABSENT) delete target[name];
    else target[name] = value;
  }

  /**
   * @param {Record<string, any>} record
   * @param {Slot} slot
   * @returns {unknown}
   */
  get(record, { segments }) {
    let value = record;
    for (const name of segments) value = value?.[name];
    return value;
  }

  /**
   * Encodes the new form of a record that was loaded. Secrets and passwords that have not changed
   * keep the text in which they are stored.
   *
   * @param {Record<string, any>} record
   * @param {Record<string, any>} before
   * @returns {FrameWriter}
   */
  encodeUpdate(record, before) {
    /** @type {Array<[number, unknown]>} */
    const kept = [];
    for (const slot of this.protectedSlots) {
      const value = this.get(record, slot);
      if (value === undefined || value === null || value !== this.get(before, slot)) continue;
      const index = this.slots.indexOf(slot);
      kept.push([index, value]);
      this.set(record, index, UNCHANGED);
    }
    try {
      return this.encode(record);
    } finally {
      for (const [index, value] of kept) this.set(record, index, value);
    }
  }

  /**
   * Reads a record of a reply, with the fields that say how it is stored.
   *
   * @param {string} id
   * @returns {Record<string, any>}
   */
  readRecord(id) {
    const lastModified = reader.value();
    const facts = reader.value() ? PLAIN : readFacts();
    const record = this.functions.construct(reader);
    for (const [path, value] of facts.unknown) setUnknown(record, path, value);
    record.id = id;
    record._contentLength = facts.contentLength;
    record._lastModified = new Date(lastModified);
    record._hasContent = facts.contentLength > 0;
    record._mimeType = facts.mimeType ?? 'application/octet-stream';
    record._etag = facts.etag;
    record._v = this.version;
    record._definitionHash = this.recordHash;
    if (facts.otherVersion !== null) {
      record._originalVersion = facts.otherVersion.replace(/^v/, '');
      record._versionMapped = true;
    }
    return record;
  }
}

/**
 * What a reply says of a record besides its slots (`ReadRecord::write` in `src/resource/read.rs`).
 *
 * @typedef {object} Facts
 * @property {number} contentLength
 * @property {string | null} mimeType
 * @property {string} etag
 * @property {string | null} otherVersion
 * @property {ReadonlyArray<[path: string, value: unknown]>} unknown
 */

/** @type {Readonly<Facts>} of an object of which there is nothing to say */
const PLAIN = Object.freeze({
  contentLength: 0,
  mimeType: null,
  etag: native.EMPTY_ETAG,
  otherVersion: null,
  unknown: [],
});

/** @returns {Facts} */
function readFacts() {
  /** @type {Array<[path: string, value: unknown]>} */
  const unknown = [];
  const facts = {
    contentLength: reader.value(),
    mimeType: reader.value(),
    etag: reader.value(),
    otherVersion: reader.value(),
    unknown,
  };
  for (let count = reader.value(); count > 0; count--) {
    unknown.push([reader.value(), reader.value()]);
  }
  return facts;
}

/**
 * @param {string} path
 * @param {string} reason
 */
function unstorable(path, reason) {
  return new ValidationError(`Field '${path}' ${reason}`, { code: 'INVALID_FIELD', field: path });
}

/**
 * Sets an attribute that the schema does not know. A path makes nested objects, or arrays where it
 * has an index.
 *
 * @param {Record<string, any>} record
 * @param {string} path
 * @param {unknown} value
 */
function setUnknown(record, path, value) {
  const names = path.split('.');
  const last = /** @type {string} */ (names.pop());
  let target = record;
  names.forEach((name, depth) => {
    if (!Object.hasOwn(target, name) || typeof target[name] !== 'object' || target[name] === null) {
      define(target, name, /^\d+$/.test(names[depth + 1] ?? last) ? [] : {});
    }
    target = target[name];
  });
  define(target, last, value);
}

/**
 * @param {object} target
 * @param {string} name may be `__proto__`
 * @param {unknown} value
 */
function define(target, name, value) {
  Object.defineProperty(target, name, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
