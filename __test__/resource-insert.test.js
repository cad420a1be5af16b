import { afterAll, describe, expect, test } from '@jest/globals';

import { FileSystemClient, MemoryClient, Resource } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { freshResource } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';
import { userFields } from './support/user-fields.js';

const folder = newFolder();

afterAll(() => removeFolder(folder));

describe('insert', () => {
  test('gives the record with an id of its own and what is known of the object', async () => {
    const resource = await freshResource();
    const { id, ...record } = await resource.insert(Object.freeze({ name: 'a' }));
    expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(record).toEqual({
      name: 'a',
      _contentLength: 0,
      _hasContent: false,
      _mimeType: null,
      _etag: '"d41d8cd98f00b204e9800998ecf8427e"',
      _v: 'v1',
      _lastModified: expect.any(Date),
      _definitionHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });

  test('brings values to their form', async () => {
    const resource = await freshResource();
    const inserted = await resource.insert({ id: '1', name: '  a  ', age: '5' });
    expect(userFields(inserted)).toEqual({ id: '1', name: 'a', age: 5 });
    expect(userFields(await resource.get('1'))).toEqual({ id: '1', name: 'a', age: 5 });
  });

  test('keeps null and undefined', async () => {
    const resource = await freshResource();
    await resource.insert({ id: '1', name: 'a', age: null, region: undefined, other: undefined });
    expect(userFields(await resource.get('1'))).toStrictEqual({
      id: '1',
      name: 'a',
      age: null,
      region: undefined,
      other: undefined,
    });
  });

  test('stores undeclared values as text, under flat names in lower case', async () => {
    const resource = await freshResource();
    const data = { id: '1', name: 'a', o: { A: 1, b: ['x'] } };
    expect(userFields(await resource.insert(data))).toEqual(data);
    expect(userFields(await resource.get('1'))).toEqual({
      id: '1',
      name: 'a',
      o_a: '1',
      o_b: ['x'],
    });
  });

  test('takes own fields only, of any object', async () => {
    const resource = await freshResource();
    class Person {
      id = '1';
      name = 'a';

      get age() {
        return 5;
      }
    }
    expect(userFields(await resource.insert(new Person()))).toEqual({ id: '1', name: 'a' });
    const bare = Object.assign(Object.create(null), { id: '2', name: 'b' });
    expect(userFields(await resource.insert(bare))).toEqual({ id: '2', name: 'b' });
  });

  test('drops fields that reach for prototypes, at any depth', async () => {
    const resource = await freshResource();
    const hostile = JSON.parse(`{
      "id": "1", "name": "a", "__proto__": { "x": 1 }, "constructor": "c", "prototype": "p",
      "o": { "__proto__": { "y": 1 }, "constructor": 2, "ok": "k" }
    }`);
    expect(userFields(await resource.insert(hostile))).toEqual({
      id: '1',
      name: 'a',
      o: { ok: 'k' },
    });
    expect(userFields(await resource.get('1'))).toEqual({ id: '1', name: 'a', o_ok: 'k' });
    expect({}.x).toBeUndefined();
    expect({}.y).toBeUndefined();
  });

  test('sets timestamps of its own', async () => {
    const resource = await freshResource({ timestamps: true });
    const before = new Date().toISOString();
    const past = '2020-01-01T00:00:00.000Z';
    const { createdAt, updatedAt } = await resource.insert({ name: 'a', createdAt: past });
    expect(updatedAt).toBe(createdAt);
    expect(createdAt >= before).toBe(true);
  });

  test('of an id that exists changes nothing', async () => {
    const resource = await freshResource();
    await resource.insert({ id: '1', name: 'a' });
    await expect(resource.insert({ id: '1', name: 'b' })).rejects.toMatchObject({
      name: 'ResourceError',
      code: 'PreconditionFailed',
      statusCode: 412,
    });
    expect((await resource.get('1')).name).toBe('a');
  });

  test.each([
    ['memory', () => new MemoryClient({ bucket: 'duplicates' })],
    ['files', () => new FileSystemClient({ basePath: folder })],
    ['a client of the user', () => new MapClient()],
  ])('duplicate-ids: of an id that exists says so on %s', async (_kind, makeClient) => {
    const attributes = { name: 'string' };
    const resource = new Resource({ name: 'users', client: makeClient(), attributes });
    await resource.insert({ id: '1', name: 'a' });
    const error = await resource.insert({ id: '1', name: 'b' }).catch((thrown) => thrown);
    expect(error.constructor.name).toBe('ResourceError');
    expect(error.statusCode).toBe(412);
    expect(error.message).toContain('Precondition failed');
    expect(error.message).toContain("Resource with id '1' already exists");
  });

  test('keeps dates and bytes', async () => {
    const attributes = { when: 'datetime', raw: 'buffer', list: 'any' };
    const resource = await freshResource({ attributes });
    const when = new Date('2024-01-02T03:04:05.006Z');
    const raw = Buffer.from([0, 255, 7]);
    await resource.insert({ id: '1', when, raw, list: { at: when } });
    expect(userFields(await resource.get('1'))).toEqual({
      id: '1',
      when: when.toISOString(),
      raw,
      list: { at: when.toISOString() },
    });
  });

  test('lets one of many win', async () => {
    const resource = await freshResource();
    const attempts = Array.from({ length: 5 }, (_, n) =>
      resource.insert({ id: '1', name: `${n}` }),
    );
    const statuses = (await Promise.allSettled(attempts)).map(({ status }) => status);
    expect(statuses.sort()).toEqual(['fulfilled', ...Array(4).fill('rejected')]);
  });

  test('reports every field that is wrong', async () => {
    const resource = await freshResource();
    await expect(resource.insert({ id: '1', age: 'x' })).rejects.toMatchObject({
      name: 'InvalidResourceItem',
      statusCode: 422,
      message: "The 'name' field is required.",
      attributes: { age: NaN },
      validation: [
        { type: 'required', field: 'name', message: "The 'name' field is required." },
        { type: 'number', field: 'age', message: "The 'age' field must be a number." },
      ],
    });
    expect(await resource.count()).toBe(0);
  });

  test('of too much fails as a whole where limits are enforced', async () => {
    const resource = await freshResource({ behavior: 'enforce-limits' });
    await expect(resource.insert({ id: '1', name: 'x'.repeat(3000) })).rejects.toMatchObject({
      name: 'MetadataLimitError',
      statusCode: 413,
      message: expect.stringMatching(/^Metadata size exceeds 2KB limit on insert/),
    });
    expect(await resource.count()).toBe(0);
  });
});

describe('texts read back as they were written', () => {
  test.each([
    ['5 MB', 'x'.repeat(5_000_000)],
    ['control characters', 'a\u0000b\r\nc'],
    ['emoji', '😀'.repeat(100)],
    ['nothing', ''],
    ['a mark of base64', 'b:abc'],
    ['a mark of percent-encoding', 'u:%41'],
    ['a mark of the dictionary', 'd:x'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['null', 'null'],
    ['JSON', '{"a":1}'],
  ])('%s', async (_name, name) => {
    const resource = await freshResource();
    expect((await resource.insert({ id: '1', name })).name).toBe(name);
    expect((await resource.get('1')).name).toBe(name);
  });
});

describe('insertMany', () => {
  test('inserts what is valid, in the order of the input', async () => {
    const resource = await freshResource({ asyncEvents: false });
    const errors = [];
    resource.on('error', (error) => errors.push(error.name));
    const inserted = await resource.insertMany([
      { id: '1', name: 'a' },
      { id: '2' },
      { id: '3', name: 'c' },
    ]);
    expect(userFields(inserted)).toEqual([
      { id: '1', name: 'a' },
      { id: '3', name: 'c' },
    ]);
    expect(errors).toEqual(['InvalidResourceItem']);
    expect(await resource.count()).toBe(2);
  });
});
