// Runs every test: the engine's, the S3 server's, then the shim's. Each runner's closing line is printed as it is.
import { spawnSync } from 'node:child_process';

const { env } = process;
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
const server = ['--release', '--locked', '--manifest-path', 'testing/s3-server/Cargo.toml'];
const runs = [
  ['cargo', ['test', '--no-default-features', '--quiet']],
  ['cargo', ['test', '--quiet', ...server]],
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
