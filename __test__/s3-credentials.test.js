/**
 * Who signs requests: the connection string, options, a function, the environment.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { AuthenticationError, Database, S3Client, ValidationError } from '../index.js';
import { failure } from './support/failure.js';
import { S3Service } from './support/s3-service.js';

const INDEX = fileURLToPath(new URL('../index.js', import.meta.url));
const KEYS = { accessKeyId: 'test', secretAccessKey: 'testtest' };

jest.setTimeout(60_000);

/** @type {S3Service} */
let service;

beforeAll(async () => {
  service = await S3Service.start();
  await service.createBucket('signed');
});

afterAll(() => service.stop());

/** A connection string without keys. */
const place = () => `http://${service.host}/signed/app`;
const put = (options) =>
  new S3Client({ connectionString: place(), ...options }).putObject({ key: 'k', body: 'x' });

test('keys of the connection string, percent-encoded', async () => {
  const connectionString = `http://te%73t:testt%65st@${service.host}/signed`;
  await put({ connectionString });
  const wrong = `http://test:wr%2Fong@${service.host}/signed`;
  expect(await failure(put({ connectionString: wrong }))).toMatchObject({
    name: 'PermissionError',
    statusCode: 403,
    code: 'SignatureDoesNotMatch',
  });
});

test('keys of the options', async () => {
  await put({ credentials: KEYS });
  const db = new Database({ connectionString: place(), credentials: KEYS, logLevel: 'silent' });
  await db.connect();
  await db.disconnect();
});

test('the token of a session is sent, and signed as the service insists', async () => {
  await put({ credentials: { ...KEYS, sessionToken: 'a token/with+signs==' } });
});

describe('a function', () => {
  test('is asked when the first request needs keys, and once for many', async () => {
    const credentials = jest.fn(async () => KEYS);
    const client = new S3Client({ connectionString: place(), credentials });
    expect(credentials).not.toHaveBeenCalled();
    await Promise.all([1, 2, 3].map((n) => client.putObject({ key: `k${n}` })));
    await client.headObject('k1');
    expect(credentials).toHaveBeenCalledTimes(1);
  });

  test('is asked again when they have expired', async () => {
    const credentials = jest.fn(() => ({ ...KEYS, expiration: new Date(Date.now() + 5) }));
    const client = new S3Client({ connectionString: place(), credentials });
    await client.putObject({ key: 'k' });
    await client.headObject('k');
    expect(credentials.mock.calls.length).toBeGreaterThan(1);
  });

  test.each([
    ['throws', () => Promise.reject(new Error('vault sealed')), 'vault sealed'],
    ['gives none', () => ({}), 'must have accessKeyId'],
  ])('that %s is told', async (_, credentials, reason) => {
    const error = await failure(put({ credentials }));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ code: 'CREDENTIALS_ERROR', statusCode: 401, retriable: false });
    expect(error.message).toContain(reason);
  });
});

test('what is no credentials is refused', () => {
  for (const credentials of [5, 'key', {}, { accessKeyId: 'a' }]) {
    expect(() => new S3Client({ connectionString: place(), credentials })).toThrow(ValidationError);
  }
});

describe('the default chain', () => {
  const program = `
    const { S3Client } = await import(${JSON.stringify(INDEX)});
    const client = new S3Client({ connectionString: process.env.PLACE });
    await client.putObject({ key: 'chain' }).then(
      () => console.log('done'),
      (error) => console.log(error.name + ': ' + error.message),
    );
    client.destroy();
  `;

  /** What the program prints in a process whose environment has nothing else. */
  function run(env) {
    const nothing = { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' };
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      env: { PATH: process.env.PATH, PLACE: place(), ...nothing, ...env },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return stdout + stderr;
  }

  test('takes keys from the environment', () => {
    const { accessKeyId, secretAccessKey } = KEYS;
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    expect(run(env)).toBe('done\n');
  });

  test('takes keys from the shared configuration', () => {
    const folder = mkdtempSync(join(tmpdir(), 's3db-aws-'));
    const file = join(folder, 'credentials');
    const lines = ['[other]', 'aws_access_key_id = test', 'aws_secret_access_key = testtest'];
    writeFileSync(file, lines.join('\n'));
    expect(run({ AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: 'other' })).toBe('done\n');
    rmSync(folder, { recursive: true });
  });

  test('s3-credentials: says what it tried', () => {
    const said = run({});
    expect(said).toMatch(/^AuthenticationError: no credentials: /);
    for (const tried of ['connection string', 'AWS_ACCESS_KEY_ID', 'profile', 'web identity']) {
      expect(said).toContain(tried);
    }
  });
});

test('s3-hidden-secrets: no secret is printed', async () => {
  const connectionString = `http://test:very-secret@${service.host}/signed?sessionToken=tok-en`;
  const db = new Database({ connectionString, logLevel: 'silent' });
  await db.ensureClientInitialized();
  const error = await failure(db.client.getObject('k'));
  for (const shown of [inspect(db.client, { depth: 9 }), inspect(error, { depth: 9 })]) {
    expect(shown).not.toContain('very-secret');
    expect(shown).not.toContain('tok-en');
  }
  expect(JSON.stringify([error, db.client.config])).not.toMatch(/very-secret|tok-en/);
  expect(db.client.config.secretAccessKey).toBe('very-secret');
});
