/**
 * How many times faster than the reference every operation has to be. `required`
 * is what a release must reach, `aim` what the design is meant for. Both hold for wall and for
 * CPU time; where `time` is given, for CPU time alone, and `time` for wall time. `requests` are the most
 * that an item may take.
 * @typedef {{ required: number, aim: number, time?: number, requests?: number }} Target
 */

/** @typedef {'ok' | 'below aim' | 'miss'} Verdict */

/** A ratio counts at most this much in the geometric mean. */
export const RATIO_CAP = 50;

export const GEOMETRIC_MEAN_TARGET = 25;

/** How many times less CPU time the import takes. */
export const IMPORT_TARGET = 15;

const REQUIRED_EVERYWHERE = 5;

const REQUIRED_SHAPE = '12 fields, nested';

/** @type {Map<string, number>} */
const REQUIRED_RATIOS = new Map([
  ['insert', 20],
  ['get', 20],
  ['update', 20],
  ['insertMany', 15],
  ['getMany', 15],
  ['list', 15],
]);

/** @type {Map<string, number>} */
const AIMS = new Map([
  ['insert', 20],
  ['insertMany', 20],
  ['get', 25],
  ['getMany', 20],
  ['list', 20],
  ['listIds', 5],
  ['exists', 5],
  ['count', 50],
  ['query', 20],
  ['update', 20],
  ['patch', 20],
  ['replace', REQUIRED_EVERYWHERE],
  ['delete', 20],
]);

/** @type {Map<string, number>} of shapes that write partition references */
const PARTITIONED_AIMS = new Map([
  ['insert', 15],
  ['insertMany', 15],
  ['list', 15],
]);

/** With a hook, a listener and a middleware on an operation, of which the user's part is the same. */
const REQUIRED_OBSERVED = 10;

/** Neither side syncs. `delete` is two calls of the system on both sides. */
const FILE_TARGET = { required: 10, aim: 10 };

/** @type {Target} */
const FILE_DELETE_TARGET = { required: REQUIRED_EVERYWHERE, aim: 10 };

/** Of the client; most of the wall time is the server's and the network's. */
const S3_TARGET = { required: 4, aim: 5 };

/** How many times more calls per second are answered where fifty are under way and nothing waits. */
const S3_THROUGHPUT = 3;

/** @type {Map<string, number>} requests of one call */
const REQUESTS = new Map([
  ['insert', 1],
  ['insert 50 at once', 1],
  ['get', 1],
  ['get 50 at once', 1],
  ['exists', 1],
  ['update', 2],
  ['missing get', 1],
  ['duplicate insert', 1],
]);

/** @type {Target} */
const SECRET_TARGET = { required: 20, aim: 20 };

/** How many times more records per second fifty durable inserts at once store than one by one. */
export const GROUP_COMMIT_TARGET = 5;

/** @param {import('./shapes.js').Shape} shape */
const hasSecrets = ({ attributes }) => Object.values(attributes).includes('secret');

/**
 * @param {import('./shapes.js').Shape} shape
 * @returns {boolean} whether its ratios are part of the geometric mean; those of secrets would only
 *   raise it
 */
export const isInMean = (shape) => shape.store === 'memory' && !hasSecrets(shape);

/**
 * @param {import('./shapes.js').Shape} shape in memory
 * @param {string} operation
 * @returns {number}
 */
function requiredOf({ name, observe }, operation) {
  if (observe) return REQUIRED_OBSERVED;
  const required = name === REQUIRED_SHAPE ? REQUIRED_RATIOS.get(operation) : undefined;
  return required ?? REQUIRED_EVERYWHERE;
}

/**
 * @param {number} latency ms that every request waits
 * @param {string} operation
 * @returns {Target}
 */
function targetOnS3(latency, operation) {
  const isThroughput = latency === 0 && operation.endsWith('at once');
  const requests = REQUESTS.get(operation);
  return {
    ...S3_TARGET,
    time: isThroughput ? S3_THROUGHPUT : 1,
    ...(requests !== undefined && { requests }),
  };
}

/**
 * @param {import('./shapes.js').Shape} shape
 * @param {string} operation
 * @returns {Target}
 */
export function targetOf(shape, operation) {
  const { store, options, service } = shape;
  if (service) return targetOnS3(service.latency, operation);
  if (hasSecrets(shape)) return SECRET_TARGET;
  if (store === 'file') return operation === 'delete' ? FILE_DELETE_TARGET : FILE_TARGET;
  const required = requiredOf(shape, operation);
  const writesReferences = options?.partitions !== undefined || options?.timestamps === true;
  const aim = (writesReferences && PARTITIONED_AIMS.get(operation)) || AIMS.get(operation);
  return {
    required,
    aim: aim ?? REQUIRED_EVERYWHERE,
  };
}

/**
 * @param {{ time: number, cpu: number, requests?: { ours: number } }} measured the lower of the two ratios
 *   counts, unless the target tells them apart
 * @param {Target} target
 * @returns {Verdict}
 */
export function judge({ time, cpu, requests }, { required, aim, ...limits }) {
  if (requests && limits.requests !== undefined && requests.ours > limits.requests) return 'miss';
  if (limits.time !== undefined && time < limits.time) return 'miss';
  const ratio = limits.time === undefined ? Math.min(time, cpu) : cpu;
  if (ratio >= aim) return 'ok';
  return ratio >= required ? 'below aim' : 'miss';
}
