import { atOnce, sequentially } from './concurrency.js';
import { REFUSALS } from './refusals.js';

/**
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('./session.js').Resource} Resource
 * @typedef {import('./session.js').Document} Document
 */

/**
 * Work that is ready to be measured.
 * @template Result
 * @typedef {object} Step
 * @property {() => Promise<Result>} run the measured part
 * @property {(result: Result) => number} items by which the measured time is divided
 * @property {(result: Result) => Promise<unknown>} evidence what both contestants must agree on
 */

/**
 * @typedef {object} Operation
 * @property {string} name
 * @property {'record' | 'call'} unit what one item is
 * @property {number} size records (`record`) or calls (`call`, lists) of a full run
 * @property {boolean} scaled whether the scale of the shape applies to `size`
 * @property {boolean} [isAtOnce] whether many calls are under way
 * @property {(session: Session, size: number) => Step<any>} prepare
 */

const LIST_LIMIT = 1000;
const REREAD = 40;

/**
 * As {@link sequentially}, but most results are let go, as in a program that does not collect what it
 * writes: keeping them would measure the garbage collector.
 * @template Input, Output
 * @param {Input[]} inputs
 * @param {(input: Input) => Promise<Output>} call
 * @returns {Promise<Output[]>} about REREAD of the results, evenly spread
 */
async function samples(inputs, call) {
  const step = Math.ceil(inputs.length / REREAD);
  const kept = [];
  for (let index = 0; index < inputs.length; index++) {
    const output = await call(inputs[index]);
    if (index % step === 0) kept.push(output);
  }
  return kept;
}

/**
 * As {@link samples}, with many calls under way.
 * @template Input, Output
 * @param {Input[]} inputs
 * @param {(input: Input) => Promise<Output>} call
 * @returns {Promise<Output[]>}
 */
async function samplesAtOnce(inputs, call) {
  const outputs = await atOnce(inputs, call);
  const step = Math.ceil(inputs.length / REREAD);
  return outputs.filter((_, index) => index % step === 0);
}

/** @param {unknown[]} list */
const length = (list) => list.length;

/** @param {unknown[][]} lists */
const totalLength = (lists) => lists.reduce((sum, list) => sum + list.length, 0);

/**
 * @param {Document[]} records
 * @returns {Document[]} without the ids that each contestant generated for itself
 */
const withoutIds = (records) => records.map((record) => ({ ...record, id: undefined }));

/**
 * @param {Resource} arrivals
 * @param {Document[]} inserted
 * @returns {Promise<unknown>} what was returned, and what is stored for the first of them
 */
async function insertEvidence(arrivals, inserted) {
  const ids = inserted.slice(0, REREAD).map((record) => String(record.id));
  return [withoutIds(inserted), withoutIds(await arrivals.getMany(ids))];
}

/**
 * @param {string} name
 * @param {typeof samples} inTurn
 * @returns {Operation}
 */
const inserting = (name, inTurn) => ({
  name,
  unit: 'record',
  size: 3000,
  scaled: true,
  isAtOnce: inTurn === samplesAtOnce,
  prepare(session, size) {
    const records = session.records(size);
    const { arrivals } = session;
    return {
      run: () => inTurn(records, (record) => arrivals.insert(record)),
      items: () => records.length,
      evidence: (inserted) => insertEvidence(arrivals, inserted),
    };
  },
});

/** @type {Operation} */
const insertMany = {
  name: 'insertMany',
  unit: 'record',
  size: 3000,
  scaled: true,
  prepare(session, size) {
    const records = session.records(size);
    const { arrivals } = session;
    return {
      run: () => arrivals.insertMany(records),
      items: length,
      evidence: (inserted) => insertEvidence(arrivals, inserted),
    };
  },
};

/**
 * @param {string} name
 * @param {typeof samples} inTurn
 * @returns {Operation}
 */
const getting = (name, inTurn) => ({
  name,
  unit: 'record',
  size: 3000,
  scaled: true,
  isAtOnce: inTurn === samplesAtOnce,
  prepare(session, size) {
    const ids = session.ids(size);
    return {
      run: () => inTurn(ids, (id) => session.resource.get(id)),
      items: () => ids.length,
      evidence: async (records) => records,
    };
  },
});

