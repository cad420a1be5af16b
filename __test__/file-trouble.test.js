/**
 * Folders in trouble: errors that say what is wrong, and nothing torn.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, FileSystemClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { STAMPED, stampedFields } from './support/stamped-record.js';

const PROGRAM = fileURLToPath(new URL('./support/file-trouble.js', import.meta.url));

jest.setTimeout(60_000);

/** @type {string} */
let folder;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  FileSystemClient.clearAllStorage();
  removeFolder(folder);
});

/** Runs the program, below a shell command that ends with `exec`. */
function runInTrouble(trouble, prepare) {
  const script = `${prepare} exec "$0" "$@"`;
  const command = [process.execPath, PROGRAM, trouble, join(folder, 'data')];
  return spawnSync('sh', ['-c', script, ...command], { encoding: 'utf8', timeout: 30_000 });
}

function reportOf({ status, stdout, stderr }) {
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** What must hold after every trouble. */
function expectWhole({ found, stamps, torn, leftovers, unrepaired, after }) {
  expect(found).toEqual(stamps);
  expect({ torn, leftovers, unrepaired, after }).toEqual({
    torn: [],
    leftovers: [],
    unrepaired: [],
    after: 1,
  });
}

const KEYS = {
  insert: 'resource=stamped/data/id=new',
  update: 'resource=stamped/data/id=a',
  patch: 'resource=stamped/data/id=b',
  replace: 'resource=stamped/data/id=c',
  delete: 'resource=stamped/data/id=d',
  get: 'resource=stamped/data/id=e',
  client: 'raw',
};

const WRITES = ['insert', 'update', 'patch', 'replace', 'createResource', 'client'];

/** @param {string[]} names of attempts that must fail alike */
function expectFailed(outcomes, names, expected) {
  for (const name of names) {
    const key = KEYS[name] ?? expect.any(String);
    expect({ name, ...outcomes[name] }).toEqual({ name, key, isPublic: true, ...expected });
  }
}

const canMount =
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
    .status === 0;

describe('a program goes on', () => {
  (canMount ? test : test.skip)('where the disk was full', () => {
    const inside = ['--map-root-user', '--mount', 'sh', '-c'];
    const script = `mount -t tmpfs -o size=512k none "${folder}" && exec "$0" "$@"`;
    const command = [process.execPath, PROGRAM, 'full', join(folder, 'data')];
    const report = reportOf(
      spawnSync('unshare', [...inside, script, ...command], { encoding: 'utf8', timeout: 30_000 }),
    );
    expectFailed(report.outcomes, WRITES, {
      code: 'ServiceUnavailable',
      statusCode: 503,
      retriable: true,
    });
    expect(report.outcomes).toMatchObject({ get: 'done', list: 'done', delete: 'done' });
    expectWhole(report);
  });

  test('where nothing could be written', () => {
    chmodSync(folder, 0o755);
    const report = reportOf(runInTrouble('denied', ''));
    expectFailed(report.outcomes, [...WRITES, 'delete'], {
      code: 'AccessDenied',
      statusCode: 403,
      retriable: false,
    });
    expect(report.outcomes).toMatchObject({ get: 'done', list: 'done' });
    expectWhole(report);
  });

  test('where too many files were open', () => {
    const report = reportOf(runInTrouble('handles', 'ulimit -n 128;'));
    expectFailed(report.outcomes, [...WRITES, 'delete', 'get', 'list'], {
      code: 'ServiceUnavailable',
      statusCode: 503,
      retriable: true,
    });
    expectWhole(report);
  });
});

/** Removes what is there; what comes meanwhile stays. */
function removeDespiteWriters(path) {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOTEMPTY') throw error;
  }
}

describe('a folder that is removed', () => {
  async function open() {
    const security = { passphrase: 'removed' };
    const db = new Database({ connectionString: `file://${folder}`, security, logLevel: 'silent' });
    await db.connect();
    return { db, resource: await db.createResource({ ...STAMPED, behavior: 'body-overflow' }) };
  }

  test('has no records, and comes again with the next one', async () => {
    const { db, resource } = await open();
    await resource.insert({ id: 'a', ...stampedFields(3, true) });
    rmSync(folder, { recursive: true });
    await expect(resource.get('a')).rejects.toMatchObject({ code: 'NoSuchKey', statusCode: 404 });
    await expect(resource.update('a', { stamp: 1 })).rejects.toMatchObject({ statusCode: 404 });
    await expect(resource.delete('a')).rejects.toMatchObject({ statusCode: 404 });
    expect([await resource.list(), await resource.count()]).toEqual([[], 0]);
    await resource.insert({ id: 'b', ...stampedFields(4, true) });
    expect(await resource.get('b')).toMatchObject(stampedFields(4, true));
    await db.disconnect();
  });

  test('while it is written to leaves whole records, and errors that say so', async () => {
    const { db, resource } = await open();
    const codes = new Set();
    let isRemoving = true;
    const writer = async (lane) => {
      for (let stamp = lane; isRemoving; stamp += 4) {
        await resource
          .upsert({ id: `id-${lane}`, ...stampedFields(stamp, true) })
          .catch(({ code, statusCode }) => codes.add(`${code} ${statusCode}`));
      }
    };
    const lanes = [0, 1, 2, 3].map(writer);
    try {
      for (let round = 0; round < 40; round++) {
        removeDespiteWriters(join(folder, 'resource=stamped'));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } finally {
      isRemoving = false;
      await Promise.all(lanes);
    }
    for (const code of codes) expect(code).toMatch(/^(NoSuchKey 404|ServiceUnavailable 503)$/);
    const records = await resource.list();
    for (const { stamp, region, text, secret } of records) {
      expect({ stamp, region, text, secret }).toEqual(stampedFields(stamp, true));
    }
    const { failed } = await resource.repairPartitions();
    expect(failed).toEqual([]);
    expect(await resource.listIds({ partition: 'byRegion' })).toHaveLength(records.length);
    await db.disconnect();
  });
});
