/**
 * Databases on folders.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Database, FileSystemClient } from '../index.js';
import { namesIn, newFolder, removeFolder } from './support/client-kinds.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

jest.setTimeout(60_000);

const USERS = {
  name: 'users',
  attributes: { name: 'string|required', age: 'number|optional', region: 'string|optional' },
  partitions: { byRegion: { fields: { region: 'string' } } },
};

/** @type {string} */
let folder;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  FileSystemClient.clearAllStorage();
  removeFolder(folder);
});

async function open(options = {}) {
  const db = new Database({ connectionString: `file://${folder}`, logLevel: 'silent', ...options });
  await db.connect();
  return db;
}

const metadata = () => JSON.parse(readFileSync(join(folder, 's3db.json'), 'utf8'));

/** Files that are neither bodies nor side files. */
const leftovers = () =>
  readdirSync(folder, { recursive: true }).filter((name) => /\.tmp\.|\.meta\.next$/.test(name));

describe('a database', () => {
  test('says which limit a body exceeds', async () => {
    const limits = 'enforceLimits=true&maxObjectSize=1000';
    const db = await open({ connectionString: `file://${folder}?${limits}` });
    const notes = await db.createResource({
      name: 'n',
      attributes: { text: 'string' },
      behavior: 'body-only',
    });
    await expect(notes.insert({ id: 'a', text: 'x'.repeat(2000) })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      statusCode: 413,
      message: expect.stringMatching(/^object size exceeds filesystem limit/),
    });
    expect(await notes.count()).toBe(0);
    await db.disconnect();
  });

  test('finds everything again', async () => {
    const db = await open();
    const users = await db.createResource(USERS);
    const inserted = await users.insertMany(
      Array.from({ length: 30 }, (_, n) => ({ id: `u${n}`, name: `n${n}`, region: 'abc'[n % 3] })),
    );
    await users.update('u1', { age: 5 });
    await users.delete('u2');
    await db.disconnect();
    FileSystemClient.clearAllStorage();

    const again = await open();
    const found = again.resource('users');
    expect(await found.count()).toBe(inserted.length - 1);
    expect(await found.get('u1')).toMatchObject({ name: 'n1', age: 5, region: 'b' });
    expect(await found.exists('u2')).toBe(false);
    const inC = await found.list({ partition: 'byRegion', partitionValues: { region: 'c' } });
    expect(inC.map(({ id }) => id).sort()).toEqual(
      inserted
        .map(({ id }) => id)
        .filter((id, n) => n % 3 === 2 && id !== 'u2')
        .sort(),
    );
    expect(leftovers()).toEqual([]);
    await again.disconnect();
  });

  test('has a client of its own, or one that is given', async () => {
    const client = new FileSystemClient({ basePath: folder, keyPrefix: 'app' });
    const db = await open({ client, connectionString: undefined });
    await (await db.createResource(USERS)).insert({ id: 'a', name: 'A' });
    expect(namesIn(join(folder, 'app'))).toEqual([
      'resource=users',
      's3db.json',
      's3db.json.meta.json',
    ]);
    const stored = readFileSync(join(folder, 'app/resource=users/data/id=a.meta.json'), 'utf8');
    expect(JSON.parse(stored).size).toBe(0);
    await db.disconnect();
  });

  test('may be connected again after disconnect', async () => {
    const db = await open();
    await (await db.createResource(USERS)).insert({ id: 'a', name: 'A' });
    await db.disconnect();
    await db.connect();
    expect(await db.resource('users').get('a')).toMatchObject({ name: 'A' });
    await db.disconnect();
  });

  test('waits on disconnect for what is under way', async () => {
    const db = await open({ deferMetadataWrites: true, metadataWriteDelay: 60_000 });
    const users = await db.createResource(USERS);
    const inserts = Array.from({ length: 40 }, (_, n) => users.insert({ id: `u${n}`, name: 'x' }));
    await db.disconnect();
    const files = readdirSync(join(folder, 'resource=users/data'));
    expect(files.filter((name) => name.endsWith('.meta.json'))).toHaveLength(40);
    expect(metadata().resources.users).toBeDefined();
    await Promise.all(inserts);
  });

  test('tells errors of the store by their codes', async () => {
    const db = await open();
    const users = await db.createResource(USERS);
    await expect(users.insert({ id: 'x'.repeat(300), name: 'A' })).rejects.toMatchObject({
      name: 'ResourceError',
      code: 'KeyTooLongError',
      statusCode: 400,
    });
    await users.insert({ id: 'a', name: 'A' });
    await expect(users.insert({ id: 'a', name: 'B' })).rejects.toMatchObject({ statusCode: 412 });
    await expect(users.get('none')).rejects.toMatchObject({ code: 'NoSuchKey', statusCode: 404 });
    await db.disconnect();
  });

  test('calls a client that somebody listens to, or has changed', async () => {
    const db = await open();
    const users = await db.createResource(USERS);
    const commands = [];
    db.client.on('cl:response', (command) => commands.push(command));
    await users.insert({ id: 'a', name: 'A', region: 'x' });
    expect(commands).toEqual(['PutObjectCommand', 'PutObjectCommand']);
    db.client.removeAllListeners();
    const get = jest.spyOn(db.client, 'getObject');
    const record = await users.get('a');
    expect(get).toHaveBeenCalledTimes(1);
    get.mockRestore();
    expect(await users.get('a')).toEqual(record);
    await db.disconnect();
  });
});

