// Measures which lines the tests reach, of the shim and of the engine, and fails below the threshold.
// `--shim` or `--engine` measures one of them. The engine's part needs llvm-profdata and llvm-cov: those
// of the compiler (rustup component add llvm-tools) or 19 or later (Debian: apt-get install llvm-19).
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { relative, resolve } from 'node:path';

import { startS3Environment } from './s3-environment.js';

const THRESHOLD = 90;
const FOLDER = resolve('target/coverage');
const TESTS = ['test', '--no-default-features', '--features', 's3'];
const NOT_THE_ENGINE =
  '(/registry/|/rustc/|/tests/|_tests\\.rs|src/store/conformance/|src/binding/)';

if (!process.argv.includes('--engine')) measureShim();
if (!process.argv.includes('--shim')) await measureEngine();

function measureShim() {
  const options = ['--coverage', '--coverageProvider=v8', '--coverageReporters=text-summary'];
  run(process.execPath, [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    ...options,
    '--coverageReporters=json-summary',
    `--coverageDirectory=${FOLDER}/shim`,
    '--collectCoverageFrom=lib/**/*.js',
    // V8 keeps what it counted of every module of every test file: workers are renewed.
    '--maxWorkers=2',
    '--workerIdleMemoryLimit=600MB',
    `--coverageThreshold=${JSON.stringify({ global: { lines: THRESHOLD } })}`,
  ]);
}

async function measureEngine() {
  const tools = llvmTools();
  rmSync(`${FOLDER}/profiles`, { recursive: true, force: true });
  mkdirSync(`${FOLDER}/profiles`, { recursive: true });
  const { service, env: onService } = await startS3Environment();
  const env = {
    ...onService,
    RUSTFLAGS: '-Cinstrument-coverage',
    CARGO_TARGET_DIR: FOLDER,
    LLVM_PROFILE_FILE: `${FOLDER}/profiles/%p-%m.profraw`,
  };
  run('cargo', [...TESTS, '--quiet'], env);
  await service.stop();
  const data = `${FOLDER}/engine.profdata`;
  run(`${tools}/llvm-profdata`, [
    'merge',
    '-sparse',
    '-failure-mode=all',
    '-o',
    data,
    `${FOLDER}/profiles`,
  ]);
  const report = execFileSync(
    `${tools}/llvm-cov`,
    [
      'export',
      '--summary-only',
      `--instr-profile=${data}`,
      `--ignore-filename-regex=${NOT_THE_ENGINE}`,
      ...testBinaries(env).flatMap((path) => ['--object', path]),
    ],
    { maxBuffer: 2 ** 28 },
  );
  const { files, totals } = JSON.parse(report.toString()).data[0];
  for (const { filename, summary } of files) {
    if (summary.lines.percent >= THRESHOLD) continue;
    console.log(`${summary.lines.percent.toFixed(1)} % of ${relative('.', filename)}`);
  }
  const { percent, covered, count } = totals.lines;
  console.log(`engine: ${percent.toFixed(1)} % of lines (${covered} of ${count})`);
  if (percent < THRESHOLD) process.exit(1);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} paths of the test programs
 */
function testBinaries(env) {
  const args = [...TESTS, '--no-run', '--message-format=json'];
  const options = { env, maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] };
  return execFileSync('cargo', args, /** @type {any} */ (options))
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line).executable)
    .filter((path) => typeof path === 'string');
}

/** @returns {string} folder of llvm-profdata and llvm-cov */
function llvmTools() {
  const found = toolFolders().find((folder) => existsSync(`${folder}/llvm-cov`));
  if (found !== undefined) return found;
  console.error('llvm-cov 19 or later not found; install it or set LLVM_BIN to its folder');
  process.exit(1);
}

/** @returns {string[]} where the tools may be, the best first */
function toolFolders() {
  if (process.env.LLVM_BIN !== undefined) return [process.env.LLVM_BIN];
  const compilers = `${execFileSync('rustc', ['--print', 'sysroot']).toString().trim()}/lib/rustlib`;
  const ofCompiler = readdirSync(compilers).map((target) => `${compilers}/${target}/bin`);
  const installed = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  const versions = installed
    .map((name) => Number(/^llvm-(\d+)$/.exec(name)?.[1] ?? 0))
    .filter((version) => version >= 19)
    .sort((a, b) => b - a);
  return [...ofCompiler, ...versions.map((version) => `/usr/lib/llvm-${version}/bin`)];
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(command, args, env = process.env) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
