/**
 * A process that writes to a folder until it is killed. It tells over descriptor 3, a line of JSON
 * each: `{begin, method, id, stamp}` before a write and `{end}` or `{end, error}` after it, where
 * `begin` and `end` are the number of the write.
 *
 * Its argument is JSON: `{connectionString, behavior, isLarge, seed, nextStamp, stamps}` with the stamps
 * of the records that are there, by id, and null for those that are not.
 */
import { writeSync } from 'node:fs';

import { Database } from '../../index.js';
import { Generator } from './generator.js';
import { STAMPED, stampedFields } from './stamped-record.js';

/** Writes that are under way at any time, each of another record. */
const LANES = 4;

const { connectionString, behavior, isLarge, seed, nextStamp, stamps } = JSON.parse(
  process.argv[2],
);
const generator = new Generator(seed);
let stamp = nextStamp;
let number = 0;

const tell = (message) => writeSync(3, `${JSON.stringify(message)}\n`);

const db = new Database({
  connectionString,
  security: { passphrase: 'killed' },
  logLevel: 'silent',
});
await db.connect();
const resource = await db.createResource({ ...STAMPED, behavior });

const METHODS = {
  insert: (id, fields) => resource.insert({ id, ...fields }),
  update: (id, fields) => resource.update(id, fields),
  patch: (id, fields) => resource.patch(id, fields),
  replace: (id, fields) => resource.replace(id, fields),
  delete: (id) => resource.delete(id),
};

async function write(id) {
  const method =
    stamps[id] === null
      ? 'insert'
      : generator.one(['update', 'update', 'patch', 'replace', 'delete']);
  const next = method === 'delete' ? null : stamp++;
  const begin = number++;
  tell({ begin, method, id, stamp: next });
  try {
    await METHODS[method](id, next === null ? undefined : stampedFields(next, isLarge));
    stamps[id] = next;
    tell({ end: begin });
  } catch (error) {
    tell({ end: begin, error: String(error.stack) });
  }
}

async function writeForever(ids) {
  for (;;) await write(generator.one(ids));
}

const ids = Object.keys(stamps);
for (let lane = 0; lane < LANES; lane++) {
  void writeForever(ids.filter((_, index) => index % LANES === lane));
}
