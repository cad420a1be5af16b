/**
 * A process whose folder gets into trouble: `full`, `denied` or `handles`, by its first argument; the
 * second is the folder. It writes records, tries everything while the trouble lasts, looks at what is
 * there afterwards, and tells it as one line of JSON.
 */
import {
  chmodSync,
  closeSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { Database, ResourceError } from '../../index.js';
import { STAMPED, stampedFields } from './stamped-record.js';

const [, , trouble, folder] = process.argv;
const IDS = ['a', 'b', 'c', 'd', 'e'];

/** A user without rights. */
const NOBODY = 65534;

/** @returns {string[]} every folder of the database, itself included */
const folders = () =>
  ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory());

/** Each begins the trouble and answers what ends it. */
const TROUBLES = {
  full() {
    const filler = join(folder, '..', 'filler');
    for (let size = 1 << 20; size > 0; size = Math.floor(size / 2)) {
      try {
        for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
    return () => rmSync(filler);
  },

  denied() {
    const denied = folders();
    for (const path of denied) chmodSync(path, 0o555);
    const isRoot = process.geteuid() === 0;
    if (isRoot) process.seteuid(NOBODY);
    return () => {
      if (isRoot) process.seteuid(0);
      for (const path of denied) chmodSync(path, 0o755);
    };
  },

  handles() {
    const handles = [];
    try {
      for (;;) handles.push(openSync('/dev/null'));
    } catch (error) {
      if (error.code !== 'EMFILE') throw error;
    }
    return () => handles.forEach((handle) => closeSync(handle));
  },
};

const db = new Database({
  connectionString: `file://${folder}`,
  security: { passphrase: 'in trouble' },
  logLevel: 'silent',
});
await db.connect();
const resource = await db.createResource({ ...STAMPED, behavior: 'body-overflow' });

let stamp = 3;
/** @type {Record<string, number | null>} */
const stamps = {};
for (const id of IDS) {
  stamps[id] = stamp;
  await resource.insert({ id, ...stampedFields(stamp, true) });
  stamp += 1;
}

const outcomes = {};
async function attempt(name, work, id) {
  const next = (stamp += 5);
  try {
    await work(stampedFields(next, true));
    outcomes[name] = 'done';
    if (id) stamps[id] = name === 'delete' ? null : next;
  } catch (error) {
    const { code, statusCode, retriable, key, bucket, suggestion } = error;
    const isPublic = error instanceof ResourceError && Boolean(suggestion) && bucket === 's3db';
    outcomes[name] = { code, statusCode, retriable, key, isPublic };
  }
}

const { stdout } = process;
const end = TROUBLES[trouble]();
await attempt('insert', (fields) => resource.insert({ id: 'new', ...fields }), 'new');
await attempt('update', (fields) => resource.update('a', fields), 'a');
await attempt('patch', (fields) => resource.patch('b', fields), 'b');
await attempt('replace', (fields) => resource.replace('c', fields), 'c');
await attempt('get', () => resource.get('e'));
await attempt('list', () => resource.list({ partition: 'byRegion' }));
await attempt('createResource', () =>
  db.createResource({ name: 'late', attributes: { n: 'number' } }),
);
await attempt('client', () => db.client.putObject({ key: 'raw', body: 'raw' }));
await attempt('delete', () => resource.delete('d'), 'd');
end();

const found = {};
for (const id of [...IDS, 'new']) found[id] = null;
const torn = [];
for (const { id, stamp: written, ...record } of await resource.list()) {
  found[id] = written;
  const { region, text, secret } = stampedFields(written, true);
  if (record.region !== region || record.text !== text || record.secret !== secret) torn.push(id);
}
const leftovers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.tmp\.|\.meta\.next$/.test(name),
);
const { failed } = await resource.repairPartitions();
const { missing, dangling } = await resource.repairPartitions({ dryRun: true });
await resource.upsert({ id: 'new', ...stampedFields(1, true) });
const after = (await resource.get('new')).stamp;
await db.disconnect();
stdout.write(
  JSON.stringify({
    ...{ outcomes, stamps: { new: null, ...stamps }, found, torn, leftovers, after },
    unrepaired: [...failed.map(String), ...missing, ...dangling],
  }),
);
