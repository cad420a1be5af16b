/**
 * The credential chain: each of its links against a service of its own kind on this machine.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { S3Client } from '../index.js';
import { INSTANCE_TOKEN, KEYS, startCredentialServices } from './support/credential-services.js';

const INDEX = fileURLToPath(new URL('../index.js', import.meta.url));

jest.setTimeout(60_000);

/** @type {import('./support/recording-server.js').RecordingServer} */
let services;
let home;

beforeEach(async () => {
  services = await startCredentialServices();
  home = mkdtempSync(join(tmpdir(), 's3db-home-'));
});

afterEach(async () => {
  await services.stop();
  rmSync(home, { recursive: true });
});

const at = (path = '') => `http://127.0.0.1:${services.port}${path}`;

/** Writes a file in the home folder, and answers its path. */
function write(name, ...lines) {
  const file = join(home, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const program = `
  const { S3Client } = await import(${JSON.stringify(INDEX)});
  const client = new S3Client({ connectionString: process.env.PLACE, retryAttempts: 1 });
  const say = (error) => console.log(error ? error.name + ': ' + error.message : 'done');
  await client.putObject({ key: 'a' }).then(() => say(), say);
  if (process.env.TWICE) await client.putObject({ key: 'b' }).then(() => say(), say);
  client.destroy();
`;

/** What the program prints in a process whose environment has nothing else. */
async function run(env) {
  const nothing = { AWS_EC2_METADATA_DISABLED: 'true', HOME: home, PATH: process.env.PATH };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...nothing, PLACE: at('/bucket'), ...env },
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  await once(child, 'close');
  return said;
}

/** Who signed the last request, and the token on it. */
const signer = () => [services.scope.key, services.last.headers['x-amz-security-token']];
const asked = (path) => services.requests.filter(({ url }) => url.startsWith(path));

describe('keys and the token of their session come from', () => {
  test('instance metadata, version 2', async () => {
    const env = {
      AWS_EC2_METADATA_DISABLED: 'false',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: at(),
    };
    expect(await run(env)).toBe('done\n');
    expect(signer()).toEqual([KEYS.accessKeyId, 'of-instance']);
    expect(asked('/latest/api/token')[0].method).toBe('PUT');
    const [role] = asked('/latest/meta-data/iam/security-credentials/role');
    expect(role.headers['x-aws-ec2-metadata-token']).toBe(INSTANCE_TOKEN);
  });

  test('a container, with its own token', async () => {
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: at('/container'),
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'container-token',
    };
    expect(await run(env)).toBe('done\n');
    expect(signer()).toEqual([KEYS.accessKeyId, 'of-container']);
    expect(asked('/container')[0].headers.authorization).toBe('container-token');
  });

  test.each(['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'])('a web identity (%s)', async (name) => {
    const env = {
      [name]: at(),
      AWS_WEB_IDENTITY_TOKEN_FILE: write('token', 'identity'),
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/app',
    };
    expect(await run(env)).toBe('done\n');
    expect(signer()).toEqual([KEYS.accessKeyId, 'of-AssumeRoleWithWebIdentity']);
    const question = new URLSearchParams(services.requests[0].body);
    expect(question.get('RoleArn')).toBe(env.AWS_ROLE_ARN);
    expect(question.get('WebIdentityToken')).toMatch(/^identity/);
  });

  test('single sign-on: a token in a file, and the portal', async () => {
    write(
      '.aws/config',
      '[profile work]',
      'sso_session = office',
      'sso_account_id = 123456789012',
      'sso_role_name = reader',
      '[sso-session office]',
      'sso_region = eu-west-1',
      `sso_start_url = ${at('/start')}`,
    );
    const hash = createHash('sha1').update('office').digest('hex');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const cached = { startUrl: at('/start'), region: 'eu-west-1', accessToken: 'pass', expiresAt };
    write(`.aws/sso/cache/${hash}.json`, JSON.stringify(cached));
    expect(await run({ AWS_PROFILE: 'work', AWS_ENDPOINT_URL_SSO: at() })).toBe('done\n');
    expect(signer()).toEqual([KEYS.accessKeyId, 'of-single-sign-on']);
    const [portal] = asked('/federation/credentials');
    expect(portal.headers['x-amz-sso_bearer_token']).toBe('pass');
    expect(portal.url).toContain('role_name=reader');
  });

  test('a role that a profile assumes with keys of another', async () => {
    write(
      '.aws/config',
      '[profile app]',
      'role_arn = arn:aws:iam::123456789012:role/app',
      'source_profile = base',
    );
    write(
      '.aws/credentials',
      '[base]',
      'aws_access_key_id = base-key',
      'aws_secret_access_key = base-secret',
    );
    expect(await run({ AWS_PROFILE: 'app', AWS_ENDPOINT_URL_STS: at() })).toBe('done\n');
    expect(signer()).toEqual([KEYS.accessKeyId, 'of-AssumeRole']);
    expect(services.requests[0].headers.authorization).toContain('Credential=base-key/');
  });

  test('a profile with a token', async () => {
    write(
      '.aws/credentials',
      '[default]',
      'aws_access_key_id = key',
      'aws_secret_access_key = secret',
      'aws_session_token = of-file',
    );
    expect(await run({})).toBe('done\n');
    expect(signer()).toEqual(['key', 'of-file']);
  });

  test('a process that a profile names', async () => {
    const answer = {
      Version: 1,
      AccessKeyId: 'key',
      SecretAccessKey: 's',
      SessionToken: 'of-process',
    };
    const file = write('answer.json', JSON.stringify(answer));
    write('.aws/config', '[default]', `credential_process = cat ${file}`);
    expect(await run({})).toBe('done\n');
    expect(signer()).toEqual(['key', 'of-process']);
  });

  test('the environment, which wins over the rest', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'of-environment',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: at('/container'),
    };
    expect(await run(env)).toBe('done\n');
    expect([signer(), asked('/container')]).toEqual([['key', 'of-environment'], []]);
  });
});

