import { ValidationError } from '../errors.js';

const NEEDLESS_SEGMENT = /(?:^|\/)\.?(?:\/|$)/;
const PARENT_SEGMENT = /(?:^|\/)\.\.(?:\/|$)/;
const INNER_PARENT_SEGMENT = /(?:^|\/)\.\.\//;

/**
 * The part of a bucket that a client sees: translates between the relative keys of its methods and
 * the full keys of its store.
 *
 * Below a key prefix, empty segments and `.` are dropped, as s3db.js does; without one a key is
 * stored as it is. A segment `..` is refused everywhere.
 */
export class KeySpace {
  /**
   * @param {string} [keyPrefix]
   * @throws {ValidationError} when the prefix leaves its folder
   */
  constructor(keyPrefix = '') {
    if (PARENT_SEGMENT.test(keyPrefix)) {
      throw invalidKey('keyPrefix', keyPrefix, 'contains a segment `..`');
    }
    const lead = keyPrefix.startsWith('/') ? '/' : '';
    const folder = lead + withoutNeedlessSegments(keyPrefix);
    /** Empty, or a folder with its final slash. */
    this.root = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  }

  /**
   * @param {unknown} key relative key
   * @param {string} [field] name of the parameter, for errors
   * @returns {string} full key
   * @throws {ValidationError} when it is no text, is empty or leaves the folder
   */
  key(key, field = 'key') {
    const text = this.bucketKey(key, field);
    const inner = this.root === '' ? text : withoutNeedlessSegments(text);
    if (inner === '') throw invalidKey(field, key, 'is empty');
    return this.root + inner;
  }

  /**
   * @param {unknown} key full key, of this key space or not
   * @param {string} field
   * @returns {string} the same key
   * @throws {ValidationError} when it is no text or contains a segment `..`
   */
  bucketKey(key, field) {
    const text = textOf(key, field);
    if (PARENT_SEGMENT.test(text)) throw invalidKey(field, key, 'contains a segment `..`');
    return text;
  }

  /**
   * @param {unknown} [prefix] literal beginning of relative keys; its last segment may be part of
   *   a longer one and is taken as it is
   * @param {string} [field]
   * @returns {string} literal beginning of full keys; never reaches a neighbour of the folder
   * @throws {ValidationError} when it is no text or leaves the folder
   */
  prefix(prefix, field = 'prefix') {
    if (prefix === undefined || prefix === null || prefix === '') return this.root;
    const text = textOf(prefix, field);
    if (INNER_PARENT_SEGMENT.test(text)) throw invalidKey(field, prefix, 'contains a segment `..`');
    if (this.root === '') return text;
    const start = text.lastIndexOf('/') + 1;
    return this.root + withoutNeedlessSegments(text.slice(0, start)) + text.slice(start);
  }

  /**
   * @param {string} fullKey
   * @returns {string} relative key
   */
  relative(fullKey) {
    return fullKey.startsWith(this.root) ? fullKey.slice(this.root.length) : fullKey;
  }
}

/**
 * @param {unknown} key
 * @param {string} field
 * @returns {string}
 */
function textOf(key, field) {
  if (typeof key !== 'string') throw invalidKey(field, key, 'must be a string');
  if (!key.isWellFormed()) throw invalidKey(field, key, 'contains a lone surrogate');
  return key;
}

/** @param {string} path */
function withoutNeedlessSegments(path) {
  if (!NEEDLESS_SEGMENT.test(path)) return path;
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  const isFolder = path.endsWith('/') && segments.length > 0;
  return segments.join('/') + (isFolder ? '/' : '');
}

/**
 * @param {string} field
 * @param {unknown} value
 * @param {string} reason
 */
function invalidKey(field, value, reason) {
  return new ValidationError(`Invalid ${field}: ${reason}`, {
    code: 'INVALID_KEY',
    statusCode: 400,
    field,
    value,
    suggestion: 'Use a non-empty string without segments that lead out of the key prefix.',
  });
}
