/**
 * Writers that are killed: what they were told is there, and nothing is half of anything.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, FileSystemClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { Generator, newSeed } from './support/generator.js';
import { STAMPED, stampedFields } from './support/stamped-record.js';

const WRITER = fileURLToPath(new URL('./support/file-writer.js', import.meta.url));
const IDS = Array.from({ length: 12 }, (_, n) => `id-${n}`);

/** What a writer is killed after, and the longest time in ms from then on. */
const MOMENTS = [
  { mark: '', longest: 300 },
  { mark: '"begin"', longest: 60 },
  { mark: '"end"', longest: 60 },
  { mark: '"end"', longest: 90 },
  { mark: '"end"', longest: 90 },
];

/** Temporary files that the writes of one process may leave. */
const FILES_PER_KILL = 4 * 4;

const seed = newSeed();

jest.setTimeout(120_000);

/** @type {string} */
let folder;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  FileSystemClient.clearAllStorage();
  removeFolder(folder);
});

/** What the folder holds, as far as the writers have told. */
class Expectation {
  constructor() {
    /** @type {Record<string, number | null>} stamps by id; null for no record */
    this.stamps = Object.fromEntries(IDS.map((id) => [id, null]));
    this.nextStamp = 1;
    this.acknowledged = 0;
    /** @type {Map<number, {id: string, stamp: number | null}>} writes that have not ended */
    this.underway = new Map();
  }

  /** @param {string} line of a writer */
  hear(line) {
    const { begin, end, error, id, stamp } = JSON.parse(line);
    if (error !== undefined) throw new Error(`a write failed: ${error}`);
    if (begin !== undefined) {
      this.underway.set(begin, { id, stamp });
      this.nextStamp = Math.max(this.nextStamp, (stamp ?? 0) + 1);
      return;
    }
    const write = this.underway.get(end);
    this.underway.delete(end);
    this.stamps[write.id] = write.stamp;
    this.acknowledged += 1;
  }

  /** Takes what is found for what is there, and answers the ids whose writes were under way. */
  settle(found) {
    const unsure = [...this.underway.values()];
    for (const { id, stamp } of unsure) if (found[id] === stamp) this.stamps[id] = stamp;
    this.underway.clear();
    expect(found).toEqual(this.stamps);
    return new Set(unsure.map(({ id }) => id));
  }
}

/** Starts a writer and kills it, `delay` ms after it has told something with the mark. */
async function killWriter(argument, expectation, { mark, delay }) {
  const child = spawn(process.execPath, [WRITER, JSON.stringify(argument)], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ended = once(child, 'close');
  const pipe = child.stdio[3].setEncoding('utf8');
  let text = '';
  pipe.on('data', (chunk) => (text += chunk));
  while (!text.includes(mark) && child.exitCode === null) {
    await Promise.race([once(pipe, 'data'), ended]);
  }
  await wait(delay);
  child.kill('SIGKILL');
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
  text
    .split('\n')
    .slice(0, -1)
    .forEach((line) => expectation.hear(line));
}

const leftovers = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tmp\.|\.meta\.next$/.test(name),
  );

/** Makes leftovers look as if they had been there since yesterday. */
function age(name) {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  const old = name.replace(/\.tmp\.\d+/, `.tmp.${yesterday}`);
  renameSync(join(folder, name), join(folder, old));
  utimesSync(join(folder, old), yesterday / 1000, yesterday / 1000);
}

async function open(connectionString) {
  FileSystemClient.clearAllStorage();
  const security = { passphrase: 'killed' };
  const db = new Database({ connectionString, security, logLevel: 'silent' });
  await db.connect();
  return db;
}

/** Compares everything that the folder says with what it must say. */
async function inspect(db, expectation, { behavior, isLarge }) {
  const resource = await db.createResource({ ...STAMPED, behavior });
  const found = Object.fromEntries(IDS.map((id) => [id, null]));
  for (const record of await resource.list()) {
    const { id, stamp, region, text, secret } = record;
    expect({ stamp, region, text, secret }).toEqual(stampedFields(stamp, isLarge));
    found[id] = stamp;
  }
  for (const id of IDS) expect(await resource.exists(id)).toBe(found[id] !== null);
  const unsure = expectation.settle(found);

  const { missing, dangling, failed } = await resource.repairPartitions();
  expect(failed).toEqual([]);
  for (const key of [...missing, ...dangling]) {
    expect(unsure).toContain(key.slice(key.lastIndexOf('/id=') + 4));
  }
  expect(await resource.repairPartitions({ dryRun: true })).toMatchObject({
    missing: [],
    dangling: [],
    failed: [],
  });
  for (const region of ['r0', 'r1', 'r2', 'r3']) {
    const walk = { partition: 'byRegion', partitionValues: { region } };
    const ids = IDS.filter((id) => found[id] !== null && `r${found[id] % 4}` === region);
    expect((await resource.listIds(walk)).sort()).toEqual(ids.sort());
  }
}

const cases = [
  { name: 'records alone', rounds: 26, parameters: '', behavior: 'user-managed', isLarge: false },
  { name: 'bodies', rounds: 22, parameters: '', behavior: 'body-overflow', isLarge: true },
  {
    name: 'compressed bodies',
    rounds: 12,
    parameters: '?compression.enabled=true&compression.threshold=64',
    behavior: 'body-overflow',
    isLarge: true,
  },
  {
    name: 'synced bodies',
    rounds: 12,
    parameters: '?durability=data',
    behavior: 'body-overflow',
    isLarge: true,
  },
];

describe(`killed-writers: killed writers (SEED=${seed})`, () => {
  test.each(cases)('$name', async ({ rounds, parameters, behavior, isLarge }) => {
    const generator = new Generator(seed);
    const connectionString = `file://${folder}${parameters}`;
    const expectation = new Expectation();
    for (let round = 0; round < rounds; round++) {
      const { nextStamp, stamps } = expectation;
      const argument = { connectionString, behavior, isLarge, nextStamp, stamps };
      const { mark, longest } = generator.one(MOMENTS);
      await killWriter({ ...argument, seed: generator.below(2 ** 31) }, expectation, {
        mark,
        delay: generator.below(longest),
      });
      const db = await open(connectionString);
      await inspect(db, expectation, { behavior, isLarge });
      await db.disconnect();
    }
    expect(expectation.acknowledged).toBeGreaterThan(rounds / 4);
    expect(leftovers().length).toBeLessThanOrEqual(rounds * FILES_PER_KILL);

    leftovers().forEach(age);
    const db = await open(connectionString);
    await inspect(db, expectation, { behavior, isLarge });
    expect(leftovers()).toEqual([]);
    await db.disconnect();
  });
});
