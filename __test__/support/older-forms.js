/** Forms of older versions of s3db.js: what was decided about each. */

/** @type {import('./reference-defects.js').Decision[]} */
export const OLDER_FORMS = [
  {
    about: 'names of events',
    rows: ['older-event-names'],
    tests: { 'event-names.test.js': 'an older name alone' },
  },
  {
    about: 'upsert(id, data)',
    rows: ['upsert-with-id'],
    tests: { 'resource-upsert.test.js': 'inserts, and gives what insert gives' },
  },
  {
    about: 'page({ offset, size }) with totals',
    rows: ['pages-by-offset'],
    tests: { 'resource-page.test.js': 'by offset within a partition, and without totals' },
  },
  {
    about: 'readable and writable with options',
    rows: ['readable-streams', 'writable-streams'],
    tests: { 'resource-stream.test.js': 'reads %i records at the same time' },
  },
  {
    about: 'versioningEnabled of a resource, versions from 0',
    rows: ['forwarded-options', 'version-numbers'],
    tests: {
      'versioning.test.js': 'a single resource may have them',
      'docs/seed-readme.test.js': 'of a definition, which its records follow',
    },
  },
  {
    about: 'versionUpdated and exceedsLimit',
    rows: [],
    tests: {
      'versioning.test.js': 'a new one is told of once',
      'docs/seed-readme.test.js': 'user-managed warns',
    },
  },
  {
    about: 'truncate and overflow',
    rows: ['behavior-events'],
    tests: { 'event-delivery.test.js': 'what behaviors did to a record' },
  },
  {
    about: 'db.resource(name)',
    rows: ['resource-by-name'],
    tests: { 'difference.test.js': 'resource-by-name' },
  },
  {
    about: 'hooks without a result',
    rows: ['hooks-without-result'],
    tests: {
      'docs/seed-hooks.test.js': 'complete a record, and need not return anything afterwards',
    },
  },
  {
    about: 'list() as getAll()',
    rows: [],
    tests: { 'resource-bulk.test.js': 'list(%p) gives %i records of 1002' },
  },
  {
    about: 'middlewares on twelve methods, with options behind the data and a user',
    rows: ['middleware-methods', 'middleware-user'],
    tests: { 'docs/seed-middlewares.test.js': 'authenticate, audit and permit' },
  },
  {
    about: 'a default behavior',
    rows: [],
    tests: { 'declaration.test.js': 'keeps what it omits but for behavior, partitions and cache' },
  },
  {
    about: 'dotted names in updates',
    rows: [],
    tests: { 'docs/seed-notes.test.js': 'a dotted path keeps what stands beside it' },
  },
  {
    about: '_hasContent of a body of fields',
    rows: [],
    tests: { 'docs/seed-readme.test.js': 'body-overflow and body-only keep everything' },
  },
  {
    about: 'getResource(name, { strictValidation: false })',
    rows: ['lenient-resources'],
    tests: { 'orphaned-partitions.test.js': 'becomes lenient through getResource' },
  },
  {
    about: 'a partition on an unknown field',
    rows: [],
    tests: { 'docs/seed-readme.test.js': 'by a field that is not there are refused' },
  },
  {
    about: 'parallelism of a database',
    rows: [],
    tests: { 'connection-database.test.js': 'parallelism is the concurrency of the pool' },
  },
];
