/** Verdict: the same call may succeed later. */
export const RETRIABLE = 'RETRIABLE';

/** Verdict: the same call would fail again. */
export const NON_RETRIABLE = 'NON_RETRIABLE';

const PERMANENT_NAMES = new Set([
  'AuthenticationError',
  'BusinessLogicError',
  'InvalidStateTransition',
  'PermissionError',
  'SchemaError',
  'StateMachineError',
  'ValidationError',
]);

const PERMANENT_STATUSES = new Set([400, 401, 403, 404, 405, 406, 409, 410, 422]);

/**
 * Lists of the user, each entry an error code, an error name or a part of a message.
 *
 * @typedef {object} ClassifierOptions
 * @property {string[]} [retryableErrors] win over `nonRetriableErrors`
 * @property {string[]} [nonRetriableErrors]
 */

/**
 * Decides whether a failed task is worth another attempt. In this order: the lists of the user,
 * the error's own `retriable` flag, its name, its `statusCode`; what none of them calls permanent
 * is retriable, network failures and throttling included.
 */
export class ErrorClassifier {
  /**
   * @param {any} error
   * @param {ClassifierOptions} [options]
   * @returns {'RETRIABLE' | 'NON_RETRIABLE'} NON_RETRIABLE when there is no error
   */
  static classify(error, options) {
    return classify(error, options);
  }

  /**
   * @param {any} error
   * @param {ClassifierOptions} [options]
   * @returns {boolean}
   */
  static isRetriable(error, options) {
    return classify(error, options) === RETRIABLE;
  }

  /**
   * @param {any} error
   * @param {ClassifierOptions} [options]
   * @returns {boolean}
   */
  static isNonRetriable(error, options) {
    return classify(error, options) === NON_RETRIABLE;
  }
}

/**
 * @param {any} error
 * @param {ClassifierOptions} [options]
 * @returns {'RETRIABLE' | 'NON_RETRIABLE'}
 */
function classify(error, { retryableErrors = [], nonRetriableErrors = [] } = {}) {
  if (!error) return NON_RETRIABLE;
  if (retryableErrors.some((entry) => isNamed(error, entry))) return RETRIABLE;
  if (nonRetriableErrors.some((entry) => isNamed(error, entry))) return NON_RETRIABLE;
  if (typeof error.retriable === 'boolean') return error.retriable ? RETRIABLE : NON_RETRIABLE;
  const isPermanent = PERMANENT_NAMES.has(error.name) || PERMANENT_STATUSES.has(error.statusCode);
  return isPermanent ? NON_RETRIABLE : RETRIABLE;
}

/**
 * @param {any} error
 * @param {string} entry
 */
function isNamed(error, entry) {
  if (error.code === entry || error.name === entry) return true;
  return typeof error.message === 'string' && error.message.includes(entry);
}
