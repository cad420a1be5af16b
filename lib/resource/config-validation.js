/**
 * Checks of a resource's configuration. All findings are told at once.
 *
 * @module
 */
import { ResourceError } from '../errors.js';
import { HOOK_NAMES } from '../hooks.js';
import { isIncremental } from './id-generator.js';

/** @typedef {Record<string, any>} Options */

/** Characters that would change the structure of a key. */
const UNSAFE_CHARACTERS = /[/\\=%]/;

const URL_FRIENDLY = 'must be URL-friendly (no /, \\, =, or %)';

const BOOLEANS = ['cache', 'autoDecrypt', 'timestamps', 'paranoid', 'allNestedObjectsOptional'];

/** The message lists the hooks of patch and replace after those of exists and count. */
const LISTED_HOOKS = [
  ...HOOK_NAMES.slice(0, HOOK_NAMES.indexOf('beforePatch')),
  ...HOOK_NAMES.slice(HOOK_NAMES.indexOf('beforeExists'), HOOK_NAMES.indexOf('beforeGetMany')),
  ...HOOK_NAMES.slice(HOOK_NAMES.indexOf('beforePatch'), HOOK_NAMES.indexOf('beforeExists')),
  ...HOOK_NAMES.slice(HOOK_NAMES.indexOf('beforeGetMany')),
].join(', ');

/**
 * @param {Options} options an absent one is `undefined`
 * @throws {ResourceError} with every finding in its message and in `validation`
 */
export function validateConfig(options) {
  const validation = [
    ...nameFindings(options),
    ...(options.client ? [] : ["S3 'client' is required"]),
    ...attributeFindings(options),
    ...typeFindings(options),
    ...idFindings(options),
    ...partitionFindings(options),
    ...hookFindings(options),
    ...eventFindings(options),
  ];
  if (validation.length === 0) return;
  const title = `Invalid Resource ${String(options.name || '[unnamed]')} configuration:`;
  throw new ResourceError([title, ...validation.map((text) => `  • ${text}`)].join('\n'), {
    code: 'INVALID_RESOURCE_CONFIG',
    resourceName: options.name,
    validation,
  });
}

/** @param {Options} options */
function* nameFindings({ name }) {
  if (!name) yield "Resource 'name' is required";
  else if (typeof name !== 'string') yield "Resource 'name' must be a string";
  else if (name.trim() === '') yield "Resource 'name' cannot be empty";
  else if (UNSAFE_CHARACTERS.test(name)) yield `Resource 'name' ${URL_FRIENDLY}. Got: '${name}'`;
}

/** @param {Options} options */
function* attributeFindings({ attributes }) {
  if (!attributes) yield "Resource 'attributes' are required";
  else if (!isObject(attributes)) yield "Resource 'attributes' must be an object";
  else if (Object.keys(attributes).length === 0) yield "Resource 'attributes' cannot be empty";
}

/** @param {Options} options */
function* typeFindings(options) {
  for (const name of ['version', 'behavior', 'passphrase']) {
    if (options[name] === undefined || typeof options[name] === 'string') continue;
    yield `Resource '${name}' must be a string`;
  }
  if (options.observers !== undefined && !Array.isArray(options.observers)) {
    yield "Resource 'observers' must be an array";
  }
  for (const name of BOOLEANS) {
    if (options[name] === undefined || typeof options[name] === 'boolean') continue;
    yield `Resource '${name}' must be a boolean`;
  }
}

/** @param {Options} options */
function* idFindings({ idGenerator, idSize }) {
  if (typeof idGenerator === 'number') {
    if (idGenerator <= 0) yield "Resource 'idGenerator' size must be greater than 0";
    if (idGenerator === Infinity) yield "Resource 'idGenerator' size must be finite";
  } else if (
    idGenerator !== undefined &&
    typeof idGenerator !== 'function' &&
    !isIncremental(idGenerator)
  ) {
    yield (
      "Resource 'idGenerator' must be a function, number (size), 'incremental' string, or " +
      'incremental config object'
    );
  }
  if (idSize === undefined) return;
  if (!Number.isInteger(idSize)) yield "Resource 'idSize' must be an integer";
  else if (idSize <= 0) yield "Resource 'idSize' must be greater than 0";
}

/** @param {Options} options */
function* partitionFindings({ partitions = {} }) {
  if (!isObject(partitions)) {
    yield "Resource 'partitions' must be an object";
    return;
  }
  for (const [name, partition] of Object.entries(partitions)) {
    if (UNSAFE_CHARACTERS.test(name)) yield `Partition name '${name}' ${URL_FRIENDLY}`;
    else if (!isObject(partition)) yield `Partition '${name}' must be an object`;
    else if (!partition.fields) yield `Partition '${name}' must have a 'fields' property`;
    else if (!isObject(partition.fields)) yield `Partition '${name}.fields' must be an object`;
    else yield* fieldFindings(name, partition.fields);
  }
}

/**
 * @param {string} partition
 * @param {Options} fields
 */
function* fieldFindings(partition, fields) {
  for (const [path, rule] of Object.entries(fields)) {
    if (UNSAFE_CHARACTERS.test(path)) yield `Partition field '${path}' ${URL_FRIENDLY}`;
    else if (typeof rule !== 'string')
      yield `Partition '${partition}.fields.${path}' must be a string`;
  }
}

/** @param {Options} options */
function* hookFindings({ hooks = {} }) {
  if (!isObject(hooks)) {
    yield "Resource 'hooks' must be an object";
    return;
  }
  for (const [name, list] of Object.entries(hooks)) {
    if (!HOOK_NAMES.includes(name)) {
      yield `Invalid hook event '${name}'. Valid events: ${LISTED_HOOKS}`;
    } else if (!Array.isArray(list)) {
      yield `Resource 'hooks.${name}' must be an array`;
    }
  }
}

/** @param {Options} options */
function* eventFindings({ events = {} }) {
  if (!isObject(events)) {
    yield "Resource 'events' must be an object";
    return;
  }
  for (const [name, listeners] of Object.entries(events)) {
    if (Array.isArray(listeners)) yield* listenerFindings(name, listeners);
    else if (typeof listeners !== 'function') {
      yield `Resource 'events.${name}' must be a function or array of functions`;
    }
  }
}

/**
 * @param {string} event
 * @param {unknown[]} listeners
 */
function* listenerFindings(event, listeners) {
  for (const [index, listener] of listeners.entries()) {
    if (typeof listener === 'function') continue;
    yield `Resource 'events.${event}[${index}]' must be a function`;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
