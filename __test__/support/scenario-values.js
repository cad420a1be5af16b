/**
 * Values of scenarios: arguments with their functions, results cut down by `pick`, and the
 * comparison of a result with what was recorded. The language is written down in the header of
 * `__test__/golden/resource-scenarios.json`.
 */
import { expect } from '@jest/globals';

/** Fields whose values differ from run to run. */
const VOLATILE = ['_lastModified', '_etag', 'etag', 'nextCursor', 'reservedAt'];

const KINDS = {
  number: () => expect.any(Number),
  etag: () => expect.stringMatching(/^"[^"]+"$/),
  date: () => expect.any(Date),
  iso: () => expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  cursor: () => expect.stringMatching(/^[\w-]+$/),
  function: () => expect.any(Function),
  id: ({ size }) => expect.stringMatching(new RegExp(`^[\\w-]{${size}}$`)),
};

/** @returns {string} the current UTC date */
export function today() {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The functions that arguments name with `$fn`.
 *
 * @param {string[]} trace what they write to
 */
function functions(trace) {
  return {
    trace: ({ label, keys, self }) =>
      function traced(value) {
        const shown = Array.isArray(value) ? `[${value.length}]` : sortedKeys(value);
        trace.push(`${label}${keys ? `:${shown}` : ''}${self ? `:${this.name}` : ''}`);
        return value;
      },
    identity: () => (value) => value,
    merge:
      ({ data }) =>
      (value) => ({ ...value, ...data }),
    return:
      ({ value }) =>
      () =>
        value,
    asyncReturn:
      ({ value }) =>
      async () =>
        value,
    returnNothing: () => () => undefined,
    throw:
      ({ message }) =>
      () => {
        throw new Error(message);
      },
    field:
      ({ field, prefix = '' }) =>
      (value) =>
        prefix + value[field],
    traceMw:
      ({ label, args }) =>
      async (call, next) => {
        trace.push(`${label}>${args ? `${call.method}/${call.args.length}` : ''}`);
        const result = await next();
        trace.push(`<${label}`);
        return result;
      },
    mwReturn:
      ({ value }) =>
      async () =>
        value,
    mwThrow:
      ({ message }) =>
      async () => {
        throw new Error(message);
      },
    mwNextTwice: () => async (_call, next) => (await next(), next()),
    mwSetArg0:
      ({ data }) =>
      async (call, next) => {
        Object.assign(call.args[0], data);
        return next();
      },
    mwReplaceArgs:
      ({ args }) =>
      async (call, next) => {
        call.args = args;
        return next();
      },
    mwMergeResult:
      ({ data }) =>
      async (_call, next) => ({ ...(await next()), ...data }),
    listener:
      ({ label }) =>
      (...args) => {
        trace.push(`${label}(${args.map((value) => value?.id ?? value).join(',')})`);
      },
  };
}

/** `_originalVersion` and `_versionMapped` are told only where the versions differ. */
function sortedKeys(value) {
  const isShown = (name) => !['_originalVersion', '_versionMapped'].includes(name);
  return Object.keys(value).filter(isShown).sort().join(',');
}

/**
 * Turns an argument as it is written into the value it stands for.
 *
 * @param {any} value
 * @param {{trace: string[], saved: Record<string, any>}} context
 * @returns {any}
 */
export function argumentOf(value, context) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => argumentOf(item, context));
  if (value.$undefined) return undefined;
  if (value.$date) return new Date(value.$date);
  if (value.$today) return today();
  if (typeof value.$buffer === 'string') return Buffer.from(value.$buffer, 'base64');
  if (value.$ref)
    return value.$ref.split('.').reduce((object, name) => object[name], context.saved);
  if (value.$fn) {
    const { $fn: name, ...settings } = value;
    return functions(context.trace)[name](argumentOf(settings, context));
  }
  return mapFields(value, (item) => argumentOf(item, context));
}

/**
 * @param {any} value
 * @param {string | string[] | undefined} pick
 * @returns {any}
 */
export function picked(value, pick) {
  if (pick === undefined) return value;
  if (pick === 'ids') return value.map(({ id }) => id);
  if (pick === 'length') return value.length;
  if (pick === 'keys') return Object.keys(value).sort();
  if (pick === 'pageIds') return { ...value, items: value.items.map(({ id }) => id) };
  if (Array.isArray(value)) return value.map((item) => picked(item, pick));
  if (typeof value !== 'object' || value === null) return value;
  const names =
    pick === 'user'
      ? Object.keys(value).filter((name) => !name.startsWith('_'))
      : pick.filter((name) => name in value);
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}

/**
 * @param {any} value
 * @returns {any} without the fields that are told only where stored and current version differ, in the
 *   lists of fields that traces write as well
 */
function withoutMapping(value) {
  if (typeof value === 'string') return value.replaceAll(/,_(originalVersion|versionMapped)/g, '');
  if (Array.isArray(value)) return value.map(withoutMapping);
  if (!isPlain(value)) return value;
  const { _originalVersion, _versionMapped, ...rest } = value;
  return mapFields(rest, withoutMapping);
}

/**
 * @param {any} actual
 * @param {any} recorded
 * @param {{bucket: string, exactLen?: boolean, keepsMapping?: boolean}} options
 */
export function compare(actual, recorded, options) {
  const [given, wanted] = options.keepsMapping
    ? [actual, recorded]
    : [withoutMapping(actual), withoutMapping(recorded)];
  expect(given).toEqual(expectationOf(wanted, options));
}

/** A recorded value as something that `toEqual` takes. */
function expectationOf(value, options) {
  if (typeof value === 'string') {
    return value.replaceAll('{bucket}', options.bucket).replaceAll('{today}', today());
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date || typeof value.asymmetricMatch === 'function') return value;
  if (Array.isArray(value)) return value.map((item) => expectationOf(item, options));
  if (value.$any) return KINDS[value.$any](value);
  if (value.$undefined) return undefined;
  if (typeof value.$buffer === 'string') return Buffer.from(value.$buffer, 'base64');
  if (value.$error) return expect.objectContaining(expectationOf(value.$error, options));
  return mapFields(value, (item, name) => fieldExpectation(name, item, options));
}

function fieldExpectation(name, value, options) {
  if (name === '_contentLength' && value > 0 && !options.exactLen) return expect.any(Number);
  if (VOLATILE.includes(name) && typeof value === 'string') return expect.anything();
  return expectationOf(value, options);
}

function mapFields(value, map) {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(item, name)]));
}

function isPlain(value) {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/**
 * @param {Error & Record<string, any>} error
 * @param {Record<string, any>} recorded fields of the error
 * @param {{bucket: string}} options
 */
export function compareError(error, recorded, options) {
  const { class: className, message, data, ...fields } = recorded;
  expect(error.constructor.name).toBe(className);
  if (['TypeError', 'RangeError'].includes(className)) return;
  expect(error).toMatchObject(expectationOf(fields, options));
  if (message !== undefined) expect(error.message).toBe(expectationOf(message, options));
  if (data) expect(error.data).toMatchObject(expectationOf(data, options));
}