/** @type {Operation} */
const getMany = {
  name: 'getMany',
  unit: 'record',
  size: 3000,
  scaled: true,
  prepare(session, size) {
    const ids = session.ids(size);
    return {
      run: () => session.resource.getMany(ids),
      items: length,
      evidence: async (records) => records,
    };
  },
};

/** @type {Operation} */
const exists = {
  name: 'exists',
  unit: 'call',
  size: 3000,
  scaled: true,
  prepare(session, size) {
    const ids = session.ids(size).map((id, index) => (index % 4 === 0 ? `absent-${id}` : id));
    return {
      run: () => sequentially(ids, (id) => session.resource.exists(id)),
      items: length,
      evidence: async (answers) => answers,
    };
  },
};

/** @type {Operation} */
const remove = {
  name: 'delete',
  unit: 'record',
  size: 1500,
  scaled: true,
  prepare(session, size) {
    const { resource } = session;
    const ids = session.takeIds(size);
    return {
      run: () => sequentially(ids, (id) => resource.delete(id)),
      items: length,
      evidence: async () => [
        await sequentially(ids, (id) => resource.exists(id)),
        await resource.listIds({ limit: LIST_LIMIT }),
      ],
    };
  },
};

/**
 * @param {'update' | 'patch' | 'replace'} name
 * @param {'changes' | 'records'} argument what the second argument is drawn from
 * @returns {Operation}
 */
function writing(name, argument) {
  return {
    name,
    unit: 'record',
    size: 1500,
    scaled: true,
    prepare(session, size) {
      const { resource } = session;
      const data = session[argument](size);
      const writes = session.ids(size).map((id, index) => ({ id, data: data[index] }));
      const reread = writes.slice(0, REREAD).map(({ id }) => id);
      return {
        run: () => samples(writes, (write) => resource[name](write.id, write.data)),
        items: () => writes.length,
        evidence: async (returned) => [returned, await resource.getMany(reread)],
      };
    },
  };
}

/**
 * The same call several times over.
 * @param {string} name
 * @param {'record' | 'call'} unit `record` divides by the entries of the returned lists
 * @param {number} size calls
 * @param {(session: Session) => Promise<any>} call
 * @returns {Operation}
 */
function repeating(name, unit, size, call) {
  return {
    name,
    unit,
    size,
    scaled: false,
    prepare(session, calls) {
      const turns = Array.from({ length: calls }, () => session);
      return {
        run: () => sequentially(turns, call),
        items: unit === 'record' ? totalLength : length,
        evidence: async (answers) => answers,
      };
    },
  };
}

/** @type {Operation[]} */
const OPERATIONS = [
  inserting('insert', samples),
  inserting('insert 50 at once', samplesAtOnce),
  insertMany,
  getting('get', samples),
  getting('get 50 at once', samplesAtOnce),
  getMany,
  exists,
  remove,
  writing('update', 'changes'),
  writing('patch', 'changes'),
  writing('replace', 'records'),
  repeating('list', 'record', 3, ({ resource, shape }) =>
    resource.list({ ...shape.partition, limit: LIST_LIMIT }),
  ),
  repeating('listIds', 'record', 20, ({ resource, shape }) =>
    resource.listIds({ ...shape.partition, limit: LIST_LIMIT }),
  ),
  repeating('count', 'call', 5, ({ resource }) => resource.count()),
  repeating('query', 'call', 2, ({ resource, shape }) =>
    resource.query({ ...shape.filter }, { limit: LIST_LIMIT }),
  ),
  ...REFUSALS,
];

const BY_NAME = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

/**
 * @param {string} name as listed by a shape
 * @returns {Operation}
 * @throws {RangeError} when there is no such operation
 */
export function operationNamed(name) {
  const operation = BY_NAME.get(name);
  if (!operation) throw new RangeError(`no operation \`${name}\``);
  return operation;
}
