/**
 * A program that talks to S3 over TLS: certificates to be trusted are read when a process starts.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const fixture = (name) => fileURLToPath(new URL(`tls/${name}`, import.meta.url));
const INDEX = fileURLToPath(new URL('../../index.js', import.meta.url));

const PROGRAM = `
  const { S3Client } = await import(${JSON.stringify(INDEX)});
  const client = new S3Client({ connectionString: process.env.PLACE, retryAttempts: 1 });
  await client.putObject({ key: 'k', body: 'safe' }).then(
    async () => console.log(await (await client.getObject('k')).Body.transformToString()),
    (error) => console.log(error.code + ': ' + error.message),
  );
`;

/** What a server shows. */
export const CERTIFICATE = { certificate: fixture('certificate.pem'), key: fixture('key.pem') };

/** Variables under which that is trusted. */
export const TRUSTING = { NODE_EXTRA_CA_CERTS: fixture('authority.pem') };

/**
 * Writes and reads an object.
 *
 * @param {string} place connection string
 * @param {NodeJS.ProcessEnv} env
 * @returns {string} the line that the program prints: `safe`, or code and message of an error
 */
export function runOverTls(place, env) {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    env: { PATH: process.env.PATH, PLACE: place, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return stdout;
}
