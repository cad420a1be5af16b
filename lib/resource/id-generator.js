/**
 * How a resource makes the ids of new records: the option `idGenerator`, what it means, and the
 * form in which `s3db.json` keeps it.
 *
 * @module
 */

/**
 * Options of ids from a sequence.
 *
 * @typedef {object} IncrementalOptions
 * @property {'incremental'} type
 * @property {number} start first number handed out
 * @property {number} increment
 * @property {'standard' | 'fast'} mode `fast` reserves `batchSize` numbers at a time
 * @property {number} batchSize
 * @property {string} prefix text before the number
 * @property {number} padding digits of the number, at least
 */

/** @typedef {(data: Record<string, unknown>) => unknown} IdFunction */

/**
 * @typedef {object} IdGeneration
 * @property {'default' | 'custom' | 'incremental'} idGeneratorType
 * @property {number} idSize characters of a random id
 * @property {IdFunction | number | string | Partial<IncrementalOptions> | undefined} idGenerator as
 *   it was given
 * @property {IncrementalOptions | null} incremental null unless the type is `incremental`
 */

/** Characters of a random id, unless the resource says otherwise. */
const DEFAULT_ID_SIZE = 22;

/** @type {Readonly<IncrementalOptions>} */
const INCREMENTAL_DEFAULTS = Object.freeze({
  type: 'incremental',
  start: 1,
  increment: 1,
  mode: 'standard',
  batchSize: 100,
  prefix: '',
  padding: 0,
});

const GENERATOR_TEXT = /^incremental:?(?:(fast)(?::|$))?(.*)$/s;

/**
 * @param {unknown} value
 * @returns {value is string | Partial<IncrementalOptions>} whether it asks for ids from a sequence:
 *   `'incremental'`, `'incremental:…'` or an object with `type: 'incremental'`
 */
export function isIncremental(value) {
  if (typeof value === 'string') return value === 'incremental' || value.startsWith('incremental:');
  return (
    typeof value === 'object' && value !== null && Reflect.get(value, 'type') === 'incremental'
  );
}

/**
 * Reads what {@link isIncremental} accepts. After `incremental:` stands `fast`, `fast:<rest>`, an
 * integer (`start`) or letters and digits with or without a hyphen (`ORD-0001`: prefix, start,
 * padding). Any other text means the defaults.
 *
 * @param {string | Partial<IncrementalOptions>} generator
 * @returns {IncrementalOptions}
 */
export function incrementalOptions(generator) {
  if (typeof generator !== 'string') {
    const given = Object.entries(generator).filter(([, value]) => value !== undefined);
    return { ...INCREMENTAL_DEFAULTS, ...Object.fromEntries(given) };
  }
  const [, mode, rest = ''] = GENERATOR_TEXT.exec(generator) ?? [];
  const options = { ...INCREMENTAL_DEFAULTS, ...sequenceStart(rest) };
  return mode === 'fast' ? { ...options, mode } : options;
}

/**
 * @param {string} text
 * @returns {Partial<IncrementalOptions>}
 */
function sequenceStart(text) {
  if (String(Number(text)) === text && Number.isSafeInteger(Number(text))) {
    return { start: Number(text) };
  }
  const [, prefix, digits] = /^([A-Za-z]+-?)(\d+)$/.exec(text) ?? [];
  if (digits === undefined || !Number.isSafeInteger(Number(digits))) return {};
  return { start: Number(digits), prefix, padding: digits.length };
}

/**
 * @param {{idGenerator?: any, idSize?: number}} options validated; a number as `idGenerator` is a
 *   size and wins over `idSize`
 * @returns {IdGeneration}
 */
export function idGeneration({ idGenerator, idSize = DEFAULT_ID_SIZE }) {
  if (isIncremental(idGenerator)) {
    const incremental = incrementalOptions(idGenerator);
    return { idGeneratorType: 'incremental', idSize, idGenerator, incremental };
  }
  if (typeof idGenerator === 'function') {
    return { idGeneratorType: 'custom', idSize, idGenerator, incremental: null };
  }
  const size = idGenerator > 0 ? Math.ceil(idGenerator) : idSize;
  return { idGeneratorType: 'default', idSize: size, idGenerator, incremental: null };
}

/**
 * @param {Pick<IdGeneration, 'idGeneratorType' | 'idGenerator'>} generation
 * @returns {unknown} member `idGenerator` of a stored version: `'default'`, `'custom'`, or what
 *   asked for a sequence
 */
export function storedIdGenerator({ idGeneratorType, idGenerator }) {
  return idGeneratorType === 'incremental' ? idGenerator : idGeneratorType;
}

/**
 * @param {unknown} stored from {@link storedIdGenerator}, or what an older version wrote
 * @returns {number | string | Partial<IncrementalOptions> | undefined} the option `idGenerator`;
 *   undefined where a function was lost or the generator is not known
 */
export function restoredIdGenerator(stored) {
  if (isIncremental(stored)) return stored;
  return typeof stored === 'number' && stored > 0 && stored < Infinity ? stored : undefined;
}
