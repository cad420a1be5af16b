/**
 * A folder in which others have put what no program would: it is refused by name or read, one object
 * says nothing about another, and nobody waits for ever.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { Database } from '../index.js';
import { namesIn } from './support/client-kinds.js';

const DEEP = '['.repeat(100_000);
const BROKEN_TEXT = Buffer.concat([
  Buffer.from('{"metadata":{"name":"'),
  Buffer.from([0xff, 0xfe]),
  Buffer.from('"}}'),
]);

/** Side files that say nothing of an object. */
const REFUSED = {
  'an empty one': '',
  null: 'null',
  'a list': '[]',
  'half a file': '{"metadata":{"name":"v"',
  'metadata that are a list': '{"metadata":["v"]}',
  'metadata that are a text': '{"metadata":"v"}',
  'metadata that are deep': `{"metadata":{"name":${DEEP}}}`,
  'depth elsewhere': `{"other":${DEEP}}`,
  'a size that is a text': '{"metadata":{"name":"v"},"size":"0"}',
  'a time that is an object': '{"metadata":{"name":"v"},"lastModified":{}}',
  'a hash that is a list': '{"metadata":{"name":"v"},"etag":["v"]}',
  'bytes that are no text': BROKEN_TEXT,
  'half a character': String.raw`{"metadata":{"name":"\ud800"}}`,
  'a body that is said to be compressed': '{"metadata":{"name":"v"},"size":0,"compressed":true}',
};

/** Odd side files, and the name of the record that they are read as. */
const READ = {
  'a size without end': ['{"metadata":{"name":"v"},"size":1e300}', 'v'],
  'a size below 0': ['{"metadata":{"name":"v"},"size":-5}', 'v'],
  'a name twice': ['{"metadata":{"name":"u","name":"v"}}', 'v'],
  'values that are no texts': ['{"metadata":{"name":5,"other":{"a":1},"none":null}}', '5'],
  prototypes: ['{"metadata":{"__proto__":{"polluted":"yes"},"constructor":"x","name":"v"}}', 'v'],
  'no metadata': ['{"metadata":null}', undefined],
  'a key table that is broken': ['{"metadata":{"_map":"{","name":"v"}}', 'v'],
  'a version without end': ['{"metadata":{"_v":"99999999999999999999","name":"v"}}', 'v'],
  'a long text': [`{"metadata":{"name":"${'x'.repeat(3_000_000)}"}}`, 'x'.repeat(3_000_000)],
};

let base;
let db;
let resource;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'hostile-data-'));
  db = new Database({ connectionString: `file://${base}`, logLevel: 'silent' });
  await db.connect();
  resource = await db.createResource({ name: 'users', attributes: { name: 'string|optional' } });
  await resource.insert({ id: 'good', name: 'good' });
});

afterAll(async () => {
  await db.disconnect();
  rmSync(base, { recursive: true });
});

const pathOf = (id) => join(base, 'resource=users/data', `id=${id}`);

function plant(id, side) {
  writeFileSync(pathOf(id), '');
  writeFileSync(`${pathOf(id)}.meta.json`, side);
}

const corrupt = { name: 'ResourceError', code: 'CORRUPT_OBJECT', statusCode: 500 };

describe('a side file', () => {
  test.each(Object.entries(REFUSED))(
    'of %s is refused and can be replaced',
    async (_what, side) => {
      plant('bad', side);
      await expect(resource.get('bad')).rejects.toMatchObject(corrupt);
      await expect(resource.update('bad', { name: 'new' })).rejects.toMatchObject(corrupt);
      await expect(resource.insert({ id: 'bad' })).rejects.toMatchObject({ statusCode: 412 });
      expect((await resource.list()).map(({ id }) => id)).toEqual(['good']);
      await resource.replace('bad', { name: 'replaced' });
      expect((await resource.get('bad')).name).toBe('replaced');
      await resource.delete('bad');
    },
  );

  test.each(Object.entries(READ))('with %s is read and updated', async (_what, [side, name]) => {
    plant('odd', side);
    expect((await resource.get('odd')).name).toBe(name);
    expect({}.polluted).toBeUndefined();
    await resource.update('odd', { name: 'new' });
    expect((await resource.get('odd')).name).toBe('new');
    await resource.delete('odd');
  });

  test('that is a folder is refused', async () => {
    mkdirSync(`${pathOf('folder')}.meta.json`);
    const refused = { code: 'InvalidObjectState', statusCode: 400 };
    await expect(resource.get('folder')).rejects.toMatchObject(refused);
    await expect(resource.insert({ id: 'folder' })).rejects.toMatchObject(refused);
    expect(await resource.exists('folder')).toBe(false);
  });

  const onUnix = process.platform === 'win32' ? test.skip : test;

  onUnix('that is a pipe holds nobody up', async () => {
    execFileSync('mkfifo', [`${pathOf('pipe')}.meta.json`, pathOf('pipe')]);
    const reads = Array.from({ length: 70 }, () => resource.get('pipe').catch(({ code }) => code));
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['CORRUPT_OBJECT']));
    expect((await resource.list()).map(({ id }) => id)).toEqual(['good']);
    expect((await resource.get('good')).name).toBe('good');
  });
});

describe('an id', () => {
  const outside = ['../x', '../../x', 'a/../../b', 'a/b', String.raw`..\x`, '\0', '%2e%2e%2fx'];

  test.each([...outside, 'a.meta.json', 'a.meta.next', 'x'.repeat(243), 'é'.repeat(122)])(
    'such as %j is refused, and nothing is made elsewhere',
    async (id) => {
      await expect(resource.insert({ id, name: 'v' })).rejects.toMatchObject({ statusCode: 400 });
      expect(namesIn(base)).toEqual(['resource=users', 's3db.json', 's3db.json.meta.json']);
      expect(namesIn(join(base, 'resource=users'))).toEqual(['data']);
    },
  );

  test('may be the name of a folder, of a prototype or of a device', async () => {
    const ids = ['__proto__', 'constructor', '.s3db.lock', '😀'];
    if (process.platform !== 'win32') ids.push('.', '..');
    if (process.platform === 'linux') ids.push('con', 'A', 'a');
    for (const id of ids) await resource.insert({ id, name: id });
    for (const id of ids) expect((await resource.get(id)).name).toBe(id);
    await resource.deleteMany(ids);
    expect((await resource.list()).map(({ id }) => id)).toEqual(['good']);
  });
});
