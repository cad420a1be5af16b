/**
 * Where a store cannot do what others do, by store and case of
 * `__test__/clients/client-conformance.test.js`: what is seen instead, and why. What is left to chance
 * has no `observed` and is not asked. A case that is not here holds for the store.
 */
const NO_LIMIT = {
  observed: ['done', 'done'],
  reason: 'Limits of objects hold on memory and files where `enforceLimits` asks for them.',
};

/** @type {Record<string, Record<string, {observed?: any, reason: string}>>} */
export const CLIENT_DEVIATIONS = {
  memory: {
    'a full key has 1024 bytes, not more': {
      observed: ['done', 'done'],
      reason: 'Memory has no limit of keys; ids of records are bounded by the engine.',
    },
    'more than 2048 bytes are refused': NO_LIMIT,
  },
  file: {
    'an object may be below the key of another': {
      observed: ['done', 'ResourceError 400', ['a'], 'upper'],
      reason: 'A name is a file or a folder.',
    },
    'a full key has 1024 bytes, not more': {
      observed: ['done', 'done'],
      reason:
        'The limits are those of file names: 255 bytes for a folder, 245 for the last segment.',
    },
    'more than 2048 bytes are refused': NO_LIMIT,
  },
  s3: {},
  moto: {
    'keys may have control characters': {
      observed: {
        written: new Set(['done', 'NoSuchKey 404']),
        read: new Set([true, false]),
        sameList: false,
        Errors: [],
        left: [],
      },
      reason: 'moto has no route to a key with the end of a line in it.',
    },
    'a full key has 1024 bytes, not more': {
      observed: ['done', 'done'],
      reason: 'moto has no limit of keys.',
    },
    'more than 2048 bytes are refused': {
      observed: ['done', 'done'],
      reason: 'moto has no limit of metadata.',
    },
    'one of twenty that create at once wins, and its object stays': {
      reason: 'moto looks for the object before it writes, with threads and without a lock.',
    },
    'one of twenty that replace at once wins, and its object stays': {
      reason: 'moto looks for the object before it writes, with threads and without a lock.',
    },
  },
};
