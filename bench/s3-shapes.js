import { PROFILE_ATTRIBUTES, profileChange, profileRecord } from './records.js';

/**
 * @typedef {import('./shapes.js').Shape} Shape
 */

const FOUND = ['insert', 'get', 'update', 'list', 'insert 50 at once', 'get 50 at once'];
const REFUSED = ['missing get', 'duplicate insert'];

/**
 * One latency of the server, and what of a full run it leaves time for.
 * @typedef {object} Extent
 * @property {number} latency
 * @property {number} scale
 * @property {number} scaleAtOnce
 * @property {number} population
 * @property {number} [warmUp] scale of the warm-up, which has no latency
 */

/** @type {Extent[]} */
const EXTENTS = [
  { latency: 0, scale: 0.1, scaleAtOnce: 0.2, population: 600 },
  { latency: 5, scale: 0.05, scaleAtOnce: 0.1, population: 300, warmUp: 0.1 },
  { latency: 20, scale: 0.03, scaleAtOnce: 0.1, population: 300, warmUp: 0.1 },
];

const PROFILE = {
  attributes: PROFILE_ATTRIBUTES,
  record: profileRecord,
  change: profileChange,
};

/**
 * @param {Extent} extent
 * @returns {Shape[]} with the pool of s3db.js and without
 */
function atLatency({ latency, ...extent }) {
  const name = `12 fields, S3, ${latency} ms`;
  const shape = { ...PROFILE, ...extent, store: /** @type {const} */ ('s3') };
  return [
    { ...shape, name, operations: FOUND, service: { latency, pool: true } },
    {
      ...shape,
      name: `${name}, no pool`,
      operations: [...FOUND, 'exists', ...REFUSED],
      service: { latency, pool: false },
    },
  ];
}

/** The pool of s3db.js takes seven seconds for each call of these. */
const REFUSALS_WITH_POOL = {
  ...PROFILE,
  name: '12 fields, S3, 0 ms, refusals',
  store: /** @type {const} */ ('s3'),
  service: { latency: 0, pool: true },
  operations: REFUSED,
  population: 2,
  scale: 0.0003,
  rounds: 1,
};

/** @type {Shape[]} */
export const S3_SHAPES = [...EXTENTS.flatMap(atLatency), REFUSALS_WITH_POOL];
