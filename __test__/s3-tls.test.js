/**
 * S3 over TLS: which certificates are trusted.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

import { startS3Server } from './support/s3-server.js';

const fixture = (name) => fileURLToPath(new URL(`support/tls/${name}`, import.meta.url));
const CERTIFICATE = { certificate: fixture('certificate.pem'), key: fixture('key.pem') };
const INDEX = fileURLToPath(new URL('../index.js', import.meta.url));

jest.setTimeout(60_000);

/** @type {import('./support/s3-server.js').S3Server} */
let server;

beforeAll(async () => {
  server = await startS3Server({ buckets: ['bucket'], tls: CERTIFICATE });
});

afterAll(() => server.stop());

const program = `
  const { S3Client } = await import(${JSON.stringify(INDEX)});
  const client = new S3Client({ connectionString: process.env.PLACE, retryAttempts: 1 });
  await client.putObject({ key: 'k', body: 'safe' }).then(
    async () => console.log(await (await client.getObject('k')).Body.transformToString()),
    (error) => console.log(error.code + ': ' + error.message),
  );
`;

/** What the program prints; certificates to be trusted are read when a process starts. */
function run(place, env) {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, PLACE: place, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return stdout;
}

const trusting = { NODE_EXTRA_CA_CERTS: fixture('authority.pem') };
const port = () => new URL(server.endpoint).port;

test('a certificate of an authority that NODE_EXTRA_CA_CERTS names', () => {
  expect(run(`https://test:testtest@localhost:${port()}/bucket/app`, trusting)).toBe('safe\n');
});

test('a certificate that nobody trusts is named', () => {
  const said = run(`https://test:testtest@localhost:${port()}/bucket`, {});
  expect(said).toMatch(/^NetworkingError: /);
  expect(said).toMatch(/certificate/i);
});

test('a file that holds no certificate is passed over', () => {
  const place = `https://test:testtest@localhost:${port()}/bucket`;
  expect(run(place, { NODE_EXTRA_CA_CERTS: INDEX })).toMatch(/^NetworkingError: /);
});
