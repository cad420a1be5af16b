import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENTRY = '../../index.js';

async function open({ Database }) {
  const db = new Database({ connectionString: 'memory://world', logLevel: 'silent' });
  await db.connect();
  return db.createResource({ name: 'u', attributes: { name: 'string', at: 'date|optional' } });
}

describe('worlds: modules that are evaluated again', () => {
  test('have buckets of their own', async () => {
    const first = await open(await import(ENTRY));
    await first.insert({ id: 'a', name: 'A' });
    jest.resetModules();
    const second = await open(await import(ENTRY));
    expect(await second.count()).toBe(0);
    await second.insert({ id: 'a', name: 'B' });
    expect(await first.get('a')).toMatchObject({ name: 'A' });
  });

  test('are isolated by isolateModulesAsync, too', async () => {
    const outer = await open(await import(ENTRY));
    await outer.insert({ id: 'outer', name: 'A' });
    await jest.isolateModulesAsync(async () => {
      const inner = await open(await import(ENTRY));
      expect(await inner.exists('outer')).toBe(false);
    });
  });
});

describe('values belong to the world of the test', () => {
  test('records', async () => {
    const resource = await open(await import(ENTRY));
    const at = new Date('2024-01-02T03:04:05.000Z');
    const inserted = await resource.insert({ id: 'w', name: 'W', other: { list: [1] } });
    expect(inserted).toBeInstanceOf(Object);
    expect(inserted.other.list).toBeInstanceOf(Array);
    const { id, name, other_list: list } = await resource.get('w');
    expect({ id, name, list }).toStrictEqual({ id: 'w', name: 'W', list: [1] });
    expect((await resource.get('w'))._lastModified).toBeInstanceOf(Date);
    expect(await resource.list()).toBeInstanceOf(Array);
    await resource.insert({ id: 'd', name: 'D', at });
    expect((await resource.get('d')).at).toBe(at.toISOString());
  });

  test('errors', async () => {
    const { NoSuchKey, ResourceError, ValidationError, ...entry } = await import(ENTRY);
    const resource = await open(entry);
    const failure = (call) => call.catch((error) => error);
    const missing = await failure(resource.get('missing'));
    expect(missing).toBeInstanceOf(NoSuchKey);
    expect(missing).toBeInstanceOf(Error);
    expect(await failure(resource.get('a/b'))).toBeInstanceOf(ValidationError);
    await resource.insert({ id: 'e', name: 'E' });
    expect(await failure(resource.insert({ id: 'e', name: 'E' }))).toBeInstanceOf(ResourceError);
  });
});

describe('a project of CommonJS', () => {
  const TEST = `
    const { Database, NoSuchKey } = require('s3db-native');
    async function open() {
      const db = new Database({ connectionString: 'memory://cjs', logLevel: 'silent' });
      await db.connect();
      return db.createResource({ name: 'u', attributes: { name: 'string' } });
    }
    test('works', async () => {
      const resource = await open();
      await resource.insert({ id: 'a', name: 'A' });
      const { id, name } = await resource.get('a');
      expect({ id, name }).toStrictEqual({ id: 'a', name: 'A' });
      await expect(resource.get('b')).rejects.toBeInstanceOf(NoSuchKey);
      await expect(resource.get('b')).rejects.toBeInstanceOf(Error);
    });
  `;
  let folder;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 's3db-native-'));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(ROOT, join(folder, 'node_modules/s3db-native'), 'dir');
    writeFileSync(join(folder, 'package.json'), '{"private": true, "jest": {"transform": {}}}');
    for (const name of ['one', 'two']) writeFileSync(join(folder, `${name}.test.js`), TEST);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('runs its tests in Jest, each file in a world of its own', () => {
    const jestProgram = join(ROOT, 'node_modules/jest/bin/jest.js');
    const args = [jestProgram, '--rootDir', folder, '--runInBand', '--ci'];
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(stderr).toContain('2 passed, 2 total');
    expect(status).toBe(0);
  });
});
