/**
 * Where a recorded scenario holds a defect of the reference: by id, why, and what is expected
 * instead. `rows` are the differences of docs/compatibility.md that it shows, `status` stands for a
 * recorded 500, `isPlain` for records without the body of an update, `steps` for what single steps
 * expect.
 */
import { expect } from '@jest/globals';

/**
 * @typedef {object} Deviation
 * @property {string[]} rows
 * @property {string} reason
 * @property {number} [status]
 * @property {boolean} [isPlain]
 * @property {Record<number, any>} [steps]
 */

const STATUS = 'errors carry the status that their class stands for';
const PLAIN_UPDATE = 'an update leaves no body behind';
const CONTENT_STAYS = 'an update keeps content';

const NOTHING = { value: undefined };
const MISSING = { class: 'NoSuchKey', name: 'NoSuchKey', code: 'NoSuchKey', statusCode: 404 };
const UNKNOWN_PARTITION = {
  class: 'PartitionError',
  statusCode: 400,
  message: "Partition 'nope' not found",
};
const DUPLICATE = {
  class: 'ResourceError',
  code: 'PreconditionFailed',
  statusCode: 412,
  message:
    "Precondition failed: Resource with id 'a' already exists " +
    '(object already exists for key "app/resource=users/data/id=a")',
};
const TIMED = {
  name: 'B',
  createdAt: { $any: 'iso' },
  updatedAt: { $any: 'iso' },
  id: 'a',
};
const VERSION_OF_A = 'resource=v/partition=byVersion/_v=v2/id=a';
const HISTORY_OF_A = 'resource=v/historical/v=v1/id=a';
const VERSION_OF_B = 'resource=v/partition=byVersion/_v=v2/id=b';

/** @returns {Deviation} */
function patchedInPlace() {
  const $after = { name: 'A', age: 5, id: 'a' };
  const $before = expect.objectContaining({ name: 'A', age: 1, id: 'a' });
  const updated = { ...$after, $before, $after };
  return {
    rows: ['patch-in-place'],
    reason: 'a patch tells of the update',
    steps: { 5: { value: [['updated', updated]] } },
  };
}

/** The image before the first update, which the second one must not have changed. */
function withOldImage({ value }) {
  const [[name, first], second] = value;
  const $before = { ...first.$before, p: { d: { x: 1 }, q: 'q' } };
  return { value: [[name, { ...first, $before }], second] };
}

/** The trace of deleteMany, which runs its own hooks as well. */
function withOwnHooks({ value }) {
  return { value: ['beforeDeleteMany:ids', ...value, 'afterDeleteMany:deleted,errors'] };
}