test('keys of a service are asked for once, and again when they have expired', async () => {
  const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: at('/container'), TWICE: '1' };
  expect(await run(env)).toBe('done\ndone\n');
  expect(asked('/container')).toHaveLength(1);
  await services.stop();
  services = await startCredentialServices({ lifetime: 1 });
  expect(
    await run({
      ...env,
      PLACE: at('/bucket'),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: at('/container'),
    }),
  ).toBe('done\ndone\n');
  expect(asked('/container').length).toBeGreaterThan(1);
});

describe('without keys', () => {
  test('the error says what was tried', async () => {
    const said = await run({});
    expect(said).toMatch(/^AuthenticationError: no credentials: /);
    for (const tried of ['single sign-on', 'web identity', 'container', 'instance metadata']) {
      expect(said).toContain(tried);
    }
    expect(services.requests).toEqual([]);
  });

  test('the error says what a link of the chain said', async () => {
    write(
      '.aws/config',
      '[profile app]',
      'role_arn = arn:aws:iam::1:role/app',
      'source_profile = no',
    );
    expect(await run({ AWS_PROFILE: 'app' })).toMatch(
      /^AuthenticationError: no credentials: .*no/s,
    );
    const container = at('/nothing-here');
    const said = await run({ AWS_CONTAINER_CREDENTIALS_FULL_URI: container });
    expect(said).toMatch(/^AuthenticationError: no credentials: ./);
  });
});

describe('a function', () => {
  const open = (credentials) =>
    new S3Client({ connectionString: at('/bucket'), credentials, retryAttempts: 1 });

  test('gives keys with a token, which goes over the wire', async () => {
    await open(() => ({ ...KEYS, sessionToken: 'of-function' })).putObject({ key: 'a' });
    expect(signer()).toEqual([KEYS.accessKeyId, 'of-function']);
  });

  test('is asked again when its keys have expired, and they are used', async () => {
    let asks = 0;
    const client = open(() => ({
      accessKeyId: `key-${++asks}`,
      secretAccessKey: 's',
      expiration: asks === 1 ? Date.now() + 1 : Date.now() + 3_600_000,
    }));
    await client.putObject({ key: 'a' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await client.putObject({ key: 'b' });
    await client.putObject({ key: 'c' });
    const keys = services.requests.map(
      ({ headers }) => /Credential=([^/]+)/.exec(headers.authorization)[1],
    );
    expect(keys.slice(1)).toEqual(['key-2', 'key-2']);
    expect(asks).toBe(2);
  });

  test('the token of the connection string goes over the wire', async () => {
    const place = at('/bucket?sessionToken=of-string').replace('://', '://key:secret@');
    await new S3Client({ connectionString: place }).putObject({ key: 'a' });
    expect(signer()).toEqual(['key', 'of-string']);
  });
});