describe('s3db.json', () => {
  test('failed-reads: of a folder that is not readable is not overwritten', async () => {
    const db = await open();
    await db.createResource(USERS);
    await db.disconnect();
    writeFileSync(join(folder, 's3db.json.meta.json'), 'no JSON');
    const other = new Database({ connectionString: `file://${folder}`, logLevel: 'silent' });
    await expect(other.connect()).rejects.toMatchObject({ code: 'CORRUPT_OBJECT' });
    expect(metadata().resources.users).toBeDefined();
  });

  test('keeps the resources of two databases of one process', async () => {
    const [a, b] = [await open(), await open()];
    const names = Array.from({ length: 10 }, (_, n) => `r${n}`);
    const attributes = { n: 'number' };
    await Promise.all(names.map((name, n) => (n % 2 ? a : b).createResource({ name, attributes })));
    expect(Object.keys(metadata().resources).sort()).toEqual(names);
    await a.disconnect();
    await b.disconnect();
  });

  test('file-conditions: is changed anew where another was faster', async () => {
    const db = await open();
    const { putObject } = db.client;
    let count = 0;
    db.client.putObject = async function (put) {
      if (put.key === 's3db.json' && count++ < 3) await addDefinition(`other${count}`);
      return putObject.call(this, put);
    };
    await db.createResource(USERS);
    const names = ['other1', 'other2', 'other3', 'users'];
    expect(Object.keys(metadata().resources).sort()).toEqual(names);
    expect(count).toBe(4);
    await db.disconnect();
  });

  /** What another process does to the file. */
  async function addDefinition(name) {
    const other = new FileSystemClient({ basePath: folder });
    const file = metadata();
    const version = { hash: 'sha256:x', attributes: { n: 'number' } };
    file.resources[name] = { currentVersion: 'v1', versions: { v1: version } };
    await other.putObject({ key: 's3db.json', body: JSON.stringify(file) });
  }

  test('keeps the resources of several processes, and their records', async () => {
    const program = `
      import { Database } from './index.js';
      const [folder, number] = process.argv.slice(1);
      const db = new Database({ connectionString: 'file://' + folder, logLevel: 'silent' });
      await db.connect();
      process.stdout.write('ready');
      for await (const _ of process.stdin) break;
      for (let n = 0; n < 5; n++) {
        const name = 'p' + number + '-' + n;
        const resource = await db.createResource({ name, attributes: { n: 'number' } });
        await resource.insert({ id: 'x', n });
      }
      const shared = await db.createResource({ name: 'shared', attributes: { n: 'number' } });
      const won = await shared.insert({ id: 'one', n: Number(number) }).then(() => 1, () => 0);
      await db.disconnect();
      process.stdout.write(String(won));
    `;
    const processes = await Promise.all(Array.from({ length: 4 }, (_, n) => started(program, n)));
    for (const { child } of processes) child.stdin.end('go');
    const outcomes = await Promise.all(processes.map(({ ended }) => ended));
    expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      outcomes.map(() => ({ code: 0, stderr: '' })),
    );
    const winners = outcomes.filter(({ stdout }) => stdout === 'ready1');
    expect(winners).toHaveLength(1);
    const db = await open();
    const names = [0, 1, 2, 3].flatMap((p) => [0, 1, 2, 3, 4].map((n) => `p${p}-${n}`));
    expect(Object.keys(db.resources).sort()).toEqual([...names, 'shared'].sort());
    for (const name of names)
      expect((await db.resource(name).get('x')).n).toBe(Number(name.at(-1)));
    expect(leftovers()).toEqual([]);
    await db.disconnect();
  });

  /** A process that has connected and waits for a word. */
  async function started(program, number) {
    const args = ['--input-type=module', '-e', program, folder, String(number)];
    const child = spawn(process.execPath, args, { cwd: ROOT });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].on('data', (chunk) => (output[name] += chunk));
    }
    const ended = once(child, 'close').then(([code]) => ({ code, ...output }));
    await Promise.race([once(child.stdout, 'data'), ended]);
    return { child, ended };
  }
});
