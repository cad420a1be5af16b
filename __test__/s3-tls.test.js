/**
 * S3 over TLS: which certificates are trusted.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

import { startS3Server } from './support/s3-server.js';
import { CERTIFICATE, TRUSTING, runOverTls } from './support/tls-program.js';

jest.setTimeout(60_000);

/** @type {import('./support/s3-server.js').S3Server} */
let server;

beforeAll(async () => {
  server = await startS3Server({ buckets: ['bucket'], tls: CERTIFICATE });
});

afterAll(() => server.stop());

const port = () => new URL(server.endpoint).port;

test('a certificate of an authority that NODE_EXTRA_CA_CERTS names', () => {
  expect(runOverTls(`https://test:testtest@localhost:${port()}/bucket/app`, TRUSTING)).toBe(
    'safe\n',
  );
});

test('a certificate that nobody trusts is named', () => {
  const said = runOverTls(`https://test:testtest@localhost:${port()}/bucket`, {});
  expect(said).toMatch(/^NetworkingError: /);
  expect(said).toMatch(/certificate/i);
});

test('a file that holds no certificate is passed over', () => {
  const place = `https://test:testtest@localhost:${port()}/bucket`;
  expect(runOverTls(place, { NODE_EXTRA_CA_CERTS: import.meta.filename })).toMatch(
    /^NetworkingError: /,
  );
});
