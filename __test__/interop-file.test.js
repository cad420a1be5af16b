/**
 * Folders that both packages use.
 */
import { readFileSync } from 'node:fs';

import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';

import { installReference } from '../bench/reference-install.js';
import { Database, FileSystemClient } from '../index.js';
import { newFolder, removeFolder } from './support/client-kinds.js';
import { newSeed } from './support/generator.js';
import {
  BEHAVIORS,
  PASSWORD,
  comparable,
  configOf,
  performReads,
  randomRecords,
  readsOf,
} from './support/interop.js';
import { runReference } from './support/reference-process.js';
import { ReferenceVerifier } from './support/reference-verifier.js';

const seed = newSeed();

jest.setTimeout(60_000);

/** @type {string} */
let folder;

/** @type {ReferenceVerifier} */
let verifier;

beforeAll(() => {
  installReference();
  verifier = new ReferenceVerifier();
}, 300_000);

afterAll(() => verifier.stop());

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  FileSystemClient.clearAllStorage();
  removeFolder(folder);
});

const optionsOf = (parameters) => ({
  connectionString: `file://${folder}${parameters}`,
  security: { passphrase: 'between us', bcrypt: { rounds: 12 } },
});

async function open(parameters = '') {
  const db = new Database({ ...optionsOf(parameters), logLevel: 'silent' });
  await db.connect();
  return db;
}

const COMPRESSED = '?compression.enabled=true&compression.threshold=64';
const cases = [
  ...BEHAVIORS.map((behavior) => ({ behavior, parameters: '' })),
  { behavior: 'body-only', parameters: COMPRESSED },
];

describe.each(cases)(`$behavior $parameters (SEED=${seed})`, ({ behavior, parameters }) => {
  const config = configOf(behavior);
  const { name } = config;
  const long = { id: 'long', text: `t${'long enough to be compressed '.repeat(99)}` };
  const records = [...randomRecords(seed), ...(behavior === 'body-only' ? [long] : [])];
  const reads = readsOf(name, records);

  test('what we wrote is read by the reference', async () => {
    const db = await open(parameters);
    const resource = await db.createResource(config);
    for (const record of records) await resource.insert(record);
    await resource.update('id-0', { text: 'updated', nested: { a: 'moved' } });
    await resource.delete('id-1');
    const { results } = runReference({ options: optionsOf(parameters), calls: reads });
    expect(results[0]).toHaveLength(records.length - 1);
    const ours = await performReads(resource, reads);
    expect(results.map(comparable)).toEqual(ours.map(comparable));
    const { pin } = results[0].find(({ id }) => id === PASSWORD.id);
    expect(await verifier.verify(PASSWORD.pin, pin)).toBe(true);
    expect(await verifier.verify('another', pin)).toBe(false);
    await db.disconnect();
  });

  test('what the reference wrote is read by us', async () => {
    const calls = [
      ...records.map(({ when: _when, ...record }) => [name, 'insert', record]),
      [name, 'update', 'id-0', { text: 'updated', nested: { a: 'moved' } }],
      [name, 'delete', 'id-1'],
      ...reads,
    ];
    const job = { options: optionsOf(parameters), resources: [config], calls };
    const results = runReference(job).results.slice(-reads.length);
    expect(results[0]).toHaveLength(records.length - 1);
    const db = await open(parameters);
    const ours = await performReads(db.resource(name), reads);
    expect(ours.map(comparable)).toEqual(results.map(comparable));
    await db.disconnect();
  });
});

test('compressed-bodies: compressed bodies of the reference are read without the option', async () => {
  const config = configOf('body-only');
  const record = { id: 'a', text: 'compress me'.repeat(50) };
  runReference({
    options: optionsOf(COMPRESSED),
    resources: [config],
    calls: [[config.name, 'insert', record]],
  });
  const key = `resource=${config.name}/data/id=a`;
  const side = JSON.parse(readFileSync(`${folder}/${key}.meta.json`, 'utf8'));
  expect(side.compressed).toBe(true);
  const db = await open();
  expect(await db.resource(config.name).get('a')).toMatchObject(record);
  await db.disconnect();
});

test('s3db.json of either is kept by the other', async () => {
  const [first, ...others] = BEHAVIORS.map(configOf);
  const db = await open();
  for (const config of others) await db.createResource(config);
  const { results } = runReference({
    options: optionsOf(''),
    resources: [first],
    calls: [
      [first.name, 'insert', { id: 'x', text: 'of the reference' }],
      [others[0].name, 'count'],
    ],
  });
  expect(results[1]).toBe(0);
  const again = await open();
  expect(again.resource(first.name)).toBeDefined();
  const { text } = await again.resource(first.name).get('x');
  expect(text).toBe('of the reference');
  expect((await again.listResources()).map(String).sort()).toEqual(
    BEHAVIORS.map((b) => `r-${b}`).sort(),
  );
  await again.disconnect();
  await db.disconnect();
});
