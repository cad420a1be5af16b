/**
 * Defects of s3db.js 21.6.2: what was decided about each. `rows` are the
 * differences of docs/compatibility.md; a defect without one is kept. `tests` name, by file, the test
 * that shows it.
 */

/**
 * @typedef {object} Decision
 * @property {string} about
 * @property {string[]} rows
 * @property {Record<string, string>} tests
 */

/** @type {Decision[]} */
export const DEFECTS = [
  {
    about: 'deleteAllData reaches resources whose name begins alike',
    rows: ['delete-all-boundary'],
    tests: {
      'resource-delete.test.js':
        'removes references, and nothing of a resource whose name begins alike',
    },
  },
  {
    about: 'values and names of partitions count as prefixes',
    rows: ['whole-segments', 'references-of-similar-names'],
    tests: {
      'resource-list.test.js': 'values of a partition select themselves, not what begins with them',
      'support/scenario-deviations.js': 'partition-name-prefix-collision',
    },
  },
  {
    about: 'later fields of a partition find nothing',
    rows: ['later-fields'],
    tests: {
      'resource-query.test.js': 'may have other fields first',
      'support/scenario-deviations.js': 'list-partition-partial-values',
    },
  },
  {
    about: 'a 404 or 412 is tried again',
    rows: ['s3-retries'],
    tests: { 's3-retry.test.js': 'that a condition does not hold' },
  },
  {
    about: 'references are written twice, updates list partitions, declarations pile up hooks',
    rows: ['references-once', 'partition-hooks'],
    tests: {
      'create-resource-again.test.js': 'writes each reference once, however often it is called',
      '../tests/request_counts.rs': 'updating_costs_two_requests_and_those_of_moved_references',
      'hooks.test.js': 'mark partitions once, and nothing runs for that',
    },
  },
  {
    about: 'replace and deleteAll leave references',
    rows: ['references-follow-replace', 'delete-all-references'],
    tests: {
      'resource-query.test.js': 'are followed by update, replace and delete',
      'resource-delete.test.js':
        'removes references, and nothing of a resource whose name begins alike',
    },
  },
  {
    about: 'an update leaves byVersion, and keeps no history',
    rows: ['references-of-versions', 'history'],
    tests: {
      'versioning.test.js': 'every version has a copy of its own',
      'support/scenario-deviations.js': 'versioning',
    },
  },
  {
    about: 'readable() throws',
    rows: ['readable-streams', 'writable-streams'],
    tests: { 'resource-stream.test.js': 'is a stream of all records, as list gives them' },
  },
  {
    about: 'an asynchronous idGenerator makes [object Promise]',
    rows: ['asynchronous-ids'],
    tests: { 'difference.test.js': 'asynchronous-ids' },
  },
  {
    about: 'once is never removed',
    rows: ['once'],
    tests: { 'event-delivery.test.js': 'that were added with once hear one event' },
  },
  {
    about: 'a failed item ends the process in synchronous mode',
    rows: ['bulk-errors', 'item-errors-unheard'],
    tests: {
      'resource-bulk.test.js':
        'with a failure and no listener neither rejects nor ends the process',
    },
  },
  {
    about: 'a query ends at the first short batch',
    rows: ['stale-references'],
    tests: { 'support/scenario-deviations.js': 'query-stale-reference-truncates' },
  },
  {
    about: 'Date and Buffer are flattened',
    rows: ['dates', 'buffers'],
    tests: {
      'support/scenario-deviations.js': 'insert-date-value-lost',
      'resource-insert.test.js': 'keeps dates and bytes',
    },
  },
  {
    about: 'hooks that return nothing break operations',
    rows: ['hooks-without-result'],
    tests: {
      'hooks.test.js': 'of %s get what belongs to it, in order',
      'support/scenario-deviations.js': 'hooks-return-nothing',
    },
  },
  {
    about: 'updates store fields of the system, and metadata.updatedAt',
    rows: ['system-fields-not-stored', 'metadata-updated-at'],
    tests: {
      'timestamps.test.js': 'of a record with metadata is brought up to date',
      'resource-update.test.js': 'stores what insert would, and no field of the system',
    },
  },
  {
    about: 'every record read is marked as one of another version',
    rows: ['versions-only-when-they-differ'],
    tests: { 'difference.test.js': 'versions-only-when-they-differ' },
  },
  {
    about: 'errors lose their details and status',
    rows: ['own-properties', 'status-codes'],
    tests: { 'error-classes.test.js': 'are own properties of every class' },
  },
  {
    about: 'the error of a duplicate depends on the client',
    rows: ['duplicate-ids'],
    tests: { 'resource-insert.test.js': 'of an id that exists says so on %s' },
  },
  {
    about: 'createResource drops options',
    rows: ['forwarded-options'],
    tests: {
      'resource-config.test.js': 'keeps what the reference drops',
      'create-resource-again.test.js': 'options that reach the resource',
    },
  },
  {
    about: 'a guard of the value false allows',
    rows: ['guards'],
    tests: { 'guard.test.js': 'is asked by nobody but who asks it' },
  },
  {
    about: 'a page reads all pages before it; list tells twice',
    rows: ['page-reads'],
    tests: {
      'resource-page.test.js': 'a page by number lists keys, and reads its own records only',
      'resource-events.test.js': 'list, where records are read one by one',
    },
  },
  {
    about: 'a patch in place tells nothing and shows cipher text',
    rows: ['patch-in-place'],
    tests: { 'support/scenario-deviations.js': 'patch-copy-enforce-limits' },
  },
  {
    about: 'updates overwrite content, deleteContent erases fields',
    rows: ['content-survives-update', 'fields-in-the-body'],
    tests: { 'resource-content.test.js': 'survives update and patch, not replace: %s' },
  },
  {
    about: 'a password that a hook sets is stored in clear',
    rows: ['hashed-wherever-they-come-from'],
    tests: { 'support/scenario-deviations.js': 'hooks-password-plain' },
  },
  {
    about: 'list() gives 1,000 records',
    rows: [],
    tests: { 'resource-bulk.test.js': 'list(%p) gives %i records of 1002' },
  },
  {
    about: 'middlewares for all methods are refused; bulk methods pass those of no item',
    rows: ['middleware-methods'],
    tests: {
      'middleware-list.test.js': 'takes functions for all methods',
      'middleware-calls.test.js': 'see the call, and those of no other method but the named',
    },
  },
  {
    about: 'timestamps change the attributes of the caller',
    rows: ['caller-attributes'],
    tests: { 'timestamps.test.js': 'do not change the attributes that were given' },
  },
  {
    about: 'insert takes numbers, get does not',
    rows: ['numeric-ids'],
    tests: { 'resource-id.test.js': 'a number is an id' },
  },
  {
    about: 'a refused updateAttributes leaves the new attributes',
    rows: ['attributes-after-refusal'],
    tests: {
      'orphaned-partitions.test.js': 'refuses to lose an attribute of a partition, and stays',
    },
  },
  {
    about: 'deleting a missing record runs its hooks and is told of',
    rows: [],
    tests: {
      'resource-delete.test.js': 'of a missing record runs hooks, is told of, and is an error',
    },
  },
];
