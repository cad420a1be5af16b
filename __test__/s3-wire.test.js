/**
 * What S3 does on the wire, asked of the server that our tests run against and of moto. Requests are
 * signed and sent by hand: no client of ours takes part.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { isAsked } from './support/deviation.js';
import { MOTO_DEVIATIONS } from './support/moto-deviations.js';
import { prepareMoto, startMoto } from './support/moto.js';
import { outcome, send } from './support/s3-request.js';
import { startS3Server } from './support/s3-server.js';
import { CONDITIONS } from './support/wire/conditions.js';
import { COPIES } from './support/wire/copies.js';
import { DELETES } from './support/wire/deletes.js';
import { ENCODINGS } from './support/wire/encodings.js';
import { LISTINGS } from './support/wire/listings.js';
import { SIGNATURES } from './support/wire/signatures.js';

const CASES = [CONDITIONS, COPIES, DELETES, ENCODINGS, LISTINGS, SIGNATURES].flat();

const withoutMoto = prepareMoto();
if (withoutMoto) console.warn(`skipped: ${withoutMoto}`);

const servers = [
  { name: 'ours', start: startS3Server, deviations: {}, run: describe },
  {
    name: 'moto',
    start: startMoto,
    deviations: MOTO_DEVIATIONS,
    run: withoutMoto ? describe.skip : describe,
  },
];

for (const { name, start, deviations, run } of servers) {
  run(name, () => {
    /** @type {{endpoint: string, stop: () => Promise<void>}} */
    let server;

    beforeAll(async () => {
      server = await start();
    }, 30_000);

    afterAll(() => server.stop());

    const asked = CASES.filter((wireCase) => isAsked(deviations[wireCase.name]));

    test.each(asked.map((wireCase, n) => ({ ...wireCase, bucket: `case-${n}` })))(
      '$name',
      async ({ name: caseName, run: observe, expected, bucket }) => {
        expect((await send(server.endpoint, { method: 'PUT', bucket })).status).toBe(200);
        const observed = await observe(
          (request) => send(server.endpoint, { ...request, bucket }),
          bucket,
        );
        expect(observed).toEqual(deviations[caseName]?.observed ?? expected);
      },
      30_000,
    );
  });
}

test('every deviation of moto is one of a case, and differs', () => {
  for (const [name, { observed, reason }] of Object.entries(MOTO_DEVIATIONS)) {
    const wireCase = CASES.find((candidate) => candidate.name === name);
    expect(wireCase?.name).toBe(name);
    expect(observed).not.toEqual(wireCase?.expected);
    expect(reason).toMatch(/\.$/);
  }
});

test('missing buckets are told as such', async () => {
  const server = await startS3Server({ buckets: ['present'] });
  try {
    const ask = async (request) => outcome(await send(server.endpoint, request));
    const query = { 'list-type': '2' };
    expect(await ask({ method: 'HEAD', bucket: 'present' })).toBe('200');
    expect(await ask({ method: 'HEAD', bucket: 'missing' })).toBe('404');
    expect(await ask({ method: 'GET', bucket: 'missing', query })).toBe('404 NoSuchBucket');
    expect(await ask({ method: 'GET', bucket: 'missing', key: 'k' })).toBe('404 NoSuchBucket');
  } finally {
    await server.stop();
  }
});
