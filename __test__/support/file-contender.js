/**
 * One of several processes that work on a folder at once. It says `ready`, waits for a word on its
 * standard input, works, and writes what it was told as one line of JSON: `{won, codes, deleted,
 * failures}`: the shared ids that it inserted, the codes of the inserts that lost, the doomed ids
 * that it deleted, and errors that should not be.
 *
 * Its arguments are a connection string and its number.
 */
import { once } from 'node:events';

import { Database } from '../../index.js';

/** Records of each kind. */
export const COUNT = 20;

export const CONTESTED = {
  name: 'contested',
  attributes: { owner: 'number', region: 'string', note: 'string|optional' },
  partitions: { byRegion: { fields: { region: 'string' } } },
};

export const numbers = Array.from({ length: COUNT }, (_, n) => n);

async function contend(connectionString, owner) {
  const db = new Database({ connectionString, logLevel: 'silent' });
  await db.connect();
  const contested = db.resource(CONTESTED.name);
  const report = { won: [], codes: [], deleted: [], failures: [] };
  process.stdout.write('ready\n');
  await once(process.stdin, 'data');

  const insertShared = (id) =>
    contested.insert({ id, owner, region: 'new' }).then(
      () => report.won.push(id),
      ({ code, statusCode }) => report.codes.push(`${code} ${statusCode}`),
    );
  const work = [
    ...numbers.map((n) => insertShared(`shared-${n}`)),
    ...numbers.map(async (n) => {
      const id = `own-${owner}-${n}`;
      await contested.insert({ id, owner, region: 'new' });
      await contested.update(id, { region: `r${n % 3}` });
      if (n % 4 === 0) await contested.delete(id);
      if (n % 4 === 1) await contested.replace(id, { owner, region: 'replaced' });
    }),
    ...numbers.map((n) =>
      contested.update('hot', { owner, region: `r${owner}`, note: `note ${n} of ${owner}` }),
    ),
    ...numbers.map((n) =>
      contested.delete(`doomed-${n}`).then(
        () => report.deleted.push(`doomed-${n}`),
        ({ statusCode }) => statusCode === 404 || report.failures.push(`delete: ${statusCode}`),
      ),
    ),
    ...[0, 1, 2].map(async (n) => {
      const name = `resource-${owner}-${n}`;
      const resource = await db.createResource({ name, attributes: { n: 'number' } });
      await resource.insert({ id: 'only', n });
    }),
  ];
  for (const { reason } of await Promise.allSettled(work)) {
    if (reason) report.failures.push(String(reason.stack));
  }
  for (const id of report.won) await contested.update(id, { region: `r${owner}` });
  await db.disconnect();
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

const [, program, connectionString, number] = process.argv;
if (program === import.meta.filename) {
  await contend(connectionString, Number(number));
  process.stdin.destroy();
}