/** @type {Record<string, Deviation>} */
export const DEVIATIONS = {
  'config-error-partitions-array-unknown-field': {
    reason: STATUS,
    rows: ['status-codes'],
    status: 400,
  },
  'config-error-partitions-array-not-string': {
    reason: STATUS,
    rows: ['status-codes'],
    status: 400,
  },
  'config-error-partition-unknown-field': { reason: STATUS, rows: ['status-codes'], status: 400 },
  'config-unknown-behavior': { reason: STATUS, rows: ['status-codes'], status: 400 },
  'config-get-resource-missing': { reason: STATUS, rows: ['status-codes'], status: 404 },
  'insert-required-missing': { reason: STATUS, rows: ['status-codes'], status: 422 },
  'insert-wrong-type': { reason: STATUS, rows: ['status-codes'], status: 422 },
  'update-invalid': { reason: STATUS, rows: ['status-codes'], status: 422 },
  'patch-basic': { reason: STATUS, rows: ['status-codes'], status: 422 },
  'replace-basic': { reason: STATUS, rows: ['status-codes'], status: 422 },
  'partition-orphans-strict': { reason: STATUS, rows: ['status-codes'], status: 400 },
  'page-cursor': { reason: STATUS, rows: ['status-codes'], status: 400 },
  'partition-helpers': { reason: STATUS, rows: ['status-codes'], status: 400 },
  'partition-get-from': { reason: STATUS, rows: ['status-codes'], status: 400 },
  'list-unknown-partition': {
    rows: ['status-codes', 'partition-without-values'],
    reason: `${STATUS}; count follows list`,
    status: 400,
    steps: { 6: { error: UNKNOWN_PARTITION } },
  },
  'page-errors': {
    rows: ['status-codes', 'pages-by-offset'],
    reason: `${STATUS}; pages may be asked for by offset`,
    status: 400,
    steps: { 2: { value: expect.objectContaining({ page: 1, totalItems: 12, totalPages: 2 }) } },
  },
  'hooks-order': {
    rows: ['delete-many-hooks', 'update-like-insert'],
    reason: `deleteMany runs its own hooks as well; ${PLAIN_UPDATE}`,
    isPlain: true,
    steps: { 40: withOwnHooks },
  },
  'insert-odd-ids': {
    rows: ['status-codes', 'numeric-ids'],
    reason: `${STATUS}; a number is an id`,
    status: 422,
    steps: { 6: { value: expect.objectContaining({ name: 'A', id: '12' }) } },
  },
  'insert-duplicate': {
    rows: ['duplicate-ids'],
    reason: 'the message says which record exists',
    steps: { 2: { error: DUPLICATE } },
  },
  'insert-date-value-lost': {
    rows: ['dates'],
    reason: 'dates are kept',
    steps: { 1: { value: { a: new Date('2024-01-01T00:00:00.000Z'), id: 'a' } } },
  },
  'get-errors': {
    rows: ['numeric-ids'],
    reason: 'a number is an id',
    steps: { 5: { error: MISSING } },
  },
  'update-basic': { rows: ['update-like-insert'], reason: PLAIN_UPDATE, isPlain: true },
  'events-insert-update-delete': {
    rows: ['update-like-insert'],
    reason: PLAIN_UPDATE,
    isPlain: true,
  },
  'update-timestamps-metadata': {
    rows: ['metadata-updated-at'],
    reason: 'no metadata field is made',
    steps: { 2: { value: TIMED }, 3: { value: TIMED } },
  },
  'update-conditional': {
    rows: ['conditional-updates'],
    reason: 'the message says what happened',
    steps: {
      3: {
        value: {
          success: false,
          error:
            'ETag mismatch - object was modified by another process ' +
            '(Precondition failed: ETag mismatch for key "app/resource=users/data/id=a")',
        },
      },
    },
  },
  'patch-copy-enforce-limits': patchedInPlace(),
  'patch-copy-truncate-data': patchedInPlace(),
  upsert: {
    rows: ['status-codes', 'upsert-with-id'],
    reason: `${STATUS}; the id may come first`,
    status: 422,
    steps: { 4: { value: { name: 'B', age: 1, id: 'a' } } },
  },
  'delete-all': {
    rows: ['delete-all-references'],
    reason: 'references go with their records',
    steps: {
      4: { value: [] },
      5: { value: { deletedCount: 0, resource: 'users' } },
      7: {
        value: [
          ['deleted-all', { version: 'v1', prefix: 'resource=users/data', deletedCount: 2 }],
          ['deleted-all-data', { resource: 'users', prefix: 'resource=users', deletedCount: 0 }],
        ],
      },
    },
  },
  'delete-all-prefix-bleed': {
    rows: ['delete-all-boundary'],
    reason: 'other resources keep their records',
    steps: { 4: { value: { deletedCount: 1, resource: 'users' } }, 5: { value: 1 } },
  },
  'list-partition-partial-values': {
    rows: ['later-fields'],
    reason: 'a later field of a partition selects too',
    steps: { 2: { value: ['i01', 'i11', 'i03', 'i05', 'i07', 'i09'] } },
  },
  'list-partition-prefix-bleed': {
    rows: ['whole-segments'],
    reason: 'a value selects itself, not what begins with it',
    steps: { 2: { value: ['1'] }, 3: { value: 1 }, 4: { value: ['1'] } },
  },
  'query-partition-plan-loses': {
    rows: ['later-fields'],
    reason: 'a later field of a partition selects too',
    steps: { 2: { value: ['1'] } },
  },
  'partition-lifecycle-strict': {
    rows: ['forwarded-options'],
    reason: 'strictPartitions is forwarded',
    steps: { 2: { value: true } },
  },
  'query-stale-reference-truncates': {
    rows: ['stale-references'],
    reason: 'a query goes on behind a reference without a record',
    steps: { 4: { value: 30 } },
  },
  'partition-replace-stale': {
    rows: ['references-follow-replace'],
    reason: 'replace moves references',
    steps: {
      3: {
        value: ['resource=users/data/id=1', 'resource=users/partition=byRegion/region=EU/id=1'],
      },
      4: { value: [] },
      6: { value: [] },
      9: { value: [] },
    },
  },
  'partition-name-prefix-collision': {
    rows: ['references-of-similar-names'],
    reason: 'references of other partitions stay',
    steps: {
      4: {
        value: [
          'resource=x/partition=by/region=EU/id=1',
          'resource=x/partition=byName/name=N/id=1',
        ],
      },
    },
  },
  versioning: {
    rows: ['references-of-versions', 'history'],
    reason: 'an update moves the reference of the version, and keeps the old one',
    steps: {
      11: { value: ['resource=v/data/id=a', HISTORY_OF_A, VERSION_OF_A] },
      13: {
        value: [
          'resource=v/data/id=a',
          'resource=v/data/id=b',
          HISTORY_OF_A,
          VERSION_OF_A,
          VERSION_OF_B,
        ],
      },
      14: { value: ['a', 'b'] },
    },
  },
  'id-async-function': {
    rows: ['asynchronous-ids'],
    reason: 'the id is awaited',
    steps: { 1: { value: { id: 'x1' } } },
  },
  'hooks-return-nothing': {
    rows: ['hooks-without-result'],
    reason: 'a hook that returns nothing changes nothing',
    steps: {
      1: { value: expect.objectContaining({ name: 'A', id: 'a' }) },
      3: { value: expect.objectContaining({ name: 'A', id: 'a' }) },
    },
  },
  'hooks-password-plain': {
    rows: ['hashed-wherever-they-come-from'],
    reason: 'a password that a hook sets is hashed',
    steps: { 1: { value: { name: 'n', pw: expect.stringMatching(/^\$c\$/), id: '1' } } },
  },
  'update-before-image-shared': {
    rows: ['before-is-before', 'update-like-insert'],
    reason: `what was before is never changed; ${PLAIN_UPDATE}`,
    isPlain: true,
    steps: { 5: withOldImage },
  },
  'insert-with-content': {
    rows: ['content-length'],
    reason: 'the result tells of the content',
    steps: {
      1: {
        value: {
          id: 'a',
          name: 'A',
          _contentLength: 5,
          _hasContent: true,
          _mimeType: 'text/plain',
        },
      },
    },
  },
  'content-errors': {
    rows: ['content-length'],
    reason: 'the length is that of the bytes',
    steps: { 7: { value: { _contentLength: 4, _mimeType: 'application/octet-stream' } } },
  },
  'content-update-user-managed': {
    rows: ['content-survives-update'],
    reason: CONTENT_STAYS,
    steps: { 4: { value: { contentType: 'text/plain' } } },
  },
  'content-update-body-overflow': {
    rows: ['content-survives-update'],
    reason: CONTENT_STAYS,
    steps: { 4: { value: { buffer: { $buffer: 'Ymlu' }, contentType: 'text/plain' } } },
  },
  'content-update-truncate-data': {
    rows: ['patch-in-place'],
    reason: 'a patch shows the fields of the user',
    steps: { 5: { value: { name: 'A', age: 2, id: 'a' } } },
  },
  'middleware-unsupported': {
    rows: ['middleware-methods'],
    reason: 'these methods may be wrapped',
    steps: { 1: NOTHING, 2: NOTHING, 3: NOTHING },
  },
  'guard-dropped': {
    rows: ['guards'],
    reason: 'createResource forwards guards, and false denies',
    steps: { 1: { value: { get: false } }, 2: { value: false } },
  },
  guards: { rows: ['guards'], reason: 'false denies', steps: { 2: { value: false } } },
  'guards-star-false': { rows: ['guards'], reason: 'false denies', steps: { 1: { value: false } } },
  'middleware-array-option': {
    rows: ['middleware-methods'],
    reason: 'patch may be wrapped',
    steps: { 0: NOTHING },
  },
};

/**
 * @param {{id: string, steps: any[]}} scenario
 * @returns {any} the scenario with what is expected instead
 */
export function revised(scenario) {
  const deviation = DEVIATIONS[scenario.id];
  if (!deviation) return scenario;
  const { status, isPlain, steps: revisions = {} } = deviation;
  const steps = scenario.steps.map((step, number) => {
    if (!step.expect) return step;
    let expected = status === undefined ? step.expect : withStatus(step.expect, status);
    if (isPlain) expected = withoutBody(expected);
    const revision = revisions[number] ?? expected;
    return { ...step, expect: typeof revision === 'function' ? revision(expected) : revision };
  });
  return { ...scenario, steps };
}

function withStatus(expected, statusCode) {
  if (expected.error?.statusCode !== 500) return expected;
  return { error: { ...expected.error, statusCode } };
}

function withoutBody(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutBody);
  const copy = Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withoutBody(item)]),
  );
  if (copy._mimeType !== 'application/json') return copy;
  const plain = { _contentLength: 0, _hasContent: false, _mimeType: 'application/octet-stream' };
  return { ...copy, ...plain };
}
