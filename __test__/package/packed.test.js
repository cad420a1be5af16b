import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import typescript from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The package's own name, and the one of the package that it stands in for. */
const NAMES = ['s3db-native', 's3db.js'];

const WORK = `
  const db = new Database({ connectionString: 'memory://shop/app' });
  await db.connect();
  const users = await db.createResource({
    name: 'users',
    attributes: {
      email: 'email',
      age: 'number|integer|optional',
      tags: 'array|items:string',
      address: { city: 'string', country: 'string|length:2' },
    },
    timestamps: true,
    partitions: { byCountry: { fields: { 'address.country': 'string' } } },
  });
  const ana = await users.insert({
    email: 'ana@example.org',
    tags: ['admin', 'editor'],
    address: { city: 'Oslo', country: 'NO' },
  });
  await users.insert({ id: 'bo', email: 'bo@example.org', tags: [], address: { city: 'Rio', country: 'BR' } });
  await users.update(ana.id, { age: 31, 'address.city': 'Bergen' });
  const { age, tags, address, createdAt } = await users.get(ana.id);
  const walk = { partition: 'byCountry', partitionValues: { 'address.country': 'NO' } };
  const listed = await users.list(walk);
  const queried = await users.query({ 'address.country': 'BR' });
  await users.delete('bo');
  const missing = await users.get('bo').catch((error) => [error.name, error.statusCode]);
  console.log(JSON.stringify({
    age,
    tags,
    address,
    isStamped: createdAt === ana.createdAt,
    listed: listed.map(({ email }) => email),
    queried: queried.map(({ id }) => id),
    missing,
    count: await users.count(),
  }));
  await db.disconnect();
`;

const RESULT = {
  age: 31,
  tags: ['admin', 'editor'],
  address: { city: 'Bergen', country: 'NO' },
  isStamped: true,
  listed: ['ana@example.org'],
  queried: ['bo'],
  missing: ['NoSuchKey', 404],
  count: 1,
};

const typed = (name) => `
  import S3db, { Database, NoSuchKey, type InsertedRecord, type RecordOf } from '${name}';
  const attributes = { email: 'email', age: 'number|optional', tags: 'array|items:string' } as const;
  type User = RecordOf<typeof attributes>;
  const db: Database = new S3db({ connectionString: 'memory://shop/app' });
  const users = await db.createResource({ name: 'users', attributes, timestamps: true });
  const ana: InsertedRecord<User> = await users.insert({ email: 'ana@example.org', tags: ['a'] });
  const { age, tags, createdAt } = await users.get(ana.id);
  const years: number | null | undefined = age;
  const joined: string = tags.join() + createdAt.slice(0, 10);
  await users.update(ana.id, { age: 31 });
  // @ts-expect-error: the attribute is a number
  await users.update(ana.id, { age: 'old' });
  await users.delete(ana.id).catch((error: unknown) => error instanceof NoSuchKey);
  console.log(years, joined);
`;

let folder;

/** Runs a program, and answers what it prints as JSON. */
function run(file, text) {
  writeFileSync(join(folder, file), text);
  const options = { cwd: folder, encoding: 'utf8', timeout: 20_000 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** What TypeScript has to say of programs, by file. */
function findings(programs) {
  for (const [file, text] of Object.entries(programs)) writeFileSync(join(folder, file), text);
  const files = Object.keys(programs).map((file) => join(folder, file));
  const program = typescript.createProgram(files, {
    strict: true,
    noEmit: true,
    target: typescript.ScriptTarget.ES2022,
    module: typescript.ModuleKind.NodeNext,
    types: ['node'],
    typeRoots: [`${ROOT}node_modules/@types`],
  });
  const all = typescript.getPreEmitDiagnostics(program);
  return all.map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, '\n'));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 's3db-native-packed-'));
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const options = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  const [{ filename }] = JSON.parse(execFileSync('npm', args, options));
  for (const name of NAMES) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    execFileSync('tar', ['-xzf', filename, '-C', place, '--strip-components', '1'], {
      cwd: folder,
    });
  }
  const { dependencies } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  for (const name of Object.keys(dependencies)) {
    cpSync(`${ROOT}node_modules/${name}`, join(folder, 'node_modules', name), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(NAMES)('the packed package, installed as %s,', (name) => {
  test('serves a program of ES modules', () => {
    expect(run('program.mjs', `import { Database } from '${name}';${WORK}`)).toEqual(RESULT);
  });

  test('serves a program of CommonJS', () => {
    const text = `const { Database } = require('${name}'); (async () => {${WORK}})();`;
    expect(run('program.cjs', text)).toEqual(RESULT);
  });
});

test('the packed package has types under both names', () => {
  const [own, old] = NAMES;
  expect(findings({ 'own.mts': typed(own), 'old.mts': typed(old) })).toEqual([]);
}, 30_000);
