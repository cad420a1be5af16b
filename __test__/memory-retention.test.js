import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Bytes. */
const MEBIBYTE = 2 ** 20;

const PREAMBLE = `
import { Database } from './index.js';
const db = new Database({ connectionString: 'memory://retention/app', logLevel: 'silent' });
await db.connect();
const resource = await db.createResource({
  name: 'u',
  attributes: { name: 'string', note: 'string|optional' },
  behavior: 'body-overflow',
});
function heap() {
  gc();
  gc();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
}
`;

/** Runs a program with a garbage collector that can be called, and answers what it prints as JSON. */
function run(program) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', PREAMBLE + program],
    { cwd: ROOT, encoding: 'utf8', timeout: 100_000 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

test('a field that is kept keeps no other record alive', () => {
  const { all, kept } = run(`
    const note = 'n'.repeat(20_000);
    for (let i = 0; i < 1000; i++) await resource.insert({ id: String(i), name: 'name ' + i, note });
    const before = heap();
    let records = await resource.list({ limit: 1000 });
    const all = heap() - before;
    const keptName = records[500].name;
    records = null;
    await new Promise(setImmediate);
    const kept = heap() - before;
    if (!keptName.startsWith('name')) throw new Error('wrong record');
    console.log(JSON.stringify({ all, kept }));
  `);
  expect(all).toBeGreaterThan(15 * MEBIBYTE);
  expect(kept).toBeLessThan(MEBIBYTE);
});

describe('memory stays as it is', () => {
  test('over 200,000 operations', () => {
    const { growth, resident } = run(`
      const turn = async (count) => {
        for (let i = 0; i < count; i++) {
          const id = 'k' + (i % 50);
          await resource.insert({ id, name: 'x' + i, note: 'y'.repeat(i % 100) });
          await resource.get(id);
          await resource.delete(id);
        }
      };
      await turn(7000);
      const before = heap();
      const residentBefore = process.memoryUsage().rss;
      await turn(60_000);
      const growth = heap() - before;
      console.log(JSON.stringify({ growth, resident: process.memoryUsage().rss - residentBefore }));
    `);
    expect(growth).toBeLessThan(MEBIBYTE);
    expect(resident).toBeLessThan(48 * MEBIBYTE);
  });

  test('over operations that fail', () => {
    const { growth } = run(`
      const ignore = () => undefined;
      const turn = async (count) => {
        for (let i = 0; i < count; i++) {
          await resource.get('missing' + i).catch(ignore);
          await resource.insert({ id: 'a/b', name: 'x' }).catch(ignore);
          await resource.insert({ id: 'c' + i, name: 5 }).catch(ignore);
        }
      };
      await turn(2000);
      const before = heap();
      await turn(10_000);
      console.log(JSON.stringify({ growth: heap() - before }));
    `);
    expect(growth).toBeLessThan(MEBIBYTE);
  });

  test('over errors of a client', () => {
    const { growth } = run(`
      resource.client.getObject = async () => {
        throw Object.assign(new Error('down'), { ballast: 'b'.repeat(1000) });
      };
      const turn = async (count) => {
        for (let i = 0; i < count; i++) await resource.get('a').catch(() => undefined);
      };
      await turn(500);
      const before = heap();
      await turn(5000);
      console.log(JSON.stringify({ growth: heap() - before }));
    `);
    expect(growth).toBeLessThan(MEBIBYTE);
  });
});
