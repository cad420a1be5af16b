// Runs every test: the engine's, those of its file store as on Windows, those of its store of S3 on a
// service, the S3 server's, then the shim's. Each runner's closing line is printed as it is.
import { spawnSync } from 'node:child_process';

import { startS3Environment } from './s3-environment.js';

const { service, env } = await startS3Environment();
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
const SERVER = ['--release', '--locked', '--manifest-path', 'testing/s3-server/Cargo.toml'];
const PORTABLE = ['--no-default-features', '--features', 'portable', '--lib'];
const OF_FILES = ['--test', 'file_*', '--test', 'store_file'];
const ON_S3 = ['--no-default-features', '--features', 's3', '--lib', '--test', 'store_s3'];
const runs = [
  ['cargo', ['test', '--no-default-features', '--quiet']],
  ['cargo', ['test', ...PORTABLE, ...OF_FILES, '--quiet']],
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
