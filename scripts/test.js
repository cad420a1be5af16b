// Runs every test: the engine's, those of its store of S3 on a service, the S3 server's, then the
// shim's. Each runner's closing line is printed as it is.
import { spawnSync } from 'node:child_process';

import { S3Service } from '../__test__/support/s3-service.js';

/** Variables that name empty buckets to the tests of the store of S3. */
const BUCKETS = { S3_BUCKET: 'first', S3_OTHER_BUCKET: 'second', S3_THIRD_BUCKET: 'third' };

const service = await S3Service.start();
for (const bucket of Object.values(BUCKETS)) await service.createBucket(bucket);
const env = { ...process.env, ...BUCKETS, S3_ENDPOINT: `http://${service.host}` };
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
const SERVER = ['--release', '--locked', '--manifest-path', 'testing/s3-server/Cargo.toml'];
const ON_S3 = ['--no-default-features', '--features', 's3', '--lib', '--test', 'store_s3'];
const runs = [
  ['cargo', ['test', '--no-default-features', '--quiet']],
  ['cargo', ['test', ...ON_S3, '--quiet']],
  ['cargo', ['test', '--quiet', ...SERVER]],
  [process.execPath, [...jest, ...process.argv.slice(2)]],
  [process.execPath, ['--test', 'bench/test/']],
];

for (const [command, args] of runs) {
  const { status } = spawnSync(/** @type {string} */ (command), /** @type {string[]} */ (args), {
    stdio: 'inherit',
    env,
  });
  if (status !== 0) process.exit(status ?? 1);
}
await service.stop();
