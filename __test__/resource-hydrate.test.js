import { join } from 'node:path';

import { afterAll, describe, expect, test } from '@jest/globals';

import { FileSystemClient } from '../index.js';
import { bytesOf } from '../lib/clients/object-body.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { freshDatabase } from './support/fresh-database.js';
import { MapClient } from './support/map-client.js';

const ATTRIBUTES = {
  name: 'string|required',
  age: 'number|optional',
  token: 'secret|optional',
  tags: 'array|items:string|optional',
  place: { city: 'string|optional' },
};
const FIELDS = { name: 'N', age: 5, token: 'sec', tags: ['x', 'y'], place: { city: 'Rome' } };
const UNKNOWN = { extra: 'e' };

/** Fields by behavior: those of `body-overflow` do not fit the metadata. */
const RECORDS = {
  'user-managed': FIELDS,
  'body-overflow': { ...FIELDS, name: 'n'.repeat(3000) },
  'body-only': FIELDS,
  'enforce-limits': FIELDS,
  'truncate-data': FIELDS,
};

const folder = newFolder();
let count = 0;

afterAll(() => removeFolder(folder));

const CLIENTS = {
  memory: () => ({}),
  file: () => ({
    client: new FileSystemClient({ basePath: join(folder, String(++count)), keyPrefix: 'app' }),
  }),
  map: () => ({ client: new MapClient() }),
};

async function resourceOn(kind, config = {}) {
  const db = await freshDatabase(CLIENTS[kind]());
  return db.createResource({ name: 'users', attributes: ATTRIBUTES, ...config });
}

const answerOf = (resource, id) => resource.client.getObject(resource.getResourceKey(id));

describe.each(Object.keys(CLIENTS))('on a client of the kind %s', (kind) => {
  describe.each(Object.keys(RECORDS))('%s', (behavior) => {
    test('hydrateClientObject makes the record that get reads', async () => {
      const resource = await resourceOn(kind, { behavior });
      await resource.insert({ id: 'a', ...RECORDS[behavior], ...UNKNOWN });
      const record = await resource.hydrateClientObject('a', await answerOf(resource, 'a'));
      expect(record).toEqual(await resource.get('a'));
      expect(record).toMatchObject({ ...RECORDS[behavior], ...UNKNOWN });
    });

    test('composed-records: composeFullObjectFromWrite gives the fields and the id', async () => {
      const resource = await resourceOn(kind, { behavior });
      await resource.insert({ id: 'a', ...RECORDS[behavior], ...UNKNOWN });
      const { Metadata: metadata, Body } = await answerOf(resource, 'a');
      const body = (await bytesOf(Body)).toString();
      const composed = { ...RECORDS[behavior], ...UNKNOWN, id: 'a' };
      const written = { id: 'a', metadata, body, behavior };
      expect(await resource.composeFullObjectFromWrite(written)).toEqual(composed);
      const inBytes = { ...written, body: Buffer.from(body), behavior: undefined };
      expect(await resource.composeFullObjectFromWrite(inBytes)).toEqual(composed);
    });
  });

  test('content is no field', async () => {
    const resource = await resourceOn(kind);
    await resource.insert({ id: 'a', ...FIELDS });
    await resource.setContent({ id: 'a', buffer: '{"name":"other"}', contentType: 'text/plain' });
    const record = await resource.hydrateClientObject('a', await answerOf(resource, 'a'));
    expect(record).toMatchObject({ ...FIELDS, _contentLength: 16, _mimeType: 'text/plain' });
  });
});

describe('what s3db.js 21.6.2 answers', () => {
  const ANSWER = {
    Metadata: { 0: 'N', 1: '5', _v: 'v1' },
    ContentLength: 9,
    ContentType: 'text/x',
    ETag: '"e"',
    LastModified: new Date(0),
    VersionId: 'V1',
    Expiration: 'soon',
  };
  const HASH = expect.stringMatching(/^sha256:/);

  test('facts of the record are those of the answer', async () => {
    const resource = await resourceOn('memory');
    expect(await resource.hydrateClientObject('a', ANSWER)).toEqual({
      name: 'N',
      age: 5,
      id: 'a',
      _contentLength: 9,
      _lastModified: new Date(0),
      _hasContent: true,
      _mimeType: 'text/x',
      _etag: '"e"',
      _v: 'v1',
      _definitionHash: HASH,
      _versionId: 'V1',
      _expiresAt: 'soon',
    });
  });

  test('an answer without facts or metadata makes a record without them', async () => {
    const resource = await resourceOn('memory');
    const record = await resource.hydrateClientObject('q', {});
    expect(record).toEqual({
      id: 'q',
      _v: 'v1',
      _definitionHash: HASH,
      _hasContent: false,
      _mimeType: null,
    });
    expect(Object.keys(record)).toEqual(expect.arrayContaining(['_etag', '_lastModified']));
    await expect(resource.hydrateClientObject('q', null)).rejects.toThrow(TypeError);
  });

  test('the version of the answer is mapped', async () => {
    const resource = await resourceOn('memory');
    const Metadata = { ...ANSWER.Metadata, _v: 'v7' };
    expect(await resource.hydrateClientObject('a', { Metadata })).toMatchObject({
      _v: 'v1',
      _originalVersion: '7',
      _versionMapped: true,
    });
  });

  test('afterGet runs, beforeGet does not, and fetched is emitted', async () => {
    const resource = await resourceOn('memory', { asyncEvents: false });
    const seen = [];
    resource.on('fetched', ({ id, mark }) => seen.push(['fetched', id, mark]));
    resource.on('fetched:a', ({ mark }) => seen.push(['fetched:a', mark]));
    resource.addHook('beforeGet', () => void seen.push('beforeGet'));
    resource.addHook('afterGet', (record) => ({ ...record, mark: 1 }));
    expect(await resource.hydrateClientObject('a', ANSWER)).toMatchObject({ name: 'N', mark: 1 });
    expect(seen).toEqual([
      ['fetched', 'a', 1],
      ['fetched:a', 1],
    ]);
  });

  test.each([
    ['metadata alone', { metadata: ANSWER.Metadata }, { name: 'N', age: 5, id: 'a' }],
    ['neither metadata nor body', { metadata: {}, body: '' }, { id: 'a' }],
    ['null for metadata', { metadata: null }, { id: 'a' }],
    [
      'a body that a behavior does not use',
      { metadata: ANSWER.Metadata, body: '{x', behavior: 'user-managed' },
      { name: 'N', age: 5, id: 'a' },
    ],
  ])('composeFullObjectFromWrite with %s', async (_what, written, composed) => {
    const resource = await resourceOn('memory');
    const seen = [];
    resource.addHook('afterGet', () => void seen.push('afterGet'));
    expect(await resource.composeFullObjectFromWrite({ id: 'a', ...written })).toEqual(composed);
    expect(seen).toEqual([]);
  });
});

test('an id is required', async () => {
  const resource = await resourceOn('memory');
  const error = { name: 'ValidationError', message: 'Resource id cannot be empty' };
  await expect(resource.hydrateClientObject(undefined, {})).rejects.toMatchObject(error);
  await expect(resource.composeFullObjectFromWrite({ metadata: {} })).rejects.toMatchObject(error);
});
