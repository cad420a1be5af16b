/**
 * insertMany and upsert.
 *
 * @module
 */
import { ValidationError } from '../errors.js';
import { InsertNews } from './insert-news.js';
import { insert, insertAtOnce, insertsAtOnce } from './insert.js';
import { Turn } from './turn.js';
import { update } from './update.js';

/** @typedef {import('../resource.js').Resource} Resource */
/** @typedef {Record<string, any>} Fields */

/** How often an upsert tries to insert. */
const ROUNDS = 2;

/** Inserts at a time on stores that take their time. */
const CONCURRENCY = 10;

/**
 * Inserts records, several at a time where the store takes its time; what fails is left out of the result
 * and told of by `error` events.
 *
 * @param {Resource} resource
 * @param {Fields[]} objects
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields[]>} in the order of the objects; of those with one id the first is inserted
 */
export async function insertMany(resource, objects, limit) {
  if (!Array.isArray(objects)) throw new TypeError('insertMany requires an array of objects');
  const insertOne = insertsAtOnce(resource) ? insertAtOnce : insert;
  /** @type {Array<Fields | undefined>} */
  const records = new Array(objects.length);
  /** @type {Map<Promise<void>, string>} */
  const underway = new Map();
  const news = InsertNews.areHeard(resource) ? new InsertNews(resource, objects, records) : null;
  const turn = new Turn();
  for (const [position, object] of objects.entries()) {
    if (limit) await limit.pass();
    const id = underway.size > 0 ? givenId(object) : '';
    if (id) await twin(underway, id);
    const untold = news ? [] : undefined;
    const leaveOut = (/** @type {unknown} */ error) => {
      if (news) news.add({ position, error });
      else resource._emitItemError(error, object);
    };
    const keep = (/** @type {Fields} */ record) => {
      records[position] = record;
      news?.add({ position, untold });
    };
    try {
      const call = () => insertOne(resource, object, undefined, untold);
      const record = limit ? limit.run(call) : call();
      if (record instanceof Promise) {
        const task = record.then(keep, leaveOut).finally(() => underway.delete(task));
        underway.set(task, id || givenId(object));
        if (underway.size >= CONCURRENCY) await Promise.race(underway.keys());
      } else keep(record);
    } catch (error) {
      leaveOut(error);
    }
    if (turn.isOver) await turn.pass();
  }
  await Promise.all(underway.keys());
  if (limit) await limit.pass();
  resource._emitStandardized('inserted-many', objects.length);
  return records.filter((record) => record !== undefined);
}

/**
 * @param {any} object
 * @returns {string} empty where there is none
 */
function givenId(object) {
  return String(object?.id ?? '');
}

/**
 * @param {Map<Promise<void>, string>} underway
 * @param {string} id
 * @returns {Promise<void> | undefined} ends with the insert of the same id
 */
function twin(underway, id) {
  for (const [task, other] of underway) if (other === id) return task;
  return undefined;
}

/**
 * Inserts a record, or updates the one that has its id.
 *
 * @param {Resource} resource
 * @param {Fields | string | number} first attributes with an id, or the id
 * @param {Fields} [attributes]
 * @param {import('./limit.js').Limit} [limit]
 * @returns {Promise<Fields>}
 */
export async function upsert(resource, first, attributes, limit) {
  const isId = typeof first === 'string' || typeof first === 'number';
  const record = isId ? { ...attributes, id: first } : first;
  const { id, ...fields } = record;
  if (id === undefined || id === null || id === '') {
    throw new ValidationError('Resource id is required for upsert', {
      code: 'INVALID_ID',
      statusCode: 400,
      field: 'id',
      value: id,
    });
  }
  for (let round = 1; ; round++) {
    try {
      return await (limit ? limit.run(() => insert(resource, record)) : insert(resource, record));
    } catch (error) {
      if (round === ROUNDS || /** @type {any} */ (error)?.statusCode !== 412) throw error;
    }
    try {
      return await update(resource, id, fields, limit);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/**
 * @param {any} error of an update
 * @returns {boolean} whether there is no record: it was deleted meanwhile, or others were at it
 */
function isGone(error) {
  return error?.code === 'NoSuchKey' && error.operation === 'update';
}
